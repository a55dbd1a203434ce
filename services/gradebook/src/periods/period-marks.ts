// Marks of a period (3.6.6, A5.10, A6.10): the quarter's, the half-year's, the year's. They lock the pupil's row (6.2).
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { validate as isId } from 'uuid'
import { actorIn, type Ctx } from '../context.js'
import { mayClosePeriod, maySetPeriodMarks } from '../policy.js'
import {
  enterSetMarks,
  setMarkColumns,
  withdrawSetMark,
  type MarkInput,
  type SetMark,
  type Shelf,
} from './enter.js'
import { maySetOn, pageAlone, pageOf } from './page.js'

export type PeriodMarkRow = SetMark
export const periodMarkColumns = setMarkColumns

const shelfOf = (periodId: string): Shelf => ({
  table: sql`period_mark`,
  keyColumn: sql`period_id`,
  key: periodId.toLowerCase(),
  once: sql`period_mark_one`,
  noun: 'periodMark',
  facts: { period: periodId.toLowerCase() },
  proposed: (of) => of?.period ?? null,
})

type Where = { requestId?: string | null; courseId: string; periodId: string }

/** Sets or changes the mark of a period; it locks the pupil's row (6.2, A6.10). */
export async function setPeriodMark(ctx: Ctx, input: Where & MarkInput) {
  return mutation(ctx.db, ctx.scope, 'setPeriodMark', input, async (tx) => {
    const page = await pageAlone(tx, input.courseId, input.periodId, (one) => maySetOn(ctx, one))
    const marks = [{ ...input, field: ['pupilId'] }]
    const [periodMark] = await enterSetMarks(ctx, tx, page, shelfOf(page.periodId), marks)
    return { periodMark }
  })
}

/** Sets period marks of several pupils of one page, all or nothing. */
export async function setPeriodMarks(ctx: Ctx, input: Where & { marks: MarkInput[] }) {
  return mutation(ctx.db, ctx.scope, 'setPeriodMarks', input, async (tx) => {
    const page = await pageAlone(tx, input.courseId, input.periodId, (one) => maySetOn(ctx, one))
    const marks = input.marks.map((one, i) => ({ ...one, field: ['marks', String(i), 'pupilId'] }))
    return { set: (await enterSetMarks(ctx, tx, page, shelfOf(page.periodId), marks)).length }
  })
}

export type WithdrawPeriodMarkInput = {
  requestId?: string | null
  periodMarkId: string
  reason?: string | null
  expectedVersion?: number | null
}

/** Takes a period mark back; the row is open again. Who may change it: the course's teacher (6.2, A6.10). */
export async function withdrawPeriodMark(ctx: Ctx, input: WithdrawPeriodMarkInput) {
  return mutation(ctx.db, ctx.scope, 'withdrawPeriodMark', input, async (tx) => {
    if (!isId(input.periodMarkId)) return notFound('periodMarkId')
    const [found] = await tx.sql<{ courseId: string; periodId: string }>(
      sql`select course_id as "courseId", period_id as "periodId" from period_mark where id = ${input.periodMarkId} and withdrawn_at is null`,
    )
    const seen = found && (await pageOf(tx, found.courseId, found.periodId))
    if (!found || !seen || !maySetPeriodMarks(ctx.viewer, seen)) return notFound('periodMarkId')
    const page = await pageAlone(tx, found.courseId, found.periodId, () => true)
    const asked = { ...input, id: input.periodMarkId }
    return { periodMark: await withdrawSetMark(ctx, tx, page, shelfOf(page.periodId), asked) }
  })
}

/** Locks the page of a period (6.2). */
export async function closePeriod(ctx: Ctx, input: Where) {
  return mutation(ctx.db, ctx.scope, 'closePeriod', input, async (tx) => {
    const page = await pageAlone(tx, input.courseId, input.periodId, (one) => mayClosePeriod(ctx.viewer, one))
    const closed = await tx.sql(sql`insert into page_close (course_id, period_id, school_id, closed_at)
      values (${page.courseId}, ${page.periodId}, ${page.schoolId}, ${ctx.now}) on conflict do nothing returning course_id`)
    if (closed.length === 0) refuse('LOCKED', 'Страница уже закрыта.', 'periodId')
    await appendLog(tx, 'gradebook', page.schoolId, ctx.now, actorIn(ctx, page.schoolId), [
      {
        act: 'closePeriod',
        subject: `page:${page.courseId}/${page.periodId}`,
        scopeId: page.courseId,
        from: 'OPEN',
        to: 'CLOSED',
        facts: { course: page.courseId, period: page.periodId },
      },
    ])
    return { journal: { courseId: page.courseId, periodId: page.periodId } }
  })
}
