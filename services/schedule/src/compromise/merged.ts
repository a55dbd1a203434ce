import type { Tx } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'

/** The entry of a person into which the one that the log names was merged since, or that one itself. */
export async function ledTo(tx: Tx, personId: string | null): Promise<string | null> {
  if (personId === null) return null
  const [merge] = await tx.sql<{ kept: string }>(
    sql`select kept_id as kept from ref_merge where id = ${personId}`,
  )
  return merge?.kept ?? personId
}
