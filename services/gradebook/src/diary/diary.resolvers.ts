import type { Ctx } from '../context.js'
import { diary } from './diary.js'

export const diaryResolvers = {
  Query: {
    diary: (_: unknown, args: { pupilId: string; from: string; to: string }, ctx: Ctx) =>
      diary(ctx, args.pupilId, args.from, args.to),
  },
  Pupil: {
    diary: (ref: { id: string }, args: { from: string; to: string }, ctx: Ctx) =>
      diary(ctx, ref.id, args.from, args.to),
  },
}
