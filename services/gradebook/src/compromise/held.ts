import type { Hand } from '@zhurnal/kit/acts'
import type { Tx } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { tellHeld } from '../facts.js'

/**
 * A lesson is held while anything of its record stands: where all of it was void it is planned again, and the nightly
 * comparison tells schedule; where some of it is back it is held again.
 */
export async function keepHeld(tx: Tx, hand: Hand, lessonId: string): Promise<void> {
  const [row] = await tx.sql<{ held: boolean; stands: boolean }>(sql`select r.held_at is not null as held,
      r.outside or coalesce(r.topic, '') <> '' or r.attendance_taken_at is not null
        or exists (select 1 from mark m where m.lesson_id = r.id and m.withdrawn_at is null) as stands
    from lesson_record r where r.id = ${lessonId}`)
  if (!row || row.held === row.stands) return
  await tx.sql(sql`update lesson_record set held_at = ${row.stands ? hand.now : null} where id = ${lessonId}`)
  if (row.stands) await tellHeld(tx, hand.schoolId, [lessonId], hand)
}
