import { mutation } from '@zhurnal/kit/mutation'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../../context.js'
import { atMostHourly } from '../rate.js'

/** Wrong PINs after which the session ends. */
const tries = 5

type Request = { requestId?: string | null }

/** Sets the PIN that opens the locked desk: 4 to 8 digits, with the password. Neither stays in what is kept of the request. */
export async function setDeskPin(ctx: Ctx, input: Request & { pin: string; password: string }) {
  const { password } = await ctx.auth.$context
  const [own] = await ctx.db.read<{ hash: string }>(
    ctx.scope,
    sql`select password as hash from auth.account where "userId" = ${ctx.viewer.account} and "providerId" = 'credential' and password is not null`,
  )
  const known = own !== undefined && (await password.verify({ hash: own.hash, password: input.password }))
  const hash = /^\d{4,8}$/.test(input.pin) ? await password.hash(input.pin) : null
  const failure = !known ? 'WRONG_PASSWORD' : null
  // Counted beside the act: a refusal rolls its own transaction back, and a wrong try must stay counted.
  const shown = { requestId: input.requestId ?? null }
  if (failure) {
    const counted = await mutation(ctx.db, ctx.scope, 'setDeskPin', {}, async (tx) => {
      await atMostHourly(tx, `pin-password|${ctx.viewer.account}`, 10, ctx.now)
      return {}
    })
    if (counted.errors.length > 0) return counted
  }
  return mutation(ctx.db, ctx.scope, 'setDeskPin', shown, async (tx) => {
    if (ctx.viewer.deskLocked || ctx.viewer.program) notFound()
    if (hash === null) refuse('BAD_INPUT', 'PIN: от 4 до 8 цифр.', 'pin')
    if (failure) refuse(failure, 'Пароль не подходит.', 'password')
    await tx.sql(sql`insert into auth.desk_pin (account_id, hash) values (${ctx.viewer.account}, ${hash})
      on conflict (account_id) do update set hash = excluded.hash`)
    return {}
  })
}

/** Locks this session's desk: its passport belongs to no school until the PIN is given, after a reload too. */
export async function lockDesk(ctx: Ctx, input: Request) {
  return mutation(ctx.db, ctx.scope, 'lockDesk', input, async (tx) => {
    const [pin] = await tx.sql(
      sql`select 1 as one from auth.desk_pin where account_id = ${ctx.viewer.account}`,
    )
    if (!pin) refuse('NO_PIN', 'Сначала задайте PIN: без него экран не открыть.')
    await tx.sql(sql`update auth.session set desk_locked_at = coalesce(desk_locked_at, ${ctx.now}), pin_failures = 0
      where id::text = ${ctx.viewer.session ?? ''} and "userId" = ${ctx.viewer.account} and desk_locked_at is null`)
    return {}
  })
}

type Desk = { hash: string; failures: number }

/**
 * Opens the desk. A try is counted before it is looked at, and stays counted when it is wrong: many at once are as
 * many tries. The fifth wrong one ends the session.
 */
export async function unlockDesk(ctx: Ctx, input: Request & { pin: string }) {
  const session = sql`id::text = ${ctx.viewer.session ?? ''} and "userId" = ${ctx.viewer.account} and desk_locked_at is not null`
  const [desk] = await ctx.db.write(ctx.scope, (tx) =>
    tx.sql<Desk>(sql`update auth.session set pin_failures = pin_failures + 1 where ${session} and pin_failures < ${tries}
      returning pin_failures as failures, (select hash from auth.desk_pin where account_id = "userId") as hash`),
  )
  const { password } = await ctx.auth.$context
  const right = desk !== undefined && (await password.verify({ hash: desk.hash, password: input.pin }))
  if (desk && !right && desk.failures >= tries)
    await ctx.db.write(ctx.scope, (tx) => tx.sql(sql`delete from auth.session where ${session}`))
  return mutation(ctx.db, ctx.scope, 'unlockDesk', { requestId: input.requestId ?? null }, async (tx) => {
    if (!desk) refuse('NOT_LOCKED', 'Экран не заблокирован.')
    const left = tries - desk.failures
    if (!right)
      refuse(
        'WRONG_PIN',
        left > 0
          ? `PIN не подходит. Осталось попыток: ${left}.`
          : 'PIN не подходит пятый раз: войдите заново.',
        'pin',
        { triesLeft: left },
      )
    await tx.sql(sql`update auth.session set desk_locked_at = null, pin_failures = 0 where ${session}`)
    return { triesLeft: tries }
  })
}

export async function hasDeskPin(ctx: Ctx): Promise<boolean> {
  const rows = await ctx.db.read(
    ctx.scope,
    sql`select 1 as one from auth.desk_pin where account_id = ${ctx.viewer.account}`,
  )
  return rows.length > 0
}
