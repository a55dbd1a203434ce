// What publishing a draft would do, in words, before anybody does it.
import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { mayPlan } from '../policy.js'
import { datedLessons, firstDay, versionColumns, type Asked, type Version } from './dated-lessons.js'
import { linesOf, type DifferenceLine, type Place } from './difference-lines.js'

export type TimetableDifference = {
  from: string
  until: string
  added: number
  removed: number
  changed: number
  unchanged: number
  held: number
  changesLost: number
  lines: DifferenceLine[]
  linesLeftOut: number
}

type Standing = Place & { held: boolean; substituted: boolean }

const linesAtMost = 500

/** Null for a version that is not there, not the viewer's to plan, or not a draft. */
export async function timetableDifference(ctx: Ctx, versionId: string): Promise<TimetableDifference | null> {
  const db: Asked = { sql: (statement) => ctx.db.read(ctx.scope, statement) }
  const [version] = await db.sql<Version>(
    sql`select ${versionColumns} from timetable_version v where v.id::text = ${versionId}`,
  )
  if (!version || !mayPlan(ctx.viewer, version.schoolId)) return null
  if (version.publishedAt || version.withdrawnAt) return null
  const from = await firstDay(db, version, ctx.now)
  const will: Place[] = (await datedLessons(db, version, from, version.validUntil)).map((lesson) => ({
    courseId: lesson.course_id,
    day: lesson.day,
    number: lesson.number,
    startsAt: lesson.starts_at,
    endsAt: lesson.ends_at,
    roomId: lesson.room_id,
  }))
  const stands = await standing(db, version, from)
  const held = stands.filter((one) => one.held)
  const heldPlaces = new Set(held.map(keyOf))
  const was = stands.filter((one) => !one.held)
  // Where a lesson of the course is held nothing is made: it is the lesson of that place.
  const counted = counts(
    was,
    will.filter((one) => !heldPlaces.has(keyOf(one))),
  )
  const lines = await linesOf(db, version, counted.before, counted.after)
  return {
    from,
    until: version.validUntil,
    ...counted.sums,
    held: held.length,
    changesLost: was.filter((one) => one.substituted).length,
    lines: lines.slice(0, linesAtMost),
    linesLeftOut: Math.max(0, lines.length - linesAtMost),
  }
}

const standing = (db: Asked, version: Version, from: string): Promise<Standing[]> =>
  db.sql<Standing>(sql`select l.course_id as "courseId", l.day, l.number,
      to_char(l.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"') as "startsAt",
      to_char(l.ends_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"') as "endsAt", l.room_id as "roomId",
      l.held_at is not null as held, l.instead_of_id is not null or l.cancelled as substituted
    from lesson l where l.school_id = ${version.schoolId} and l.day between ${from} and ${version.validUntil} and not l.removed
      and l.version_id in (select id from timetable_version where year_id = ${version.yearId})`)

const keyOf = ({ courseId, day, number }: Place): string => `${courseId} ${day} ${number}`
const same = (a: Place, b: Place): boolean =>
  a.startsAt === b.startsAt && a.endsAt === b.endsAt && a.roomId === b.roomId

/** Pairs what stands with what will: by course, day and number. `before` and `after` are what differs. */
function counts(was: readonly Place[], will: readonly Place[]) {
  const left = new Map<string, Place[]>()
  for (const place of was) {
    const there = left.get(keyOf(place))
    if (there) there.push(place)
    else left.set(keyOf(place), [place])
  }
  const sums = { added: 0, removed: 0, changed: 0, unchanged: 0 }
  const before: Place[] = []
  const after: Place[] = []
  for (const place of will) {
    const there = left.get(keyOf(place)) ?? []
    const at = Math.max(
      0,
      there.findIndex((one) => same(one, place)),
    )
    const [old] = there.splice(at, 1)
    if (old && same(old, place)) sums.unchanged += 1
    else {
      if (old) {
        sums.changed += 1
        before.push(old)
      } else sums.added += 1
      after.push(place)
    }
  }
  const gone = [...left.values()].flat()
  sums.removed = gone.length
  return { sums, before: [...before, ...gone], after }
}
