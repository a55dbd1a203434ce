import type { Ctx } from '../context.js'
import { seesOrders, visiblePupils } from '../policy.js'
import {
  alphabetBook,
  headCount,
  movements,
  notYetMoved,
  orders,
  type AlphabetBookArgs,
  type MovementsArgs,
  type OrdersArgs,
} from './books.js'
import type { MovementRow, OrderRow, ShownOrder } from './order-rows.js'
import {
  changeOrder,
  recordOrder,
  withdrawOrder,
  type ChangeOrderInput,
  type RecordOrderInput,
  type WithdrawOrderInput,
} from './orders.js'

type Ref = { id: string }
type OrderRef = Ref | ShownOrder
type MovementRef = Ref | (MovementRow & { readonly shown: true })
const self = (ref: Ref) => ({ id: ref.id })

/** The order, if the viewer may know of it; a previewed one is in nobody's tables. */
async function order(ctx: Ctx, ref: OrderRef): Promise<OrderRow | null> {
  if ('shown' in ref) return ref
  const row = await ctx.loaders.order.load(ref.id)
  return row && seesOrders(ctx.viewer, row.schoolId) ? row : null
}

/** The movement, if the viewer may know of its pupil; one that was taken back is shown with its order only. */
async function movement(ctx: Ctx, ref: MovementRef): Promise<MovementRow | null> {
  if ('shown' in ref) return ref
  const row = await ctx.loaders.movement.load(ref.id)
  if (!row) return null
  if (seesOrders(ctx.viewer, row.schoolId)) return row
  const pupil = await ctx.loaders.person.load(row.pupilId)
  return row.state === 'STANDING' && pupil && visiblePupils(ctx.viewer, [pupil]).has(pupil.id) ? row : null
}

const ofOrder =
  <T>(take: (row: OrderRow) => T) =>
  async (ref: OrderRef, _: unknown, ctx: Ctx): Promise<T | null> => {
    const row = await order(ctx, ref)
    return row ? take(row) : null
  }

const ofMovement =
  <T>(take: (row: MovementRow) => T) =>
  async (ref: MovementRef, _: unknown, ctx: Ctx): Promise<T | null> => {
    const row = await movement(ctx, ref)
    return row ? take(row) : null
  }

const refOrNull = (id: string | null): Ref | null => (id ? { id } : null)

export const contingentResolvers = {
  Query: {
    order: async (_: unknown, args: Ref, ctx: Ctx) => ((await order(ctx, args)) ? self(args) : null),
  },
  Mutation: {
    recordOrder: (_: unknown, { input }: { input: RecordOrderInput }, ctx: Ctx) => recordOrder(ctx, input),
    changeOrder: (_: unknown, { input }: { input: ChangeOrderInput }, ctx: Ctx) => changeOrder(ctx, input),
    withdrawOrder: (_: unknown, { input }: { input: WithdrawOrderInput }, ctx: Ctx) =>
      withdrawOrder(ctx, input),
  },
  School: {
    orders: (ref: Ref, args: OrdersArgs, ctx: Ctx) => orders(ctx, ref.id, args),
    movements: (ref: Ref, args: MovementsArgs, ctx: Ctx) => movements(ctx, ref.id, args),
    alphabetBook: (ref: Ref, args: AlphabetBookArgs, ctx: Ctx) => alphabetBook(ctx, ref.id, args),
    headCount: (ref: Ref, args: { on: string }, ctx: Ctx) => headCount(ctx, ref.id, args.on),
    notYetMoved: (ref: Ref, args: { yearId: string }, ctx: Ctx) => notYetMoved(ctx, ref.id, args.yearId),
  },
  Order: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => ((await order(ctx, ref)) ? self(ref) : null),
    number: ofOrder((row) => row.number),
    date: ofOrder((row) => row.date),
    note: ofOrder((row) => row.note),
    movements: async (ref: OrderRef, _: unknown, ctx: Ctx) => {
      if ('shown' in ref) return ref.shown.map((row) => ({ ...row, shown: true }))
      if (!(await order(ctx, ref))) return null
      const rows = await ctx.loaders.movementsOfOrder.load(ref.id)
      for (const row of rows) ctx.loaders.movement.prime(row.id, row)
      return rows.map(self)
    },
    enteredByName: ofOrder((row) => row.enteredByName),
    enteredAt: ofOrder((row) => row.enteredAt),
    withdrawnAt: ofOrder((row) => row.withdrawnAt),
    withdrawnReason: ofOrder((row) => row.withdrawnReason),
    version: ofOrder((row) => row.version),
  },
  Movement: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => ((await movement(ctx, ref)) ? self(ref) : null),
    kind: ofMovement((row) => row.kind),
    orderNumber: ofMovement((row) => row.orderNumber),
    orderDate: ofMovement((row) => row.orderDate),
    effectiveOn: ofMovement((row) => row.effectiveOn),
    note: ofMovement((row) => row.note),
    pupil: ofMovement((row) => ({ id: row.pupilId })),
    from: ofMovement((row) => refOrNull(row.fromClassId)),
    to: ofMovement((row) => refOrNull(row.toClassId)),
    order: async (ref: MovementRef, _: unknown, ctx: Ctx) => {
      const row = await movement(ctx, ref)
      return row && seesOrders(ctx.viewer, row.schoolId) ? { id: row.orderId } : null
    },
  },
  Pupil: {
    movements: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const pupil = await ctx.loaders.person.load(ref.id)
      if (!pupil?.isPupil || !visiblePupils(ctx.viewer, [pupil]).has(pupil.id)) return null
      const rows = await ctx.loaders.movementsOfPupil.load(pupil.id)
      for (const row of rows) ctx.loaders.movement.prime(row.id, row)
      return rows.map(self)
    },
  },
}
