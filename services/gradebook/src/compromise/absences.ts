// Reasons of absences and notes for spans of days, as they stand (A5.19).
import type { Settle } from '@zhurnal/kit/acts'
import { sql } from '@zhurnal/kit/sql'
import { putBack } from './entry.js'

/** All absences of one pupil whose reasons were ever set, each by itself. */
export const settleReasons: Settle = async (tx, hand, thing) => {
  const rows = [...thing.held].map(([absence, { value, by }]) => ({
    absence,
    reason: typeof value === 'string' ? value : null,
    by: by?.byName ?? null,
    at: by?.at.toISOString() ?? null,
  }))
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(absence uuid, reason text, by text, at timestamptz)`
  const before = await tx.sql<{ absence: string; lesson: string; reason: string | null }>(sql`
    select a.id as absence, a.lesson_id as lesson, a.reason_code as reason from absence a join ${given} on t.absence = a.id
    where a.reason_code is distinct from t.reason order by a.id`)
  if (before.length === 0) return { entries: [] }
  await tx.sql(sql`update absence a set reason_code = t.reason, reason_by_name = case when t.reason is null then null else t.by end,
      reason_at = case when t.reason is null then null else t.at end, version = a.version + 1
    from ${given} where a.id = t.absence and a.reason_code is distinct from t.reason`)
  const wanted = new Map(rows.map((row) => [row.absence, row.reason]))
  const after = before.map((one) => ({ ...one, reason: wanted.get(one.absence) ?? null }))
  return { entries: [putBack(hand, thing, before, after)] }
}

type NoteRow = { pupil: string; from: string; until: string; code: string; withdrawn: boolean }

/** A note for a span of days. One that others have recorded for the same days since is in its way, and stays. */
export const settleNote: Settle = async (tx, hand, thing) => {
  const [row] =
    await tx.sql<NoteRow>(sql`select pupil_id as pupil, from_day as "from", until_day as until, code,
      withdrawn_at is not null as withdrawn from absence_note where id = ${thing.id}`)
  if (!row) return { entries: [] }
  const there = thing.held.get('there')?.value === true
  if (there === !row.withdrawn) return { entries: [] }
  if (there) {
    const [other] =
      await tx.sql(sql`select 1 as one from absence_note where pupil_id = ${row.pupil} and id <> ${thing.id}
      and withdrawn_at is null and from_day <= ${row.until} and until_day >= ${row.from}`)
    if (other) return { entries: [], note: 'На эти дни уже есть другая справка: осталась она' }
  }
  await tx.sql(
    sql`update absence_note set withdrawn_at = ${there ? null : hand.now}, version = version + 1 where id = ${thing.id}`,
  )
  const value = { from: row.from, until: row.until, code: row.code }
  return { entries: [putBack(hand, thing, there ? null : value, there ? value : null)] }
}
