import { everything, type Database } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import type { RawFiles } from '../imports/raw-files.js'

const looseForMs = 24 * 3_600_000

/** Deletes files that nothing was attached to within a day; gives their ids. */
export async function sweepUploads(db: Database, files: RawFiles, now: Date): Promise<string[]> {
  const due = await db.write(everything, (tx) =>
    tx.sql<{ id: string }>(sql`delete from uploaded_file
      where not attached and created_at <= ${new Date(now.getTime() - looseForMs)} returning id`),
  )
  for (const { id } of due) await files.delete(id)
  return due.map(({ id }) => id)
}
