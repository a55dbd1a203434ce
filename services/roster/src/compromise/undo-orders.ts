// Orders and promotions that a stolen login entered.
import type { Tx } from '@zhurnal/kit/database'
import { Refusal, Refusals } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { todayAt } from '../contingent/orders.js'
import { takeBack } from '../contingent/take-back.js'
import type { Ctx } from '../context.js'
import { byHand, cannot, done, idOf, type ActEntry, type Outcome, type Step, type Way } from './outcome.js'

type Order = {
  id: string
  number: string
  date: string
  withdrawn: boolean
  promotion: string | null
  startsOn: string | null
}

async function lockOrder(tx: Tx, entry: ActEntry): Promise<Order | undefined> {
  const [order] =
    await tx.sql<Order>(sql`select o.id, o.number, o.date, o.withdrawn_at is not null as withdrawn,
      p.id as promotion, y.starts_on as "startsOn"
    from contingent_order o left join promotion p on p.order_id = o.id left join academic_year y on y.id = p.to_year_id
    where o.id = ${idOf(entry.subject)} for update of o`)
  return order
}

async function back(tx: Tx, ctx: Ctx, entry: ActEntry, order: Order): Promise<Outcome> {
  try {
    await takeBack(tx, ctx, { ...order, schoolId: entry.schoolId }, 'Запись взломанного входа (п. 4.4)')
    return done
  } catch (error) {
    if (error instanceof Refusals || error instanceof Refusal) return cannot(error.message)
    throw error
  }
}

const withdrawOrder: Step = async (tx, ctx, entry) => {
  const order = await lockOrder(tx, entry)
  if (!order) return cannot('Такого приказа уже нет.')
  if (order.withdrawn) return done
  if (order.promotion !== null) return cannot('Это приказ о переводе школы: отмените перевод.')
  return back(tx, ctx, entry, order)
}

/** As the school itself can: until the new year starts, and as long as no later order stands on it. */
const withdrawPromotion: Step = async (tx, ctx, entry) => {
  const order = await lockOrder(tx, entry)
  if (!order?.promotion || !order.startsOn) return cannot('Такого перевода уже нет.')
  if (order.withdrawn) return done
  if ((await todayAt(tx, ctx, entry.schoolId)) >= order.startsOn)
    return cannot('Новый год уже начался: исправьте перевод приказами.')
  const outcome = await back(tx, ctx, entry, order)
  if (outcome.obstacle === undefined)
    await tx.sql(sql`update promotion set undone_at = ${ctx.now} where id = ${order.promotion}`)
  return outcome
}

export const orderWays: Readonly<Record<string, Way>> = {
  recordOrder: { undo: withdrawOrder, redo: byHand('Отменённый приказ введите снова.') },
  promoteSchool: {
    undo: withdrawPromotion,
    redo: byHand('Переведите школу снова: в разделе «Новый учебный год».'),
  },
  undoPromotion: {
    undo: byHand('Переведите школу снова: в разделе «Новый учебный год», и подтвердите запись.'),
    redo: byHand('Отмените перевод снова: в разделе «Новый учебный год».'),
  },
  removePeople: {
    undo: byHand('Карточка стёрта вместе с данными (152-ФЗ): внесите человека заново и подтвердите запись.'),
    redo: byHand('Уберите карточку снова.'),
  },
  withdrawOrder: {
    undo: byHand('Введите отменённый приказ снова и подтвердите запись.'),
    redo: byHand('Отмените приказ снова.'),
  },
}
