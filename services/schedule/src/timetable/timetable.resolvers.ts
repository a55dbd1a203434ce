import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { schoolMeant } from '../lessons/lessons.js'
import { seesPlan } from '../policy.js'
import { draftTimetable, publishTimetable, type DraftTimetableInput } from './timetable.js'

type Ref = { id: string }
type VersionRow = {
  id: string
  schoolId: string
  name: string
  validFrom: string
  validUntil: string
  publishedAt: Date | null
}
const columns = sql`id, school_id as "schoolId", name, valid_from as "validFrom", valid_until as "validUntil", published_at as "publishedAt"`

async function version(ctx: Ctx, id: string): Promise<VersionRow | null> {
  const [row] = await ctx.db.read<VersionRow>(
    ctx.scope,
    sql`select ${columns} from timetable_version where id::text = ${id}`,
  )
  return row && seesPlan(ctx.viewer, row.schoolId) ? row : null
}

const field =
  (name: 'name' | 'validFrom' | 'validUntil' | 'publishedAt') =>
  async (ref: Ref & Partial<VersionRow>, _: unknown, ctx: Ctx) =>
    ref.schoolId === undefined ? ((await version(ctx, ref.id))?.[name] ?? null) : (ref[name] ?? null)

export const timetableResolvers = {
  Query: {
    timetableVersions: async (_: unknown, args: { schoolId?: string | null }, ctx: Ctx) => {
      const schoolId = schoolMeant(ctx, args.schoolId)
      if (!schoolId || !seesPlan(ctx.viewer, schoolId)) return null
      return ctx.db.read(
        ctx.scope,
        sql`select ${columns} from timetable_version where school_id = ${schoolId} order by valid_from desc, published_at desc nulls first`,
      )
    },
  },
  Mutation: {
    draftTimetable: (_: unknown, { input }: { input: DraftTimetableInput }, ctx: Ctx) =>
      draftTimetable(ctx, input),
    publishTimetable: (
      _: unknown,
      { input }: { input: { requestId?: string | null; versionId: string } },
      ctx: Ctx,
    ) => publishTimetable(ctx, input),
  },
  TimetableVersion: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => version(ctx, ref.id),
    name: field('name'),
    validFrom: field('validFrom'),
    validUntil: field('validUntil'),
    publishedAt: field('publishedAt'),
    lessonsCount: async (ref: Ref, _: unknown, ctx: Ctx) =>
      (
        await ctx.db.read<{ count: number }>(
          ctx.scope,
          sql`select count(*) as count from lesson where version_id = ${ref.id} and not removed`,
        )
      )[0]?.count ?? 0,
  },
}
