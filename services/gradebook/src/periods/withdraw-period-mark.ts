import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { validate as isId } from 'uuid'
import { actorIn, type Ctx } from '../context.js'
import { maySetPeriodMarks } from '../policy.js'
import { pageAlone, pageOf, periodMarkColumns, unlockOfPage, type PeriodMarkRow } from './period-marks.js'

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
    const unlock = await unlockOfPage(ctx, tx, page)
    if (page.closed && !unlock)
      refuse('LOCKED', 'Страница закрыта: отметки за период выставлены (п. 6.2).', 'periodMarkId')
    const [mark] =
      await tx.sql<PeriodMarkRow>(sql`update period_mark pm set withdrawn_at = ${ctx.now}, version = pm.version + 1
      where pm.id = ${input.periodMarkId} and pm.withdrawn_at is null
        and (${input.expectedVersion ?? null}::integer is null or pm.version = ${input.expectedVersion ?? null}) returning ${periodMarkColumns}`)
    if (!mark) return refuse('CONFLICT', 'Эту отметку только что изменил кто-то другой.', 'expectedVersion')
    const reason = input.reason?.trim()
    await appendLog(tx, 'gradebook', page.schoolId, ctx.now, actorIn(ctx, page.schoolId), [
      {
        act: 'withdrawPeriodMark',
        subject: `periodMark:${mark.id}`,
        scopeId: page.courseId,
        aboutId: mark.pupilId,
        from: mark.value,
        to: null,
        facts: {
          course: page.courseId,
          period: page.periodId,
          pupil: mark.pupilId,
          version: mark.version,
          ...(unlock ? { unlock: unlock.id } : {}),
        },
        ...(reason ? { texts: { reason } } : {}),
      },
    ])
    return { periodMark: mark }
  })
}
