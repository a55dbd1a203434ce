// Which reporting periods a class has, and which of them is now.
import type { PeriodFragment } from '../generated/graph.js'

/** Periods for a grade by start; «год» last. Of a course whose grade is unknown all of the year. */
export function periodsFor(all: readonly PeriodFragment[], grade: number | null): readonly PeriodFragment[] {
  const own = all.filter(
    ({ fromGrade, toGrade }) => grade === null || (fromGrade <= grade && grade <= toGrade),
  )
  return [...own].sort(
    (one, other) =>
      Number(one.kind === 'YEAR') - Number(other.kind === 'YEAR') ||
      one.startsOn.localeCompare(other.startsOn),
  )
}

/** The period that a day is in; between two of them (holidays) the one before; at the year's start the first. */
export function periodOn(periods: readonly PeriodFragment[], day: string): PeriodFragment | undefined {
  const parts = periods.filter(({ kind }) => kind !== 'YEAR')
  return parts.findLast(({ startsOn }) => startsOn <= day) ?? parts[0] ?? periods[0]
}

type Learners = {
  readonly schoolClass?: { readonly grade: number } | null
  readonly group?: { readonly schoolClasses?: readonly { readonly grade: number }[] | null } | null
}

/** The grade of who learns a course; null when it is not told. */
export const gradeOf = (course: Learners | null | undefined): number | null =>
  course?.schoolClass?.grade ?? course?.group?.schoolClasses?.[0]?.grade ?? null

/** «2 четверть» as «2», for a row of links that says the word once. */
export const shortPeriod = (name: string): string => /^\d+/.exec(name)?.[0] ?? name.toLowerCase()
