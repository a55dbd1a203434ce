import type { Tx } from '@zhurnal/kit/database'
import { reportHandler } from '@zhurnal/kit/report-handler'
import { sql } from '@zhurnal/kit/sql'
import { accountCompromised } from '@zhurnal/roster/events'
import { book } from './book.js'

async function nameOf(tx: Tx, personId: string): Promise<string | null> {
  const [person] = await tx.sql<{ name: string }>(
    sql`select concat_ws(' ', last_name, first_name, patronymic) as name from ref_person where id = ${personId}`,
  )
  return person?.name ?? null
}

/** Keeps reports of stolen logins, and voids at once what was written after the notice (4.4). */
export const compromiseHandler = (clock: () => Date) => reportHandler(accountCompromised, book, nameOf, clock)
