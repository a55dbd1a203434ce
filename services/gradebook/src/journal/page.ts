// The page of one course for the dates of a period: read in one round trip, put together here.
import { sql, type Sql } from '@zhurnal/kit/sql'
import { validate as isId } from 'uuid'
import { absenceColumns, type AbsenceRow } from '../attendance/attendance.js'
import type { Ctx } from '../context.js'
import { workColumns, type WorkRow } from '../loaders.js'
import { markColumns, type MarkRow } from '../marks/mark-row.js'
import { plainMean, weightedMean } from '../marks/means.js'
import { periodMarkColumns, type PeriodMarkRow } from '../periods/period-marks.js'
import { givesLesson, ownClasses, pageReach } from '../policy.js'
import { recordStatement, type RecordRow } from '../records/lesson-facts.js'
import { pageAsOf } from './as-of.js'

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
  marks: MarkRow[]
  absences: AbsenceRow[]
  periodMarks: PeriodMarkRow[]
}

export type Row = {
  pupilId: string
  pupilName: string
  shortName: string
  spans: { from: string; until: string | null }[]
  cells: string[]
  marks: MarkRow[]
  absences: AbsenceRow[]
  mean: string | null
  weightedMean: string | null
  periodMark: PeriodMarkRow | null
  locked: boolean
}
export type JournalPage = {
  head: PageHead
  lessons: RecordRow[]
  rows: Row[]
  locked: boolean
  works: Map<string, WorkRow[]>
  marks: MarkRow[]
}

/** The page as the viewer may see it; null when there is none, or not for them. */
export async function journalPage(
  ctx: Ctx,
  courseId: string,
  periodId: string,
  asOf?: Date | null,
): Promise<JournalPage | null> {
  if (!isId(courseId) || !isId(periodId)) return null
  const span = sql`(select starts_on from ref_period where id = ${periodId}) and (select ends_on from ref_period where id = ${periodId})`
  const [heads = [], members = [], records = [], works = [], marks = [], absences = [], periodMarks = []] =
    await ctx.db.readAll(ctx.scope, pageStatements(courseId, periodId, span))
  const head = heads[0] as PageHead | undefined
  if (!head) return null
  let state = { records, works, marks, absences, periodMarks } as unknown as PageState
  if (asOf) {
    const past = await pageAsOf(ctx, head, state, asOf)
    state = past.state
    head.logPosition = past.logPosition
    head.closed = past.closed
  }
  return assemble(ctx, head, members as unknown as Member[], state)
}

function pageStatements(courseId: string, periodId: string, span: Sql): Sql[] {
  return [
    sql`select c.id as "courseId", p.id as "periodId", c.school_id as "schoolId", c.learners_name as "learnersName", c.subject_name as "subjectName",
        c.teacher_id as "teacherId", concat_ws(' ', t.last_name, t.first_name, t.patronymic) as "teacherName", c.class_id as "classId",
        c.group_id as "groupId", c.class_ids as "classIds", p.name as "periodName", p.starts_on as "startsOn", p.ends_on as "endsOn", s.time_zone as zone,
        exists (select 1 from page_close pc where pc.course_id = c.id and pc.period_id = p.id) as closed,
        coalesce((select size from log_head h where h.school_id = c.school_id), 0) as "logPosition"
      from ref_course c join ref_period p on p.id = ${periodId} and p.year_id = c.year_id join ref_school s on s.id = c.school_id
        left join ref_person t on t.id = c.teacher_id where c.id = ${courseId}`,
    sql`select m.pupil_id as "pupilId", concat_ws(' ', n.last_name, n.first_name, n.patronymic) as name, n.last_name || ' ' || n.first_name as "shortName",
        m.from_day as from, m.until_day as until,
        array(select k.class_id from ref_membership k where k.pupil_id = m.pupil_id and k.class_id is not null and not k.removed) as "classIds"
      from ref_course c join ref_membership m on (m.class_id = c.class_id or m.group_id = c.group_id) and not m.removed
        join ref_person n on n.id = m.pupil_id
      where c.id = ${courseId} and daterange(m.from_day, m.until_day, '[]') && daterange((select starts_on from ref_period where id = ${periodId}),
        (select ends_on from ref_period where id = ${periodId}), '[]')
      order by n.last_name collate "ru-RU-x-icu", n.first_name collate "ru-RU-x-icu", n.patronymic collate "ru-RU-x-icu", n.id, m.from_day`,
    sql`${recordStatement(sql`l.course_id = ${courseId} and l.day between ${span}`)} order by "startsAt", id`,
    sql`select ${workColumns} from work w where w.course_id = ${courseId} and w.day between ${span} order by w.place`,
    sql`select ${markColumns} from mark m where m.course_id = ${courseId} and m.day between ${span} and m.withdrawn_at is null order by m.day, m.lesson_id, m.place, m.id`,
    sql`select ${absenceColumns} from absence a where a.course_id = ${courseId} and a.day between ${span} and not a.removed`,
    sql`select ${periodMarkColumns} from period_mark pm where pm.course_id = ${courseId} and pm.period_id = ${periodId}`,
  ]
}

