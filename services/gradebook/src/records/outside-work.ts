// Works out of lessons: a retake, an external test, marks brought from another school (settled.md). A column of its own.
import { brokenConstraint, type Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { startOfDay } from '@zhurnal/kit/time'
import { validate as isId } from 'uuid'
import { actorIn, type Ctx } from '../context.js'
import { openUnlocks, type OpenUnlock } from '../locks/open-unlocks.js'
import { mayKeepCourse } from '../policy.js'
import { ruDay } from './rules.js'
import { kindsOfSchool } from './work-kinds.js'
import { checkTitle, checkWeight } from './works.js'

export type AddOutsideWorkInput = {
  requestId?: string | null
  courseId: string
  id: string
  recordId: string
  date: string
  kind: string
  title: string
  weight?: number | null
  internalMonitoring?: boolean | null
}

export type OutsideCourse = {
  id: string
  schoolId: string
  teacherId: string | null
  classIds: string[]
  zone: string
  startsOn: string
  endsOn: string
}

/** The course with the bounds of its year; null when there is none. */
export async function outsideCourse(tx: Tx, id: string): Promise<OutsideCourse | null> {
  if (!isId(id)) return null
  const [course] =
    await tx.sql<OutsideCourse>(sql`select c.id, c.school_id as "schoolId", c.teacher_id as "teacherId",
      c.class_ids as "classIds", s.time_zone as zone, y.starts_on as "startsOn", y.ends_on as "endsOn"
    from ref_course c join ref_school s on s.id = c.school_id join ref_year y on y.id = c.year_id where c.id = ${id}`)
  return course ?? null
}

/** Adds a work out of lessons to the page of its day. */
export async function addOutsideWork(ctx: Ctx, input: AddOutsideWorkInput) {
  return mutation(ctx.db, ctx.scope, 'addOutsideWork', input, async (tx) => {
    const course = await outsideCourse(tx, input.courseId)
    if (!course || !mayKeepCourse(ctx.viewer, course)) return notFound('courseId')
    await checkDay(ctx, tx, course, input.date)
    const kind = (await kindsOfSchool(tx, course.schoolId)).find((one) => one.kind === input.kind)
    if (!kind) return refuse('BAD_INPUT', `Нет такого вида работы: ${input.kind}.`, 'kind')
    const title = checkTitle(input.title.trim())
    if (!title) refuse('BAD_INPUT', 'Назовите работу: пересдача чего, какая проверка.', 'title')
    if (!isId(input.id) || !isId(input.recordId))
      refuse('BAD_INPUT', 'id и recordId: UUID, которые придумал клиент.', 'id')
    const weight = checkWeight(input.weight ?? kind.weight)
    const internal = input.internalMonitoring ?? false
    const made = { ...input, kind: kind.kind, title, weight, internal, source: null }
    await insertOutside(ctx, tx, course, made).catch((error: unknown) => {
      if (['work_pkey', 'lesson_record_pkey'].includes(brokenConstraint(error) ?? ''))
        refuse('ALREADY_EXISTS', 'Такая работа уже есть.', 'id')
      throw error
    })
    await appendLog(tx, 'gradebook', course.schoolId, ctx.now, actorIn(ctx, course.schoolId), [
      {
        act: 'addOutsideWork',
        subject: `work:${input.id.toLowerCase()}`,
        scopeId: course.id,
        from: null,
        to: { kind: kind.kind, title, weight, ...(internal ? { internalMonitoring: true } : {}) },
        facts: { course: course.id, lesson: input.recordId.toLowerCase(), day: input.date, outside: true },
      },
    ])
    return { record: { id: input.recordId.toLowerCase() } }
  })
}

/** Not ahead of its day, within the year, and not onto a locked page. */
async function checkDay(ctx: Ctx, tx: Tx, course: OutsideCourse, day: string): Promise<void> {
  if (day < course.startsOn || day > course.endsOn)
    refuse('BAD_INPUT', `${ruDay(day)} не в этом учебном году.`, 'date')
  if (ctx.now < startOfDay(course.zone, day)) refuse('TOO_EARLY', `${ruDay(day)} ещё впереди.`, 'date')
  const [closed] = await tx.sql<{
    period: string
  }>(sql`select p.id as period from page_close pc join ref_period p on p.id = pc.period_id
    where pc.course_id = ${course.id} and ${day} between p.starts_on and p.ends_on limit 1`)
  const unlocks = await tx.sql<OpenUnlock>(openUnlocks(ctx))
  if (closed && !unlocks.some((one) => one.courseId === course.id && one.periodId === closed.period))
    refuse('LOCKED', 'Страница закрыта: отметки за период выставлены (п. 6.2).', 'date')
}

export type OutsideWork = {
  readonly id: string
  readonly recordId: string
  readonly date: string
  readonly kind: string
  readonly title: string
  readonly weight: number
  readonly internal: boolean
  readonly source: string | null
}

/** The column and its one work. It has no hours: it stands at the day's end. */
export async function insertOutside(
  ctx: Ctx,
  tx: Tx,
  course: OutsideCourse,
  work: OutsideWork,
): Promise<void> {
  const at = startOfDay(course.zone, work.date)
  const here = actorIn(ctx, course.schoolId)
  await tx.sql(sql`insert into lesson_record (id, school_id, course_id, day, number, starts_at, ends_at, taught_by_id, taught_by_name,
      held_at, outside, source)
    values (${work.recordId}, ${course.schoolId}, ${course.id}, ${work.date}, 0, ${at}, ${at}, ${course.teacherId ?? here.personId}, ${here.name},
      ${ctx.now}, true, ${work.source})`)
  await tx.sql(sql`insert into work (id, school_id, course_id, lesson_id, day, place, kind, title, weight, internal_monitoring)
    values (${work.id}, ${course.schoolId}, ${course.id}, ${work.recordId}, ${work.date}, 0, ${work.kind}, ${work.title}, ${work.weight},
      ${work.internal})`)
}
