import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { schoolMeant } from '../schools.js'
import { documentColumns, readable, type DocumentRow } from './documents.js'

type Ref = { id: string }

export const documentResolvers = {
  Query: {
    documents: async (_: unknown, args: { schoolId?: string | null; first?: number | null }, ctx: Ctx) => {
      const schoolId = schoolMeant(ctx, args.schoolId)
      if (!schoolId) return null
      const first = Math.min(Math.max(args.first ?? 50, 1), 100)
      // The rule of each is its own: enough are read for a full list after those that are not the viewer's are left out.
      const rows = await ctx.db.read<DocumentRow>(
        ctx.scope,
        sql`select ${documentColumns} from document d where d.school_id = ${schoolId} order by d.created_at desc, d.id limit 1000`,
      )
      return readable(ctx, rows).slice(0, first)
    },
  },
  Document: {
    __resolveReference: async (ref: Ref, ctx: Ctx) =>
      readable(
        ctx,
        await ctx.db.read<DocumentRow>(
          ctx.scope,
          sql`select ${documentColumns} from document d where d.id::text = ${ref.id}`,
        ),
      )[0] ?? null,
    url: (row: DocumentRow) => `/files/${row.id}`,
  },
}
