import type { Tx } from '@zhurnal/kit/database'
import { besideStanding, oneOfEach, refuseHeld } from '@zhurnal/kit/batch'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse, refuseEach } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { actorIn, type Ctx } from '../context.js'
import { learnersName, tellCourses, tellLessons } from '../facts.js'
import { mayAddCourses } from '../policy.js'

type Change = {
  id: string
  teacherId?: string | null
  weeklyHours?: number | null
  expectedVersion?: number | null
}
export type ChangeCoursesInput = { requestId?: string | null; schoolId: string; courses: Change[] }
type Standing = { id: string; teacherId: string | null; weeklyHours: number; version: number }

/**
 * Changes who teaches courses, and their hours. Lessons to come that nobody has held and no substitute gives follow the
 * new teacher. A field that is not given stays; a row that changes nothing is no act.
 */
export async function changeCourses(ctx: Ctx, input: ChangeCoursesInput) {
  return mutation(ctx.db, ctx.scope, 'changeCourses', input, async (tx) => {
    const { schoolId } = input
    if (!mayAddCourses(ctx.viewer, schoolId)) notFound('schoolId')
    const ids = input.courses.map((one) => one.id)
    oneOfEach(ids, 2000, 'courses')
    input.courses.forEach(checkHours)
    const standing =
      await tx.sql<Standing>(sql`select id, teacher_id as "teacherId", weekly_hours::float8 as "weeklyHours", version
      from course where id = any(${ids}::uuid[]) and school_id = ${schoolId} and not removed order by id for update`)
    const pairs = besideStanding(input.courses, standing, 'courses')
    await refuseStrangers(tx, schoolId, input.courses)
    const changed = pairs
      .map(({ asked, row }) => ({
        before: row,
        teacherId: asked.teacherId === undefined ? row.teacherId : asked.teacherId,
        weeklyHours: asked.weeklyHours ?? row.weeklyHours,
      }))
      .filter((one) => one.teacherId !== one.before.teacherId || one.weeklyHours !== one.before.weeklyHours)
    const lessons = await writeCourses(tx, ctx.now, changed)
    await appendLog(
      tx,
      'schedule',
      schoolId,
      ctx.now,
      actorIn(ctx, schoolId),
      changed.map(({ before, teacherId, weeklyHours }) => ({
        act: 'changeCourses',
        subject: `course:${before.id}`,
        scopeId: before.id,
        from: { teacher: before.teacherId, hours: before.weeklyHours },
        to: { teacher: teacherId, hours: weeklyHours },
      })),
    )
    const changedIds = changed.map(({ before }) => before.id)
    await tellCourses(tx, schoolId, changedIds, ctx)
    await tellLessons(tx, schoolId, lessons, ctx)
    return { courses: ids.map((id) => ({ id })), changed: changed.length }
  })
}

function checkHours(one: Change, i: number): void {
  if (
    one.weeklyHours !== undefined &&
    !(one.weeklyHours !== null && one.weeklyHours > 0 && one.weeklyHours <= 40)
  )
    refuse('BAD_INPUT', 'Часов в неделю: больше 0, не больше 40.', ['courses', String(i), 'weeklyHours'])
}

async function refuseStrangers(tx: Tx, schoolId: string, courses: readonly Change[]): Promise<void> {
  const asked = [...new Set(courses.flatMap((one) => one.teacherId ?? []))]
  const staff = await tx.sql<{ id: string }>(sql`select id from ref_person
    where id = any(${asked}::uuid[]) and school_id = ${schoolId} and is_staff and not removed`)
  const known = new Set(staff.map((one) => one.id))
  refuseEach(
    courses.flatMap((one, i) =>
      one.teacherId && !known.has(one.teacherId)
        ? [
            {
              code: 'NOT_FOUND',
              message: 'Такого сотрудника нет в школе.',
              field: ['courses', String(i), 'teacherId'],
            },
          ]
        : [],
    ),
  )
}

