// The reporting period of a grade that holds a day.
import type { SchoolPlan } from './school-plan.js'
import type { PeriodPlan } from './year.js'

/** The quarter, or in 10 and 11 the half-year; undefined in holidays. */
export const periodOf = (plan: SchoolPlan, grade: number, day: string): PeriodPlan | undefined =>
  plan.year.periods.find(
    (one) =>
      one.kind !== 'YEAR' &&
      one.fromGrade <= grade &&
      grade <= one.toGrade &&
      one.startsOn <= day &&
      day <= one.endsOn,
  )
