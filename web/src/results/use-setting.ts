// Setting, taking back and closing: each act once, then the page is read again.
'use client'
import {
  CloseResultsDocument,
  SetEndsDocument,
  SetResultsDocument,
  WithdrawEndDocument,
  WithdrawResultDocument,
} from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct, type Deeds } from '../graph/use-act.js'
import type { Square, Target } from './squares.js'

export type Setting = Pick<Deeds, 'busy' | 'refusal'> & {
  /** Marks of one target, all or nothing. */
  readonly set: (target: Target, marks: readonly ToSet[]) => Promise<boolean>
  readonly withdraw: (square: Square, reason: string) => Promise<boolean>
  readonly close: (courseId: string, periodId: string) => Promise<boolean>
}
export type ToSet = { readonly square: Square; readonly value: string; readonly reason?: string }

export function useSetting(again: () => Promise<void>): Setting {
  const { busy, refusal, run } = useAct()
  const then = async (done: boolean) => {
    await again()
    return done
  }
  return {
    busy,
    refusal,
    set: async (target, entries) => {
      const marks = entries.map(({ square, value, reason }) => ({
        pupilId: square.pupilId,
        value,
        reason: reason?.trim() || null,
        expectedVersion: square.mark?.version ?? null,
      }))
      const { kind, courseId } = target
      return then(
        kind === 'period'
          ? await run(
              SetResultsDocument,
              { input: { requestId: newId(), courseId, periodId: target.periodId, marks } },
              (data) => data.setPeriodMarks,
            )
          : await run(
              SetEndsDocument,
              { input: { requestId: newId(), courseId, kind, marks } },
              (data) => data.setFinalMarks,
            ),
      )
    },
    withdraw: async ({ target, mark }, reason) => {
      const asked = {
        requestId: newId(),
        reason: reason.trim() || null,
        expectedVersion: mark?.version ?? null,
      }
      const id = mark?.id ?? ''
      return then(
        target.kind === 'period'
          ? await run(
              WithdrawResultDocument,
              { input: { ...asked, periodMarkId: id } },
              (data) => data.withdrawPeriodMark,
            )
          : await run(
              WithdrawEndDocument,
              { input: { ...asked, finalMarkId: id } },
              (data) => data.withdrawFinalMark,
            ),
      )
    },
    close: async (courseId, periodId) =>
      then(
        await run(
          CloseResultsDocument,
          { input: { requestId: newId(), courseId, periodId } },
          (data) => data.closePeriod,
        ),
      ),
  }
}
