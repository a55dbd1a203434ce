// One pupil’s row of a page: cells, means, the mark that the rule proposes.
import type { AbsenceRow } from '../attendance/attendance.js'
import {
  partsOf,
  plainMean,
  weightedMean,
  withoutRetaken,
  type MeanPart,
  type Weighed,
} from '../marks/means.js'
import { proposalOf } from '../marks/proposal.js'
import type { PeriodMarkRow } from '../periods/period-marks.js'
import type { RecordRow } from '../records/lesson-facts.js'
import { lookUp, type Cells } from './cells.js'
import type { PageMark } from './page-statements.js'
import type { Member } from './page.js'

export type Row = {
  pupilId: string
  pupilName: string
  shortName: string
  spans: { from: string; until: string | null }[]
  cells: string[]
  marks: readonly PageMark[]
  absences: readonly AbsenceRow[]
  mean: string | null
  weightedMean: string | null
  /** Marks with their works' weights, for whoever asks how a mean was worked out; null where they may not know. */
  weighed: readonly WeighedMark[] | null
  rounding: string
  /** How the means were worked out; nothing where the viewer may not know them. */
  parts: () => MeanPart[]
  proposed: string | null
  missed: number
  late: number
  periodMark: PeriodMarkRow | null
  locked: boolean
}
export type WeighedMark = Weighed & { readonly mark: PageMark }
export type RowParts = {
  readonly lessons: readonly RecordRow[]
  readonly closed: boolean
  readonly cells: Cells
  readonly marks: ReadonlyMap<string, PageMark[]>
  readonly absences: ReadonlyMap<string, AbsenceRow[]>
  readonly weights: ReadonlyMap<string, string>
  readonly rounding: string
  readonly factsOf: (markId: string) => { readonly date: string; readonly workTitle: string }
  /** Whether a mark for the period can be proposed here at all. */
  readonly proposes: boolean
  readonly periodMarks: ReadonlyMap<string, PeriodMarkRow>
}

/** One pupil's row. `open`: lessons whose cells the viewer may see; `results`: how the pupil does in the subject, too. */
export function rowOf(
  spans: readonly Member[],
  parts: RowParts,
  may: { readonly open: ReadonlySet<string>; readonly results: boolean },
): Row {
  const { pupilId, name, shortName } = spans[0] as Member
  const marks = lookUp(parts.marks.get(pupilId) ?? [], may.open)
  const weighed = marks.map((mark): WeighedMark => ({
    value: mark.value,
    weight: parts.weights.get(mark.workId) ?? '1',
    mark,
  }))
  const counted = withoutRetaken(weighed)
  const mean = may.results ? weightedMean(counted) : null
  const absences = lookUp(parts.absences.get(pupilId) ?? [], may.open)
  const cells = parts.cells.get(pupilId)
  const cellOf = (lesson: RecordRow): string => {
    if (!may.open.has(lesson.id)) return '-'
    const entries = cells?.get(lesson.id)
    // A day outside the membership: closed, unless something was entered there before the interval was changed.
    return entries ?? (spans.some((span) => belongs(span, lesson.day)) ? '' : '-')
  }
  return {
    pupilId,
    pupilName: name,
    shortName,
    spans: spans.map(({ from, until }) => ({ from, until })),
    cells: parts.lessons.map(cellOf),
    marks,
    absences,
    mean: may.results ? plainMean(counted) : null,
    weightedMean: mean,
    weighed: may.results ? weighed : null,
    rounding: parts.rounding,
    parts: () => (may.results ? partsOf(weighed, parts.factsOf) : []),
    proposed: mean !== null && parts.proposes ? proposalOf(mean, parts.rounding) : null,
    missed: absences.filter((one) => one.code !== 'LATE' && one.code !== 'RELEASED').length,
    late: absences.filter((one) => one.code === 'LATE').length,
    periodMark: may.results ? (parts.periodMarks.get(pupilId) ?? null) : null,
    locked: parts.closed || parts.periodMarks.has(pupilId),
  }
}

export const belongs = (span: { from: string; until: string | null }, day: string) =>
  span.from <= day && (span.until === null || span.until >= day)
