// A locked page opened for one person for some hours, with a reason (settled.md, 3.6.9, 6.2). The act is dated and stays.
import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql, type Sql } from '@zhurnal/kit/sql'
import { addDays, startOfDay } from '@zhurnal/kit/time'
import { validate as isId } from 'uuid'
import { actorIn, type Ctx } from '../context.js'
import { pageOf } from '../periods/page.js'
import { at, maySetWindow, seesWholeSchool } from '../policy.js'
import { withoutHiddenCourses } from '../reference/specialists.js'
import { takeCourseAlone } from '../records/lesson-facts.js'
import { schoolMeant } from '../schools.js'

export type UnlockInput = {
  requestId?: string | null
  courseId: string
  periodId: string
  personId: string
  hours: number
  reason: string
}
export type UnlockRow = {
  id: string
  schoolId: string
  courseId: string
  periodId: string
  personId: string
  personName: string
  openedAt: Date
  until: Date
  openedByName: string
  reason: string
  endedAt: Date | null
  version: number
  subjectName: string
  learnersName: string
  periodName: string
}

const unlockStatement = (
  where: Sql,
): Sql => sql`select u.id, u.school_id as "schoolId", u.course_id as "courseId", u.period_id as "periodId",
    u.person_id as "personId", concat_ws(' ', n.last_name, n.first_name, n.patronymic) as "personName", u.opened_at as "openedAt", u.until,
    u.opened_by_name as "openedByName", u.reason, u.ended_at as "endedAt", u.version, coalesce(c.subject_name, '') as "subjectName",
    coalesce(c.learners_name, '') as "learnersName", coalesce(p.name, '') as "periodName"
  from unlock u left join ref_person n on n.id = u.person_id left join ref_course c on c.id = u.course_id left join ref_period p on p.id = u.period_id
  where ${where} order by u.opened_at desc, u.id limit 500`

export const isOpen = (row: { endedAt: Date | null; until: Date }, now: Date): boolean =>
  row.endedAt === null && now < row.until

/** Opens a page for a person who keeps it: its teacher, or a class teacher who fills period marks. */
export async function unlock(ctx: Ctx, input: UnlockInput) {
  return mutation(ctx.db, ctx.scope, 'unlock', input, async (tx) => {
    const page = await pageOf(tx, input.courseId, input.periodId)
    if (!page || !maySetWindow(ctx.viewer, page.schoolId)) return notFound('courseId')
    const reason = input.reason.trim()
    if (!reason || reason.length > 500) refuse('BAD_INPUT', 'Напишите причину: от 1 до 500 знаков.', 'reason')
    if (!Number.isInteger(input.hours) || input.hours < 1 || input.hours > 72)
      refuse('BAD_INPUT', 'Открыть можно на срок от 1 до 72 часов.', 'hours')
    const personName = await staffName(tx, page.schoolId, input.personId)
    await takeCourseAlone(tx, page.courseId)
    const [open] =
      await tx.sql(sql`select 1 as one from unlock where course_id = ${page.courseId} and period_id = ${page.periodId}
      and person_id = ${input.personId} and ended_at is null and until > ${ctx.now}`)
    if (open) refuse('ALREADY_OPEN', 'Эта страница этому учителю уже открыта.', 'personId')
    const actor = actorIn(ctx, page.schoolId)
    const until = new Date(ctx.now.getTime() + input.hours * 60 * 60 * 1000)
    const [made] = await tx.sql<{
      id: string
    }>(sql`insert into unlock (id, school_id, course_id, period_id, person_id, opened_at, until,
        opened_by_name, reason)
      values (gen_random_uuid(), ${page.schoolId}, ${page.courseId}, ${page.periodId}, ${input.personId}, ${ctx.now}, ${until}, ${actor.name},
        ${reason}) returning id`)
    if (!made) throw new Error('an unlock that was inserted is not there')
    await appendLog(tx, 'gradebook', page.schoolId, ctx.now, actor, [
      {
        act: 'unlock',
        subject: `unlock:${made.id}`,
        scopeId: page.courseId,
        from: null,
        to: { person: input.personId, personName, until: until.toISOString(), hours: input.hours },
        facts: { course: page.courseId, period: page.periodId },
        texts: { reason },
      },
    ])
    return { unlock: { id: made.id }, journal: { courseId: page.courseId, periodId: page.periodId } }
  })
}

