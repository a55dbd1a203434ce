import type { Tx } from './database.js'
import { on, type Handler } from './consumer.js'
import { rowHash, type Columns } from './fact-hash.js'
import { keepFacts } from './facts.js'
import type { EventKind } from './outbox.js'
import { sql, Sql } from './sql.js'

/** A row as a comparison saw it: it is forgotten only while it still is that row. */
export type SeenRow = { readonly id: string; readonly hash: string }

/** Where a consumer keeps the facts of one kind, so that they can be compared with their owner's and mended. */
export type KeptFacts = {
  readonly columns: Columns
  readonly rows: (schoolId: string) => Sql
  /** Schools that any row is of. */
  readonly schools: Sql
  /** Takes rows away that are not their owner's; a row that has changed since it was seen stays. */
  readonly forget: (tx: Tx, schoolId: string, seen: readonly SeenRow[]) => Promise<void>
}

/**
 * Keeps the facts of one kind as rows of a reference table. `then` is told the ids of rows that changed something.
 * `columns` are those of the event that are kept, beside `id` and `version`.
 */
export function keep(
  kind: EventKind,
  table: string,
  columns: Columns,
  then?: (tx: Tx, schoolId: string, ids: readonly string[]) => Promise<void>,
): Handler {
  const all: Columns = { id: 'uuid', version: 'integer', ...columns }
  const handler = on(kind, async (tx, schoolId, rows) => {
    const facts = rows as readonly Readonly<Record<string, unknown>>[]
    const changed = await keepFacts(tx, table, schoolId, all, facts)
    if (changed.length > 0) await then?.(tx, schoolId, changed)
  })
  return { ...handler, kept: keptInTable(table, all) }
}

function keptInTable(table: string, columns: Columns): KeptFacts {
  const from = new Sql(`"${table}"`, [])
  const listed = new Sql(
    Object.keys(columns)
      .map((name) => `"${name}"`)
      .join(', '),
    [],
  )
  return {
    columns,
    rows: (schoolId) => sql`select ${listed} from ${from} where school_id = ${schoolId}`,
    schools: sql`select distinct school_id as id from ${from}`,
    forget: async (tx, schoolId, seen) => {
      await tx.sql(sql`delete from ${from} t
        using unnest(${seen.map((row) => row.id)}::uuid[], ${seen.map((row) => row.hash)}::text[]) as seen(id, hash)
        where t.id = seen.id and t.school_id = ${schoolId} and ${rowHash(columns)} = seen.hash`)
    },
  }
}
