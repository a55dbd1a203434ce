import type { PersonTable } from '@zhurnal/kit/person-export'
import { sql } from '@zhurnal/kit/sql'

/** All that schedule holds on one person: what a teacher teaches, and in whose place. */
export const personTables: readonly PersonTable[] = [
  {
    name: 'course',
    rows: (school, person) => sql`
      select u.name as subject, coalesce(k.name, g.name) as learners, c.weekly_hours
      from course c join subject u on u.id = c.subject_id left join ref_class k on k.id = c.class_id left join ref_group g on g.id = c.group_id
      where c.school_id = ${school} and c.teacher_id = ${person} order by 1, 2`,
  },
  {
    name: 'lesson',
    rows: (school, person) => sql`
      select l.day, l.number, u.name as subject, l.instead_of_id = ${person} as was_replaced, l.substitution_reason, l.cancelled, l.cancel_reason
      from lesson l join course c on c.id = l.course_id join subject u on u.id = c.subject_id
      where l.school_id = ${school} and not l.removed and ${person}::uuid in (l.teacher_id, l.instead_of_id) order by l.day, l.number`,
  },
]
