// How acts of a stolen login in roster are made undone, and that undone again: act by act, in the transaction of the
// decision. What others have changed since stays and is told; what has no sure inverse says why, and what to do by hand.
import { brokenConstraint, type Tx } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { z } from 'zod'
import type { Ctx } from '../context.js'
import {
  bothWays,
  cannot,
  stayNote,
  turnFields,
  type ActEntry,
  type Outcome,
  type Side,
  type Step,
  type Way,
} from './outcome.js'
import { accessWays, stopAccount } from './undo-access.js'
import { cardWays } from './undo-cards.js'
import { calendarWays } from './undo-calendar.js'
import { classWays } from './undo-classes.js'
import { orderWays } from './undo-orders.js'
import { peopleWays } from './undo-people.js'

const schoolSchema = z.object({ name: z.string(), shortName: z.string(), supportEmail: z.string().nullish() })
const school =
  (side: Side): Step =>
  async (tx, _, entry) => {
    const [from, to] = [schoolSchema.parse(entry.from), schoolSchema.parse(entry.to)]
    if (from.name !== to.name || from.shortName !== to.shortName)
      return cannot(`Название школы верните в её настройках: было «${from.name}» («${from.shortName}»).`)
    const change = { from: from.supportEmail ?? null, to: to.supportEmail ?? null }
    const [now] = await tx.sql<{ supportEmail: string | null }>(
      sql`select support_email as "supportEmail" from school where id = ${entry.schoolId} for update`,
    )
    const { set, stays } = turnFields(
      { supportEmail: change },
      { supportEmail: now?.supportEmail ?? null },
      side,
    )
    if ('supportEmail' in set)
      await tx.sql(
        sql`update school set support_email = ${set.supportEmail ?? null} where id = ${entry.schoolId}`,
      )
    return stayNote(stays, { supportEmail: 'адрес поддержки' })
  }

const ways: Readonly<Record<string, Way>> = {
  ...accessWays,
  ...peopleWays,
  ...cardWays,
  ...classWays,
  ...calendarWays,
  ...orderWays,
  changeSchool: bothWays(school),
}

const noWay = cannot('Записанное раньше система сама не вернёт: исправьте вручную и подтвердите запись.')
const inTheWay = cannot('Мешает то, что записано с тех пор: исправьте вручную и подтвердите запись.')

/**
 * Makes an act undone (VOID), or that undone again (RESTORE). With an obstacle nothing of it was written: the savepoint
 * takes half of an act back, and what the database itself refuses is an obstacle like others.
 */
export async function turn(tx: Tx, ctx: Ctx, entry: ActEntry, which: keyof Way): Promise<Outcome> {
  const way = ways[entry.act]
  if (!way) return noWay
  await tx.sql(sql`savepoint turned_act`)
  try {
    const outcome = await way[which](tx, ctx, entry)
    await tx.sql(
      outcome.obstacle === undefined
        ? sql`release savepoint turned_act`
        : sql`rollback to savepoint turned_act`,
    )
    return outcome
  } catch (error) {
    if (brokenConstraint(error) === undefined && !(error instanceof z.ZodError)) throw error
    await tx.sql(sql`rollback to savepoint turned_act`)
    return error instanceof z.ZodError ? noWay : inTheWay
  }
}

/** An act that stands needs the logins that it opened, which the report has stopped. */
export async function letStand(tx: Tx, ctx: Ctx, entry: ActEntry): Promise<void> {
  if (entry.act === 'openAccounts' || entry.act === 'issueAccounts') await stopAccount('to')(tx, ctx, entry)
}
