import { v7 as newId } from 'uuid'
import type { z } from 'zod'
import type { Tx } from './database.js'
import { sql } from './sql.js'

/** What a service tells others: a name with its version, the shape of its rows, and who receives it. */
export type EventKind<S extends z.ZodType = z.ZodType> = {
  readonly name: string
  readonly row: S
  readonly consumers: readonly string[]
}

export const defineEvent = <S extends z.ZodType>(kind: EventKind<S>): EventKind<S> => kind

/** An event as it travels: facts of one kind about one school, each row with its version. */
export type EventMessage = { id: string; name: string; schoolId: string; rows: unknown[] }

/** Rows that one event carries at most: bulk changes travel in chunks. */
const rowsAtOnce = 500

/** Wakes the relay of this process once the transaction is durable. */
export type Nudge = () => void

/**
 * Tells others of facts, in the transaction that changes them: both become durable or neither does.
 * `only` names the one consumer of a replay.
 */
export async function emit<S extends z.ZodType>(
  tx: Tx,
  kind: EventKind<S>,
  schoolId: string,
  at: Date,
  rows: readonly z.input<S>[],
  options: { readonly nudge?: Nudge | undefined; readonly only?: string } = {},
): Promise<void> {
  const consumers = options.only ? kind.consumers.filter((one) => one === options.only) : [...kind.consumers]
  if (consumers.length === 0) return
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    const chunk = rows.slice(start, start + rowsAtOnce)
    await tx.sql(sql`
      with event as (
        insert into outbox (id, school_id, name, payload, at)
        values (${newId()}, ${schoolId}, ${kind.name}, ${JSON.stringify(chunk)}::jsonb, ${at}) returning id, position, school_id)
      insert into outbox_delivery (event_id, consumer, position, school_id)
      select event.id, consumer, event.position, event.school_id from event, unnest(${consumers}::text[]) as consumer`)
  }
  if (rows.length > 0 && options.nudge) tx.afterCommit(options.nudge)
}
