import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { seesSnapshots } from '../policy.js'
import { schoolMeant } from '../schools.js'
import {
  addStore,
  clause33,
  copiesOf,
  isReachable,
  snapshotColumns,
  storeColumns,
  type AddStoreInput,
  type SnapshotRow,
  type StoreRow,
} from './snapshots.js'

type Ref = { id: string }

const snapshotsOf = (ctx: Ctx, schoolId: string) =>
  seesSnapshots(ctx.viewer, schoolId)
    ? ctx.db.read<SnapshotRow>(
        ctx.scope,
        sql`select ${snapshotColumns} from snapshot s where s.school_id = ${schoolId} order by s.taken_at desc, s.id limit 200`,
      )
    : null

async function store(ctx: Ctx, id: string): Promise<StoreRow | null> {
  const [row] = await ctx.db.read<StoreRow>(
    ctx.scope,
    sql`select ${storeColumns} from store t where t.id::text = ${id}`,
  )
  return row && seesSnapshots(ctx.viewer, row.schoolId) ? row : null
}

export const snapshotResolvers = {
  Query: {
    snapshots: (_: unknown, args: { schoolId?: string | null }, ctx: Ctx) => {
      const schoolId = schoolMeant(ctx, args.schoolId)
      return schoolId ? snapshotsOf(ctx, schoolId) : null
    },
    stores: (_: unknown, args: { schoolId?: string | null }, ctx: Ctx) => {
      const schoolId = schoolMeant(ctx, args.schoolId)
      if (!schoolId || !seesSnapshots(ctx.viewer, schoolId)) return null
      return ctx.db.read<StoreRow>(
        ctx.scope,
        sql`select ${storeColumns} from store t where t.school_id = ${schoolId} order by t.name`,
      )
    },
  },
  Mutation: { addStore: (_: unknown, { input }: { input: AddStoreInput }, ctx: Ctx) => addStore(ctx, input) },
  AddStorePayload: {
    store: (payload: { store?: Ref | null }, _: unknown, ctx: Ctx) =>
      payload.store ? store(ctx, payload.store.id) : null,
  },
  Snapshot: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => {
      const [row] = await ctx.db.read<SnapshotRow>(
        ctx.scope,
        sql`select ${snapshotColumns} from snapshot s where s.id::text = ${ref.id}`,
      )
      return row && seesSnapshots(ctx.viewer, row.schoolId) ? row : null
    },
    copies: (row: SnapshotRow, _: unknown, ctx: Ctx) => copiesOf(ctx, row.id),
    meetsClause33: async (row: SnapshotRow, _: unknown, ctx: Ctx) =>
      clause33(await copiesOf(ctx, row.id)).met,
    clause33Note: async (row: SnapshotRow, _: unknown, ctx: Ctx) =>
      clause33(await copiesOf(ctx, row.id)).note,
  },
  Store: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => store(ctx, ref.id),
    reachable: (row: StoreRow) => isReachable(row.folder),
  },
  School: {
    __resolveReference: async (ref: Ref) => ({ id: ref.id }),
    snapshots: (ref: Ref, _: unknown, ctx: Ctx) => snapshotsOf(ctx, ref.id),
  },
}
