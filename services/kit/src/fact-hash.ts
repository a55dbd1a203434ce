// Facts in two databases are compared by hashes that PostgreSQL works out on both sides, over the columns that the
// consumer keeps: no row travels while all is well, and both sides write a value the same way.
import { z } from 'zod'
import { sql, Sql } from './sql.js'

const columnType = z.enum([
  'uuid',
  'text',
  'boolean',
  'smallint',
  'integer',
  'numeric',
  'date',
  'timestamptz',
  'jsonb',
  'uuid[]',
  'smallint[]',
  'text[]',
])

/** Columns of a kept fact with their SQL types. They come over an internal door and become SQL: nothing but names. */
export const columnsSchema = z
  .record(z.string().regex(/^[a-z][a-z_]*$/), columnType)
  .refine((columns) => columns['id'] === 'uuid', 'a fact has an id')
export type Columns = Readonly<Record<string, z.infer<typeof columnType>>>

const literal = (text: string): Sql => new Sql(text, [])

/** Dates, instants and numbers as text that depends on no setting of the session and no scale of the column. */
function written(name: string, type: string): string {
  const column = `t."${name}"`
  if (type === 'date') return `to_char(${column}, 'YYYY-MM-DD')`
  if (type === 'timestamptz') return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`
  return type === 'numeric' ? `trim_scale(${column})` : column
}

/** The hash of a row of `t`: null and an empty text are not the same. */
export function rowHash(columns: Columns): Sql {
  const names = Object.keys(columns).toSorted()
  return literal(`md5(row(${names.map((name) => written(name, columns[name] ?? 'text')).join(', ')})::text)`)
}

/** `id, hash` of each row that a consumer keeps; `rows` gives the columns by their names. */
export const keptHashes = (rows: Sql, columns: Columns): Sql =>
  sql`select t.id, ${rowHash(columns)} as hash from (${rows}) t`

/** `id, hash` of each fact of the owner, read into the consumer's types as an event's row would be. */
export function toldHashes(rows: Sql, columns: Columns): Sql {
  const typed = Object.entries(columns).map(([name, type]) => `"${name}" ${type}`)
  return sql`select t.id, ${rowHash(columns)} as hash
    from (${rows}) fact, jsonb_to_record(to_jsonb(fact)) as t(${literal(typed.join(', '))})`
}

/** One row for many: how many they are, and a hash of their hashes. */
export const digestOf = (hashes: Sql): Sql =>
  sql`select count(*) as count, coalesce(md5(string_agg(h.hash, '' order by h.id)), '') as hash from (${hashes}) h`
