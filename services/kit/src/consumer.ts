import type { Worker } from 'bullmq'
import { everything, type Database, type Tx } from './database.js'
import { orBury } from './dead-letters.js'
import type { KeptFacts } from './kept-facts.js'
import type { Logger } from './logging.js'
import type { EventKind, EventMessage } from './outbox.js'
import type { QueueKit } from './queue.js'
import { deliveryAttempts, eventQueue } from './relay.js'
import { sql } from './sql.js'

/** What a consumer does with the rows of one kind of event, in one transaction of the system role. */
export type Handler = {
  readonly kind: EventKind
  readonly apply: (tx: Tx, schoolId: string, rows: readonly never[]) => Promise<void>
  /** Where the rows are kept, for the nightly comparison. */
  readonly kept?: KeptFacts
}

export function on<S extends EventKind>(
  kind: S,
  apply: (tx: Tx, schoolId: string, rows: readonly import('zod').output<S['row']>[]) => Promise<void>,
): Handler {
  return { kind, apply }
}

/** Tells the service that owns an event that it was applied here. */
export type Acknowledge = (owner: string, eventId: string) => Promise<void>

/**
 * Applies events to reference tables. Each event is applied once (inbox, same transaction); rows carry versions, so
 * that an older one that comes late changes nothing. Acknowledged only after the transaction is durable. An event that
 * is refused each time becomes a dead letter and is acknowledged: the ones behind it go on.
 */
export function consume(options: {
  readonly name: string
  readonly db: Database
  readonly queue: QueueKit
  readonly handlers: readonly Handler[]
  readonly acknowledge: Acknowledge
  readonly log: Logger
}): Worker<EventMessage, void> {
  const byName = new Map(options.handlers.map((handler) => [handler.kind.name, handler]))
  const onError = (error: Error) => options.log.warn({ err: error }, 'consumer: connection')
  return options.queue.worker<EventMessage, void>(
    eventQueue(options.name),
    async ({ data, attempt }) => {
      const last = attempt + 1 >= deliveryAttempts
      await orBury({ db: options.db, log: options.log, event: data, attempts: attempt + 1, last }, () =>
        applyEvent(options.db, byName, data),
      )
      await options.acknowledge(data.name.split('.')[0] ?? '', data.id)
    },
    { concurrency: 1, onError },
  )
}

export async function applyEvent(
  db: Database,
  handlers: ReadonlyMap<string, Handler>,
  event: EventMessage,
): Promise<void> {
  const handler = handlers.get(event.name)
  if (!handler) throw new Error(`no handler for ${event.name}`)
  const rows = handler.kind.row.array().parse(event.rows)
  await db.write(everything, async (tx) => {
    const fresh = await tx.sql(sql`insert into inbox (event_id, name) values (${event.id}, ${event.name})
      on conflict do nothing returning event_id`)
    if (fresh.length > 0) await handler.apply(tx, event.schoolId, rows as never)
  })
}
