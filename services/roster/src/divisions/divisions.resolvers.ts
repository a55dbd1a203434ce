import { sql } from '@zhurnal/kit/sql'
import { dayIn } from '@zhurnal/kit/time'
import type { Ctx } from '../context.js'
import { seesDivisions, seesGroup } from '../policy.js'
import { currentYear } from '../schools/schools.resolvers.js'
import {
  decideDivision,
  divideClass,
  type DecideDivisionInput,
  type DivideClassInput,
} from './divide-class.js'
import { leftOut } from './division-rules.js'
import type { DivisionRow } from './divisions.loaders.js'

type Ref = { id: string }
const refs = (ids: readonly string[]): Ref[] => ids.map((id) => ({ id }))

async function division(ctx: Ctx, id: string): Promise<DivisionRow | null> {
  const row = await ctx.loaders.division.load(id)
  return row && seesDivisions(ctx.viewer, row.schoolId) ? row : null
}

const ofDivision =
  <T>(take: (row: DivisionRow) => T) =>
  async (ref: Ref, _: unknown, ctx: Ctx): Promise<T | null> => {
    const row = await division(ctx, ref.id)
    return row ? take(row) : null
  }

async function today(ctx: Ctx, schoolId: string): Promise<string> {
  const school = await ctx.loaders.school.load(schoolId)
  return dayIn(school?.timeZone ?? 'UTC', ctx.now)
}

/** The groups as they stand today, or as they are proposed. */
async function groupsOf(ctx: Ctx, row: DivisionRow) {
  if (row.state !== 'STANDING')
    return (row.proposal ?? []).map(({ id, name, pupilIds }) => ({ id, name, group: null, pupilIds }))
  const day = await today(ctx, row.schoolId)
  return Promise.all(
    row.groups.map(async ({ id, name }) => ({
      id,
      name,
      group: { id },
      pupilIds: await ctx.loaders.groupMembers.load(`${id}|${day}`),
    })),
  )
}

export const divisionResolvers = {
  Mutation: {
    divideClass: (_: unknown, { input }: { input: DivideClassInput }, ctx: Ctx) => divideClass(ctx, input),
    decideDivision: (_: unknown, { input }: { input: DecideDivisionInput }, ctx: Ctx) =>
      decideDivision(ctx, input),
  },
  School: {
    divisions: async (
      ref: Ref,
      args: { yearId?: string | null; schoolClassId?: string | null },
      ctx: Ctx,
    ) => {
      if (!seesDivisions(ctx.viewer, ref.id)) return null
      const yearId = args.yearId ?? (await currentYear(ctx, ref.id))?.id
      if (!yearId) return []
      const ofClass = args.schoolClassId ?? null
      return ctx.db.read<Ref>(
        ctx.scope,
        sql`select d.id from division d where d.school_id = ${ref.id} and d.year_id = ${yearId}
            and (${ofClass}::uuid is null or exists (select 1 from division_class k where k.division_id = d.id and k.class_id = ${ofClass}))
          order by d.name collate "ru-RU-x-icu", d.id`,
      )
    },
  },
  StudyGroup: {
    kind: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await ctx.loaders.group.load(ref.id)
      return row && seesGroup(ctx.viewer, row) ? row.kind : null
    },
    division: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await ctx.loaders.group.load(ref.id)
      return row?.divisionId && seesDivisions(ctx.viewer, row.schoolId) ? { id: row.divisionId } : null
    },
  },
  Division: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => ((await division(ctx, ref.id)) ? { id: ref.id } : null),
    name: ofDivision((row) => row.name),
    state: ofDivision((row) => row.state),
    proposedByName: ofDivision((row) => row.proposedByName),
    schoolClasses: ofDivision((row) => refs(row.classIds)),
    everybody: ofDivision((row) => row.everybody),
    version: ofDivision((row) => row.version),
    groups: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await division(ctx, ref.id)
      if (!row) return null
      return (await groupsOf(ctx, row)).map(({ name, group, pupilIds }) => ({
        name,
        group,
        pupils: refs(pupilIds),
      }))
    },
    leftOut: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await division(ctx, ref.id)
      if (!row) return null
      const day = await today(ctx, row.schoolId)
      const classes = await Promise.all(
        row.classIds.map((id) => ctx.loaders.classMembers.load(`${id}|${day}`)),
      )
      return refs(leftOut(classes.flat(), await groupsOf(ctx, row)))
    },
  },
}
