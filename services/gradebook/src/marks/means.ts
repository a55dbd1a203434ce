// Means of marks (3.9): pure, in exact decimals. The one place that works them out, for screen, report and API alike.
import Big from 'big.js'

export type Weighed = {
  readonly value: string
  /** Decimal text or a number. */ readonly weight: string | number
}

const numeric = /^[1-5]$/

/** Numeric marks count; зач, нз, н/а, осв and the point carry no number and never enter a mean (settled.md). */
export const isNumeric = (value: string): boolean => numeric.test(value)

/** Σ mark / count, two decimals, halves up; null without a numeric mark. */
export function plainMean(marks: readonly { readonly value: string }[]): string | null {
  const counted = marks.filter((mark) => isNumeric(mark.value))
  if (counted.length === 0) return null
  const sum = counted.reduce((so, mark) => so.plus(mark.value), new Big(0))
  return rounded(sum, new Big(counted.length))
}

/** Σ(mark × weight) / Σ weight, two decimals, halves up; null without a numeric mark. */
export function weightedMean(marks: readonly Weighed[]): string | null {
  const counted = marks.filter((mark) => isNumeric(mark.value))
  if (counted.length === 0) return null
  const weights = counted.reduce((so, mark) => so.plus(mark.weight), new Big(0))
  return rounded(
    counted.reduce((so, mark) => so.plus(new Big(mark.value).times(mark.weight)), new Big(0)),
    weights,
  )
}

/** One division and one rounding, so that no error of an earlier rounding is carried on. */
function rounded(sum: Big, count: Big): string {
  const scaled = sum.times(100)
  // Integer division by hand: Big divides to a limited number of places, and 4.445 must not depend on it.
  const [whole, rest] = divide(scaled, count)
  const up = rest.times(2).gte(count)
  return (up ? whole.plus(1) : whole).div(100).toFixed(2)
}

function divide(sum: Big, count: Big): [Big, Big] {
  let whole = sum.div(count).round(0, Big.roundDown)
  let rest = sum.minus(whole.times(count))
  if (rest.lt(0)) {
    whole = whole.minus(1)
    rest = rest.plus(count)
  }
  return [whole, rest]
}
