// The page of one course for the dates of a period: read in one round trip, put together here.
import { validate as isId } from 'uuid'
import type { AbsenceRow } from '../attendance/attendance.js'
import type { Ctx } from '../context.js'
import type { WorkRow } from '../loaders.js'
import { unlockOf, type OpenUnlock } from '../locks/open-unlocks.js'
import type { PeriodMarkRow } from '../periods/period-marks.js'
import { givesLesson, overseesCourse, ownClasses, pageReach } from '../policy.js'
import type { RecordRow } from '../records/lesson-facts.js'
import { pageAsOf } from './as-of.js'
import { cellsOf, lookUp } from './cells.js'
import { marksFrom, pageStatements, type PageMark } from './page-statements.js'
import { belongs, rowOf, type Row, type RowParts } from './rows.js'

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

export type JournalPage = {
  head: PageHead
  lessons: RecordRow[]
  rows: Row[]
  locked: boolean
  /** An unlock of this page that is the viewer's. */
  unlock: OpenUnlock | null
  works: Map<string, WorkRow[]>
  /** None in the past. */
  cancelledWorks: Map<string, WorkRow[]>
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
  const page = assemble(
    ctx,
    head,
    members as unknown as Member[],
    state,
    options.asOf ? null : (open ?? null),
  )
  return (
    page && { ...page, cancelledWorks: options.asOf ? new Map() : cancelledOf(works as unknown as WorkRow[]) }
  )
}

function assemble(
  ctx: Ctx,
  head: PageHead,
  members: readonly Member[],
  state: PageState,
  unlock: OpenUnlock | null,
): Omit<JournalPage, 'cancelledWorks'> | null {
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
  noteReading(ctx, head, members)
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

/** Rows of own classes are the class teacher's to read; of all others the access log tells. */
function noteReading(ctx: Ctx, head: PageHead, members: readonly Member[]): void {
  if (!overseesCourse(ctx.viewer, head)) return
  const own = ownClasses(ctx.viewer, head)
  const others = members.filter((member) => !member.classIds.some((id) => own.includes(id)))
  ctx.readings.note(
    head.schoolId,
    `журнал: ${head.subjectName}, ${head.learnersName}`,
    others.map((member) => member.pupilId),
  )
}

const cancelledOf = (works: readonly WorkRow[]) =>
  groupBy(
    works.filter((work) => work.cancelledAt !== null),
    (work) => work.lessonId,
  )

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
