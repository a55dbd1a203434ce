// Courses of specialists' groups: not the inspector's to see, by any door (design §3).
import { sql, type Sql } from '@zhurnal/kit/sql'
import type { Viewer } from '@zhurnal/roster/events'
import { seesSpecialists } from '../policy.js'

/** True of course `c` of a specialist's group, and of a group of which nothing is known yet: unknown means no. */
export const ofSpecialist: Sql = sql`(c.group_id is not null
  and not exists (select 1 from ref_group sg where sg.id = c.group_id and sg.kind <> 'SPECIALIST'))`

/** Rows whose school and course stand in these columns, without those of specialists' groups that the viewer may not know of. */
export function withoutHiddenCourses(viewer: Viewer, school: Sql, course: Sql): Sql {
  const hidden = viewer.schools.filter(({ id }) => !seesSpecialists(viewer, id)).map(({ id }) => id)
  if (hidden.length === 0) return sql`true`
  return sql`not (${school} = any(${hidden}::uuid[])
    and exists (select 1 from ref_course c where c.id = ${course} and ${ofSpecialist}))`
}
