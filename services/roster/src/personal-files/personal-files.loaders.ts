import DataLoader from 'dataloader'
import type { Database, Scope } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'

export type PersonalFileRow = {
  pupilId: string
  number: string | null
  healthGroup: string | null
  physicalEducationGroup: string | null
  specialNeeds: string | null
  previousSchool: string | null
  version: number
}
export type PersonalDocumentRow = {
  id: string
  pupilId: string
  kind: string
  title: string
  number: string | null
  issuedOn: string | null
  issuedBy: string | null
}

export function personalFileLoaders(db: Database, scope: Scope) {
  return {
    /** A pupil's file; at version 0 where nothing has been entered yet. */
    personalFile: new DataLoader<string, PersonalFileRow | null>(async (ids) => {
      const rows = await db.read<PersonalFileRow>(
        scope,
        sql`select p.id as "pupilId", p.file_number as number, f.health_group as "healthGroup",
            f.physical_education_group as "physicalEducationGroup", f.special_needs as "specialNeeds",
            f.previous_school as "previousSchool", coalesce(f.version, 0) as version
          from person p left join personal_file f on f.pupil_id = p.id
          where p.id = any(${ids}::uuid[]) and p.is_pupil and not p.removed`,
      )
      const found = new Map(rows.map((row) => [row.pupilId, row]))
      return ids.map((id) => found.get(id) ?? null)
    }),
    /** By day of issue, those without a day last. */
    personalDocuments: new DataLoader<string, PersonalDocumentRow[]>(async (ids) => {
      const rows = await db.read<PersonalDocumentRow>(
        scope,
        sql`select id, pupil_id as "pupilId", kind, title, number, issued_on as "issuedOn", issued_by as "issuedBy"
          from personal_document where pupil_id = any(${ids}::uuid[]) order by issued_on nulls last, title, id`,
      )
      return ids.map((id) => rows.filter((row) => row.pupilId === id))
    }),
  }
}
