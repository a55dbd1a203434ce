import type { Tx } from './database.js'
import { emit, type EventKind, type Nudge } from './outbox.js'
import type { Sql } from './sql.js'

/** Facts that a statement is asked for: some by id, or all of a school. */
export type Which = { readonly ids: readonly string[] } | { readonly schoolId: string }

/**
 * Facts of one kind as their owner holds them. One statement serves a change, a replay and the nightly comparison, so
 * that the three cannot tell different things.
 */
export type FactSource = { readonly kind: EventKind; readonly rows: (which: Which) => Sql }

/** Tells others how facts of one kind stand now, in the transaction that changed them. */
export async function tellFacts(
  tx: Tx,
  source: FactSource,
  schoolId: string,
  ids: readonly string[],
  told: { readonly now: Date; readonly nudge: Nudge },
): Promise<void> {
  if (ids.length === 0) return
  const rows = await tx.sql<Record<string, unknown>>(source.rows({ ids }))
  await emit(tx, source.kind, schoolId, told.now, rows, { nudge: told.nudge })
}

/** Every fact of a school again, for a consumer that is new or lost its tables; with `consumer` for that one only. */
export async function replayFacts(
  tx: Tx,
  sources: readonly FactSource[],
  schoolId: string,
  consumer?: string,
): Promise<void> {
  for (const { kind, rows } of sources) {
    const facts = await tx.sql<Record<string, unknown>>(rows({ schoolId }))
    await emit(tx, kind, schoolId, new Date(), facts, consumer ? { only: consumer } : {})
  }
}
