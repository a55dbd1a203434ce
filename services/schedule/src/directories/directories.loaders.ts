import DataLoader from 'dataloader'
import type { Database, Scope } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'

export type BellRow = { number: number; startsAt: string; endsAt: string }

/** Bell schedules and their bells, by the id of the schedule. */
export function bellLoaders(db: Database, scope: Scope) {
  return {
    bellSchedule: new DataLoader<string, { id: string; name: string } | null>(async (ids) => {
      const rows = await db.read<{ id: string; name: string }>(
        scope,
        sql`select id, name from bell_schedule where id::text = any(${ids}::text[])`,
      )
      const found = new Map(rows.map((row) => [row.id, row]))
      return ids.map((id) => found.get(id.toLowerCase()) ?? null)
    }),
    /** By their beginning. */
    bells: new DataLoader<string, BellRow[]>(async (ids) => {
      const rows = await db.read<{ id: string; bells: BellRow[] }>(
        scope,
        sql`select bell_schedule_id as id, json_agg(json_build_object('number', number,
            'startsAt', to_char(starts_at, 'HH24:MI'), 'endsAt', to_char(ends_at, 'HH24:MI')) order by starts_at) as bells
          from bell where bell_schedule_id::text = any(${ids}::text[]) group by bell_schedule_id`,
      )
      const found = new Map(rows.map((row) => [row.id, row.bells]))
      return ids.map((id) => found.get(id) ?? [])
    }),
  }
}
