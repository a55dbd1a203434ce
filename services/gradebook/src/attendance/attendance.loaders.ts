import DataLoader from 'dataloader'
import { validate as isId } from 'uuid'
import type { Database, Scope } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { absenceColumns, type AbsenceRow } from './attendance.js'
import { covers } from './days.js'
import { noteColumns, type NoteRow } from './notes.js'

/** Notes by id, and the note that covers a pupil's day. One statement each, whatever their number. */
export function attendanceLoaders({ db, scope }: { readonly db: Database; readonly scope: Scope }) {
  return {
    absence: new DataLoader<string, AbsenceRow | null>(async (ids) => {
      const rows = await db.read<AbsenceRow>(
        scope,
        sql`select ${absenceColumns} from absence a where a.id = any(${ids.filter(isId)}::uuid[]) and not a.removed`,
      )
      const found = new Map(rows.map((row) => [row.id, row]))
      return ids.map((id) => found.get(id) ?? null)
    }),
    /** One that was withdrawn, too: an answer to its withdrawal shows it. */
    note: new DataLoader<string, NoteRow | null>(async (ids) => {
      const rows = await db.read<NoteRow>(
        scope,
        sql`select ${noteColumns} from absence_note n where n.id = any(${ids.filter(isId)}::uuid[])`,
      )
      const found = new Map(rows.map((row) => [row.id, row]))
      return ids.map((id) => found.get(id) ?? null)
    }),
    noteOfDay: new DataLoader<{ pupilId: string; date: string }, NoteRow | null, string>(
      async (asked) => {
        const days = asked.map((one) => one.date).sort()
        const rows = await db.read<NoteRow>(
          scope,
          sql`select ${noteColumns} from absence_note n where n.pupil_id = any(${[...new Set(asked.map((one) => one.pupilId))]}::uuid[])
            and n.withdrawn_at is null and n.from_day <= ${days.at(-1)} and n.until_day >= ${days[0]} order by n.from_day`,
        )
        return asked.map(
          (one) => rows.find((row) => row.pupilId === one.pupilId && covers(row, one.date)) ?? null,
        )
      },
      { cacheKeyFn: ({ pupilId, date }) => `${pupilId} ${date}` },
    ),
  }
}
