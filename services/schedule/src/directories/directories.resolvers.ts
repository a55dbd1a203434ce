import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { at } from '../policy.js'
import {
  addDirectories,
  defineBells,
  type AddDirectoriesInput,
  type DefineBellsInput,
} from './directories.js'

import { changeDirectories, type ChangeDirectoriesInput } from './change-directories.js'
import {
  removeBells,
  removeDirectories,
  type RemoveBellsInput,
  type RemoveDirectoriesInput,
} from './remove-directories.js'

type Ref = { id: string }

export const directoryResolvers = {
  Mutation: {
    addDirectories: (_: unknown, { input }: { input: AddDirectoriesInput }, ctx: Ctx) =>
      addDirectories(ctx, input),
    defineBells: (_: unknown, { input }: { input: DefineBellsInput }, ctx: Ctx) => defineBells(ctx, input),
    changeDirectories: (_: unknown, { input }: { input: ChangeDirectoriesInput }, ctx: Ctx) =>
      changeDirectories(ctx, input),
    removeDirectories: (_: unknown, { input }: { input: RemoveDirectoriesInput }, ctx: Ctx) =>
      removeDirectories(ctx, input),
    removeBells: (_: unknown, { input }: { input: RemoveBellsInput }, ctx: Ctx) => removeBells(ctx, input),
  },
  Subject: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => ctx.loaders.subject.load(ref.id),
    name: async (ref: Ref, _: unknown, ctx: Ctx) => (await ctx.loaders.subject.load(ref.id))?.name ?? null,
    shortName: async (ref: Ref, _: unknown, ctx: Ctx) =>
      (await ctx.loaders.subject.load(ref.id))?.shortName ?? null,
    withoutAttestation: async (ref: Ref, _: unknown, ctx: Ctx) =>
      (await ctx.loaders.subject.load(ref.id))?.withoutAttestation ?? null,
  },
  Room: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => ctx.loaders.room.load(ref.id),
    name: async (ref: Ref, _: unknown, ctx: Ctx) => (await ctx.loaders.room.load(ref.id))?.name ?? null,
    capacity: async (ref: Ref, _: unknown, ctx: Ctx) =>
      (await ctx.loaders.room.load(ref.id))?.capacity ?? null,
  },
  BellSchedule: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => ctx.loaders.bellSchedule.load(ref.id),
    name: async (ref: Ref & { name?: string }, _: unknown, ctx: Ctx) =>
      ref.name ?? (await ctx.loaders.bellSchedule.load(ref.id))?.name ?? null,
    bells: async (ref: Ref, _: unknown, ctx: Ctx) => ctx.loaders.bells.load(ref.id),
  },
  School: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => (at(ctx.viewer, ref.id) ? { id: ref.id } : null),
    subjects: async (ref: Ref, _: unknown, ctx: Ctx) =>
      ctx.db.read(
        ctx.scope,
        sql`select id from subject where school_id = ${ref.id} and not removed order by name collate "ru-RU-x-icu"`,
      ),
    rooms: async (ref: Ref, _: unknown, ctx: Ctx) =>
      ctx.db.read(
        ctx.scope,
        sql`select id from room where school_id = ${ref.id} and not removed order by name collate "ru-RU-x-icu"`,
      ),
    bellSchedules: async (ref: Ref, _: unknown, ctx: Ctx) =>
      ctx.db.read(
        ctx.scope,
        sql`select id, name from bell_schedule where school_id = ${ref.id} and not removed order by name`,
      ),
  },
}
