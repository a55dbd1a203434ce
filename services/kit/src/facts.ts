import type { Tx } from './database.js'
import { sql, Sql } from './sql.js'

/** Quotes a name of our own (a literal in the code, never input). */
const name = (text: string): Sql => new Sql(`"${text}"`, [])
const joined = (parts: readonly Sql[], by: string): Sql =>
  parts.reduce((all, one, i) => (i === 0 ? one : sql`${all}${new Sql(by, [])}${one}`), new Sql('', []))

/**
 * Puts rows of an event into a reference table: a row that is new or has a higher version than the kept one.
 * Columns are named as in the table; every table has `school_id`, `id`, `version`. A row that is gone upstream comes
 * with its `removed` flag and is kept as a tombstone, so that an older version of it cannot rise again.
 * Returns the ids of the rows that changed something.
 */
export async function keepFacts(
  tx: Tx,
  table: string,
  schoolId: string,
  columns: Readonly<Record<string, string>>,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<string[]> {
  if (rows.length === 0) return []
  const names = Object.keys(columns)
  const typed = joined(
    names.map((column) => sql`${name(column)} ${new Sql(columns[column] ?? 'text', [])}`),
    ', ',
  )
  const listed = joined(names.map(name), ', ')
  const set = joined(
    names
      .filter((column) => column !== 'id')
      .map((column) => sql`${name(column)} = excluded.${name(column)}`),
    ', ',
  )
  // Two versions of one row in one event: the newer.
  const latest = new Map<unknown, Readonly<Record<string, unknown>>>()
  for (const row of rows)
    if (Number(latest.get(row.id)?.version ?? -1) < Number(row.version)) latest.set(row.id, row)
  const kept = await tx.sql<{ id: string }>(sql`
    insert into ${name(table)} as kept (school_id, ${listed})
    select ${schoolId}, ${listed} from jsonb_to_recordset(${JSON.stringify([...latest.values()])}::jsonb) as t(${typed})
    on conflict (id) do update set ${set} where kept.version < excluded.version
    returning id`)
  return kept.map((row) => row.id)
}
