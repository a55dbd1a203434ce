import DataLoader from 'dataloader'
import type { Database, Scope } from '@zhurnal/kit/database'
import { sql, type Sql } from '@zhurnal/kit/sql'
import type { Relation } from './entered-cards.js'
import { gapsOf, type CardGap } from './gaps.js'

export type ContactsRow = {
  personId: string
  phone: string | null
  email: string | null
  address: string | null
  version: number
}
export type GuardianshipRow = {
  guardianId: string
  pupilId: string
  relation: Relation | null
  legalRepresentative: boolean
  refusedServiceOn: string | null
}

/** What a card holds beside the name, by the person's id: one query for all that a request asks for. */
export function cardLoaders(db: Database, scope: Scope, now: Date) {
  const guardianships = (side: Sql, owner: (row: GuardianshipRow) => string) =>
    new DataLoader<string, GuardianshipRow[]>(async (ids) => {
      const rows = await db.read<GuardianshipRow>(
        scope,
        sql`select g.guardian_id as "guardianId", g.pupil_id as "pupilId", g.relation,
            g.legal_representative as "legalRepresentative", g.refused_service_on as "refusedServiceOn"
          from guardianship g join person o on o.id = g.guardian_id and not o.removed
            join person c on c.id = g.pupil_id and not c.removed
          where ${side} = any(${ids}::uuid[]) order by o.last_name collate "ru-RU-x-icu", o.first_name, o.id, c.first_name, c.id`,
      )
      const found = new Map<string, GuardianshipRow[]>(ids.map((id) => [id, []]))
      for (const row of rows) found.get(owner(row))?.push(row)
      return ids.map((id) => found.get(id) ?? [])
    })
  return {
    contacts: new DataLoader<string, ContactsRow>(async (ids) => {
      const rows = await db.read<ContactsRow>(
        scope,
        sql`select person_id as "personId", phone, email, address, version from contacts
          where person_id = any(${ids}::uuid[])`,
      )
      const found = new Map(rows.map((row) => [row.personId, row]))
      return ids.map(
        (id) => found.get(id) ?? { personId: id, phone: null, email: null, address: null, version: 0 },
      )
    }),
    guardianshipsOfPupil: guardianships(sql`g.pupil_id`, (row) => row.pupilId),
    guardianshipsOfGuardian: guardianships(sql`g.guardian_id`, (row) => row.guardianId),
    snilsKnown: new DataLoader<string, boolean>(async (ids) => {
      const rows = await db.read<{ id: string }>(
        scope,
        sql`select id from person where id = any(${ids}::uuid[]) and snils_hmac is not null`,
      )
      const found = new Set(rows.map((row) => row.id))
      return ids.map((id) => found.has(id))
    }),
    gaps: new DataLoader<string, CardGap[]>(async (ids) => {
      const rows = await db.read<{ id: string; gaps: CardGap[] }>(
        scope,
        sql`select p.id, ${gapsOf(now)} as gaps from person p join school s on s.id = p.school_id
          where p.id = any(${ids}::uuid[])`,
      )
      const found = new Map(rows.map((row) => [row.id, row.gaps]))
      return ids.map((id) => found.get(id) ?? [])
    }),
  }
}
