// How acts of a stolen login in roster are made undone, and that undone again: act by act, in the transaction of the
// decision. What has no sure inverse says why, and what to do by hand.
import type { Tx } from '@zhurnal/kit/database'
import { Refusal, Refusals } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { z } from 'zod'
import { nobodysPassword } from '../accounts/first-password.js'
import { takeBack } from '../contingent/take-back.js'
import type { Ctx } from '../context.js'

export type ActEntry = {
  readonly entryId: string
  readonly schoolId: string
  readonly act: string
  readonly subject: string
  readonly aboutId: string | null
  readonly from: unknown
  readonly to: unknown
  readonly at: Date
}
/** Null: done. A text: why it cannot be. */
type Step = (tx: Tx, ctx: Ctx, entry: ActEntry) => Promise<string | null>
type Way = { readonly undo: Step; readonly redo: Step }

const idOf = (subject: string): string => subject.slice(subject.indexOf(':') + 1)
const done = async (): Promise<null> => null
const byHand =
  (what: string): Step =>
  async () =>
    what

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

const removeGrant =
  (removed: boolean): Step =>
  async (tx, _, entry) => {
    const rows = await tx.sql(
      sql`update role_grant set removed = ${removed} where ${grantIn(entry, entry.to)} returning id`,
    )
    return rows.length > 0 ? null : 'Такого назначения уже нет.'
  }

/** Ends a grant anew, or lets it stand until the day of the value again. */
const grantUntil =
  (which: 'from' | 'to'): Step =>
  async (tx, _, entry) => {
    const value = z.object({ until: z.string().nullish() }).nullish().parse(entry[which])
    const never = which === 'to' && entry.act === 'endAppointment' && value?.until == null
    const rows = await tx.sql(sql`update role_grant set removed = ${never},
        until_day = ${value?.until ?? null} where ${grantIn(entry, entry.from)} returning id`)
    return rows.length > 0 ? null : 'Такого назначения уже нет.'
  }

const stopAccount =
  (stopped: boolean): Step =>
  async (tx, _, entry) => {
    const id = idOf(entry.subject)
    await tx.sql(sql`update auth."user" set stopped = ${stopped} where id = ${id} and not closed`)
    if (stopped) await tx.sql(sql`delete from auth.session where "userId" = ${id}`)
    return null
  }

/** A password that the thief has seen is worth nothing any more; the one before it is known to nobody. */
const forgetPassword: Step = async (tx, ctx, entry) => {
  const id = idOf(entry.subject)
  const { password } = await ctx.auth.$context
  const hash = await password.hash(nobodysPassword())
  await tx.sql(sql`update auth.account set password = ${hash} where "userId" = ${id} and "providerId" = 'credential'
    and exists (select 1 from auth."user" u where u.id = ${id} and u."mustChangePassword")`)
  await tx.sql(
    sql`delete from auth.session s using auth."user" u where s."userId" = u.id and u.id = ${id} and u."mustChangePassword"`,
  )
  return null
}

/** The state of a login as one side of the entry tells it. */
const accountState =
  (which: 'from' | 'to'): Step =>
  async (tx, _, entry) => {
    const state = z.string().catch('ACTIVE').parse(entry[which])
    const id = idOf(entry.subject)
    const [open] = await tx.sql(
      sql`select 1 as one from compromise_report where account_id = ${id} and closed_at is null`,
    )
    if (open && state === 'ACTIVE') return 'О взломе этого входа есть открытое сообщение.'
    await tx.sql(
      sql`update auth."user" set stopped = ${state !== 'ACTIVE'}, closed = ${state === 'CLOSED'} where id = ${id}`,
    )
    return null
  }

const secondFactorRoles =
  (which: 'from' | 'to'): Step =>
  async (tx, _, entry) => {
    const roles = z.array(z.string()).parse(entry[which])
    await tx.sql(sql`update school set second_factor_roles = ${roles}::text[] where id = ${entry.schoolId}`)
    return null
  }

const supportSchema = z.object({ supportEmail: z.string().nullish() })
const supportEmail =
  (which: 'from' | 'to'): Step =>
  async (tx, _, entry) => {
    const { name, shortName } = z.object({ name: z.string(), shortName: z.string() }).parse(entry.from)
    const after = z.object({ name: z.string(), shortName: z.string() }).parse(entry.to)
    if (name !== after.name || shortName !== after.shortName)
      return `Название школы верните в её настройках: было «${name}» («${shortName}»).`
    const { supportEmail } = supportSchema.parse(entry[which])
    await tx.sql(sql`update school set support_email = ${supportEmail ?? null} where id = ${entry.schoolId}`)
    return null
  }

const withdrawOrder: Step = async (tx, ctx, entry) => {
  const [order] = await tx.sql<{
    id: string
    number: string
    date: string
    withdrawn: boolean
    promotion: boolean
  }>(
    sql`select o.id, o.number, o.date, o.withdrawn_at is not null as withdrawn,
        exists (select 1 from promotion p where p.order_id = o.id) as promotion
      from contingent_order o where o.id = ${idOf(entry.subject)} for update`,
  )
  if (!order) return 'Такого приказа уже нет.'
  if (order.withdrawn) return null
  if (order.promotion) return 'Это приказ о переводе школы: отмените перевод.'
  try {
    await takeBack(tx, ctx, { ...order, schoolId: entry.schoolId }, 'Запись взломанного входа (п. 4.4)')
    return null
  } catch (error) {
    if (error instanceof Refusals || error instanceof Refusal) return error.message
    throw error
  }
}

const ways: Readonly<Record<string, Way>> = {
  grantRoles: { undo: removeGrant(true), redo: removeGrant(false) },
  appoint: { undo: removeGrant(true), redo: removeGrant(false) },
  endAppointment: { undo: grantUntil('from'), redo: grantUntil('to') },
  withdrawRoles: { undo: grantUntil('from'), redo: byHand('Снимите роль снова: в списке назначений.') },
  openAccounts: { undo: stopAccount(true), redo: stopAccount(false) },
  issueAccounts: { undo: stopAccount(true), redo: stopAccount(false) },
  resetPassword: { undo: forgetPassword, redo: byHand('Пароль вернуть нельзя: сбросьте его снова.') },
  setAccountState: { undo: accountState('from'), redo: accountState('to') },
  setSecondFactorRoles: { undo: secondFactorRoles('from'), redo: secondFactorRoles('to') },
  changeSchool: { undo: supportEmail('from'), redo: supportEmail('to') },
  recordOrder: { undo: withdrawOrder, redo: byHand('Отменённый приказ введите снова.') },
  // Nothing of the school stands on these: the entry itself is marked.
  recordHandover: { undo: done, redo: done },
  createApiToken: { undo: done, redo: byHand('Отозванный ключ не вернуть: выпустите новый.') },
}

const noWay = 'Записанное раньше система сама не вернёт: исправьте вручную и подтвердите запись.'

/** Makes an act undone (VOID), or that undone again (RESTORE). Null when it is; else why it cannot be, in words. */
export async function turn(tx: Tx, ctx: Ctx, entry: ActEntry, which: keyof Way): Promise<string | null> {
  const way = ways[entry.act]
  return way ? way[which](tx, ctx, entry) : noWay
}

/** An act that stands needs the logins that it opened, which the report has stopped. */
export async function letStand(tx: Tx, ctx: Ctx, entry: ActEntry): Promise<void> {
  if (entry.act === 'openAccounts' || entry.act === 'issueAccounts') await stopAccount(false)(tx, ctx, entry)
}
