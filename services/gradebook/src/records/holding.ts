import type { Tx } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { tellHeld } from '../facts.js'
import type { RecordRow } from './lesson-facts.js'

/**
 * Makes sure that each lesson has its record, with date, time, room and teachers as they stand now. `held`: this is an
 * entry that makes the lesson a fact (attendance, topic, mark); homework set ahead does not. Two first entries at
 * once: the second waits for the first and finds the record there.
 */
export async function keepRecords(
  ctx: Ctx,
  tx: Tx,
  lessons: readonly RecordRow[],
  held: boolean,
): Promise<void> {
  const missing = lessons.filter((lesson) => !lesson.exists || (held && !lesson.heldAt))
  if (missing.length === 0) return
  const ids = missing.map((lesson) => lesson.id)
  const heldAt = held ? ctx.now : null
  const fresh = await tx.sql<{ id: string; school_id: string }>(sql`
    insert into lesson_record as r (id, school_id, course_id, day, number, starts_at, ends_at, room_name, taught_by_id, taught_by_name,
      instead_of_id, instead_of_name, substitution_reason, held_at)
    select l.id, l.school_id, l.course_id, l.day, l.number, l.starts_at, l.ends_at, l.room_name, l.teacher_id,
      t.last_name || ' ' || left(t.first_name, 1) || '.' || coalesce(' ' || left(t.patronymic, 1) || '.', ''), l.instead_of_id,
      o.last_name || ' ' || left(o.first_name, 1) || '.' || coalesce(' ' || left(o.patronymic, 1) || '.', ''), l.substitution_reason, ${heldAt}
    from ref_lesson l left join ref_person t on t.id = l.teacher_id left join ref_person o on o.id = l.instead_of_id
    where l.id = any(${ids}::uuid[]) order by l.id
    on conflict (id) do update set day = excluded.day, number = excluded.number, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
      room_name = excluded.room_name, taught_by_id = excluded.taught_by_id, taught_by_name = excluded.taught_by_name,
      instead_of_id = excluded.instead_of_id, instead_of_name = excluded.instead_of_name,
      substitution_reason = excluded.substitution_reason, held_at = excluded.held_at
      where r.held_at is null and excluded.held_at is not null
    returning id, school_id`)
  const first = fresh[0]
  if (held && first)
    await tellHeld(
      tx,
      first.school_id,
      fresh.map((row) => row.id),
      ctx,
    )
}
