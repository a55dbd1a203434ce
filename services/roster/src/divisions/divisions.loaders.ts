import DataLoader from 'dataloader'
import type { Database, Scope } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import type { DivisionGroup } from './division-rules.js'

export type DivisionRow = {
  id: string
  schoolId: string
  yearId: string
  name: string
  state: 'STANDING' | 'PROPOSED' | 'REFUSED'
  kind: string
  everybody: boolean
  proposedByName: string | null
  proposal: DivisionGroup[] | null
  /** By grade and letter. */
  classIds: string[]
  /** Groups that stand, by name. */
  groups: { id: string; name: string }[]
  version: number
}

export function divisionLoaders(db: Database, scope: Scope) {
  return {
    division: new DataLoader<string, DivisionRow | null>(async (ids) => {
      const asked = ids.filter((id) => /^[0-9a-f-]{36}$/i.test(id))
      const rows = asked.length
        ? await db.read<DivisionRow>(
            scope,
            sql`select d.id, d.school_id as "schoolId", d.year_id as "yearId", d.name, d.state, d.kind, d.everybody,
                d.proposed_by_name as "proposedByName", d.proposal, d.version,
                array(select c.id from division_class k join school_class c on c.id = k.class_id where k.division_id = d.id
                  order by c.grade, c.letter collate "ru-RU-x-icu" nulls last, c.name) as "classIds",
                coalesce((select json_agg(json_build_object('id', g.id, 'name', g.name) order by g.name collate "ru-RU-x-icu", g.id)
                  from study_group g where g.division_id = d.id and not g.removed), '[]') as groups
              from division d where d.id = any(${asked}::uuid[])`,
          )
        : []
      const found = new Map(rows.map((row) => [row.id, row]))
      return ids.map((id) => found.get(id.toLowerCase()) ?? null)
    }),
  }
}
