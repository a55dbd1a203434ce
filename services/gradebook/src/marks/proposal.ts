// What mark a mean makes, and what would change it (A5.13, A6.3): pure, exact, the one place for page, diary and forecast.
import Big from 'big.js'
import { meanOf, totalsWith, weighedTotals, type Totals, type Weighed } from './means.js'

/**
 * The mark that a mean of two decimals makes: rounded up from the school's fraction on (0.5: 3.50 is 4; 0.6: 3.60).
 * Never more than 5 or less than 1.
 */
export function proposalOf(mean: string, rounding: string | number): string {
  const value = new Big(mean)
  const whole = Number(value.round(0, Big.roundDown))
  const up = value.minus(whole).gte(rounding) ? 1 : 0
  return String(Math.min(5, Math.max(1, whole + up)))
}

/** Within a tenth of the edge at which the proposal changes, on either side. */
export function isBetween(mean: string, rounding: string | number): boolean {
  const value = new Big(mean)
  const fraction = value.minus(value.round(0, Big.roundDown))
  return fraction.minus(rounding).abs().lte('0.1') && value.lt(5)
}

export type ToReach = {
  readonly target: number
  readonly value: number
  readonly count: number
  readonly weight: number
  readonly mean: string
}

const most = 10

/**
 * The fewest marks in a row, all of one value and of the next work's weight, that bring the proposal to the target: fives
 * first of all, then whether as many fours would do. Null when ten fives are not enough. 0 of them: it is reached already.
 */
export function toReach(
  marks: readonly Weighed[],
  target: number,
  weight: number,
  rounding: string | number,
): ToReach | null {
  const totals = weighedTotals(marks)
  const standing = meanOf(totals)
  if (standing !== null && Number(proposalOf(standing, rounding)) >= target)
    return { target, value: target, count: 0, weight, mean: standing }
  for (let count = 1; count <= most; count += 1)
    for (let value = target; value <= 5; value += 1) {
      const mean = more(totals, value, count, weight)
      if (Number(proposalOf(mean, rounding)) >= target) return { target, value, count, weight, mean }
    }
  return null
}

/** The weighted mean with so many more marks of that value and weight. */
export function withMore(marks: readonly Weighed[], value: number, count: number, weight: number): string {
  return more(weighedTotals(marks), value, count, weight)
}

const more = (totals: Totals, value: number, count: number, weight: number): string =>
  meanOf(totalsWith(totals, value, count, weight)) ?? `${value}.00`
