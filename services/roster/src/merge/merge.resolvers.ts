import type { Ctx } from '../context.js'
import { duplicates } from './duplicates.js'
import { mergePeople, type MergePeopleInput } from './merge-people.js'

export const mergeResolvers = {
  Mutation: {
    mergePeople: (_: unknown, { input }: { input: MergePeopleInput }, ctx: Ctx) => mergePeople(ctx, input),
  },
  School: {
    duplicates: (ref: { id: string }, _: unknown, ctx: Ctx) => duplicates(ctx, ref.id),
  },
}
