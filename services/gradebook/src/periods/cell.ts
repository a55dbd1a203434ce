// One square of a grid of period marks: what the rule proposes, and of what to warn. Pure.
import Big from 'big.js'
import { isNumeric, plainMean, weightedMean } from '../marks/means.js'
import { isBetween, proposalOf } from '../marks/proposal.js'
import { finalSpot, spot, type Figures, type GridCourse, type YearPeriod } from './figures.js'
import type { FinalMarkRow } from './final-marks.js'
import type { PeriodMarkRow } from './period-marks.js'

export type Warning = 'NO_MARKS' | 'FEW_MARKS' | 'MANY_ABSENCES' | 'AGAINST_MEAN' | 'PART_MISSING'
export type Cell = {
  readonly pupilId: string
  readonly mark: PeriodMarkRow | null
  readonly exam: FinalMarkRow | null
  readonly final: FinalMarkRow | null
  readonly parts: readonly string[]
  readonly mean: string | null
  readonly weightedMean: string | null
  readonly marksCount: number
  readonly missed: number
  readonly lessons: number
  readonly proposed: string | null
  readonly proposedFinal: string | null
  readonly between: boolean
  readonly warnings: readonly Warning[]
}

/** Periods of which the year's mark of a course is made: those of its grade, in their order. */
export const partsOfYear = (
  periods: readonly YearPeriod[],
  course: { readonly grade: number },
): YearPeriod[] =>
  periods.filter((one) => one.kind !== 'YEAR' && one.fromGrade <= course.grade && course.grade <= one.toGrade)

export function cellOf(
  figures: Figures,
  course: GridCourse,
  period: YearPeriod,
  periods: readonly YearPeriod[],
  pupilId: string,
): Cell {
  const at = spot(course.id, period.id, pupilId)
  const mark = figures.periodMarks.get(at) ?? null
  const whole = period.kind === 'YEAR'
  const parts = whole
    ? partsOfYear(periods, course).map(
        (one) => figures.periodMarks.get(spot(course.id, one.id, pupilId))?.value ?? '',
      )
    : []
  const marks = figures.marks.get(at) ?? []
  const numeric = marks.filter((one) => isNumeric(one.value)).length
  const missed = figures.missed.get(at) ?? 0
  const lessons = figures.lessons.get(at) ?? 0
  const many = missed * 2 > lessons
  const mean = whole ? plainMean(parts.map((value) => ({ value }))) : weightedMean(marks)
  const asked = course.grade > 1 && !course.withoutAttestation
  const proposed = !asked ? null : mean !== null ? proposalOf(mean, course.rounding) : alike(parts, many)
  const exam = (whole && figures.finalMarks.get(finalSpot(course.id, pupilId, 'EXAM'))) || null
  return {
    pupilId,
    mark,
    exam,
    final: (whole && figures.finalMarks.get(finalSpot(course.id, pupilId, 'FINAL'))) || null,
    parts,
    mean: whole ? mean : plainMean(marks),
    weightedMean: mean,
    marksCount: numeric,
    missed,
    lessons,
    proposed,
    proposedFinal: whole && asked ? finalOf(mark?.value ?? null, exam?.value ?? null) : null,
    between: !whole && mean !== null && isBetween(mean, course.rounding),
    warnings: asked
      ? warningsOf({ whole, parts, numeric, many, few: course.fewMarks, mark: mark?.value, proposed })
      : [],
  }
}

/** Without a number: the year that was «зач» throughout is «зач»; who missed most of it is not attested. */
function alike(parts: readonly string[], many: boolean): string | null {
  const [first] = parts
  if (first && parts.every((one) => one === first)) return first
  return many ? 'н/а' : null
}

/** Year and examination, halves up (settled.md); without an examination the year's mark. */
export function finalOf(year: string | null, exam: string | null): string | null {
  if (year === null) return null
  if (exam === null || !isNumeric(exam) || !isNumeric(year))
    return exam === null || isNumeric(exam) ? year : null
  return new Big(year).plus(exam).div(2).round(0, Big.roundHalfUp).toString()
}

function warningsOf(of: {
  whole: boolean
  parts: readonly string[]
  numeric: number
  many: boolean
  few: number
  mark: string | undefined
  proposed: string | null
}): Warning[] {
  const found: Warning[] = []
  if (of.whole && of.parts.some((one) => one === '')) found.push('PART_MISSING')
  if (!of.whole && of.numeric === 0) found.push('NO_MARKS')
  if (!of.whole && of.numeric > 0 && of.numeric < of.few) found.push('FEW_MARKS')
  if (of.many) found.push('MANY_ABSENCES')
  if (
    of.mark !== undefined &&
    of.proposed !== null &&
    isNumeric(of.mark) &&
    isNumeric(of.proposed) &&
    of.mark !== of.proposed
  )
    found.push('AGAINST_MEAN')
  return found
}
