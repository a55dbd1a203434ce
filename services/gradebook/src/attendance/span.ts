// What is read of the attendance of pupils in a span: a handful of statements, whatever the number of pupils and days.
import { sql, type Sql } from '@zhurnal/kit/sql'
import type { Viewer } from '@zhurnal/roster/events'
import { withoutHiddenCourses } from '../reference/specialists.js'
import { noteColumns, type NoteRow } from './notes.js'
import type { EnteredAbsence, Membership, TakenLesson } from './days.js'

export const pupilName = sql`concat_ws(' ', p.last_name, p.first_name, p.patronymic)`

/** Columns of `EnteredAbsence` of absence `a`, its record `r` and its course `c`. */
export const enteredColumns = sql`a.id, a.pupil_id as "pupilId", a.lesson_id as "lessonId", a.day as date, r.number, c.subject_name as "subjectName",
  a.code, a.minutes_late as "minutesLate", a.reason_code as "reasonCode", a.reason_by_name as "reasonByName", a.version`

export type SpanRows = {
  memberships: Membership[]
  lessons: TakenLesson[]
  absences: EnteredAbsence[]
  notes: NoteRow[]
}

/** `pupils`: a set of ids, as SQL of one column. In the order of `spanRows`. */
export function spanStatements(viewer: Viewer, pupils: Sql, from: string, to: string): Sql[] {
  const memberships = sql`ref_membership m where m.pupil_id in (${pupils}) and not m.removed
    and m.from_day <= ${to} and (m.until_day is null or m.until_day >= ${from})`
  return [
    sql`select m.pupil_id as "pupilId", m.class_id as "classId", m.group_id as "groupId", m.from_day as "from", m.until_day as until from ${memberships}`,
    sql`select r.id, c.class_id as "classId", c.group_id as "groupId", r.day, r.number
      from (select c.id, c.class_id, c.group_id from ref_course c where c.class_id in (select m.class_id from ${memberships})
          union select c.id, c.class_id, c.group_id from ref_course c where c.group_id in (select m.group_id from ${memberships})) as c
        join lesson_record r on r.course_id = c.id and r.day between ${from} and ${to}
      where r.attendance_taken_at is not null and not r.outside and ${withoutHiddenCourses(viewer, sql`r.school_id`, sql`r.course_id`)}`,
    sql`select ${enteredColumns} from absence a join lesson_record r on r.id = a.lesson_id join ref_course c on c.id = a.course_id
      where a.pupil_id in (${pupils}) and a.day between ${from} and ${to} and not a.removed
        and ${withoutHiddenCourses(viewer, sql`a.school_id`, sql`a.course_id`)}`,
    sql`select ${noteColumns} from absence_note n where n.pupil_id in (${pupils}) and n.withdrawn_at is null
      and n.from_day <= ${to} and n.until_day >= ${from} order by n.from_day`,
  ]
}

/** The rows of `spanStatements`, typed: the driver's own are records of unknown. */
export function spanRows(rows: readonly unknown[][]): SpanRows {
  const [memberships = [], lessons = [], absences = [], notes = []] = rows
  return { memberships, lessons, absences, notes } as SpanRows
}
