import DataLoader from 'dataloader'
import type { Database, Scope } from '@zhurnal/kit/database'
import { sql, type Sql } from '@zhurnal/kit/sql'
import type { Viewer } from '@zhurnal/roster/events'
import { learnersName } from './facts.js'
import { reach } from './policy.js'
import { courseLoaders } from './courses/courses.loaders.js'
import { bellLoaders } from './directories/directories.loaders.js'
import { versionLoaders } from './timetable/versions.js'

export type CourseRow = {
  id: string
  schoolId: string
  subjectId: string
  classId: string | null
  groupId: string | null
  teacherId: string | null
  teacherName: string | null
  learnersName: string
  weeklyHours: number
  version: number
}
export type LessonRow = {
  id: string
  schoolId: string
  courseId: string
  date: string
  number: number
  startsAt: Date
  endsAt: Date
  roomId: string | null
  teacherId: string | null
  teacherName: string | null
  insteadOfId: string | null
  insteadOfName: string | null
  substitutionReason: string | null
  cancelled: boolean
  cancelReason: string | null
  heldAt: Date | null
  version: number
}

/** «Смирнова О. В.» of a person's row. */
export const shortName = (alias: Sql): Sql =>
  sql`${alias}.last_name || ' ' || left(${alias}.first_name, 1) || '.' || coalesce(' ' || left(${alias}.patronymic, 1) || '.', '')`

export const lessonColumns = sql`l.id, l.school_id as "schoolId", l.course_id as "courseId", l.day as date, l.number,
  l.starts_at as "startsAt", l.ends_at as "endsAt", l.room_id as "roomId", l.teacher_id as "teacherId",
  ${shortName(sql`t`)} as "teacherName", l.instead_of_id as "insteadOfId", ${shortName(sql`o`)} as "insteadOfName",
  l.substitution_reason as "substitutionReason", l.cancelled, l.cancel_reason as "cancelReason", l.held_at as "heldAt", l.version`
export const lessonTables = sql`lesson l left join ref_person t on t.id = l.teacher_id left join ref_person o on o.id = l.instead_of_id`

const courseColumns = sql`c.id, c.school_id as "schoolId", c.subject_id as "subjectId", c.class_id as "classId", c.group_id as "groupId",
  c.teacher_id as "teacherId", ${shortName(sql`t`)} as "teacherName", ${learnersName} as "learnersName", c.weekly_hours::float8 as "weeklyHours", c.version`
export const courseTables = sql`course c left join ref_person t on t.id = c.teacher_id
  left join ref_class k on k.id = c.class_id left join ref_group g on g.id = c.group_id`

/** Course `c` is not of a specialist's group, nor of a group of which nothing is known yet: unknown means no. */
const notOfSpecialist = sql`(c.group_id is null
  or exists (select 1 from ref_group sg where sg.id = c.group_id and sg.kind <> 'SPECIALIST'))`

/**
 * Rows that the viewer may see: all of a school for its staff, all but specialists' groups for its inspector; for a
 * family those of classes and groups that an own pupil belongs to, or belonged to, on the day.
 */
export function seenCourses(viewer: Viewer): Sql {
  const { schools, inspected, pupils } = reach(viewer)
  return sql`(c.school_id = any(${schools}::uuid[]) or (c.school_id = any(${inspected}::uuid[]) and ${notOfSpecialist}) or exists (select 1 from ref_membership m
    where m.pupil_id = any(${pupils}::uuid[]) and not m.removed and (m.class_id = c.class_id or m.group_id = c.group_id)))`
}

export function seenLessons(viewer: Viewer): Sql {
  const { schools, inspected, pupils } = reach(viewer)
  return sql`(l.school_id = any(${schools}::uuid[])
    or (l.school_id = any(${inspected}::uuid[]) and exists (select 1 from course c where c.id = l.course_id and ${notOfSpecialist}))
    or exists (select 1 from course c join ref_membership m
      on (m.class_id = c.class_id or m.group_id = c.group_id)
    where c.id = l.course_id and m.pupil_id = any(${pupils}::uuid[]) and not m.removed
      and m.from_day <= l.day and (m.until_day is null or m.until_day >= l.day)))`
}

export type Loaders = ReturnType<typeof makeLoaders>

/** One query per level. Courses and lessons come through the policy; subjects and rooms are the school's directories. */
export function makeLoaders(db: Database, scope: Scope, viewer: Viewer, now: Date) {
  const byId = <T extends { id: string }>(query: (ids: readonly string[]) => Sql) =>
    new DataLoader<string, T | null>(async (ids) => {
      const asked = ids.filter((id) => /^[0-9a-f-]{36}$/i.test(id))
      const rows = asked.length ? await db.read<T>(scope, query(asked)) : []
      const found = new Map(rows.map((row) => [row.id, row]))
      return ids.map((id) => found.get(id.toLowerCase()) ?? null)
    })
  return {
    course: byId<CourseRow>(
      (ids) =>
        sql`select ${courseColumns} from ${courseTables} where c.id = any(${ids}::uuid[]) and not c.removed and ${seenCourses(viewer)}`,
    ),
    lesson: byId<LessonRow>(
      (ids) =>
        sql`select ${lessonColumns} from ${lessonTables} where l.id = any(${ids}::uuid[]) and not l.removed and ${seenLessons(viewer)}`,
    ),
    subject: byId<{ id: string; name: string; shortName: string | null; withoutAttestation: boolean }>(
      (ids) =>
        sql`select id, name, short_name as "shortName", without_attestation as "withoutAttestation" from subject where id = any(${ids}::uuid[])`,
    ),
    room: byId<{ id: string; name: string; capacity: number | null }>(
      (ids) => sql`select id, name, capacity from room where id = any(${ids}::uuid[])`,
    ),
    ...courseLoaders(db, scope, viewer),
    ...bellLoaders(db, scope),
    ...versionLoaders(db, scope, viewer, now),
  }
}
