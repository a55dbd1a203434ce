import DataLoader from 'dataloader'
import type { Database, Scope } from '@zhurnal/kit/database'
import { sql, type Sql } from '@zhurnal/kit/sql'
import { dayIn } from '@zhurnal/kit/time'
import type { Ctx } from '../context.js'
import { maySetUp } from '../policy.js'
import { openNextYear, type OpenNextYearInput } from './open-next-year.js'
import {
  promoteSchool,
  undoPromotion,
  type PromoteSchoolInput,
  type UndoPromotionInput,
} from './promote-school.js'

type Ref = { id: string }
type PromotionRow = {
  id: string
  schoolId: string
  fromYearId: string
  toYearId: string
  orderId: string
  at: Date
  pupils: number
  undoneAt: Date | null
  startsOn: string
}

const columns: Sql = sql`p.id, p.school_id as "schoolId", p.from_year_id as "fromYearId", p.to_year_id as "toYearId",
  p.order_id as "orderId", p.at, p.pupils, p.undone_at as "undoneAt", y.starts_on as "startsOn"`

export function promotionLoaders(db: Database, scope: Scope) {
  return {
    promotion: new DataLoader<string, PromotionRow | null>(async (ids) => {
      const rows = await db.read<PromotionRow>(
        scope,
        sql`select ${columns} from promotion p join academic_year y on y.id = p.to_year_id where p.id = any(${ids}::uuid[])`,
      )
      return ids.map((id) => rows.find((row) => row.id === id) ?? null)
    }),
  }
}

const ofPromotion =
  <T>(take: (row: PromotionRow) => T) =>
  async (ref: Ref, _: unknown, ctx: Ctx): Promise<T | null> => {
    const row = await ctx.loaders.promotion.load(ref.id)
    return row && maySetUp(ctx.viewer, row.schoolId) ? take(row) : null
  }

export const newYearResolvers = {
  Mutation: {
    openNextYear: (_: unknown, { input }: { input: OpenNextYearInput }, ctx: Ctx) => openNextYear(ctx, input),
    promoteSchool: (_: unknown, { input }: { input: PromoteSchoolInput }, ctx: Ctx) =>
      promoteSchool(ctx, input),
    undoPromotion: (_: unknown, { input }: { input: UndoPromotionInput }, ctx: Ctx) =>
      undoPromotion(ctx, input),
  },
  School: {
    promotions: async (ref: Ref, _: unknown, ctx: Ctx) => {
      if (!maySetUp(ctx.viewer, ref.id)) return null
      const rows = await ctx.db.read<PromotionRow>(
        ctx.scope,
        sql`select ${columns} from promotion p join academic_year y on y.id = p.to_year_id
          where p.school_id = ${ref.id} order by p.at desc, p.id`,
      )
      for (const row of rows) ctx.loaders.promotion.prime(row.id, row)
      return rows.map(({ id }) => ({ id }))
    },
  },
  Promotion: {
    fromYear: ofPromotion((row) => ({ id: row.fromYearId })),
    toYear: ofPromotion((row) => ({ id: row.toYearId })),
    at: ofPromotion((row) => row.at),
    pupils: ofPromotion((row) => row.pupils),
    order: ofPromotion((row) => ({ id: row.orderId })),
    undoneAt: ofPromotion((row) => row.undoneAt),
    canUndo: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await ctx.loaders.promotion.load(ref.id)
      const school = row && (await ctx.loaders.school.load(row.schoolId))
      return Boolean(school && !row.undoneAt && dayIn(school.timeZone, ctx.now) < row.startsOn)
    },
  },
}
