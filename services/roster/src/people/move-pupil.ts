import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import type { MovementKind } from '../contingent/chain.js'
import { enterMovements, lockPupils, orderNamed, type Field } from '../contingent/enter-movements.js'
import { closeEmptyOrders } from '../contingent/take-back.js'
import { checkOrder, todayAt } from '../contingent/orders.js'
import { settle, standingMoves } from '../contingent/settle.js'
import { orderWords, withoutNumber } from '../contingent/words.js'
import { actorIn, type Ctx } from '../context.js'
import { maySetUp } from '../policy.js'

export type MovePupilInput = {
  requestId?: string | null
  pupilId: string
  schoolClassId: string
  from: string
  order?: { number: string; date: string } | null
}

type Target = { schoolId: string; yearId: string; grade: number }
type Standing = { classId: string; from: string; yearId: string; grade: number }

/**
 * Moves a pupil to another class from a day on, by a movement of an order; the old membership ends the day before. Back
 * to the class they came from, on the very day of the move, it takes the move back: the old membership goes on as if
 * nothing had been.
 */
export async function movePupil(ctx: Ctx, input: MovePupilInput) {
  return mutation(ctx.db, ctx.scope, 'movePupil', input, async (tx) => {
    const [target] = await tx.sql<Target>(
      sql`select school_id as "schoolId", year_id as "yearId", grade from school_class
        where id = ${input.schoolClassId} and not removed for key share`,
    )
    if (!target || !maySetUp(ctx.viewer, target.schoolId)) return notFound('schoolClassId')
    const { schoolId } = target
    await lockPupils(tx, schoolId, [input.pupilId])
    const current = await standingOn(tx, schoolId, input)
    if (!current) return notFound('pupilId')
    if (current.classId === input.schoolClassId)
      refuse('BAD_INPUT', 'Ученик уже в этом классе.', 'schoolClassId')
    await refuseLater(tx, input)
    const takenBack = current.from === input.from
    if (takenBack) await takeMoveBack(tx, ctx, schoolId, input)
    else await move(tx, ctx, input, target, current)
    await appendLog(tx, 'roster', schoolId, ctx.now, actorIn(ctx, schoolId), [
      {
        act: 'movePupil',
        subject: `person:${input.pupilId}`,
        aboutId: input.pupilId,
        from: { class: current.classId },
        to: { class: input.schoolClassId, since: input.from, takenBack },
      },
    ])
    return { pupil: { id: input.pupilId } }
  })
}

async function standingOn(tx: Tx, schoolId: string, input: MovePupilInput): Promise<Standing | undefined> {
  const [current] = await tx.sql<Standing>(sql`
    select m.class_id as "classId", m.from_day as "from", c.year_id as "yearId", c.grade
    from membership m join school_class c on c.id = m.class_id
    where m.pupil_id = ${input.pupilId} and m.school_id = ${schoolId} and not m.removed
      and m.from_day <= ${input.from} and (m.until_day is null or m.until_day >= ${input.from})`)
  return current
}

/** What this act says of a day must not be taken for what a later order says. */
async function refuseLater(tx: Tx, input: MovePupilInput): Promise<void> {
  const later = (await standingMoves(tx, [input.pupilId])).find((one) => one.effectiveOn > input.from)
  if (later)
    refuse(
      'OVERLAP',
      `У ученика уже записан класс на более поздний срок: ${orderWords(later.order)}.`,
      'from',
    )
}

const fieldOf: Field = (_, name) =>
  name === 'effectiveOn' ? ['from'] : name === 'toClassId' ? ['schoolClassId'] : [name]

async function move(
  tx: Tx,
  ctx: Ctx,
  input: MovePupilInput,
  target: Target,
  current: Standing,
): Promise<void> {
  const named = input.order && { number: input.order.number.trim(), date: input.order.date }
  if (named) checkOrder(named, await todayAt(tx, ctx, target.schoolId), { number: 'order', date: 'order' })
  const order = named ?? { number: withoutNumber, date: input.from }
  const id = await orderNamed(tx, ctx, target.schoolId, order)
  const movement = {
    id: newId(),
    kind: kindOf(target, current),
    pupilId: input.pupilId,
    effectiveOn: input.from,
    toClassId: input.schoolClassId,
  }
  await enterMovements(tx, ctx, target.schoolId, { id, ...order }, [movement], fieldOf)
}

const kindOf = (target: Target, current: Standing): MovementKind =>
  target.yearId === current.yearId
    ? 'TRANSFERRED_CLASS'
    : target.grade > current.grade
      ? 'PROMOTED'
      : 'REPEATS'

/** Refuses when they did not come from that class on that day. An order that moves nobody else goes with it. */
async function takeMoveBack(tx: Tx, ctx: Ctx, schoolId: string, input: MovePupilInput): Promise<void> {
  const [taken] = await tx.sql<{ orderId: string }>(sql`update movement set state = 'REMOVED'
    where pupil_id = ${input.pupilId} and effective_on = ${input.from} and state = 'STANDING'
      and from_class_id = ${input.schoolClassId} returning order_id as "orderId"`)
  if (!taken) refuse('BAD_INPUT', 'В этот день ученик только пришёл в прежний класс.', 'from')
  await closeEmptyOrders(tx, ctx, [taken.orderId], 'Перевод отменён')
  await settle(tx, ctx, schoolId, [input.pupilId])
}