/** Gives the ids of the lessons that follow. */
export async function writeCourses(
  tx: Tx,
  now: Date,
  changed: readonly { before: Standing; teacherId: string | null; weeklyHours: number }[],
): Promise<string[]> {
  const rows = JSON.stringify(
    changed.map(({ before, teacherId, weeklyHours }) => ({ id: before.id, teacherId, weeklyHours })),
  )
  await tx.sql(sql`update course c set teacher_id = t."teacherId", weekly_hours = t."weeklyHours", version = c.version + 1
    from jsonb_to_recordset(${rows}::jsonb) as t(id uuid, "teacherId" uuid, "weeklyHours" numeric) where c.id = t.id`)
  const lessons = await tx.sql<{
    id: string
  }>(sql`update lesson l set teacher_id = t."teacherId", version = l.version + 1
    from jsonb_to_recordset(${rows}::jsonb) as t(id uuid, "teacherId" uuid)
    where l.course_id = t.id and l.starts_at > ${now} and l.held_at is null and not l.removed and l.instead_of_id is null
      and l.teacher_id is distinct from t."teacherId" returning l.id`)
  return lessons.map((one) => one.id)
}

export type RemoveCoursesInput = { requestId?: string | null; schoolId: string; courseIds: string[] }

/**
 * Takes courses out that no timetable in force names and of which no lesson was held or is to come. Lessons that have
 * passed without a record go with them.
 */
export async function removeCourses(ctx: Ctx, input: RemoveCoursesInput) {
  return mutation(ctx.db, ctx.scope, 'removeCourses', input, async (tx) => {
    const { schoolId, courseIds } = input
    if (!mayAddCourses(ctx.viewer, schoolId)) notFound('schoolId')
    oneOfEach(courseIds, 2000, 'courseIds')
    // A draft that names one of them at this moment waits here, and then finds no course.
    await tx.sql(sql`select id from course where id = any(${courseIds}::uuid[]) and school_id = ${schoolId} and not removed
      order by id for update`)
    const courses = await heldCourses(tx, ctx, input)
    refuseHeld(courseIds, courses, 'courseIds')
    await tx.sql(
      sql`update course set removed = true, version = version + 1 where id = any(${courseIds}::uuid[]) and school_id = ${schoolId}`,
    )
    const lessons = await tx.sql<{ id: string }>(sql`update lesson set removed = true, version = version + 1
      where course_id = any(${courseIds}::uuid[]) and school_id = ${schoolId} and held_at is null and not removed returning id`)
    await appendLog(
      tx,
      'schedule',
      schoolId,
      ctx.now,
      actorIn(ctx, schoolId),
      courses.map((one) => ({
        act: 'removeCourses',
        subject: `course:${one.id}`,
        scopeId: one.id,
        from: { name: one.name },
        to: { removed: true },
      })),
    )
    await tellCourses(tx, schoolId, courseIds, ctx)
    const lessonIds = lessons.map((one) => one.id)
    await tellLessons(tx, schoolId, lessonIds, ctx)
    return { removed: courseIds.length }
  })
}

export async function heldCourses(
  tx: Tx,
  ctx: Pick<Ctx, 'now'>,
  { schoolId, courseIds }: Pick<RemoveCoursesInput, 'schoolId' | 'courseIds'>,
) {
  const rows = await tx.sql<{
    id: string
    name: string
    held: number
    coming: number
    versions: string[]
  }>(sql`
    select c.id, concat_ws(', ', ${learnersName}, s.name) as name,
      (select count(*) from lesson l where l.course_id = c.id and l.held_at is not null) as held,
      (select count(*) from lesson l where l.course_id = c.id and l.held_at is null and not l.removed and l.starts_at > ${ctx.now}) as coming,
      array(select distinct v.name from slot t join timetable_version v on v.id = t.version_id
        where t.course_id = c.id and v.published_at is not null and v.withdrawn_at is null order by 1) as versions
    from course c join subject s on s.id = c.subject_id
      left join ref_class k on k.id = c.class_id left join ref_group g on g.id = c.group_id
    where c.id = any(${courseIds}::uuid[]) and c.school_id = ${schoolId} and not c.removed`)
  return rows.map(({ id, name, held, coming, versions }) => ({
    id,
    name,
    holders: [
      ...(held > 0 ? [`уроков с записью в журнале: ${held}`] : []),
      ...(coming > 0 ? [`уроков впереди: ${coming}`] : []),
      ...(versions.length > 0 ? [`стоит в расписании «${versions.join('», «')}»`] : []),
    ],
  }))
}
