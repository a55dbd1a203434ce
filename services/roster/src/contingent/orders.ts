import type { Tx } from '@zhurnal/kit/database'
import { oneOfEach } from '@zhurnal/kit/batch'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { dayIn, isDay } from '@zhurnal/kit/time'
import { actorIn, type Ctx } from '../context.js'
import { mayCorrectOrders, maySetUp } from '../policy.js'
import { triable, unlessTried } from '../preview.js'
import { consequencesOf } from './consequences.js'
import { enterMovements, insertOrder, refuseTaken, type NewMovement } from './enter-movements.js'
import { orderSeen } from './order-rows.js'
import { takeBack } from './take-back.js'

export type RecordOrderInput = {
  requestId?: string | null
  schoolId: string
  id: string
  number: string
  date: string
  note?: string | null
  movements: NewMovement[]
  preview?: boolean | null
}

/** Enters an order and moves the contingent by it, all or nothing (A1.17, A1.18). */
export async function recordOrder(ctx: Ctx, input: RecordOrderInput) {
  const { schoolId, preview } = input
  return triable(() =>
    mutation(ctx.db, ctx.scope, 'recordOrder', input, async (tx) => {
      if (!maySetUp(ctx.viewer, schoolId)) notFound('schoolId')
      const order = { id: input.id, number: input.number.trim(), date: input.date, note: input.note ?? null }
      const today = await todayAt(tx, ctx, schoolId)
      checkOrder(order, today)
      if (input.movements.length === 0) refuse('BAD_INPUT', 'В приказе никто не назван.', 'movements')
      oneOfEach(
        input.movements.map((one) => one.id),
        500,
        'movements',
      )
      await insertOrder(tx, ctx, schoolId, order)
      const changes = await enterMovements(tx, ctx, schoolId, order, input.movements)
      await logOrder(tx, ctx, schoolId, 'recordOrder', order, input.movements)
      const consequences = await consequencesOf(tx, changes, today)
      const shown = preview ? await orderSeen(tx, order.id) : { id: order.id }
      return unlessTried(preview, { order: shown, consequences })
    }),
  )
}

/** The day that it is in the school. */
export async function todayAt(tx: Tx, ctx: Ctx, schoolId: string): Promise<string> {
  const [school] = await tx.sql<{ zone: string }>(
    sql`select time_zone as zone from school where id = ${schoolId}`,
  )
  return dayIn(school?.zone ?? notFound('schoolId'), ctx.now)
}

/** Refuses an order without a number, of a day that does not exist, or of a day to come. */
export function checkOrder(
  order: { readonly number: string; readonly date: string },
  today: string,
  fields: { readonly number: string; readonly date: string } = { number: 'number', date: 'date' },
): void {
  if (!order.number || order.number.length > 50)
    refuse('BAD_INPUT', 'Номер приказа: от 1 до 50 знаков; «б/н», если его нет.', fields.number)
  if (!isDay(order.date)) refuse('BAD_INPUT', `Нет такого дня: ${order.date}.`, fields.date)
  if (order.date > today) refuse('BAD_INPUT', 'Дата приказа ещё не наступила.', fields.date)
}

/** One entry for the order and one for each pupil whom it moves. */
export async function logOrder(
  tx: Tx,
  ctx: Ctx,
  schoolId: string,
  act: string,
  order: {
    readonly id: string
    readonly number: string
    readonly date: string
    readonly note?: string | null
  },
  movements: readonly NewMovement[],
): Promise<void> {
  const note = order.note?.trim()
  await appendLog(tx, 'roster', schoolId, ctx.now, actorIn(ctx, schoolId), [
    {
      act,
      subject: `order:${order.id}`,
      from: null,
      to: { number: order.number, date: order.date, movements: movements.length },
      ...(note ? { texts: { note } } : {}),
    },
    ...movements.map((one) => ({
      act,
      subject: `person:${one.pupilId}`,
      aboutId: one.pupilId,
      from: null,
      to: {
        movement: one.id,
        order: order.id,
        kind: one.kind,
        class: one.toClassId ?? null,
        since: one.effectiveOn,
      },
      ...(one.note?.trim() ? { texts: { note: one.note.trim() } } : {}),
    })),
  ])
}

