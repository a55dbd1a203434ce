import { once } from 'node:events'
import pg from 'pg'
import type { ServerResponse } from 'node:http'
import type { Database } from './database.js'
import type { Door } from './server.js'
import type { Sql } from './sql.js'

/** One table of the record as a snapshot takes it: a statement for one school, ordered by key, one JSON a row. */
export type ExportTable = {
  readonly name: string
  readonly rows: (schoolId: string, yearId: string | null) => Sql
}

const rowsAtOnce = 2000

/**
 * `GET /internal/export?schoolId=…&yearId=…`: the service's record of a school as NDJSON, one repeatable-read
 * transaction, streamed by a cursor. First a line `{"position": …}` with the last event's position, then per table
 * `{"table": …}` and its rows, at the end `{"end": rows}`: a reader knows that nothing is cut off.
 */
export function exportDoor(system: Database, tables: readonly ExportTable[]): Door {
  return {
    method: 'GET',
    path: '/internal/export',
    internal: true,
    answer: async (_, response, url) => {
      const schoolId = url.searchParams.get('schoolId') ?? ''
      response.writeHead(200, { 'content-type': 'application/x-ndjson' })
      const client = new pg.Client({
        connectionString: String((system.source.options as { url?: string }).url),
      })
      client.on('error', () => undefined)
      await client.connect()
      try {
        await client.query('begin isolation level repeatable read read only')
        const at = await client.query<{ position: number }>(
          'select coalesce(max(position), 0) as position from outbox',
        )
        await writeLine(response, { position: at.rows[0]?.position ?? 0 })
        let rows = 0
        for (const table of tables)
          rows += await writeTable(client, response, table, schoolId, url.searchParams.get('yearId'))
        await writeLine(response, { end: rows })
        response.end()
      } finally {
        await client.end()
      }
    },
  }
}

async function writeTable(
  client: pg.Client,
  response: ServerResponse,
  table: ExportTable,
  schoolId: string,
  yearId: string | null,
): Promise<number> {
  const statement = table.rows(schoolId, yearId)
  await writeLine(response, { table: table.name })
  await client.query(
    `declare export_rows no scroll cursor for select row_to_json(r)::text as line from (${statement.text}) r`,
    [...statement.values],
  )
  let rows = 0
  for (;;) {
    const batch = await client.query<{ line: string }>(`fetch ${rowsAtOnce} from export_rows`)
    if (batch.rows.length === 0) break
    rows += batch.rows.length
    if (!response.write(batch.rows.map((row) => `${row.line}\n`).join(''))) await once(response, 'drain')
  }
  await client.query('close export_rows')
  return rows
}

async function writeLine(response: ServerResponse, value: unknown): Promise<void> {
  if (!response.write(`${JSON.stringify(value)}\n`)) await once(response, 'drain')
}
