// Who belongs to a group from a day on: worked out first (pure), then written in three statements for all groups.
import type { Tx } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { addDays } from '@zhurnal/kit/time'
import { v7 as newId } from 'uuid'

export type GroupMembership = {
  readonly id: string
  readonly groupId: string
  readonly pupilId: string
  readonly from: string
  /** The last day; null: still. */
  readonly until: string | null
}

export type MemberChange = {
  readonly any: boolean
  readonly added: readonly { groupId: string; pupilId: string; from: string }[]
  /** Memberships whose last day becomes another one; null: goes on. */
  readonly ended: readonly { id: string; until: string | null }[]
  /** Memberships that were to begin on the day or later and do not. */
  readonly removed: readonly string[]
  /** Pupils who do not belong any more. */
  readonly left: readonly string[]
}

/** What makes `pupilIds` the members of the group from the day `from` on; memberships that ended before stay. */
export function changeMembers(
  groupId: string,
  memberships: readonly GroupMembership[],
  pupilIds: readonly string[],
  from: string,
): MemberChange {
  const wanted = new Set(pupilIds)
  const open = memberships.filter(
    (one) => one.groupId === groupId && (one.until === null || one.until >= from),
  )
  const goesOn = open.filter((one) => one.from <= from && wanted.has(one.pupilId))
  const kept = new Set(goesOn.map((one) => one.pupilId))
  const stops = open.filter((one) => one.from < from && !wanted.has(one.pupilId))
  const removed = open.filter((one) => !goesOn.includes(one) && !stops.includes(one)).map((one) => one.id)
  const added = [...wanted].filter((id) => !kept.has(id)).map((pupilId) => ({ groupId, pupilId, from }))
  const ended = [
    ...stops.map((one) => ({ id: one.id, until: addDays(from, -1) })),
    ...goesOn.filter((one) => one.until !== null).map((one) => ({ id: one.id, until: null })),
  ]
  const left = [...new Set(open.map((one) => one.pupilId).filter((id) => !wanted.has(id)))]
  return { any: added.length + ended.length + removed.length > 0, added, ended, removed, left }
}

/** Gives the ids of all memberships that are new or stand otherwise. */
export async function writeMembers(
  tx: Tx,
  schoolId: string,
  changes: readonly MemberChange[],
): Promise<string[]> {
  const removed = changes.flatMap((change) => change.removed)
  const ended = changes.flatMap((change) => change.ended)
  const added = changes.flatMap((change) => change.added).map((one) => ({ id: newId(), ...one }))
  // What goes out goes first: nobody is in a group twice on one day (membership_one_group).
  await tx.sql(
    sql`update membership set removed = true, version = version + 1 where id = any(${removed}::uuid[])`,
  )
  await tx.sql(sql`update membership m set until_day = t.until, cut = false, asked_until = null, version = m.version + 1
    from jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) as t(id uuid, until date) where m.id = t.id`)
  await tx.sql(sql`insert into membership (id, school_id, pupil_id, group_id, from_day)
    select t.id, ${schoolId}, t."pupilId", t."groupId", t."from"
    from jsonb_to_recordset(${JSON.stringify(added)}::jsonb) as t(id uuid, "pupilId" uuid, "groupId" uuid, "from" date)`)
  return [...removed, ...ended.map((one) => one.id), ...added.map((one) => one.id)]
}
