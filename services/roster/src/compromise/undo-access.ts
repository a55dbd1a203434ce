// Roles, logins, passwords and keys of a stolen login's making.
import { sql } from '@zhurnal/kit/sql'
import { z } from 'zod'
import { nobodysPassword } from '../accounts/first-password.js'
import {
  bothWays,
  byHand,
  cannot,
  done,
  idOf,
  nothing,
  type ActEntry,
  type Side,
  type Step,
  type Way,
} from './outcome.js'

const grantSchema = z.object({
  role: z.string(),
  class: z.string().nullish(),
  since: z.string().nullish(),
  until: z.string().nullish(),
})

/** The grant that an entry tells of: by its id, or by person, role, class and first day. */
function grantIn(entry: ActEntry, value: unknown) {
  if (entry.subject.startsWith('grant:')) return sql`id = ${idOf(entry.subject)}`
  const grant = grantSchema.parse(value)
  return sql`person_id = ${entry.aboutId} and school_id = ${entry.schoolId} and role = ${grant.role}
    and class_id is not distinct from ${grant.class ?? null}::uuid and from_day is not distinct from ${grant.since ?? null}::date`
}

const noGrant = cannot('Такого назначения уже нет.')

const removeGrant =
  (side: Side): Step =>
  async (tx, _, entry) => {
    const rows = await tx.sql(
      sql`update role_grant set removed = ${side === 'from'} where ${grantIn(entry, entry.to)} returning id`,
    )
    return rows.length > 0 ? done : noGrant
  }

/** Ends a grant anew, or lets it stand until the day of the value again. */
const grantUntil =
  (side: Side): Step =>
  async (tx, _, entry) => {
    const value = z.object({ until: z.string().nullish() }).nullish().parse(entry[side])
    const never = side === 'to' && entry.act === 'endAppointment' && value?.until == null
    const rows = await tx.sql(sql`update role_grant set removed = ${never},
        until_day = ${value?.until ?? null} where ${grantIn(entry, entry.from)} returning id`)
    return rows.length > 0 ? done : noGrant
  }

export const stopAccount =
  (side: Side): Step =>
  async (tx, _, entry) => {
    const stopped = side === 'from'
    const id = idOf(entry.subject)
    await tx.sql(sql`update auth."user" set stopped = ${stopped} where id = ${id} and not closed`)
    if (stopped) await tx.sql(sql`delete from auth.session where "userId" = ${id}`)
    return done
  }

/** A password that the thief has seen is worth nothing any more; the one before it is known to nobody. */
const forgetPassword: Step = async (tx, ctx, entry) => {
  const id = idOf(entry.subject)
  const { password } = await ctx.auth.$context
  const hash = await password.hash(nobodysPassword())
  const forgotten = await tx.sql(sql`update auth.account set password = ${hash}
    where "userId" = ${id} and "providerId" = 'credential'
      and exists (select 1 from auth."user" u where u.id = ${id} and u."mustChangePassword") returning id`)
  if (forgotten.length === 0) return { note: 'Владелец уже сменил этот пароль на свой: он остался.' }
  await tx.sql(sql`delete from auth.session where "userId" = ${id}`)
  return { note: 'Прежний пароль хранился только отпечатком, вернуть его нельзя: выдайте владельцу новый.' }
}

/** The state of a login as one side of the entry tells it. */
const accountState =
  (side: Side): Step =>
  async (tx, _, entry) => {
    const state = z.string().catch('ACTIVE').parse(entry[side])
    const id = idOf(entry.subject)
    const [open] = await tx.sql(
      sql`select 1 as one from compromise_report where account_id = ${id} and closed_at is null`,
    )
    if (open && state === 'ACTIVE') return cannot('О взломе этого входа есть открытое сообщение.')
    await tx.sql(
      sql`update auth."user" set stopped = ${state !== 'ACTIVE'}, closed = ${state === 'CLOSED'} where id = ${id}`,
    )
    return done
  }

const secondFactorRoles =
  (side: Side): Step =>
  async (tx, _, entry) => {
    const roles = z.array(z.string()).parse(entry[side])
    await tx.sql(sql`update school set second_factor_roles = ${roles}::text[] where id = ${entry.schoolId}`)
    return done
  }

/** The secret's hash is kept when a key is revoked: the program that holds the secret comes in again. */
const tokenRevoked =
  (side: Side): Step =>
  async (tx, ctx, entry) => {
    const id = idOf(entry.subject)
    const revokedAt = side === 'to' ? ctx.now : null
    // Of a login that is stopped, as the stolen one is, no key opens again.
    const rows = await tx.sql(sql`update auth.api_token t set revoked_at = ${revokedAt} from auth."user" u
      where u.id = t.account_id and t.id = ${id} and (${side === 'to'} or not u.stopped and not u.closed) returning t.id`)
    return rows.length > 0
      ? done
      : cannot('Ключ принадлежит остановленному входу и не откроется: владелец выпустит новый.')
  }

export const accessWays: Readonly<Record<string, Way>> = {
  grantRoles: bothWays(removeGrant),
  appoint: bothWays(removeGrant),
  endAppointment: bothWays(grantUntil),
  withdrawRoles: { undo: grantUntil('from'), redo: byHand('Снимите роль снова: в списке назначений.') },
  openAccounts: bothWays(stopAccount),
  issueAccounts: bothWays(stopAccount),
  resetPassword: { undo: forgetPassword, redo: byHand('Пароль вернуть нельзя: сбросьте его снова.') },
  setAccountState: bothWays(accountState),
  setSecondFactorRoles: bothWays(secondFactorRoles),
  // Nothing of the school stands on a hand-over: the entry itself is marked. A key of the login ended with the notice.
  recordHandover: { undo: nothing, redo: nothing },
  createApiToken: { undo: nothing, redo: byHand('Отозванный ключ не вернуть: выпустите новый.') },
  revokeApiToken: bothWays(tokenRevoked),
}
