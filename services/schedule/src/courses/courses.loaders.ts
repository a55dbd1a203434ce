import DataLoader from 'dataloader'
import type { Database, Scope } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import type { Viewer } from '@zhurnal/roster/events'
import { courseTables, seenCourses } from '../loaders.js'

/** Courses by the id of a class: its own and those of groups with its pupils, by subject. One query for all classes. */
export function courseLoaders(db: Database, scope: Scope, viewer: Viewer) {
  return {
    /** Lessons of a course that are held. One query for all courses. */
    heldLessons: new DataLoader<string, number>(async (ids) => {
      const rows = await db.read<{ courseId: string; held: number }>(
        scope,
        sql`select course_id as "courseId", count(*)::integer as held from lesson
          where course_id = any(${ids}::uuid[]) and held_at is not null group by course_id`,
      )
      const found = new Map(rows.map((row) => [row.courseId, row.held]))
      return ids.map((id) => found.get(id) ?? 0)
    }),
    coursesOfClass: new DataLoader<string, string[]>(async (ids) => {
      const rows = await db.read<{ classId: string; courses: string[] }>(
        scope,
        sql`with asked as (
            select c.id, c.class_id from course c where c.class_id = any(${ids}::uuid[]) and not c.removed
            union all
            select c.id, of_class.id from ref_group g join course c on c.group_id = g.id and not c.removed,
              unnest(g.class_ids) as of_class(id) where g.class_ids && ${ids}::uuid[])
          select asked.class_id as "classId",
            array_agg(c.id order by s.name collate "ru-RU-x-icu", g.name nulls first, c.id) as courses
          from asked join ${courseTables} on c.id = asked.id join subject s on s.id = c.subject_id
          where ${seenCourses(viewer)} group by asked.class_id`,
      )
      const found = new Map(rows.map((row) => [row.classId, row.courses]))
      return ids.map((id) => found.get(id) ?? [])
    }),
  }
}
