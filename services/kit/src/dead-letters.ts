// Where what cannot be done ends, so that it holds up nobody: an event that its consumer refuses each time, a job that
// fails or ends its worker each time. Kept with the reason until the operator has seen to it.
import pg from 'pg'
import { v5 as idFrom, validate as isId } from 'uuid'
import { z } from 'zod'
import { everything, type Database, type Tx } from './database.js'
import type { Logger } from './logging.js'
import type { EventMessage } from './outbox.js'
import { sql } from './sql.js'

export type DeadLetter = {
  readonly id: string
  readonly kind: 'EVENT' | 'JOB'
  readonly name: string
  readonly schoolId: string
  readonly reason: string
  readonly attempts: number
  readonly at: Date
}

export type NewDeadLetter = Omit<DeadLetter, 'at'> & { readonly payload?: unknown }

const nobody = '00000000-0000-0000-0000-000000000000'
const idOf = (text: string): string => (isId(text) ? text : idFrom(text, idFrom.URL))

/** Keeps it, or what is known of it by now. */
export async function bury(tx: Tx, letter: NewDeadLetter): Promise<void> {
  await tx.sql(sql`insert into dead_letter (id, kind, name, school_id, payload, reason, attempts)
    values (${idOf(letter.id)}, ${letter.kind}, ${letter.name}, ${isId(letter.schoolId) ? letter.schoolId : nobody},
      ${JSON.stringify(letter.payload ?? null)}::jsonb, ${letter.reason.slice(0, 500)}, ${letter.attempts})
    on conflict (id) do update set reason = excluded.reason, attempts = dead_letter.attempts + excluded.attempts, at = now()`)
}

/** It was done after all. */
export async function unbury(tx: Tx, id: string): Promise<void> {
  await tx.sql(sql`delete from dead_letter where id = ${idOf(id)}`)
}

export async function deadLetters(db: Database): Promise<DeadLetter[]> {
  return db.read<DeadLetter>(
    everything,
    sql`select id, kind, name, school_id as "schoolId", reason, attempts, at from dead_letter order by at, id`,
  )
}

/** The event that lies under an id; undefined when there is none. */
export async function deadEvent(db: Database, id: string): Promise<EventMessage | undefined> {
  if (!isId(id)) return undefined
  const [row] = await db.read<{ name: string; schoolId: string; payload: unknown[] }>(
    everything,
    sql`select name, school_id as "schoolId", payload from dead_letter where id = ${id} and kind = 'EVENT'`,
  )
  return row && { id, name: row.name, schoolId: row.schoolId, rows: row.payload }
}

/** A reason for the operator, in a line. It stands in the database beside the record, never in a log. */
export function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError)
    return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
  return (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).replaceAll(/\s+/g, ' ')
}

// SQLSTATE classes of a server that cannot now, not of a statement that never will: connection, resources, operator,
// system, a transaction that lost to another.
const passing = /^(08|40|53|55|57|58)/

/** True for trouble that passes by itself: a database that is down or full, a service that does not answer. */
export function isPassing(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = 'driverError' in at ? at.driverError : at.cause) {
    if (at instanceof pg.DatabaseError) return passing.test(at.code ?? '')
    if ('code' in at && /^(E[A-Z]+|UND_ERR_)/.test(String(at.code))) return true
    if (/connection terminated|timeout|not queryable|fetch failed|cannot connect/i.test(at.message))
      return true
  }
  return false
}

/**
 * Does `work` for one delivery of an event. When it fails on the last attempt, for a reason that does not pass, the
 * event is kept as a dead letter and counts as delivered: those behind it go on.
 */
export async function orBury(
  about: {
    readonly db: Database
    readonly log: Logger
    readonly event: EventMessage
    readonly attempts: number
    readonly last: boolean
  },
  work: () => Promise<void>,
): Promise<void> {
  const { db, log, event, attempts } = about
  try {
    await work()
  } catch (error) {
    if (!about.last || isPassing(error)) throw error
    const { id, name, schoolId, rows } = event
    await db.write(everything, (tx) =>
      bury(tx, { id, kind: 'EVENT', name, schoolId, payload: rows, reason: reasonOf(error), attempts }),
    )
    log.error({ event: id, name, attempts }, 'dead letter: an event was refused each time')
  }
}
