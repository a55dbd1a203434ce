import type { Ctx } from '../context.js'
import { cellHistory } from './cell-history.js'
import { markChanges, type MarkChangeRow, type MarkChangesArgs } from './mark-changes.js'
import { checkpoint, checkpoints, consistencyProof, inclusionProof } from './proofs.js'

export const logResolvers = {
  Query: {
    markChanges: (_: unknown, args: MarkChangesArgs, ctx: Ctx) => markChanges(ctx, args),
    cellHistory: (_: unknown, args: { lessonId: string; pupilId: string }, ctx: Ctx) =>
      cellHistory(ctx, args.lessonId, args.pupilId),
    checkpoint: (_: unknown, args: { schoolId?: string | null }, ctx: Ctx) => checkpoint(ctx, args.schoolId),
    checkpoints: (_: unknown, args: { schoolId?: string | null; first?: number | null }, ctx: Ctx) =>
      checkpoints(ctx, args.schoolId, args.first ?? undefined),
    inclusionProof: (_: unknown, args: { entryId: string; treeSize: number }, ctx: Ctx) =>
      inclusionProof(ctx, args.entryId, args.treeSize),
    consistencyProof: (
      _: unknown,
      args: { schoolId?: string | null; fromSize: number; toSize: number },
      ctx: Ctx,
    ) => consistencyProof(ctx, args.schoolId, args.fromSize, args.toSize),
  },
  MarkChange: {
    // Always of the staff, whom roster shows to everybody of the school.
    by: (row: MarkChangeRow) => ({ id: row.byId }),
    pupil: (row: MarkChangeRow) => ({ id: row.pupilId }),
    course: (row: MarkChangeRow) => ({ id: row.courseId }),
  },
}
