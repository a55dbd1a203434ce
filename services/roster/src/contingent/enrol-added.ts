import type { Tx } from '@zhurnal/kit/database'
import { v7 as newId } from 'uuid'
import type { Ctx } from '../context.js'
import { insertMovements, orderNamed, type NewMovement } from './enter-movements.js'
import { giveFileNumbers } from './file-numbers.js'
import { checkOrder, logOrder, todayAt } from './orders.js'
import { withoutNumber } from './words.js'

export type OrderNamed = { readonly number: string; readonly date: string }
export type Enrolled = {
  readonly id: string
  readonly schoolClassId: string
  readonly from: string
  /** «б/н» of the first day without it. */
  readonly order: OrderNamed | null
}

/**
 * The movements by which pupils who are just being added come into their classes; their memberships are written by who
 * calls. An order that stands already, of the batch before this one, takes them too. Each gets a number of a personal file.
 */
export async function enrolAdded(
  tx: Tx,
  ctx: Ctx,
  schoolId: string,
  pupils: readonly Enrolled[],
): Promise<void> {
  if (pupils.length === 0) return
  const today = await todayAt(tx, ctx, schoolId)
  const byOrder = new Map<string, { order: OrderNamed; moves: NewMovement[] }>()
  for (const { id, schoolClassId, from, order: named } of pupils) {
    const order = named
      ? { number: named.number.trim(), date: named.date }
      : { number: withoutNumber, date: from }
    // A list may be of pupils who come later: «б/н» is of their day, and no paper bears it.
    if (named) checkOrder(order, today, { number: 'order', date: 'order' })
    const key = JSON.stringify(order)
    const group = byOrder.get(key) ?? { order, moves: [] }
    group.moves.push({
      id: newId(),
      kind: 'ENROLLED',
      pupilId: id,
      effectiveOn: from,
      toClassId: schoolClassId,
    })
    byOrder.set(key, group)
  }
  for (const { order, moves } of byOrder.values()) {
    const id = await orderNamed(tx, ctx, schoolId, order)
    await insertMovements(tx, schoolId, id, moves)
    await logOrder(tx, ctx, schoolId, 'recordOrder', { id, ...order }, [])
  }
  await giveFileNumbers(
    tx,
    schoolId,
    pupils.map((pupil) => pupil.id),
  )
}
