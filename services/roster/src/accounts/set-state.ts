import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { dayIn } from '@zhurnal/kit/time'
import { actorIn, type Ctx } from '../context.js'
import { maySetUp } from '../policy.js'
import { careOf } from './care.js'
import { refuseElsewhere } from './elsewhere.js'

export type SetAccountStateInput = {
  requestId?: string | null
  personId: string
  state: string
  reason: string
}

const states: readonly string[] = ['ACTIVE', 'STOPPED', 'CLOSED']

/** Locks a login at once, opens it again, or closes it for good (the coordinator only). */
export async function setAccountState(ctx: Ctx, input: SetAccountStateInput) {
  const person = await careOf(ctx, input.personId)
  return mutation(ctx.db, ctx.scope, 'setAccountState', input, async (tx) => {
    if (!person?.accountId) return notFound('personId')
    if (!states.includes(input.state)) refuse('BAD_INPUT', 'Состояние: ACTIVE, STOPPED или CLOSED.', 'state')
    if (input.state === 'CLOSED' && !maySetUp(ctx.viewer, person.schoolId)) return notFound('personId')
    const reason = input.reason.trim()
    if (!reason || reason.length > 500) refuse('BAD_INPUT', 'Назовите причину, до 500 знаков.', 'reason')
    const [before] = await tx.sql<{ stopped: boolean; closed: boolean }>(
      sql`select stopped, closed from auth."user" where id = ${person.accountId} for update`,
    )
    if (!before) return notFound('personId')
    if (before.closed)
      refuse('BAD_INPUT', 'Учётная запись закрыта навсегда: выдайте человеку новую.', 'state')
    const stopped = input.state !== 'ACTIVE'
    // A theft cannot wait for the other school; what is stopped opens again by who answers for both.
    if (input.state === 'CLOSED') await refuseElsewhere(ctx, person.accountId, 'Закрыть его')
    if (!stopped) await refuseElsewhere(ctx, person.accountId, 'Открыть его')
    if (!stopped) await refuseUnderReport(tx, person.accountId)
    await tx.sql(sql`update auth."user" set stopped = ${stopped}, closed = ${input.state === 'CLOSED'}, "updatedAt" = ${ctx.now}
      where id = ${person.accountId}`)
    if (stopped) {
      await tx.sql(sql`delete from auth.session where "userId" = ${person.accountId}`)
      await refuseNobodyLeft(ctx, tx, person.schoolId)
    }
    if (input.state === 'CLOSED')
      await tx.sql(
        sql`update auth.api_token set revoked_at = ${ctx.now} where account_id = ${person.accountId} and revoked_at is null`,
      )
    await appendLog(tx, 'roster', person.schoolId, ctx.now, actorIn(ctx, person.schoolId), [
      {
        act: 'setAccountState',
        subject: `account:${person.accountId}`,
        aboutId: person.id,
        from: before.stopped ? 'STOPPED' : 'ACTIVE',
        to: input.state,
        texts: { reason },
      },
    ])
    return { account: { id: person.accountId } }
  })
}

/** A stolen login is given back by closing its report, when its acts are decided (4.4). */
async function refuseUnderReport(tx: Tx, accountId: string): Promise<void> {
  const [open] = await tx.sql(
    sql`select 1 as one from compromise_report where account_id = ${accountId} and closed_at is null`,
  )
  if (open)
    refuse(
      'BAD_INPUT',
      'О взломе этого входа есть открытое сообщение: сначала закройте его (п. 4.4).',
      'state',
    )
}

/** A school whose coordinators can all not sign in could not be opened again by anybody who works there. */
export async function refuseNobodyLeft(ctx: Ctx, tx: Tx, schoolId: string): Promise<void> {
  const [school] = await tx.sql<{ zone: string }>(
    sql`select time_zone as zone from school where id = ${schoolId} for update`,
  )
  const today = dayIn(school?.zone ?? 'UTC', ctx.now)
  const [left] =
    await tx.sql(sql`select 1 as one from role_grant g join account_person a on a.person_id = g.person_id
      join auth."user" u on u.id = a.account_id and not u.stopped
    where g.school_id = ${schoolId} and g.role = 'COORDINATOR' and not g.removed
      and (g.from_day is null or g.from_day <= ${today}) and (g.until_day is null or g.until_day >= ${today}) limit 1`)
  const [any] =
    await tx.sql(sql`select 1 as one from role_grant g where g.school_id = ${schoolId} and g.role = 'COORDINATOR'
    and not g.removed and (g.from_day is null or g.from_day <= ${today}) and (g.until_day is null or g.until_day >= ${today}) limit 1`)
  if (any && !left)
    refuse(
      'LAST_COORDINATOR',
      'Это последний координатор школы, который может войти: сначала назначьте другого.',
      'state',
    )
}
