import type { Ctx } from '../context.js'
import { enterForeignMarks, type EnterForeignMarksInput } from './enter-marks.js'
import { enterForeignRecord, type EnterForeignRecordInput } from './enter-record.js'
import { withdrawForeignRecord, type WithdrawForeignRecordInput } from './withdraw-record.js'

export const foreignResolvers = {
  Mutation: {
    enterForeignRecord: (_: unknown, { input }: { input: EnterForeignRecordInput }, ctx: Ctx) =>
      enterForeignRecord(ctx, input),
    withdrawForeignRecord: (_: unknown, { input }: { input: WithdrawForeignRecordInput }, ctx: Ctx) =>
      withdrawForeignRecord(ctx, input),
    enterForeignMarks: (_: unknown, { input }: { input: EnterForeignMarksInput }, ctx: Ctx) =>
      enterForeignMarks(ctx, input),
  },
}
