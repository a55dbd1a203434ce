import type { Settle } from '@zhurnal/kit/acts'
import type { Tx } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { tellLessons } from '../facts.js'
import {
  datedLessons,
  firstDay,
  versionColumns,
  writeLessons,
  type Version,
} from '../timetable/dated-lessons.js'
import { inForceBeside, makeAgain } from '../timetable/publish.js'

type Remade = { readonly since: string; readonly made: string[]; readonly removed: string[] }

/**
 * A version of the timetable as it stands: out of force, its lessons to come that nobody has held go and what it
 * replaced is in force again; in force again, they come back. What was published after it by others stands over both.
 */
export const settleTimetable: Settle = async (tx, hand, { id, subject, held }) => {
  const [version] = await tx.sql<Version>(
    sql`select ${versionColumns} from timetable_version v where v.id = ${id}`,
  )
  if (!version) return { entries: [], obstacle: 'Такого расписания уже нет.' }
  const state = held.get('state')?.value ?? null
  const stays = state === 'PUBLISHED' || (state === 'DRAFT' && version.publishedAt === null)
  if (stays === (version.withdrawnAt === null)) return { entries: [] }
  await tx.sql(sql`update timetable_version set withdrawn_at = ${stays ? null : hand.now} where id = ${id}`)
  const { since, made, removed } = await remake(tx, version, stays, hand.now)
  await tellLessons(tx, hand.schoolId, [...removed, ...made], hand)
  return {
    entries: [
      {
        act: hand.act,
        subject,
        from: { state: stays ? 'WITHDRAWN' : 'PUBLISHED' },
        to: { state, since, made: made.length, removed: removed.length },
        facts: { report: hand.reportId },
      },
    ],
  }
}

async function remake(tx: Tx, version: Version, stays: boolean, now: Date): Promise<Remade> {
  const since = await firstDay(tx, version, now)
  if (!version.publishedAt) return { since, made: [], removed: [] }
  const others = await inForceBeside(tx, version)
  const removed = stays
    ? await removeUnder(tx, version, others, since)
    : await tx.sql<{ id: string }>(sql`update lesson set removed = true, version = version + 1
        where version_id = ${version.id} and day >= ${since} and held_at is null and not removed returning id`)
  const made = stays
    ? await makeOwn(tx, version, others, since)
    : await makeAgain(tx, others, since, version.validUntil)
  return { since, made, removed: removed.map((one) => one.id) }
}

/** A later version stands on its days, whatever comes back under it. */
const later = (version: Version, others: readonly Version[]): Version[] =>
  others.filter((one) => (one.publishOrder ?? 0) > (version.publishOrder ?? 0))
const covers = (day: string, versions: readonly Version[]): boolean =>
  versions.some((one) => one.validFrom <= day && day <= one.validUntil)

async function removeUnder(
  tx: Tx,
  version: Version,
  others: readonly Version[],
  since: string,
): Promise<{ id: string }[]> {
  const over = later(version, others).map((one) => one.id)
  return tx.sql<{ id: string }>(sql`update lesson set removed = true, version = version + 1
    where school_id = ${version.schoolId} and day between ${since} and ${version.validUntil} and held_at is null and not removed
      and version_id in (select id from timetable_version where year_id = ${version.yearId} and id <> all(${over}::uuid[])) returning id`)
}

async function makeOwn(
  tx: Tx,
  version: Version,
  others: readonly Version[],
  since: string,
): Promise<string[]> {
  const over = later(version, others)
  const lessons = await datedLessons(tx, version, since, version.validUntil, (day) => !covers(day, over))
  return writeLessons(tx, version, lessons)
}
