import type { Tx } from '@zhurnal/kit/database'
import { emit } from '@zhurnal/kit/outbox'
import { sql } from '@zhurnal/kit/sql'
import { lessonHeld } from '../events.js'

const rows = (which: ReturnType<typeof sql>) => sql`
  select id, 1 as version, course_id, to_char(held_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as held_at
  from lesson_record where held_at is not null and ${which} order by id`

/** Tells schedule that lessons have become facts, in the transaction that makes them so. */
export async function tellHeld(
  tx: Tx,
  schoolId: string,
  lessonIds: readonly string[],
  told: { readonly now: Date; readonly nudge: () => void },
): Promise<void> {
  if (lessonIds.length === 0) return
  await emit(tx, lessonHeld, schoolId, told.now, await tx.sql(rows(sql`id = any(${lessonIds}::uuid[])`)), {
    nudge: told.nudge,
  })
}

export async function replay(tx: Tx, schoolId: string, consumer?: string): Promise<void> {
  await emit(
    tx,
    lessonHeld,
    schoolId,
    new Date(),
    await tx.sql(rows(sql`school_id = ${schoolId}`)),
    consumer ? { only: consumer } : {},
  )
}
