// What another calendar would do to planned lessons, day by day, before anybody changes it.
import { sql } from '@zhurnal/kit/sql'
import { GraphQLError } from 'graphql'
import type { Ctx } from '../context.js'
import { maySetUp } from '../policy.js'
import { datedLessons, type Asked } from './dated-lessons.js'
import type { CalendarDay } from './dates.js'
import { inForce, standingAmong } from './publish.js'

type PlannedDay = { date: string; kind?: string | null; asWeekday?: number | null }
export type CalendarDifferenceArgs = { yearId: string; days: PlannedDay[] }
export type DayDifference = { date: string; removed: number; made: number; held: number }
type Standing = { id: string; place: string; day: string; held: boolean }

const mostDays = 120

/** Null for a year that is not there or not the viewer's to set up; days without any difference too are given. */
export async function calendarDifference(
  ctx: Ctx,
  { yearId, days }: CalendarDifferenceArgs,
): Promise<DayDifference[] | null> {
  const db: Asked = { sql: (statement) => ctx.db.read(ctx.scope, statement) }
  const [year] = await db.sql<{ schoolId: string; calendar: CalendarDay[] }>(
    sql`select school_id as "schoolId", calendar from ref_year where id::text = ${yearId}`,
  )
  if (!year || !maySetUp(ctx.viewer, year.schoolId)) return null
  if (days.length > mostDays)
    throw new GraphQLError(`Не больше ${mostDays} дней за один раз.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    })
  const dates = [...new Set(days.map(({ date }) => date))].sort()
  const will = await lessonsBy(db, yearId, dates, calendarWith(year.calendar, days))
  const stands = await standingOn(db, yearId, dates)
  return dates.map((date) => differenceOf(date, will, stands))
}

function calendarWith(calendar: readonly CalendarDay[], days: readonly PlannedDay[]): CalendarDay[] {
  const named = new Set(days.map(({ date }) => date))
  const special = days.flatMap(({ date, kind, asWeekday }) =>
    kind ? [{ date, kind, as_weekday: asWeekday ?? null }] : [],
  )
  return [...calendar.filter(({ date }) => !named.has(date)), ...special]
}

/** Lessons that the versions in force would give on these days. */
async function lessonsBy(db: Asked, yearId: string, dates: readonly string[], calendar: CalendarDay[]) {
  const [first, last] = [dates.at(0), dates.at(-1)]
  if (!first || !last) return []
  const versions = await inForce(db, yearId)
  const standing = standingAmong(versions)
  const wanted = new Set(dates)
  const stands = (version: object) => (day: string) => wanted.has(day) && standing(day) === version
  const found = await Promise.all(
    versions.map((version) => datedLessons(db, version, first, last, stands(version), calendar)),
  )
  return found.flat().map(({ id, course_id, day, number }) => ({ id, day, place: `${course_id} ${number}` }))
}

const standingOn = (db: Asked, yearId: string, dates: readonly string[]): Promise<Standing[]> =>
  db.sql<Standing>(sql`select l.id, l.day, l.course_id || ' ' || l.number as place, l.held_at is not null as held
    from lesson l where l.day = any(${dates}::date[]) and not l.removed
      and l.version_id in (select id from timetable_version where year_id::text = ${yearId})`)

function differenceOf(
  date: string,
  will: readonly { id: string; day: string; place: string }[],
  stands: readonly Standing[],
): DayDifference {
  const given = will.filter((one) => one.day === date)
  const ids = new Set(given.map((one) => one.id))
  const there = stands.filter((one) => one.day === date)
  const gone = there.filter((one) => !ids.has(one.id))
  const known = new Set(there.map((one) => one.id))
  const heldPlaces = new Set(there.filter((one) => one.held).map((one) => one.place))
  return {
    date,
    removed: gone.filter((one) => !one.held).length,
    made: given.filter((one) => !known.has(one.id) && !heldPlaces.has(one.place)).length,
    held: gone.filter((one) => one.held).length,
  }
}
