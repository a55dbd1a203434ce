import type { Settle } from '@zhurnal/kit/acts'
import { sql } from '@zhurnal/kit/sql'
import { putBack } from './entry.js'
import { keepHeld } from './held.js'

type Row = {
  lessonId: string
  value: string
  comment: string | null
  withdrawn: boolean
  version: number
}
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** A mark as it stands: its value, its comment, whether it is there at all. Its work and pupil never change. */
export const settleMark: Settle = async (tx, hand, thing) => {
  const [row] =
    await tx.sql<Row>(sql`select lesson_id as "lessonId", value, comment, withdrawn_at is not null as withdrawn, version
    from mark where id = ${thing.id}`)
  const held = thing.held.get('value')
  if (!row || !held) return { entries: [] }
  const value = textOf(held.value)
  const stands = row.withdrawn ? null : row.value
  // Of the entries that are not void the last that wrote a comment: one that wrote none left it as it was.
  const says = (act: (typeof thing.acts)[number]) =>
    act.texts.comment !== undefined || act.leaf.commentCleared === true
  const commented = thing.acts.filter((act) => act.state !== 'VOID' && says(act)).at(-1)
  const ever = thing.acts.some(says)
  const comment = ever ? (commented?.texts.comment ?? null) : row.comment
  if (value === stands && (value === null || comment === row.comment)) return { entries: [] }
  const dueOn = value === '.' ? textOf(held.by?.leaf.dueOn) : null
  const withWork = held.by?.act === 'cancelWork'
  // A place that another mark has taken meanwhile is theirs: this one comes after those that stand.
  await tx.sql(sql`update mark m set value = coalesce(${value}, m.value), comment = ${comment}, due_on = ${dueOn},
      withdrawn_at = ${value === null ? hand.now : null}, cancelled_with_work = ${value === null && withWork},
      place = case when ${value}::text is null or not exists (select 1 from mark o where o.work_id = m.work_id and o.pupil_id = m.pupil_id
          and o.place = m.place and o.id <> m.id and o.withdrawn_at is null) then m.place
        else (select max(o.place) + 1 from mark o where o.work_id = m.work_id and o.pupil_id = m.pupil_id) end,
      set_by_name = ${held.by?.byName ?? hand.actor.name}, set_at = ${held.by?.at ?? hand.now}, version = m.version + 1
    where m.id = ${thing.id}`)
  await keepHeld(tx, hand, row.lessonId)
  return { entries: [putBack(hand, thing, stands, value, { version: row.version + 1 })] }
}
