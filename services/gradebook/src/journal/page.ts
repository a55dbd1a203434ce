// The page of one course for the dates of a period: read in one round trip, put together here.
import { validate as isId } from 'uuid'
import type { AbsenceRow } from '../attendance/attendance.js'
import type { Ctx } from '../context.js'
import type { WorkRow } from '../loaders.js'
import { unlockOf, type OpenUnlock } from '../locks/open-unlocks.js'
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
import { givesLesson, ownClasses, pageReach } from '../policy.js'
import type { RecordRow } from '../records/lesson-facts.js'
import { pageAsOf } from './as-of.js'
import { cellsOf, lookUp, type Cells } from './cells.js'
import { marksFrom, pageStatements, type PageMark } from './page-statements.js'

export type PageHead = {
  courseId: string
  periodId: string
  schoolId: string
  learnersName: string
  subjectName: string
  teacherId: string | null
  teacherName: string | null
  classId: string | null
  groupId: string | null
  classIds: string[]
  ofSpecialist: boolean
  grade: number
  withoutAttestation: boolean
  /** Decimal text: from which fraction on a mean is rounded up. */
  rounding: string
  periodName: string
  startsOn: string
  endsOn: string
  zone: string
  closed: boolean
  logPosition: number
}

export type Member = {
  pupilId: string
  name: string
  shortName: string
  from: string
  until: string | null
  classIds: string[]
}
/** What changes: read as it stands, or rebuilt from the log as it stood. */
export type PageState = {
  records: RecordRow[]
  works: WorkRow[]
  marks: readonly PageMark[]
  absences: readonly AbsenceRow[]
  periodMarks: readonly PeriodMarkRow[]
}

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
export type JournalPage = {
  head: PageHead
  lessons: RecordRow[]
  rows: Row[]
  locked: boolean
  /** An unlock of this page that is the viewer's. */
  unlock: OpenUnlock | null
  works: Map<string, WorkRow[]>
  marks: readonly PageMark[]
}

/**
 * The page as the viewer may see it; null when there is none, or not for them. `wholeMarks`: marks with all that a mark
 * has, for who asks for `JournalRow.marks`; cells and means need less, and a dense page of it takes half the time.
 */
export async function journalPage(
  ctx: Ctx,
  courseId: string,
  periodId: string,
  options: { readonly asOf?: Date | null | undefined; readonly wholeMarks: boolean },
): Promise<JournalPage | null> {
  if (!isId(courseId) || !isId(periodId)) return null
  const [
    heads = [],
    members = [],
    records = [],
    works = [],
    marks = [],
    absences = [],
    periodMarks = [],
    unlocks = [],
  ] = await ctx.db.readAll(ctx.scope, pageStatements(ctx, courseId, periodId, options.wholeMarks))
  const head = heads[0] as PageHead | undefined
  if (!head) return null
  let state = {
    records,
    works,
    marks: options.wholeMarks ? marks : marksFrom(marks as unknown as Parameters<typeof marksFrom>[0]),
    absences,
    periodMarks,
  } as unknown as PageState
  if (options.asOf) {
    const past = await pageAsOf(ctx, head, state, options.asOf)
    state = past.state
    head.logPosition = past.logPosition
    head.closed = past.closed
  } else {
    state.works = state.works.filter((work) => work.cancelledAt === null)
    state.records = state.records.map((record) => ({
      ...record,
      unlock: unlockOf(record, unlocks as unknown as OpenUnlock[]),
    }))
  }
  const open = (unlocks as unknown as OpenUnlock[]).find(
    (one) => one.courseId === head.courseId && one.periodId === head.periodId,
  )
  return assemble(ctx, head, members as unknown as Member[], state, options.asOf ? null : (open ?? null))
}

function assemble(
  ctx: Ctx,
  head: PageHead,
  members: readonly Member[],
  state: PageState,
  unlock: OpenUnlock | null,
): JournalPage | null {
  const reach = pageReach(ctx.viewer, head)
  const given = new Set(
    state.records.filter((record) => givesLesson(ctx.viewer, record)).map((record) => record.id),
  )
  const lessons =
    reach === 'SUBSTITUTED_ONLY' ? state.records.filter((record) => given.has(record.id)) : state.records
  if (reach === 'SUBSTITUTED_ONLY' && lessons.length === 0) return null
  const own = reach === 'OWN_CLASSES' ? ownClasses(ctx.viewer, head) : null
  const isOwn = (member: Member) => own === null || member.classIds.some((id) => own.includes(id))
  const shown = new Set(lessons.map((lesson) => lesson.id))
  const works = groupBy(
    state.works.filter((work) => shown.has(work.lessonId)),
    (work) => work.lessonId,
  )
  const marks = lookUp(state.marks, shown)
  const absences = lookUp(state.absences, shown)
  const parts: RowParts = {
    lessons,
    closed: head.closed,
    rounding: head.rounding,
    factsOf: factsOf(state, head),
    proposes: head.grade > 1 && !head.withoutAttestation,
    cells: cellsOf(marks, absences, works),
    marks: groupBy(marks, (mark) => mark.pupilId),
    absences: groupBy(absences, (absence) => absence.pupilId),
    weights: new Map(state.works.map((work) => [work.id, work.weight])),
    periodMarks: new Map(state.periodMarks.map((mark) => [mark.pupilId, mark])),
  }
  // Rows that are not of the own classes are there for the lessons that the viewer gives as a substitute.
  const rows = [...groupBy(members, (member) => member.pupilId).values()].flatMap((spans) => {
    const whole = spans.some(isOwn)
    if (!whole && given.size === 0) return []
    return [
      rowOf(spans, parts, { open: whole ? shown : given, results: whole && reach !== 'SUBSTITUTED_ONLY' }),
    ]
  })
  return {
    head,
    lessons,
    rows,
    locked: head.closed || everyoneHasMark(members, state.records, parts.periodMarks),
    unlock,
    works,
    marks,
  }
}

/** Day and work of a mark, looked up when somebody asks how a mean was worked out. */
function factsOf(state: PageState, head: PageHead): RowParts['factsOf'] {
  let known: Map<string, { date: string; workTitle: string }> | undefined
  return (markId) => {
    if (!known) {
      const days = new Map(state.records.map((record) => [record.id, record.day]))
      const titles = new Map(state.works.map((work) => [work.id, work.title ?? '']))
      known = new Map(
        state.marks.map((mark) => [
          mark.id,
          { date: days.get(mark.lessonId) ?? head.startsOn, workTitle: titles.get(mark.workId) ?? '' },
        ]),
      )
    }
    return known.get(markId) ?? { date: head.startsOn, workTitle: '' }
  }
}

type RowParts = {
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
function rowOf(
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

const belongs = (span: { from: string; until: string | null }, day: string) =>
  span.from <= day && (span.until === null || span.until >= day)

/** 6.2: the page is locked when every pupil of its last day has the period mark. */
function everyoneHasMark(
  members: readonly Member[],
  records: readonly RecordRow[],
  periodMarks: ReadonlyMap<string, unknown>,
): boolean {
  const lastDay = records.findLast((record) => !record.outside)?.day
  const present = lastDay === undefined ? [] : members.filter((member) => belongs(member, lastDay))
  return present.length > 0 && present.every((member) => periodMarks.has(member.pupilId))
}

export function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group) group.push(row)
    else groups.set(key(row), [row])
  }
  return groups
}
