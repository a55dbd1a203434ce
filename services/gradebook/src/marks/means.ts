// Means of marks (3.9): pure, exact. The one place that works them out, for screen, report and API alike.
import Big from 'big.js'

export type Weighed = {
  readonly value: string
  /** Decimal text or a number. */ readonly weight: string | number
}

const numeric = /^[1-5]$/

/** Numeric marks count; зач, нз, н/а, осв and the point carry no number and never enter a mean (settled.md). */
export const isNumeric = (value: string): boolean => numeric.test(value)

/** A mark that a retake has replaced stays on the page and counts no longer (3.6.9). */
export function withoutRetaken<T extends { readonly mark: { id: string; retakeOf: string | null } }>(
  marks: readonly T[],
): readonly T[] {
  if (!marks.some(({ mark }) => mark.retakeOf)) return marks
  const replaced = new Set(marks.map(({ mark }) => mark.retakeOf))
  return marks.filter(({ mark }) => !replaced.has(mark.id))
}

export type MeanPart = {
  readonly markId: string
  readonly date: string
  readonly value: string
  readonly workTitle: string
  readonly weight: number
  readonly counted: boolean
  readonly why: 'NO_NUMBER' | 'RETAKEN' | null
}

/** How a mean was worked out, mark by mark, in the order given. */
export function partsOf(
  marks: readonly (Weighed & { readonly mark: { id: string; retakeOf: string | null } })[],
  facts: (markId: string) => { readonly date: string; readonly workTitle: string },
): MeanPart[] {
  const counted = new Set(withoutRetaken(marks).map(({ mark }) => mark.id))
  return marks.map(({ value, weight, mark }) => {
    const why = !counted.has(mark.id) ? 'RETAKEN' : isNumeric(value) ? null : 'NO_NUMBER'
    return { markId: mark.id, ...facts(mark.id), value, weight: Number(weight), counted: why === null, why }
  })
}

/** Σ mark / count, two decimals, halves up; null without a numeric mark. */
export function plainMean(marks: readonly { readonly value: string }[]): string | null {
  let sum = 0
  let count = 0
  for (const { value } of marks)
    if (isNumeric(value)) {
      sum += Number(value)
      count += 1
    }
  return count === 0 ? null : rounded(sum, count)
}

/** Σ(mark × weight) / Σ weight, two decimals, halves up; null without a numeric mark. */
export const weightedMean = (marks: readonly Weighed[]): string | null => meanOf(weighedTotals(marks))

/** Σ(mark × weight) and Σ weight, in millionths: whole numbers, so that sums of them are exact. */
export type Totals = { readonly sum: number; readonly weights: number }

export const meanOf = ({ sum, weights }: Totals): string | null =>
  weights === 0 ? null : rounded(sum, weights)

export function weighedTotals(marks: readonly Weighed[]): Totals {
  let sum = 0
  let weights = 0
  for (const { value, weight } of marks)
    if (isNumeric(value)) {
      const share = inMillionths(weight)
      sum += Number(value) * share
      weights += share
    }
  return { sum, weights }
}

/** The totals with so many more marks of one value and weight. */
export function totalsWith(totals: Totals, value: number, count: number, weight: string | number): Totals {
  const share = inMillionths(weight) * count
  return { sum: totals.sum + value * share, weights: totals.weights + share }
}

/** Weights as whole numbers, so that sums of them are exact: no weight has more than six decimals. */
function inMillionths(weight: string | number): number {
  let known = wholes.get(weight)
  if (known === undefined) {
    known = new Big(weight).times(1_000_000).toNumber()
    if (!Number.isSafeInteger(known)) throw new Error(`a weight of more than six decimals: ${weight}`)
    if (wholes.size > 1000) wholes.clear()
    wholes.set(weight, known)
  }
  return known
}
const wholes = new Map<string | number, number>()

/** One division and one rounding, of whole numbers, so that no error of an earlier rounding is carried on. */
function rounded(sum: number, count: number): string {
  const scaled = sum * 100
  if (!Number.isSafeInteger(scaled)) throw new Error('more marks than a mean can be worked out of exactly')
  const rest = scaled % count
  const whole = (scaled - rest) / count
  const hundredths = rest * 2 >= count ? whole + 1 : whole
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`
}
