import type { Settle } from '@zhurnal/kit/acts'
import { someOf } from '@zhurnal/kit/batch'
import { sql } from '@zhurnal/kit/sql'
import { heldCourses, writeCourses } from '../courses/change-courses.js'
import { tellCourses, tellLessons } from '../facts.js'
import { ledTo } from './merged.js'

type Row = { teacherId: string | null; weeklyHours: number; removed: boolean; version: number }

/** A line of the load as it stands: its teacher, its hours, whether it is there at all. Lessons to come follow. */
export const settleCourse: Settle = async (tx, hand, { id, subject, held }) => {
  const [row] =
    await tx.sql<Row>(sql`select teacher_id as "teacherId", weekly_hours::float8 as "weeklyHours", removed, version
    from course where id = ${id}`)
  if (!row) return { entries: [], obstacle: 'Такого курса уже нет.' }
  const there = held.has('there') ? held.get('there')?.value === true : !row.removed
  const next = {
    teacherId:
      there && held.has('teacher') ? await ledTo(tx, textOf(held.get('teacher')?.value)) : row.teacherId,
    weeklyHours: there && held.has('hours') ? Number(held.get('hours')?.value) : row.weeklyHours,
  }
  if (!there && !row.removed) {
    const [course] = await heldCourses(tx, hand, { schoolId: hand.schoolId, courseIds: [id] })
    if (course && course.holders.length > 0)
      return {
        entries: [],
        obstacle: `Курс ${course.name}: ${someOf(course.holders)}. Сначала уберите это, потом отмените запись.`,
      }
  }
  const same = next.teacherId === row.teacherId && next.weeklyHours === row.weeklyHours
  if (same && there === !row.removed) return { entries: [] }
  await tx.sql(sql`update course set removed = ${!there} where id = ${id}`)
  const before = { id, teacherId: row.teacherId, weeklyHours: row.weeklyHours, version: row.version }
  const lessons = await writeCourses(tx, hand.now, [{ before, ...next }])
  const gone = there
    ? []
    : await tx.sql<{ id: string }>(sql`update lesson set removed = true, version = version + 1
        where course_id = ${id} and held_at is null and not removed returning id`)
  await tellCourses(tx, hand.schoolId, [id], hand)
  await tellLessons(tx, hand.schoolId, [...lessons, ...gone.map((one) => one.id)], hand)
  return {
    entries: [
      {
        act: hand.act,
        subject,
        scopeId: id,
        from: { teacher: row.teacherId, hours: row.weeklyHours, there: !row.removed },
        to: { teacher: next.teacherId, hours: next.weeklyHours, there },
        facts: { report: hand.reportId },
      },
    ],
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
