import type { Database } from './database.js'
import type { ExportTable } from './export.js'
import { currentCheckpoint, type LogSigner } from './log-tree.js'
import { sendJson, type Door } from './server.js'
import { sql } from './sql.js'

/** The log's part of a snapshot: leaves in order, and the texts whose hashes stand in them. */
export const logTables: readonly ExportTable[] = [
  {
    name: 'log',
    rows: (school) => sql`
      select e.seq, e.id as "entryId", replace(encode(convert_to(e.leaf, 'UTF8'), 'base64'), chr(10), '') as leaf, encode(e.leaf_hash, 'hex') as "leafHash",
        (select json_object_agg(t.name, json_build_object('salt', encode(t.salt, 'base64'), 'text', t.text)) from log_text t where t.entry_id = e.id) as texts
      from log_entry e where e.school_id = ${school} order by e.seq`,
  },
]

/** `POST /internal/checkpoint?schoolId=…`: the log as it stands now, signed; a snapshot asks for it. */
export function checkpointDoor(db: Database, signer: LogSigner, clock: () => Date): Door {
  return {
    method: 'POST',
    path: '/internal/checkpoint',
    internal: true,
    answer: async (_, response, url) => {
      const schoolId = url.searchParams.get('schoolId') ?? ''
      const point = await db.write({ schools: [schoolId] }, (tx) =>
        currentCheckpoint(tx, signer, schoolId, clock()),
      )
      sendJson(response, 200, {
        ...point,
        root: point.root.toString('hex'),
        origin: point.origin,
        verifierKey: point.verifierKey,
      })
    },
  }
}
