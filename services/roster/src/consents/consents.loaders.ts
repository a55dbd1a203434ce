import DataLoader from 'dataloader'
import type { Database, Scope } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import type { Purpose } from './consents.js'

export type ConsentRow = {
  id: string
  schoolId: string
  personId: string
  purpose: Purpose
  givenByName: string | null
  ground: string | null
  document: string | null
  from: string
  until: string | null
  withdrawnOn: string | null
  version: number
}

export const consentColumns = sql`k.id, k.school_id as "schoolId", k.person_id as "personId", k.purpose,
  k.given_by_name as "givenByName", k.ground, k.document, k.from_day as "from", k.until_day as until,
  k.withdrawn_on as "withdrawnOn", k.version`

export function consentLoaders(db: Database, scope: Scope) {
  return {
    /** Consents of a person, newest first. */
    consents: new DataLoader<string, ConsentRow[]>(async (ids) => {
      const rows = await db.read<ConsentRow>(
        scope,
        sql`select ${consentColumns} from consent k where k.person_id = any(${ids}::uuid[])
          order by k.from_day desc, k.id desc`,
      )
      const found = new Map<string, ConsentRow[]>(ids.map((id) => [id, []]))
      for (const row of rows) found.get(row.personId)?.push(row)
      return ids.map((id) => found.get(id) ?? [])
    }),
    consent: new DataLoader<string, ConsentRow | null>(async (ids) => {
      const asked = ids.filter((id) => /^[0-9a-f-]{36}$/i.test(id))
      const rows = await db.read<ConsentRow>(
        scope,
        sql`select ${consentColumns} from consent k where k.id = any(${asked}::uuid[])`,
      )
      const found = new Map(rows.map((row) => [row.id, row]))
      return ids.map((id) => found.get(id.toLowerCase()) ?? null)
    }),
  }
}
