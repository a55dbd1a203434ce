// A version's slots become dated lessons by the school's calendar. The same code serves publishing, taking back and
// the question what publishing would do.
import { createHash } from 'node:crypto'
import type { Tx } from '@zhurnal/kit/database'
import { refuse } from '@zhurnal/kit/refusal'
import { sql, type Sql } from '@zhurnal/kit/sql'
import { instantAt } from '@zhurnal/kit/time'
import { inWeek, schoolDays, type CalendarDay, type SchoolDay } from './dates.js'

export type Version = {
  readonly id: string
  readonly schoolId: string
  readonly yearId: string
  readonly validFrom: string
  readonly validUntil: string
  readonly publishedAt: Date | null
  readonly withdrawnAt: Date | null
  readonly publishOrder: number | null
}
export const versionColumns = sql`v.id, v.school_id as "schoolId", v.year_id as "yearId", v.valid_from as "validFrom",
  v.valid_until as "validUntil", v.published_at as "publishedAt", v.withdrawn_at as "withdrawnAt", v.publish_order as "publishOrder"`

export type Dated = {
  id: string
  course_id: string
  day: string
  number: number
  starts_at: string
  ends_at: string
  room_id: string | null
  teacher_id: string | null
}
type SlotOfVersion = {
  id: string
  course_id: string
  weekday: number
  number: number
  starts: string
  ends: string
  room_id: string | null
  weeks: string | null
  teacher_id: string | null
}

/** Who can be asked: a transaction, or a reader outside of one. */
export type Asked = { sql<T extends object>(statement: Sql): Promise<T[]> }

/**
 * Lessons of the version on the days from `from` to `until` that `stands` for it, by the year's calendar or by another
 * that it is asked about. Refuses with NO_CALENDAR.
 */
export async function datedLessons(
  db: Asked,
  version: Version,
  from: string,
  until: string,
  stands: (day: string) => boolean = () => true,
  otherCalendar?: readonly CalendarDay[],
): Promise<Dated[]> {
  const [plan] = await db.sql<{ zone: string; study_days: number[]; calendar: CalendarDay[] }>(sql`
    select s.time_zone as zone, s.study_days, y.calendar from ref_school s, ref_year y where s.id = ${version.schoolId} and y.id = ${version.yearId}`)
  if (!plan)
    return refuse(
      'NO_CALENDAR',
      'У учебного года нет календаря: сначала заведите год и периоды (прил. 1, п. 12).',
    )
  const slots = await db.sql<SlotOfVersion>(sql`
    select s.id, s.course_id, s.weekday, s.number, to_char(b.starts_at, 'HH24:MI') as starts, to_char(b.ends_at, 'HH24:MI') as ends, s.room_id, s.weeks, c.teacher_id
    from slot s join bell b on b.bell_schedule_id = s.bell_schedule_id and b.number = s.number join course c on c.id = s.course_id
    where s.version_id = ${version.id} and not c.removed order by s.weekday, s.number, s.id`)
  const days = schoolDays(from, until, plan.study_days, otherCalendar ?? plan.calendar).filter(({ date }) =>
    stands(date),
  )
  return onDays(version, slots, days, plan.zone)
}

function onDays(
  version: Version,
  slots: readonly SlotOfVersion[],
  days: readonly SchoolDay[],
  zone: string,
): Dated[] {
  const instants = new Map<string, string>()
  const at = (day: string, time: string): string => {
    const key = `${day} ${time}`
    let known = instants.get(key)
    if (known === undefined) instants.set(key, (known = instantAt(zone, day, time).toISOString()))
    return known
  }
  return days.flatMap(({ date, weekday }) =>
    slots
      .filter((slot) => slot.weekday === weekday && inWeek(slot.weeks, version.validFrom, date))
      .map((slot) => ({
        id: lessonId(version.id, slot.id, date),
        course_id: slot.course_id,
        day: date,
        number: slot.number,
        starts_at: at(date, slot.starts),
        ends_at: at(date, slot.ends),
        room_id: slot.room_id,
        teacher_id: slot.teacher_id,
      })),
  )
}

/** A lesson's id follows from its place: publishing the same draft elsewhere gives the same lessons (UUID, version 8). */
function lessonId(versionId: string, slotId: string, day: string): string {
  const hash = createHash('sha256').update(`${versionId}/${slotId}/${day}`).digest()
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/**
 * Writes lessons of a version, but none where a lesson of the course stands at that place already: it is held. One that
 * a later version had taken out comes back as it was, with its substitution and cancellation. Gives the ids written.
 */
export async function writeLessons(tx: Tx, version: Version, lessons: readonly Dated[]): Promise<string[]> {
  const atOnce = 4000
  const written: string[] = []
  for (let start = 0; start < lessons.length; start += atOnce) {
    const rows = await tx.sql<{
      id: string
    }>(sql`insert into lesson as l (id, school_id, course_id, version_id, day, number, starts_at, ends_at, room_id, teacher_id)
      select t.id, ${version.schoolId}, t.course_id, ${version.id}, t.day, t.number, t.starts_at, t.ends_at, t.room_id, t.teacher_id
      from jsonb_to_recordset(${JSON.stringify(lessons.slice(start, start + atOnce))}::jsonb) as t(id uuid, course_id uuid, day date,
        number smallint, starts_at timestamptz, ends_at timestamptz, room_id uuid, teacher_id uuid)
      where not exists (select 1 from lesson held where held.course_id = t.course_id and held.day = t.day and held.number = t.number and not held.removed)
      on conflict (id) do update set removed = false, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
        room_id = excluded.room_id, version = l.version + 1,
        teacher_id = case when l.instead_of_id is null then excluded.teacher_id else l.teacher_id end,
        instead_of_id = case when l.instead_of_id is null then null else excluded.teacher_id end
      where l.removed returning l.id`)
    written.push(...rows.map((row) => row.id))
  }
  return written
}

/** One who publishes or takes back in a year at a time: what stands for a day follows from the order of both. */
export async function lockYear(tx: Tx, yearId: string): Promise<void> {
  await tx.sql(sql`select pg_advisory_xact_lock(hashtextextended(${`timetable ${yearId}`}, 0))`)
}

/**
 * The first day that publishing or taking back touches: today, or the version's own first day when that is later. The
 * only timetable of a year also makes, and takes back, the days that have passed already.
 */
export async function firstDay(db: Asked, version: Version, now: Date): Promise<string> {
  const [other] = await db.sql<{
    today: string
  }>(sql`select (${now}::timestamptz at time zone s.time_zone)::date as today from timetable_version v, ref_school s
    where v.year_id = ${version.yearId} and v.published_at is not null and v.withdrawn_at is null and v.id <> ${version.id}
      and s.id = ${version.schoolId} limit 1`)
  return other && other.today > version.validFrom ? other.today : version.validFrom
}
