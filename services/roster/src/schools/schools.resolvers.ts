import { refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { dayIn } from '@zhurnal/kit/time'
import type { Ctx } from '../context.js'
import { at, seesGroup, seesSchool } from '../policy.js'
import { GraphQLError } from 'graphql'
import { schoolPeople, type PeopleArgs } from '../people/school-people.js'
import { changeSchool, createSchool, type ChangeSchoolInput, type CreateSchoolInput } from './schools.js'

type Ref = { id: string }

/** The school meant by a root field: the one named, else the viewer's only one. */
export function schoolMeant(ctx: Ctx, id: string | null | undefined): string | null {
  if (id) return at(ctx.viewer, id) ? id : null
  const schools = ctx.viewer.schools
  if (schools.length > 1) {
    throw new GraphQLError('У вас несколько школ: назовите schoolId.', {
      extensions: { code: 'SCHOOL_REQUIRED' },
    })
  }
  return schools[0]?.id ?? null
}

const school = (ctx: Ctx, ref: Ref) => ctx.loaders.school.load(ref.id)

/** Fills a reference with the row's own columns, or null when there is no such row in the viewer's schools. */
const field =
  (name: 'name' | 'shortName' | 'timeZone' | 'demonstration') => async (ref: Ref, _: unknown, ctx: Ctx) =>
    (await school(ctx, ref))?.[name] ?? null

export const schoolResolvers = {
  Query: {
    school: async (_: unknown, args: { id?: string | null }, ctx: Ctx) => {
      const id = schoolMeant(ctx, args.id)
      return id ? school(ctx, { id }) : null
    },
    schools: async (_: unknown, __: unknown, ctx: Ctx) =>
      ctx.db.read(ctx.scope, sql`select id, name from school order by name collate "ru-RU-x-icu", id`),
  },
  Mutation: {
    createSchool: (_: unknown, { input }: { input: CreateSchoolInput }, ctx: Ctx) => createSchool(ctx, input),
    changeSchool: (_: unknown, { input }: { input: ChangeSchoolInput }, ctx: Ctx) => changeSchool(ctx, input),
  },
  School: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => school(ctx, ref),
    name: field('name'),
    shortName: field('shortName'),
    timeZone: field('timeZone'),
    demonstration: field('demonstration'),
    today: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await school(ctx, ref)
      return row ? dayIn(row.timeZone, ctx.now) : null
    },
    years: async (ref: Ref, _: unknown, ctx: Ctx) =>
      ctx.db.read(
        ctx.scope,
        sql`select id, school_id as "schoolId", name, starts_on as "startsOn", ends_on as "endsOn"
          from academic_year where school_id = ${ref.id} order by starts_on desc`,
      ),
    currentYear: async (ref: Ref, _: unknown, ctx: Ctx) => currentYear(ctx, ref.id),
    classes: async (ref: Ref, args: { yearId?: string | null }, ctx: Ctx) => {
      if (!seesSchool(ctx.viewer, ref.id)) return null
      const yearId = args.yearId ?? (await currentYear(ctx, ref.id))?.id
      if (!yearId) return []
      return ctx.db.read(
        ctx.scope,
        sql`select id, school_id as "schoolId", year_id as "yearId", name, grade, letter
          from school_class where school_id = ${ref.id} and year_id = ${yearId} and not removed order by grade, letter collate "ru-RU-x-icu" nulls last, name`,
      )
    },
    staff: async (ref: Ref, _: unknown, ctx: Ctx) => {
      if (!seesSchool(ctx.viewer, ref.id)) return null
      return ctx.db.read(
        ctx.scope,
        sql`select id from person where school_id = ${ref.id} and position is not null and not removed
          order by last_name collate "ru-RU-x-icu", first_name collate "ru-RU-x-icu", id`,
      )
    },
    people: (ref: Ref, args: PeopleArgs, ctx: Ctx) => schoolPeople(ctx, ref.id, args),
    groups: async (ref: Ref, args: { yearId?: string | null }, ctx: Ctx) => {
      if (!seesSchool(ctx.viewer, ref.id)) return null
      const yearId = args.yearId ?? (await currentYear(ctx, ref.id))?.id
      if (!yearId) return []
      const groups = await ctx.db.read<{ id: string; kind: string }>(
        ctx.scope,
        sql`select id, kind from study_group where school_id = ${ref.id} and year_id = ${yearId} and not removed
          order by name collate "ru-RU-x-icu", id`,
      )
      return groups
        .filter((one) => seesGroup(ctx.viewer, { ...one, schoolId: ref.id }))
        .map(({ id }) => ({ id }))
    },
  },
}

type CurrentYear = { id: string; schoolId: string; name: string; startsOn: string; endsOn: string }

/** The year that holds today, else the next one, else the last. */
export async function currentYear(ctx: Ctx, schoolId: string): Promise<CurrentYear | null> {
  const row = await school(ctx, { id: schoolId })
  if (!row) return null
  const today = dayIn(row.timeZone, ctx.now)
  const [year] = await ctx.db.read<CurrentYear>(
    ctx.scope,
    sql`select id, school_id as "schoolId", name, starts_on as "startsOn", ends_on as "endsOn" from academic_year
      where school_id = ${schoolId} order by (ends_on >= ${today}) desc, case when ends_on >= ${today} then starts_on end, starts_on desc limit 1`,
  )
  return year ?? null
}

/** Limits a batch, naming the limit. */
export function atMost(list: readonly unknown[], limit: number, name: string): void {
  if (list.length > limit) refuse('BAD_INPUT', `Не больше ${limit} за один раз.`, name)
}
