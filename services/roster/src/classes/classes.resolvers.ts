import { sql } from '@zhurnal/kit/sql'
import { dayIn } from '@zhurnal/kit/time'
import type { Ctx } from '../context.js'
import type { ClassRow, GroupRow } from '../loaders.js'
import { at, seesSchool } from '../policy.js'
import { createClasses, createGroups, type CreateClassesInput, type CreateGroupsInput } from './classes.js'

type Ref = { id: string }
const self = (ref: Ref) => ({ id: ref.id })

/** A class: its school's staff and inspector, and the families of who belongs or belonged to it. */
async function schoolClass(ctx: Ctx, id: string): Promise<ClassRow | null> {
  const row = await ctx.loaders.schoolClass.load(id)
  if (!row) return null
  if (seesSchool(ctx.viewer, row.schoolId)) return row
  const own = await ctx.loaders.person.loadMany([...(at(ctx.viewer, row.schoolId)?.pupils ?? [])])
  return own.some((one) => one !== null && !(one instanceof Error) && one.classIds.includes(id)) ? row : null
}

async function group(ctx: Ctx, id: string): Promise<GroupRow | null> {
  const row = await ctx.loaders.group.load(id)
  return row && seesSchool(ctx.viewer, row.schoolId) ? row : null
}

const ofClass =
  <T>(take: (row: ClassRow) => T) =>
  async (ref: Ref, _: unknown, ctx: Ctx): Promise<T | null> => {
    const row = await schoolClass(ctx, ref.id)
    return row ? take(row) : null
  }

async function today(ctx: Ctx, schoolId: string): Promise<string> {
  const school = await ctx.loaders.school.load(schoolId)
  return dayIn(school?.timeZone ?? 'UTC', ctx.now)
}

async function members(ctx: Ctx, column: 'class_id' | 'group_id', id: string, on: string) {
  const belongs = column === 'class_id' ? sql`m.class_id = ${id}` : sql`m.group_id = ${id}`
  return ctx.db.read<Ref>(
    ctx.scope,
    sql`select p.id from membership m join person p on p.id = m.pupil_id
      where ${belongs} and not m.removed and m.from_day <= ${on} and (m.until_day is null or m.until_day >= ${on})
      order by p.last_name collate "ru-RU-x-icu", p.first_name collate "ru-RU-x-icu", p.patronymic collate "ru-RU-x-icu", p.id`,
  )
}

export const classResolvers = {
  Query: {
    schoolClass: async (_: unknown, args: Ref, ctx: Ctx) =>
      (await schoolClass(ctx, args.id)) ? self(args) : null,
  },
  Mutation: {
    createClasses: (_: unknown, { input }: { input: CreateClassesInput }, ctx: Ctx) =>
      createClasses(ctx, input),
    createGroups: (_: unknown, { input }: { input: CreateGroupsInput }, ctx: Ctx) => createGroups(ctx, input),
  },
  SchoolClass: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => ((await schoolClass(ctx, ref.id)) ? self(ref) : null),
    name: ofClass((row) => row.name),
    grade: ofClass((row) => row.grade),
    letter: ofClass((row) => row.letter),
    year: ofClass((row) => ({ id: row.yearId })),
    classTeacher: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await schoolClass(ctx, ref.id)
      const id = row && (await ctx.loaders.classTeacher.load(`${row.id}|${await today(ctx, row.schoolId)}`))
      return id ? { id } : null
    },
    pupils: async (ref: Ref, args: { on?: string | null }, ctx: Ctx) => {
      const row = await schoolClass(ctx, ref.id)
      if (!row || !seesSchool(ctx.viewer, row.schoolId)) return null
      return members(ctx, 'class_id', row.id, args.on ?? (await today(ctx, row.schoolId)))
    },
    groups: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await schoolClass(ctx, ref.id)
      if (!row || !seesSchool(ctx.viewer, row.schoolId)) return null
      return ctx.db.read(
        ctx.scope,
        sql`select g.id from study_group g join study_group_class c on c.group_id = g.id where c.class_id = ${ref.id} order by g.name, g.id`,
      )
    },
  },
  StudyGroup: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => ((await group(ctx, ref.id)) ? self(ref) : null),
    name: async (ref: Ref, _: unknown, ctx: Ctx) => (await group(ctx, ref.id))?.name ?? null,
    schoolClasses: async (ref: Ref, _: unknown, ctx: Ctx) =>
      (await group(ctx, ref.id))?.classIds.map((id) => ({ id })) ?? null,
    members: async (ref: Ref, args: { on?: string | null }, ctx: Ctx) => {
      const row = await group(ctx, ref.id)
      return row ? members(ctx, 'group_id', row.id, args.on ?? (await today(ctx, row.schoolId))) : null
    },
  },
}
