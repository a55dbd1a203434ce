// All that a rule needs to know of a lesson, in one statement: the frozen copy where it is held, else the plan.
import type { Tx } from '@zhurnal/kit/database'
import { notFound } from '@zhurnal/kit/refusal'
import { sql, type Sql } from '@zhurnal/kit/sql'
import { validate as isId } from 'uuid'
import type { Ctx } from '../context.js'
import { openUnlocks, unlockOf, type OpenUnlock } from '../locks/open-unlocks.js'
import { givesLesson, mayKeep } from '../policy.js'
import { ofSpecialist } from '../reference/specialists.js'
import type { EditWindow } from './deadlines.js'

export type RecordRow = {
  id: string
  schoolId: string
  courseId: string
  subjectName: string
  learnersName: string
  day: string
  number: number
  startsAt: Date
  endsAt: Date
  roomName: string | null
  /** Who gives it: the substitute where there is one; once held, who gave it. */
  givenById: string | null
  givenByName: string | null
  insteadOfId: string | null
  insteadOfName: string | null
  substituted: boolean
  substitutionReason: string | null
  topic: string | null
  homework: string | null
  homeworkSetAt: Date | null
  attendanceTakenAt: Date | null
  heldAt: Date | null
  cancelled: boolean
  version: number
  exists: boolean
  /** Of the course. */
  teacherId: string | null
  classId: string | null
  groupId: string | null
  classIds: string[]
  ofSpecialist: boolean
  grade: number
  withoutAttestation: boolean
  zone: string
  window: EditWindow
  yearEndsOn: string
  /** Hours after the pupils' last lesson within which homework is due. */
  homeworkHours: number
  closed: boolean
  /** A work out of lessons: a column after them. */
  outside: boolean
  source: string | null
  fromPaperOn: string | null
  /** The page is open to the viewer by an unlock until then: neither window nor lock binds. */
  unlock?: OpenUnlock | null
}

const shortName = (alias: Sql): Sql =>
  sql`${alias}.last_name || ' ' || left(${alias}.first_name, 1) || '.' || coalesce(' ' || left(${alias}.patronymic, 1) || '.', '')`

/** Lessons of the timetable and works out of lessons, which have no other plan than their record. */
const planned = sql`(select id, school_id, course_id, day, number, starts_at, ends_at, room_name, teacher_id, instead_of_id, substitution_reason,
    cancelled, removed, false as outside from ref_lesson
  union all select id, school_id, course_id, day, number, starts_at, ends_at, room_name, taught_by_id, null::uuid, null::text, false, false, true
    from lesson_record where outside)`

/** Columns and tables of `RecordRow`; a condition may speak of l (planned), r (record), c (course). */
export const recordStatement = (where: Sql): Sql => sql`
  select l.id, l.school_id as "schoolId", l.course_id as "courseId", c.subject_name as "subjectName", c.learners_name as "learnersName",
    case when r.held_at is null then l.day else r.day end as day,
    case when r.held_at is null then l.number else r.number end as number,
    case when r.held_at is null then l.starts_at else r.starts_at end as "startsAt",
    case when r.held_at is null then l.ends_at else r.ends_at end as "endsAt",
    case when r.held_at is null then l.room_name else r.room_name end as "roomName",
    case when r.held_at is null then l.teacher_id else r.taught_by_id end as "givenById",
    case when r.held_at is null then ${shortName(sql`t`)} else r.taught_by_name end as "givenByName",
    case when r.held_at is null then l.instead_of_id else r.instead_of_id end as "insteadOfId",
    case when r.held_at is null then ${shortName(sql`o`)} else r.instead_of_name end as "insteadOfName",
    case when r.held_at is null then l.instead_of_id is not null else r.instead_of_id is not null end as substituted,
    case when r.held_at is null then l.substitution_reason else r.substitution_reason end as "substitutionReason",
    r.topic, r.homework, r.homework_set_at as "homeworkSetAt", r.attendance_taken_at as "attendanceTakenAt", r.held_at as "heldAt",
    l.cancelled and r.held_at is null as cancelled, coalesce(r.version, 0) as version, r.id is not null as exists,
    c.teacher_id as "teacherId", c.class_id as "classId", c.group_id as "groupId", c.class_ids as "classIds", ${ofSpecialist} as "ofSpecialist", c.grade,
    c.without_attestation as "withoutAttestation", s.time_zone as zone, coalesce(w.edit_window, 'TWO_WEEKS') as window,
    coalesce(w.homework_hours, 1) as "homeworkHours",
    y.ends_on as "yearEndsOn",
    exists (select 1 from page_close pc join ref_period p on p.id = pc.period_id
      where pc.course_id = l.course_id and p.kind <> 'YEAR' and l.day between p.starts_on and p.ends_on) as closed,
    l.outside, r.source, r.from_paper_on as "fromPaperOn"
  from ${planned} l
    join ref_course c on c.id = l.course_id
    join ref_school s on s.id = l.school_id
    join ref_year y on y.id = c.year_id
    left join lesson_record r on r.id = l.id
    left join school_setting w on w.school_id = l.school_id
    left join ref_person t on t.id = l.teacher_id
    left join ref_person o on o.id = l.instead_of_id
  where (not l.removed or r.held_at is not null) and ${where}`

