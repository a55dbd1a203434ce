import { everything, type Database } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import type { FileStore } from '../documents/documents.js'

/** Wipes documents whose time is over, but those that can be taken once: slips have a sweep of their own. */
export async function sweepExpired(db: Database, files: FileStore, now: Date): Promise<string[]> {
  const due = await db.write(everything, (tx) =>
    tx.sql<{ id: string; sha256: string }>(sql`update document set taken_at = ${now}
      where not once_only and taken_at is null and expires_at <= ${now} returning id, sha256`),
  )
  await Promise.all(due.map(({ sha256 }) => files.wipe(sha256)))
  return due.map(({ id }) => id)
}
