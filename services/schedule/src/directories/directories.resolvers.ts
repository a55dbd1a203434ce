import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { at } from '../policy.js'
import {
  addDirectories,
  defineBells,
  type AddDirectoriesInput,
  type DefineBellsInput,
} from './directories.js'

type Ref = { id: string }

export const directoryResolvers = {
  Mutation: {
    addDirectories: (_: unknown, { input }: { input: AddDirectoriesInput }, ctx: Ctx) =>
      addDirectories(ctx, input),
    defineBells: (_: unknown, { input }: { input: DefineBellsInput }, ctx: Ctx) => defineBells(ctx, input),
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
    __resolveReference: async (ref: Ref, ctx: Ctx) =>
      (await ctx.db.read(ctx.scope, sql`select id, name from bell_schedule where id::text = ${ref.id}`))[0] ??
      null,
    name: async (ref: Ref & { name?: string }, _: unknown, ctx: Ctx) =>
      ref.name ??
      (
        await ctx.db.read<{ name: string }>(
          ctx.scope,
          sql`select name from bell_schedule where id = ${ref.id}`,
        )
      )[0]?.name ??
      null,
    bells: async (ref: Ref, _: unknown, ctx: Ctx) =>
      ctx.db.read(
        ctx.scope,
        sql`select number, to_char(starts_at, 'HH24:MI') as "startsAt", to_char(ends_at, 'HH24:MI') as "endsAt"
          from bell where bell_schedule_id = ${ref.id} order by starts_at`,
      ),
  },
  School: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => (at(ctx.viewer, ref.id) ? { id: ref.id } : null),
    subjects: async (ref: Ref, _: unknown, ctx: Ctx) =>
      ctx.db.read(
        ctx.scope,
        sql`select id from subject where school_id = ${ref.id} order by name collate "ru-RU-x-icu"`,
      ),
    rooms: async (ref: Ref, _: unknown, ctx: Ctx) =>
      ctx.db.read(
        ctx.scope,
        sql`select id from room where school_id = ${ref.id} order by name collate "ru-RU-x-icu"`,
      ),
    bellSchedules: async (ref: Ref, _: unknown, ctx: Ctx) =>
      ctx.db.read(
        ctx.scope,
        sql`select id, name from bell_schedule where school_id = ${ref.id} order by name`,
      ),
  },
}