async function staffName(tx: Tx, schoolId: string, personId: string): Promise<string> {
  if (!isId(personId)) return notFound('personId')
  const [person] = await tx.sql<{
    name: string
  }>(sql`select concat_ws(' ', last_name, first_name, patronymic) as name
    from ref_person where id = ${personId} and school_id = ${schoolId} and is_staff and not removed`)
  return person?.name ?? notFound('personId')
}

/** Ends an unlock before its time. */
export async function endUnlock(
  ctx: Ctx,
  input: { requestId?: string | null; unlockId: string; expectedVersion?: number | null },
) {
  return mutation(ctx.db, ctx.scope, 'endUnlock', input, async (tx) => {
    if (!isId(input.unlockId)) return notFound('unlockId')
    const [row] = await tx.sql<{
      schoolId: string
      courseId: string
      periodId: string
      until: Date
      endedAt: Date | null
      version: number
    }>(
      sql`select school_id as "schoolId", course_id as "courseId", period_id as "periodId", until, ended_at as "endedAt", version
        from unlock where id = ${input.unlockId} for update`,
    )
    if (!row || !maySetWindow(ctx.viewer, row.schoolId)) return notFound('unlockId')
    if (!isOpen(row, ctx.now) || (input.expectedVersion != null && input.expectedVersion !== row.version))
      refuse('CONFLICT', 'Эта страница уже закрыта.', 'unlockId')
    await tx.sql(
      sql`update unlock set ended_at = ${ctx.now}, version = version + 1 where id = ${input.unlockId}`,
    )
    await appendLog(tx, 'gradebook', row.schoolId, ctx.now, actorIn(ctx, row.schoolId), [
      {
        act: 'endUnlock',
        subject: `unlock:${input.unlockId}`,
        scopeId: row.courseId,
        from: { until: row.until.toISOString() },
        to: { endedAt: ctx.now.toISOString() },
        facts: { course: row.courseId, period: row.periodId },
      },
    ])
    return { unlock: { id: input.unlockId } }
  })
}

export type UnlocksArgs = {
  schoolId?: string | null
  open?: boolean | null
  from?: string | null
  to?: string | null
}

/** Unlocks of the school, newest first; of those who do not see all journals, their own. */
export async function unlocks(ctx: Ctx, args: UnlocksArgs): Promise<UnlockRow[] | null> {
  const schoolId = schoolMeant(ctx, args.schoolId)
  if (!schoolId) return null
  const here = at(ctx.viewer, schoolId)
  const all = seesWholeSchool(ctx.viewer, schoolId)
  if (
    !all &&
    !here?.roles.some((role) => role === 'TEACHER' || role === 'CLASS_TEACHER' || role === 'SPECIALIST')
  )
    return null
  const [school] = await ctx.db.read<{ zone: string }>(
    ctx.scope,
    sql`select time_zone as zone from ref_school where id = ${schoolId}`,
  )
  if (!school) return null
  const since = args.from ? startOfDay(school.zone, args.from) : null
  const before = args.to ? startOfDay(school.zone, addDays(args.to, 1)) : null
  return ctx.db.read<UnlockRow>(
    ctx.scope,
    unlockStatement(sql`u.school_id = ${schoolId} and (${all} or u.person_id = ${here?.person ?? null})
      and (not ${args.open ?? false} or (u.ended_at is null and u.until > ${ctx.now}))
      and (${since}::timestamptz is null or u.opened_at >= ${since}) and (${before}::timestamptz is null or u.opened_at < ${before})
      and ${withoutHiddenCourses(ctx.viewer, sql`u.school_id`, sql`u.course_id`)}`),
  )
}

/** Of one page, newest first. Who reads the page sees them: an unlock is shown in the ledger as a correction. */
export const unlocksOfPage = (ctx: Ctx, courseId: string, periodId: string): Promise<UnlockRow[]> =>
  ctx.db.read<UnlockRow>(
    ctx.scope,
    unlockStatement(sql`u.course_id = ${courseId} and u.period_id = ${periodId}`),
  )

/** One that an act has just made or ended. */
export async function unlockById(ctx: Ctx, id: string): Promise<UnlockRow | null> {
  const [row] = await ctx.db.read<UnlockRow>(ctx.scope, unlockStatement(sql`u.id = ${id}`))
  return row ?? null
}
