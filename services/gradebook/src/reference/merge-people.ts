// What gradebook does when roster makes two entries of one human being one.
import type { Handler } from '@zhurnal/kit/consumer'
import type { Tx } from '@zhurnal/kit/database'
import { keep } from '@zhurnal/kit/kept-facts'
import type { Logger } from '@zhurnal/kit/logging'
import { sql } from '@zhurnal/kit/sql'
import { personMerged } from '@zhurnal/roster/events'

type Clash = { readonly table: string; readonly id: string }

/**
 * Rows of the merged pupil become the kept one's. Both marks of a cell stay; where both have an absence, a period mark
 * or homework of their own in one place, the kept one's stands, the other stays under the merged id and is told in the
 * service's log. Entries of the log are never touched.
 */
export const mergeHandler = (log: Logger): Handler =>
  keep(personMerged, 'ref_merge', { kept_id: 'uuid' }, async (tx, schoolId, ids) => {
    const clashes: Clash[] = []
    // One after the other: two that lead to the same person may hold the same place.
    for (const id of ids) {
      await leadRows(tx, id)
      clashes.push(...(await leave(tx, id)))
    }
    if (clashes.length > 0) log.warn({ schoolId, clashes }, 'merge: both entries had one in the same place')
  })

async function leadRows(tx: Tx, id: string): Promise<void> {
  const merged = sql`ref_merge g where g.id = ${id} and t.pupil_id = g.id and t.made_under is distinct from t.pupil_id`
  const led = sql`pupil_id = g.kept_id, made_under = coalesce(t.made_under, t.pupil_id)`
  // The next free place of the kept pupil's marks for the same work: mark_place holds one mark each.
  await tx.sql(sql`update mark t set ${led}, place = t.place + coalesce((select max(k.place) from mark k
      where k.work_id = t.work_id and k.pupil_id = g.kept_id and k.withdrawn_at is null), 0)
    from ${merged}`)
  await tx.sql(sql`update mark_claim t set ${led} from ${merged}`)
  await tx.sql(sql`update absence t set ${led} from ${merged}
    and not exists (select 1 from absence k where k.lesson_id = t.lesson_id and k.pupil_id = g.kept_id)`)
  await tx.sql(sql`update period_mark t set ${led} from ${merged}
    and not exists (select 1 from period_mark k where k.course_id = t.course_id and k.period_id = t.period_id and k.pupil_id = g.kept_id)`)
  await tx.sql(sql`update individual_homework t set ${led} from ${merged}
    and not exists (select 1 from individual_homework k where k.lesson_id = t.lesson_id and k.pupil_id = g.kept_id)`)
  await tx.sql(sql`update absence_note t set ${led} from ${merged}`)
  // Who taught keeps the name of then; the id leads to who may still keep the record of the lesson.
  await tx.sql(sql`update lesson_record t set taught_by_id = g.kept_id from ref_merge g
    where g.id = ${id} and t.taught_by_id = g.id`)
  await tx.sql(sql`update lesson_record t set instead_of_id = g.kept_id from ref_merge g
    where g.id = ${id} and t.instead_of_id = g.id`)
}

/** What could not go over is marked as made under its own id, and stays there whomever the id leads to later. */
async function leave(tx: Tx, id: string): Promise<Clash[]> {
  const stay = sql`set made_under = pupil_id where pupil_id = ${id} and made_under is distinct from pupil_id`
  return [
    ...(await tx.sql<Clash>(sql`update absence ${stay} returning 'absence' as table, id`)),
    ...(await tx.sql<Clash>(sql`update period_mark ${stay} returning 'period_mark' as table, id`)),
    ...(await tx.sql<Clash>(
      sql`update individual_homework ${stay} returning 'individual_homework' as table, lesson_id as id`,
    )),
  ]
}
