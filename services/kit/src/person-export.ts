import { everything, type Database } from './database.js'
import { sendJson, type Door } from './server.js'
import { sql, type Sql } from './sql.js'

/** What a table holds on one person: a statement, one JSON a row. Never credentials. */
export type PersonTable = {
  readonly name: string
  readonly rows: (schoolId: string, personId: string) => Sql
}

/** What the service's log says about a person, with the texts that were not erased. */
const log: PersonTable = {
  name: 'log',
  rows: (school, person) => sql`
    select e.at, e.act, e.leaf::json as entry,
      (select json_object_agg(t.name, t.text) from log_text t where t.entry_id = e.id) as texts
    from log_entry e where e.school_id = ${school} and e.about_id = ${person} order by e.seq`,
}

/**
 * `GET /internal/person?schoolId=…&personId=…`: all that the service holds on one person, as `{table: rows}` in one
 * snapshot of the database. Tables in which nothing stands are there, empty.
 */
export function personDoor(system: Database, tables: readonly PersonTable[]): Door {
  const all = [...tables, log]
  return {
    method: 'GET',
    path: '/internal/person',
    internal: true,
    answer: async (_, response, url) => {
      const [school, person] = [
        url.searchParams.get('schoolId') ?? '',
        url.searchParams.get('personId') ?? '',
      ]
      const found = await system.readAll(
        everything,
        all.map((table) => table.rows(school, person)),
      )
      sendJson(response, 200, Object.fromEntries(all.map((table, i) => [table.name, found[i] ?? []])))
    },
  }
}
