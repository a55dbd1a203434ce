// The school's settings of the journal as they stand: the edit window, rules of marks, kinds of work.
import type { Settle, Thing } from '@zhurnal/kit/acts'
import type { Fields } from '@zhurnal/kit/act-standing'
import type { Tx } from '@zhurnal/kit/database'
import type { LogValue } from '@zhurnal/kit/record-log'
import { sql } from '@zhurnal/kit/sql'
import { putBack } from './entry.js'

type Row = { window: string; rounding: number; homeworkHours: number; fewMarks: number }

export const settleSettings: Settle = async (tx, hand, thing) => {
  const [row] =
    await tx.sql<Row>(sql`select edit_window as window, rounding::float8 as rounding, homework_hours as "homeworkHours",
      few_marks as "fewMarks" from school_setting where school_id = ${hand.schoolId} for update`)
  const kinds = await settleKinds(tx, hand.schoolId, thing)
  const number = (name: 'rounding' | 'homeworkHours' | 'fewMarks', stands: number) => {
    const value = thing.held.get(name)?.value
    return typeof value === 'number' ? value : stands
  }
  const window = thing.held.get('window')?.value
  const next = row && {
    window: typeof window === 'string' ? window : row.window,
    rounding: number('rounding', row.rounding),
    homeworkHours: number('homeworkHours', row.homeworkHours),
    fewMarks: number('fewMarks', row.fewMarks),
  }
  const before: Fields = { ...row, ...(kinds ? { kinds: kinds.from } : {}) }
  const after: Fields = { ...next, ...(kinds ? { kinds: kinds.to } : {}) }
  if (JSON.stringify(before) === JSON.stringify(after)) return { entries: [] }
  if (next)
    await tx.sql(sql`update school_setting set edit_window = ${next.window}, rounding = ${next.rounding},
      homework_hours = ${next.homeworkHours}, few_marks = ${next.fewMarks} where school_id = ${hand.schoolId}`)
  return { entries: [putBack(hand, thing, before, after)] }
}

/** The full list of kinds, as an act sets it. Null where no act has ever set it. */
async function settleKinds(
  tx: Tx,
  schoolId: string,
  thing: Thing,
): Promise<{ from: LogValue; to: LogValue } | null> {
  const held = thing.held.get('kinds')
  if (!held || !Array.isArray(held.value)) return null
  const listed = async () =>
    (
      await tx.sql<{
        kinds: LogValue
      }>(sql`select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'title', title, 'sign', sign,
        'weight', weight, 'written', written) order by place), '[]') as kinds from work_kind where school_id = ${schoolId} and not removed`)
    )[0]?.kinds ?? []
  const from = await listed()
  const rows = held.value.map((one, place) => ({
    ...(one !== null && typeof one === 'object' ? one : {}),
    place,
  }))
  await tx.sql(sql`insert into work_kind as k (school_id, kind, title, sign, weight, written, place)
    select ${schoolId}, t.kind, t.title, t.sign, t.weight, t.written, t.place
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as t(kind text, title text, sign text, weight numeric, written boolean, place smallint)
    on conflict on constraint work_kind_pkey do update set title = excluded.title, sign = excluded.sign, weight = excluded.weight,
      written = excluded.written, place = excluded.place, removed = false, version = k.version + 1
      where (k.title, k.sign, k.weight, k.written, k.place, k.removed)
        is distinct from (excluded.title, excluded.sign, excluded.weight, excluded.written, excluded.place, false)`)
  await tx.sql(sql`update work_kind set removed = true, version = version + 1 where school_id = ${schoolId} and not removed
    and kind <> all(select t.kind from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(kind text))`)
  return { from, to: await listed() }
}
