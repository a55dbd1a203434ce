import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { actorIn, type Ctx } from '../context.js'
import { tellLessons } from '../facts.js'
import { mayPlan } from '../policy.js'
import {
  datedLessons,
  firstDay,
  lockYear,
  versionColumns,
  writeLessons,
  type Asked,
  type Version,
} from './dated-lessons.js'

export type VersionInput = { requestId?: string | null; versionId: string }

/** The version, locked, when the viewer may plan its school. Not there and not allowed are the same. */
async function versionToChange(ctx: Ctx, tx: Tx, id: string): Promise<Version> {
  const [version] = await tx.sql<Version>(
    sql`select ${versionColumns} from timetable_version v where v.id = ${id} for update`,
  )
  if (!version || !mayPlan(ctx.viewer, version.schoolId)) return notFound('versionId')
  await lockYear(tx, version.yearId)
  return version
}

/**
 * Makes dated lessons of a draft. What an earlier version planned from then on and nobody has held is taken out; what
 * is held stays as it is (design §4). The first timetable of a year also makes the days that have passed already.
 */
export async function publishTimetable(ctx: Ctx, input: VersionInput) {
  return mutation(ctx.db, ctx.scope, 'publishTimetable', input, async (tx) => {
    const version = await versionToChange(ctx, tx, input.versionId)
    if (version.publishedAt) refuse('ALREADY_PUBLISHED', 'Это расписание уже введено.', 'versionId')
    if (version.withdrawnAt) refuse('ALREADY_WITHDRAWN', 'Этот черновик снят.', 'versionId')
    const from = await firstDay(tx, version, ctx.now)
    const removed = await tx.sql<{ id: string }>(sql`update lesson set removed = true, version = version + 1
      where school_id = ${version.schoolId} and day between ${from} and ${version.validUntil} and held_at is null and not removed
        and version_id in (select id from timetable_version where year_id = ${version.yearId}) returning id`)
    const made = await writeLessons(tx, version, await datedLessons(tx, version, from, version.validUntil))
    await tx.sql(sql`update timetable_version set published_at = ${ctx.now}, publish_order = (
        select coalesce(max(publish_order), 0) + 1 from timetable_version where year_id = ${version.yearId})
      where id = ${version.id}`)
    await logVersion(ctx, tx, version, 'publishTimetable', {
      since: from,
      made: made.length,
      removed: removed.length,
    })
    await tellLessons(tx, version.schoolId, [...removed.map((one) => one.id), ...made], ctx)
    return { version: { id: version.id }, made: made.length, removed: removed.length }
  })
}

/**
 * Drops a draft, or takes the last published timetable back: its lessons to come that nobody has held go, and those of
 * what it replaced come back from today on. What is held stays.
 */
export async function withdrawTimetable(ctx: Ctx, input: VersionInput) {
  return mutation(ctx.db, ctx.scope, 'withdrawTimetable', input, async (tx) => {
    const version = await versionToChange(ctx, tx, input.versionId)
    if (version.withdrawnAt) refuse('ALREADY_WITHDRAWN', 'Это расписание уже снято.', 'versionId')
    const earlier = await inForceBeside(tx, version)
    if (version.publishedAt && earlier.some((one) => (one.publishOrder ?? 0) > (version.publishOrder ?? 0)))
      refuse('NOT_LAST', 'После этого расписания введено другое: сначала снимите его.', 'versionId')
    const from = await firstDay(tx, version, ctx.now)
    await tx.sql(sql`update timetable_version set withdrawn_at = ${ctx.now} where id = ${version.id}`)
    const removed = await tx.sql<{ id: string }>(sql`update lesson set removed = true, version = version + 1
      where version_id = ${version.id} and day >= ${from} and held_at is null and not removed returning id`)
    const made = version.publishedAt ? await makeAgain(tx, earlier, from, version.validUntil) : []
    await logVersion(ctx, tx, version, 'withdrawTimetable', {
      since: from,
      made: made.length,
      removed: removed.length,
    })
    await tellLessons(tx, version.schoolId, [...removed.map((one) => one.id), ...made], ctx)
    return { version: { id: version.id }, made: made.length, removed: removed.length }
  })
}

/** The year's versions that lessons come from, the last published first. */
export const inForce = (db: Asked, yearId: string): Promise<Version[]> =>
  db.sql<Version>(sql`select ${versionColumns} from timetable_version v
    where v.year_id::text = ${yearId} and v.published_at is not null and v.withdrawn_at is null order by v.publish_order desc`)

export const inForceBeside = async (tx: Tx, version: Version): Promise<Version[]> =>
  (await inForce(tx, version.yearId)).filter(({ id }) => id !== version.id)

/** Which of the versions, the last published first, gives the lessons of a day. */
export const standingAmong =
  (versions: readonly Version[]) =>
  (day: string): Version | undefined =>
    versions.find((one) => one.validFrom <= day && day <= one.validUntil)

/** On each day the lessons of the version that was published last of those that hold it. */
export async function makeAgain(
  tx: Tx,
  earlier: readonly Version[],
  from: string,
  until: string,
): Promise<string[]> {
  const standing = standingAmong(earlier)
  const made: string[] = []
  for (const version of earlier) {
    const lessons = await datedLessons(tx, version, from, until, (day) => standing(day) === version)
    made.push(...(await writeLessons(tx, version, lessons)))
  }
  return made
}

async function logVersion(
  ctx: Ctx,
  tx: Tx,
  version: Version,
  act: string,
  to: { since: string; made: number; removed: number },
): Promise<void> {
  await appendLog(tx, 'schedule', version.schoolId, ctx.now, actorIn(ctx, version.schoolId), [
    { act, subject: `timetable:${version.id}`, from: null, to },
  ])
}
