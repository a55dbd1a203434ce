import { addDays, weekdayOf } from '@zhurnal/kit/time'

/** A day of the school's calendar that differs from the week's rule. */
export type CalendarDay = { readonly date: string; readonly kind: string }
/** What is needed to tell a working day. */
export type WorkingWeek = {
  readonly studyDays: readonly number[]
  readonly days: ReadonlyMap<string, string>
}

export const workingWeek = (studyDays: readonly number[], days: readonly CalendarDay[]): WorkingWeek => ({
  studyDays,
  days: new Map(days.map((day) => [day.date, day.kind])),
})

/**
 * True when the school works on the day: a study day of the week that the calendar does not take out, or a day moved
 * to it. In holidays (каникулы) nobody comes for their slip, but the staff works: `staff` counts those days.
 */
export function isWorkingDay(week: WorkingWeek, day: string, staff = false): boolean {
  const kind = week.days.get(day)
  if (kind === 'MOVED') return true
  if (kind === 'DAY_OFF') return false
  if (kind !== undefined && !staff) return false
  return week.studyDays.includes(weekdayOf(day))
}

/** The n-th working day after the day. A calendar without working days gives up after two years. */
export function workingDayAfter(week: WorkingWeek, day: string, count: number, staff = false): string {
  let at = day
  let left = count
  for (let i = 0; i < 731 && left > 0; i += 1) {
    at = addDays(at, 1)
    if (isWorkingDay(week, at, staff)) left -= 1
  }
  return at
}

/** Working days within which a login is to be used for the first time (A*.login; settled.md). */
export const activationDays = 7

/**
 * The first day of issue whose term has not run out by `today`: what was issued before it is overdue. The term only
 * grows with the day of issue, so one day decides about a whole list.
 */
export function overdueBefore(week: WorkingWeek, today: string): string {
  let day = today
  for (let i = 0; i < 731; i += 1) {
    const before = addDays(day, -1)
    if (workingDayAfter(week, before, activationDays) < today) return day
    day = before
  }
  return day
}
