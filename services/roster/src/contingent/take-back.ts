// Orders that count no more.
import type { Tx } from '@zhurnal/kit/database'
import { appendLog } from '@zhurnal/kit/record-log'
import { refuseEach } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { actorIn, type Ctx } from '../context.js'
import { lockPupils } from './enter-movements.js'
import { settle } from './settle.js'
import { orderWords } from './words.js'

/** Takes the order with all its movements back, with the log entries; OVERLAP when another order stands on it. */
export async function takeBack(
  tx: Tx,
  ctx: Ctx,
  order: { readonly id: string; readonly schoolId: string; readonly number: string; readonly date: string },
  reason: string,
) {
  const { id, schoolId } = order
  const moved = await tx.sql<{ id: string; pupilId: string; effectiveOn: string }>(sql`
    select id, pupil_id as "pupilId", effective_on as "effectiveOn" from movement
    where order_id = ${id} and state = 'STANDING'`)
  const pupilIds = [...new Set(moved.map((one) => one.pupilId))]
  // Those who were taken out since are locked too: their movements are theirs no more, and nothing of them is settled.
  const pupils = await lockPupils(tx, schoolId, pupilIds)
  await refuseStoodUpon(tx, id)
  await tx.sql(sql`update movement set state = 'WITHDRAWN' where order_id = ${id} and state = 'STANDING'`)
  await tx.sql(sql`update contingent_order set withdrawn_at = ${ctx.now}, withdrawn_reason = ${reason}, version = version + 1
    where id = ${id}`)
  const changes = await settle(tx, ctx, schoolId, [...pupils.keys()])
  await appendLog(tx, 'roster', schoolId, ctx.now, actorIn(ctx, schoolId), [
    {
      act: 'withdrawOrder',
      subject: `order:${id}`,
      from: { number: order.number, date: order.date, movements: moved.length },
      to: { withdrawn: true },
      texts: { reason },
    },
    ...moved.map((one) => ({
      act: 'withdrawOrder',
      subject: `person:${one.pupilId}`,
      aboutId: one.pupilId,
      from: { movement: one.id, order: id, since: one.effectiveOn },
      to: { withdrawn: true },
    })),
  ])
  return changes
}

/** A later movement of a pupil of this order goes on from where this order has put them. */
async function refuseStoodUpon(tx: Tx, orderId: string): Promise<void> {
  const later = await tx.sql<{ name: string; number: string; date: string }>(sql`
    select distinct on (o.id) concat_ws(' ', p.last_name, p.first_name) as name, o.number, o.date
    from movement v join movement l on l.pupil_id = v.pupil_id and l.state = 'STANDING' and l.order_id <> v.order_id
      and l.effective_on > v.effective_on
    join contingent_order o on o.id = l.order_id join person p on p.id = v.pupil_id
    where v.order_id = ${orderId} and v.state = 'STANDING' order by o.id, l.effective_on limit 100`)
  refuseEach(
    later.map(({ name, ...order }) => ({
      code: 'OVERLAP',
      message: `${name}: на этом приказе держится ${orderWords(order)}. Сначала отмените его.`,
      field: ['orderId'],
    })),
  )
}

/** An order whose movements have all been taken out is taken back with them. */
export async function closeEmptyOrders(
  tx: Tx,
  ctx: Ctx,
  orderIds: readonly string[],
  reason: string,
): Promise<void> {
  await tx.sql(sql`update contingent_order o set withdrawn_at = ${ctx.now}, withdrawn_reason = ${reason}, version = version + 1
    where o.id = any(${[...new Set(orderIds)]}::uuid[]) and o.withdrawn_at is null
      and not exists (select 1 from movement v where v.order_id = o.id and v.state = 'STANDING')`)
}
