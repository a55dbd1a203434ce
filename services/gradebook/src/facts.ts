import { tellFacts, type FactSource } from '@zhurnal/kit/fact-source'
import type { Tx } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { lessonHeld } from '../events.js'

const held: FactSource = {
  kind: lessonHeld,
  rows: (which) => sql`
    select id, 1 as version, course_id, to_char(held_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as held_at
    from lesson_record where held_at is not null and not outside
      and ${'ids' in which ? sql`id = any(${which.ids}::uuid[])` : sql`school_id = ${which.schoolId}`} order by id`,
}
export const facts: readonly FactSource[] = [held]

/** Tells schedule that lessons have become facts, in the transaction that makes them so. */
export const tellHeld = (
  tx: Tx,
  schoolId: string,
  lessonIds: readonly string[],
  told: { readonly now: Date; readonly nudge: () => void },
): Promise<void> => tellFacts(tx, held, schoolId, lessonIds, told)
