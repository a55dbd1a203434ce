// Facts of schedule as events carry them: the same statements serve a change (some ids) and a replay (a whole school).
import type { Tx } from '@zhurnal/kit/database'
import { tellFacts, type FactSource } from '@zhurnal/kit/fact-source'
import { sql, type Sql } from '@zhurnal/kit/sql'
import { courseChanged, lessonChanged } from '../events.js'

type Told = { readonly now: Date; readonly nudge: () => void }

const courseRows = (which: Sql): Sql => sql`
  select c.id, c.version, c.year_id, c.subject_id, s.name as subject_name, s.without_attestation, c.class_id, c.group_id,
    coalesce(g.class_ids, array[c.class_id]) as class_ids,
    coalesce(k.grade, (select min(one.grade) from ref_class one where one.id = any(g.class_ids)), 0) as grade,
    ${learnersName} as learners_name,
    c.teacher_id, c.weekly_hours::text, c.removed
  from course c join subject s on s.id = c.subject_id
    left join ref_class k on k.id = c.class_id left join ref_group g on g.id = c.group_id
  where ${which}`

/** «7А», or for a group «7А · английский 1»: with `k` the course's class and `g` its group. */
export const learnersName: Sql = sql`coalesce(k.name, concat_ws(' · ',
  (select string_agg(one.name, ', ' order by one.grade, one.name) from ref_class one where one.id = any(g.class_ids)), g.name), '')`

const lessonRows = (which: Sql): Sql => sql`
  select l.id, l.version, l.course_id, l.day, l.number, to_char(l.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as starts_at,
    to_char(l.ends_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as ends_at, r.name as room_name, l.teacher_id,
    l.instead_of_id, l.substitution_reason, l.cancelled, l.cancel_reason, l.removed
  from lesson l left join room r on r.id = l.room_id where ${which} order by l.day, l.id`

const courses: FactSource = {
  kind: courseChanged,
  rows: (which) =>
    courseRows('ids' in which ? sql`c.id = any(${which.ids}::uuid[])` : sql`c.school_id = ${which.schoolId}`),
}
const lessons: FactSource = {
  kind: lessonChanged,
  rows: (which) =>
    lessonRows('ids' in which ? sql`l.id = any(${which.ids}::uuid[])` : sql`l.school_id = ${which.schoolId}`),
}
export const facts: readonly FactSource[] = [courses, lessons]

export const tellCourses = (tx: Tx, schoolId: string, ids: readonly string[], told: Told): Promise<void> =>
  tellFacts(tx, courses, schoolId, ids, told)

export const tellLessons = (tx: Tx, schoolId: string, ids: readonly string[], told: Told): Promise<void> =>
  tellFacts(tx, lessons, schoolId, ids, told)
