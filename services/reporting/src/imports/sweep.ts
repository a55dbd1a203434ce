// Files that nobody applied within their days, and the rows read from them, are deleted: they hold names of children.
import { everything, type Database } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import type { RawFiles } from './raw-files.js'

/** Deletes what is due; gives the ids of the imports. */
export async function sweepImports(db: Database, files: RawFiles, now: Date): Promise<string[]> {
  const due = await db.write(everything, async (tx) => {
    const rows = await tx.sql<{ id: string }>(sql`update import set file_kept_until = null,
        state = case when state in ('CHECKING', 'CHECKED') then 'DROPPED' else state end
      where file_kept_until < ${now} returning id`)
    await tx.sql(
      sql`delete from import_item t using import i where i.id = t.import_id and i.state = 'DROPPED' and i.id = any(${rows.map(({ id }) => id)}::uuid[])`,
    )
    return rows.map(({ id }) => id)
  })
  await Promise.all(due.map((id) => files.delete(id)))
  return due
}