function assemble(
  ctx: Ctx,
  head: PageHead,
  members: readonly Member[],
  state: PageState,
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
  const marks = state.marks.filter((mark) => shown.has(mark.lessonId))
  const absences = state.absences.filter((absence) => shown.has(absence.lessonId))
  const parts: RowParts = {
    lessons,
    closed: head.closed,
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
    works,
    marks,
  }
}

type RowParts = {
  readonly lessons: readonly RecordRow[]
  readonly closed: boolean
  readonly cells: ReadonlyMap<string, string>
  readonly marks: ReadonlyMap<string, MarkRow[]>
  readonly absences: ReadonlyMap<string, AbsenceRow[]>
  readonly weights: ReadonlyMap<string, string>
  readonly periodMarks: ReadonlyMap<string, PeriodMarkRow>
}

/** One pupil's row. `open`: lessons whose cells the viewer may see; `results`: how the pupil does in the subject, too. */
function rowOf(
  spans: readonly Member[],
  parts: RowParts,
  may: { readonly open: ReadonlySet<string>; readonly results: boolean },
): Row {
  const { pupilId, name, shortName } = spans[0] as Member
  const marks = (parts.marks.get(pupilId) ?? []).filter((mark) => may.open.has(mark.lessonId))
  const cellOf = (lesson: RecordRow): string => {
    if (!may.open.has(lesson.id)) return '-'
    const entries = parts.cells.get(`${pupilId}${lesson.id}`)
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
    absences: (parts.absences.get(pupilId) ?? []).filter((absence) => may.open.has(absence.lessonId)),
    mean: may.results ? plainMean(marks) : null,
    weightedMean: may.results
      ? weightedMean(
          marks.map((mark) => ({ value: mark.value, weight: parts.weights.get(mark.workId) ?? '1' })),
        )
      : null,
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
  const lastDay = records.at(-1)?.day
  const present = lastDay === undefined ? [] : members.filter((member) => belongs(member, lastDay))
  return present.length > 0 && present.every((member) => periodMarks.has(member.pupilId))
}

/** Cells by pupil and lesson: `m|markId|workIndex|value|version` and `a|absenceId|code|minutes|version`, by one space. */
function cellsOf(
  marks: readonly MarkRow[],
  absences: readonly AbsenceRow[],
  works: ReadonlyMap<string, WorkRow[]>,
): Map<string, string> {
  const cells = new Map<string, string>()
  const add = (key: string, entry: string) => {
    const before = cells.get(key)
    cells.set(key, before ? `${before} ${entry}` : entry)
  }
  for (const a of absences)
    add(`${a.pupilId}${a.lessonId}`, `a|${a.id}|${a.code}|${a.minutesLate ?? ''}|${a.version}`)
  const places = new Map<string, number>()
  for (const list of works.values()) list.forEach((work, i) => places.set(work.id, i))
  for (const m of marks)
    add(`${m.pupilId}${m.lessonId}`, `m|${m.id}|${places.get(m.workId) ?? 0}|${m.value}|${m.version}`)
  return cells
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
