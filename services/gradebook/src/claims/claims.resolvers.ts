import type { Ctx } from '../context.js'
import {
  answerMarkClaim,
  claimWrongMark,
  withdrawMarkClaim,
  type AnswerMarkClaimInput,
  type ClaimWrongMarkInput,
} from './claims.js'
import { claimById, claimFigures, markClaims, type ClaimRow } from './claims-list.js'

type Made = { claim?: { id: string } | null }
const made = {
  claim: (payload: Made, _: unknown, ctx: Ctx) => (payload.claim ? claimById(ctx, payload.claim.id) : null),
}

export const claimResolvers = {
  Query: {
    markClaims: (_: unknown, args: Parameters<typeof markClaims>[1], ctx: Ctx) => markClaims(ctx, args),
    claimFigures: (_: unknown, args: Parameters<typeof claimFigures>[1], ctx: Ctx) => claimFigures(ctx, args),
  },
  Mutation: {
    claimWrongMark: (_: unknown, { input }: { input: ClaimWrongMarkInput }, ctx: Ctx) =>
      claimWrongMark(ctx, input),
    withdrawMarkClaim: (
      _: unknown,
      { input }: { input: Parameters<typeof withdrawMarkClaim>[1] },
      ctx: Ctx,
    ) => withdrawMarkClaim(ctx, input),
    answerMarkClaim: (_: unknown, { input }: { input: AnswerMarkClaimInput }, ctx: Ctx) =>
      answerMarkClaim(ctx, input),
  },
  ClaimWrongMarkPayload: made,
  WithdrawMarkClaimPayload: made,
  AnswerMarkClaimPayload: made,
  MarkClaim: {
    mark: (row: ClaimRow, _: unknown, ctx: Ctx) =>
      row.markStands ? ctx.loaders.mark.load(row.markId) : null,
    late: (row: ClaimRow, _: unknown, ctx: Ctx) =>
      !row.withdrawn && (row.answeredAt ?? ctx.now) > row.answerDueAt,
    viewerCanAnswer: (row: ClaimRow) => row.keeper && !row.withdrawn && row.answeredAt === null,
  },
}
