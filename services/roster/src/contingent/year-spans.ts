// Which days belong to which school year when contingent moves: the summer too.
import type { Tx } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { addDays, addMonths } from '@zhurnal/kit/time'

export type Year = {
  readonly id: string
  readonly name: string
  readonly startsOn: string
  readonly endsOn: string
}

/** The school's years by their first day. */
export const yearsOf = (tx: Tx, schoolId: string): Promise<Year[]> =>
  tx.sql<Year>(sql`select id, name, starts_on as "startsOn", ends_on as "endsOn" from academic_year
    where school_id = ${schoolId} order by starts_on`)

export const yearAfter =
  (years: readonly Year[]) =>
  (yearId: string): string | null =>
    years[years.findIndex((year) => year.id === yearId) + 1]?.id ?? null

/** A year and the summer after it: up to the day before the next one, or twelve months where none is set up yet. */
export function isInSomeYear(years: readonly Year[], day: string): boolean {
  return years.some((year, i) => day >= year.startsOn && day <= lastDay(years, i))
}

/** Days on which a pupil may come into a class of the year: the summer before it, the year, the summer after it. */
export function mayEnter(years: readonly Year[], yearId: string, day: string): boolean {
  const i = years.findIndex((year) => year.id === yearId)
  const year = years[i]
  if (!year) return false
  const before = years[i - 1]
  const first = before ? addDays(before.endsOn, 1) : addMonths(year.startsOn, -3)
  return day >= first && day <= lastDay(years, i)
}

function lastDay(years: readonly Year[], i: number): string {
  const next = years[i + 1]
  return addDays(next?.startsOn ?? addMonths(years[i]?.startsOn ?? '', 12), -1)
}
