import type { Ctx } from '../context.js'
import type { JournalPage } from '../journal/page.js'
import {
  endUnlock,
  isOpen,
  unlock,
  unlockById,
  unlocks,
  unlocksOfPage,
  type UnlockInput,
  type UnlockRow,
  type UnlocksArgs,
} from './unlock.js'

type Made = { unlock?: { id: string } | null }
const made = (payload: Made, _: unknown, ctx: Ctx) =>
  payload.unlock ? unlockById(ctx, payload.unlock.id) : null

export const lockResolvers = {
  Query: {
    unlocks: (_: unknown, args: UnlocksArgs, ctx: Ctx) => unlocks(ctx, args),
  },
  Mutation: {
    unlock: (_: unknown, { input }: { input: UnlockInput }, ctx: Ctx) => unlock(ctx, input),
    endUnlock: (_: unknown, { input }: { input: Parameters<typeof endUnlock>[1] }, ctx: Ctx) =>
      endUnlock(ctx, input),
  },
  UnlockPayload: { unlock: made },
  EndUnlockPayload: { unlock: made },
  Unlock: {
    journal: (row: UnlockRow) => row,
    person: (row: UnlockRow) => ({ id: row.personId }),
    open: (row: UnlockRow, _: unknown, ctx: Ctx) => isOpen(row, ctx.now),
  },
}

/** Of a page that is shown. */
export const unlocksOf = (page: JournalPage, _: unknown, ctx: Ctx) =>
  unlocksOfPage(ctx, page.head.courseId, page.head.periodId)
