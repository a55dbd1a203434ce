import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { actorIn, type Ctx } from '../context.js'
import { careOf } from './care.js'
import { refuseElsewhere } from './elsewhere.js'
import { temporaryPassword } from './first-password.js'
import { atMostHourly } from './rate.js'

export type ResetPasswordInput = { requestId?: string | null; personId: string }

/** Resets of one login, and resets that one person makes, within an hour. */
const ofOne = 5
const byOne = 60

/**
 * A new temporary password: shown in this one answer, kept nowhere in clear. Sessions end, the first sign-in must
 * change it. A repeat under the same requestId answers without it.
 */
export async function resetPassword(ctx: Ctx, input: ResetPasswordInput) {
  const allowed = await careOf(ctx, input.personId)
  const shown = temporaryPassword()
  const { password } = await ctx.auth.$context
  const hash = allowed?.accountId ? await password.hash(shown) : ''
  let fresh = false
  const answer = await mutation(ctx.db, ctx.scope, 'resetPassword', input, async (tx) => {
    const person = allowed ?? notFound('personId')
    const accountId =
      person.accountId ??
      refuse('NO_ACCOUNT', 'У человека ещё нет учётной записи: сначала выдайте её.', 'personId')
    await refuseElsewhere(ctx, accountId, 'Новый пароль сделать')
    await atMostHourly(tx, `reset|${accountId}`, ofOne, ctx.now)
    await atMostHourly(tx, `resets|${ctx.viewer.account}`, byOne, ctx.now)
    const [user] = await tx.sql<{ username: string; closed: boolean }>(
      sql`update auth."user" set "mustChangePassword" = true, "updatedAt" = ${ctx.now} where id = ${accountId} returning username, closed`,
    )
    if (!user || user.closed) refuse('NO_ACCOUNT', 'Учётная запись закрыта навсегда.', 'personId')
    await tx.sql(sql`update auth.account set password = ${hash}, "updatedAt" = ${ctx.now}
      where "userId" = ${accountId} and "providerId" = 'credential'`)
    await tx.sql(sql`delete from auth.session where "userId" = ${accountId}`)
    await appendLog(tx, 'roster', person.schoolId, ctx.now, actorIn(ctx, person.schoolId), [
      {
        act: 'resetPassword',
        subject: `account:${accountId}`,
        aboutId: person.id,
        from: null,
        to: { username: user.username },
      },
    ])
    fresh = true
    return { username: user.username }
  })
  return fresh && answer.errors.length === 0 ? { ...answer, temporaryPassword: shown } : answer
}