type OrderStanding = {
  id: string
  schoolId: string
  number: string
  date: string
  note: string | null
  version: number
  withdrawn: boolean
  promotion: boolean
}

/** The order, its row locked, or NOT_FOUND; CONFLICT when somebody has changed it since. */
async function lockOrder(
  tx: Tx,
  ctx: Ctx,
  id: string,
  expectedVersion?: number | null,
): Promise<OrderStanding> {
  const [order] =
    await tx.sql<OrderStanding>(sql`select o.id, o.school_id as "schoolId", o.number, o.date, o.note, o.version,
      o.withdrawn_at is not null as withdrawn, exists (select 1 from promotion p where p.order_id = o.id) as promotion
    from contingent_order o where o.id = ${id} for update of o`)
  if (!order || !mayCorrectOrders(ctx.viewer, order.schoolId)) return notFound('orderId')
  if (expectedVersion != null && expectedVersion !== order.version)
    refuse(
      'CONFLICT',
      'Этот приказ только что изменил кто-то другой. Посмотрите, что стоит теперь.',
      'expectedVersion',
      {
        order: { id },
      },
    )
  return order
}

export type ChangeOrderInput = {
  requestId?: string | null
  orderId: string
  number?: string | null
  date?: string | null
  note?: string | null
  expectedVersion?: number | null
}

/** Corrects number, date or note of an order; its movements stay as they are. */
export async function changeOrder(ctx: Ctx, input: ChangeOrderInput) {
  return mutation(ctx.db, ctx.scope, 'changeOrder', input, async (tx) => {
    const before = await lockOrder(tx, ctx, input.orderId, input.expectedVersion)
    if (before.withdrawn) refuse('BAD_INPUT', 'Приказ отменён, в нём ничего не меняют.', 'orderId')
    const after = {
      number: input.number === undefined ? before.number : (input.number?.trim() ?? ''),
      date: input.date === undefined ? before.date : (input.date ?? ''),
      note: input.note === undefined ? before.note : input.note?.trim() || null,
    }
    checkOrder(after, await todayAt(tx, ctx, before.schoolId))
    const same = after.number === before.number && after.date === before.date && after.note === before.note
    if (same) return { order: { id: before.id } }
    await tx
      .sql(
        sql`update contingent_order set number = ${after.number}, date = ${after.date}, note = ${after.note}, version = version + 1
          where id = ${before.id}`,
      )
      .catch((error: unknown) => refuseTaken(error, after))
    await appendLog(tx, 'roster', before.schoolId, ctx.now, actorIn(ctx, before.schoolId), [
      {
        act: 'changeOrder',
        subject: `order:${before.id}`,
        from: { number: before.number, date: before.date },
        to: { number: after.number, date: after.date },
        texts: { noteBefore: before.note ?? '', note: after.note ?? '' },
      },
    ])
    return { order: { id: before.id } }
  })
}

export type WithdrawOrderInput = {
  requestId?: string | null
  orderId: string
  reason: string
  expectedVersion?: number | null
}

/** Takes an order back: memberships are again as they stood before it. Refused when a later order stands on it. */
export async function withdrawOrder(ctx: Ctx, input: WithdrawOrderInput) {
  return mutation(ctx.db, ctx.scope, 'withdrawOrder', input, async (tx) => {
    const order = await lockOrder(tx, ctx, input.orderId, input.expectedVersion)
    const reason = input.reason.trim()
    if (!reason) refuse('BAD_INPUT', 'Назовите, почему приказ отменяют.', 'reason')
    if (order.withdrawn) refuse('BAD_INPUT', 'Приказ уже отменён.', 'orderId')
    if (order.promotion)
      refuse(
        'BAD_INPUT',
        'Это приказ о переводе школы: его отменяют вместе с переводом, до начала года.',
        'orderId',
      )
    const today = await todayAt(tx, ctx, order.schoolId)
    const changes = await takeBack(tx, ctx, order, reason)
    return { order: { id: order.id }, consequences: await consequencesOf(tx, changes, today) }
  })
}
