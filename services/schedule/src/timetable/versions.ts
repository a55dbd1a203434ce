// Versions of the timetable as they are read: which one stands on a day, what it is now, its slots.
import DataLoader from 'dataloader'
import type { Database, Scope } from '@zhurnal/kit/database'
import { sql, type Sql } from '@zhurnal/kit/sql'
import type { Viewer } from '@zhurnal/roster/events'
import { seenCourses, seenLessons } from '../loaders.js'

export type VersionState = 'DRAFT' | 'CURRENT' | 'REPLACED' | 'WITHDRAWN'
export type VersionRow = {
  id: string
  schoolId: string
  name: string
  validFrom: string
  validUntil: string
  publishedAt: Date | null
  state: VersionState
  lessonsCount: number
}
export type SlotRow = {
  id: string
  versionId: string
  courseId: string
  weekday: number
  number: number
  bellScheduleId: string
  roomId: string | null
  weeks: string | null
}

/** Dropped drafts are gone; a version that was published and taken back stays in the list. */
const listed = sql`(v.withdrawn_at is null or v.published_at is not null)`
/** Lessons come from it: published and not taken back. */
export const inForce = sql`v.published_at is not null and v.withdrawn_at is null`

/** When, and by whom: of specialists' groups an inspector learns not even how many lessons there are. */
type Asking = { readonly now: Date; readonly viewer: Viewer }

/** Rows of versions as the graph shows them. A version is CURRENT while there is a day to come for which it stands. */
function versionRows({ now, viewer }: Asking, where: Sql, order: Sql): Sql {
  return sql`select v.id, v.school_id as "schoolId", v.name, v.valid_from as "validFrom", v.valid_until as "validUntil",
      v.published_at as "publishedAt",
      (select count(*) from lesson l where l.version_id = v.id and not l.removed and ${seenLessons(viewer)}) as "lessonsCount",
      case when v.withdrawn_at is not null then 'WITHDRAWN' when v.published_at is null then 'DRAFT'
        when exists (
          select 1 from generate_series(greatest(v.valid_from, (${now}::timestamptz at time zone s.time_zone)::date)::timestamp,
            v.valid_until::timestamp, interval '1 day') as day
          where not exists (select 1 from timetable_version later where later.year_id = v.year_id
            and later.publish_order > v.publish_order and later.withdrawn_at is null
            and day::date between later.valid_from and later.valid_until)) then 'CURRENT'
        else 'REPLACED' end as state
    from timetable_version v join ref_school s on s.id = v.school_id where ${where} order by ${order}`
}

/** Versions of a school, newest first. */
export const versionsOf = (asking: Asking, schoolId: string): Sql =>
  versionRows(
    asking,
    sql`v.school_id = ${schoolId} and ${listed}`,
    sql`v.valid_from desc, v.publish_order desc nulls first, v.id`,
  )

/** The version that stands on the day; without a day the one of today, else the next to come. */
export function standingOn(asking: Asking, schoolId: string, on: string | null): Sql {
  const { now } = asking
  const day = on === null ? sql`(${now}::timestamptz at time zone s.time_zone)::date` : sql`${on}::date`
  const stands =
    on === null ? sql`v.valid_until >= ${day}` : sql`${day} between v.valid_from and v.valid_until`
  return sql`${versionRows(
    asking,
    sql`v.school_id = ${schoolId} and ${inForce} and ${stands}`,
    sql`greatest(v.valid_from, ${day}), v.publish_order desc`,
  )} limit 1`
}

export function versionLoaders(db: Database, scope: Scope, viewer: Viewer, now: Date) {
  return {
    version: new DataLoader<string, VersionRow | null>(async (ids) => {
      const where = sql`v.id::text = any(${ids}::text[])`
      const rows = await db.read<VersionRow>(scope, versionRows({ now, viewer }, where, sql`v.id`))
      const found = new Map(rows.map((row) => [row.id, row]))
      return ids.map((id) => found.get(id.toLowerCase()) ?? null)
    }),
    /** Slots of a version that the viewer may know of, by weekday and number. */
    slots: new DataLoader<string, SlotRow[]>(async (ids) => {
      const found = new Map<string, SlotRow[]>(ids.map((id) => [id, []]))
      const rows = await db.read<SlotRow>(
        scope,
        sql`select o.id, o.version_id as "versionId", o.course_id as "courseId", o.weekday, o.number, o.bell_schedule_id as "bellScheduleId",
            o.room_id as "roomId", o.weeks from slot o join course c on c.id = o.course_id
          where o.version_id = any(${ids}::uuid[]) and ${seenCourses(viewer)} order by o.weekday, o.number, o.id`,
      )
      for (const row of rows) found.get(row.versionId)?.push(row)
      return ids.map((id) => found.get(id) ?? [])
    }),
  }
}