/**
 * Lessons that the viewer may keep, by id, in the transaction that writes: not there and not allowed are NOT_FOUND.
 * Takes each course for shared writing, so that a period mark that locks a row waits, and is waited for.
 */
export const lessonsToKeep = (
  ctx: Ctx,
  tx: Tx,
  lessonIds: readonly string[],
  field = 'lessonId',
): Promise<Map<string, RecordRow>> => lessonsFor(ctx, tx, lessonIds, field, (row) => mayKeep(ctx.viewer, row))

/** The same for another right than that of who keeps the lesson. */
export async function lessonsFor(
  ctx: Ctx,
  tx: Tx,
  lessonIds: readonly string[],
  field: string,
  may: (row: RecordRow) => boolean,
): Promise<Map<string, RecordRow>> {
  const ids = [...new Set(lessonIds.map((id) => id.toLowerCase()))]
  if (!ids.every(isId)) notFound(field)
  // Sent together, in one round trip: the server runs them in their order, and each reads what is there once the course
  // is taken.
  const [, rows, completed, unlocks] = await Promise.all([
    tx.sql(sql`select pg_advisory_xact_lock_shared(hashtextextended(course_id::text, 1))
      from (select distinct course_id from ${planned} as l where id = any(${ids}::uuid[]) order by course_id) as c`),
    tx.sql<RecordRow>(recordStatement(sql`l.id = any(${ids}::uuid[])`)),
    tx.sql<{ id: string }>(completePages(ids)),
    tx.sql<OpenUnlock>(openUnlocks(ctx)),
  ])
  if (rows.length < ids.length || rows.some((row) => !may(row))) notFound(field)
  const complete = new Set(completed.map((one) => one.id))
  return new Map(
    rows.map((row) => [
      row.id,
      { ...row, closed: row.closed || complete.has(row.id), unlock: unlockOf(row, unlocks) },
    ]),
  )
}

/**
 * Of these lessons, those on a page where every pupil of its last day has the period mark: it is locked (6.2). Whether
 * there is any period mark is asked first, by `case`, whose order the planner keeps: nearly every page has none.
 */
const completePages = (lessonIds: readonly string[]): Sql => sql`
  select l.id from ${planned} l join ref_course c on c.id = l.course_id
    join ref_period p on p.year_id = c.year_id and p.kind <> 'YEAR' and l.day between p.starts_on and p.ends_on
  where l.id = any(${lessonIds}::uuid[])
    and case when exists (select 1 from period_mark pm where pm.course_id = c.id and pm.period_id = p.id and pm.withdrawn_at is null) then (
    select bool_and(exists (select 1 from period_mark pm where pm.course_id = c.id and pm.period_id = p.id and pm.pupil_id = m.pupil_id and pm.withdrawn_at is null))
    from (select max(o.day) as day from ref_lesson o left join lesson_record r on r.id = o.id
        where o.course_id = c.id and o.day between p.starts_on and p.ends_on and (not o.removed or r.held_at is not null)) as last,
      ref_membership m
    where (m.class_id = c.class_id or m.group_id = c.group_id) and not m.removed
      and m.from_day <= last.day and (m.until_day is null or m.until_day >= last.day)) else false end`

/** Whom the viewer stands in for in a lesson, for its entries in the log; undefined where they act as themselves. */
export function behalfIn(ctx: Ctx, lesson: RecordRow): { personId: string; name: string } | undefined {
  if (!lesson.insteadOfId || !givesLesson(ctx.viewer, lesson)) return undefined
  return { personId: lesson.insteadOfId, name: lesson.insteadOfName ?? '' }
}

/** Takes a course alone: nobody enters a mark while a row or page of it is being locked. */
export async function takeCourseAlone(tx: Tx, courseId: string): Promise<void> {
  await tx.sql(sql`select pg_advisory_xact_lock(hashtextextended(${courseId}, 1))`)
}
