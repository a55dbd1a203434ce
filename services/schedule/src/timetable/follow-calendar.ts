// Planned lessons follow the school's calendar when a day gets, loses or moves its lessons (A1.12).
import type { Tx } from '@zhurnal/kit/database'
import type { Nudge } from '@zhurnal/kit/outbox'
import { sql } from '@zhurnal/kit/sql'
import { tellLessons } from '../facts.js'
import { datedLessons, lockYear, writeLessons, type Dated, type Version } from './dated-lessons.js'
import { inForce, standingAmong } from './publish.js'

type Told = { readonly now: Date; readonly nudge: Nudge }
type Year = { id: string; from: string; until: string }

/**
 * Makes the lessons to come of these years what their calendars say, from today on: those that fall on a day without
 * lessons go unless they have an entry, those of a day that has lessons again come back as they were. The days before
 * today stay as they are.
 */
export async function followCalendars(
  tx: Tx,
  schoolId: string,
  yearIds: readonly string[],
  told: Told,
): Promise<void> {
  const today = sql`(${told.now}::timestamptz at time zone s.time_zone)::date`
  const years =
    await tx.sql<Year>(sql`select y.id, greatest(y.starts_on, ${today}) as "from", y.ends_on as until
    from ref_year y join ref_school s on s.id = y.school_id
    where y.id = any(${yearIds}::uuid[]) and y.school_id = ${schoolId} and y.ends_on >= ${today} order by y.id`)
  for (const year of years) await follow(tx, schoolId, year, told)
}

async function follow(tx: Tx, schoolId: string, year: Year, told: Told): Promise<void> {
  await lockYear(tx, year.id)
  const versions = await inForce(tx, year.id)
  const standing = standingAmong(versions)
  const planned: { version: Version; lessons: Dated[] }[] = []
  for (const version of versions) {
    const stands = (day: string) => standing(day) === version
    planned.push({ version, lessons: await datedLessons(tx, version, year.from, year.until, stands) })
  }
  const ids = planned.flatMap(({ lessons }) => lessons.map((one) => one.id))
  const removed = await tx.sql<{ id: string }>(sql`update lesson l set removed = true, version = version + 1
    where l.school_id = ${schoolId} and l.day >= ${year.from} and l.held_at is null and not l.removed
      and l.version_id = any(${versions.map(({ id }) => id)}::uuid[])
      and not exists (select 1 from unnest(${ids}::uuid[]) as planned(id) where planned.id = l.id) returning id`)
  const made: string[] = []
  for (const { version, lessons } of planned) made.push(...(await writeLessons(tx, version, lessons)))
  await tellLessons(tx, schoolId, [...removed.map((one) => one.id), ...made], told)
}
