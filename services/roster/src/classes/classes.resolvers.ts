import { dayIn } from '@zhurnal/kit/time'
import type { Ctx } from '../context.js'
import type { ClassRow, GroupRow } from '../loaders.js'
import { at, seesGroup, seesSchool } from '../policy.js'
import {
  changeClasses,
  removeClasses,
  type ChangeClassesInput,
  type RemoveClassesInput,
} from './change-classes.js'
import {
  changeGroups,
  removeGroups,
  type ChangeGroupsInput,
  type RemoveGroupsInput,
} from './change-groups.js'
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
  return row && seesGroup(ctx.viewer, row) ? row : null
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

const refs = (ids: readonly string[]): Ref[] => ids.map((id) => ({ id }))

export const classResolvers = {
  Query: {
    schoolClass: async (_: unknown, args: Ref, ctx: Ctx) =>
      (await schoolClass(ctx, args.id)) ? self(args) : null,
  },
  Mutation: {
    createClasses: (_: unknown, { input }: { input: CreateClassesInput }, ctx: Ctx) =>
      createClasses(ctx, input),
    createGroups: (_: unknown, { input }: { input: CreateGroupsInput }, ctx: Ctx) => createGroups(ctx, input),
    changeClasses: (_: unknown, { input }: { input: ChangeClassesInput }, ctx: Ctx) =>
      changeClasses(ctx, input),
    removeClasses: (_: unknown, { input }: { input: RemoveClassesInput }, ctx: Ctx) =>
      removeClasses(ctx, input),
    changeGroups: (_: unknown, { input }: { input: ChangeGroupsInput }, ctx: Ctx) => changeGroups(ctx, input),
    removeGroups: (_: unknown, { input }: { input: RemoveGroupsInput }, ctx: Ctx) => removeGroups(ctx, input),
  },
  SchoolClass: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => ((await schoolClass(ctx, ref.id)) ? self(ref) : null),
    name: ofClass((row) => row.name),
    grade: ofClass((row) => row.grade),
    letter: ofClass((row) => row.letter),
    version: ofClass((row) => row.version),
    year: ofClass((row) => ({ id: row.yearId })),
    classTeacher: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await schoolClass(ctx, ref.id)
      const id = row && (await ctx.loaders.classTeacher.load(`${row.id}|${await today(ctx, row.schoolId)}`))
      return id ? { id } : null
    },
    pupils: async (ref: Ref, args: { on?: string | null }, ctx: Ctx) => {
      const row = await schoolClass(ctx, ref.id)
      if (!row || !seesSchool(ctx.viewer, row.schoolId)) return null
      return refs(
        await ctx.loaders.classMembers.load(`${row.id}|${args.on ?? (await today(ctx, row.schoolId))}`),
      )
    },
    groups: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await schoolClass(ctx, ref.id)
      if (!row || !seesSchool(ctx.viewer, row.schoolId)) return null
      const groups = await ctx.loaders.groupsOfClass.load(row.id)
      return groups.filter((one) => seesGroup(ctx.viewer, { ...one, schoolId: row.schoolId })).map(self)
    },
  },
  StudyGroup: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => ((await group(ctx, ref.id)) ? self(ref) : null),
    name: async (ref: Ref, _: unknown, ctx: Ctx) => (await group(ctx, ref.id))?.name ?? null,
    version: async (ref: Ref, _: unknown, ctx: Ctx) => (await group(ctx, ref.id))?.version ?? null,
    year: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await group(ctx, ref.id)
      return row ? { id: row.yearId } : null
    },
    schoolClasses: async (ref: Ref, _: unknown, ctx: Ctx) =>
      (await group(ctx, ref.id))?.classIds.map((id) => ({ id })) ?? null,
    members: async (ref: Ref, args: { on?: string | null }, ctx: Ctx) => {
      const row = await group(ctx, ref.id)
      if (!row) return null
      return refs(
        await ctx.loaders.groupMembers.load(`${row.id}|${args.on ?? (await today(ctx, row.schoolId))}`),
      )
    },
  },
}
