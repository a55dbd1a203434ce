// Which dates a weekly slot falls on: pure, by the school's calendar.
import { addDays, daysBetween, weekdayOf } from '@zhurnal/kit/time'

export type CalendarDay = { date: string; kind: string; as_weekday: number | null }
export type SchoolDay = {
  readonly date: string
  /** Whose lessons are given: 1 Monday … 7 Sunday. */ readonly weekday: number
}

/**
 * Days with lessons from the first to the last (both included): the school's study days, less holidays, days off and
 * quarantine; a moved day has the lessons of the weekday that it names, also on a Saturday or Sunday.
 */
export function schoolDays(
  from: string,
  until: string,
  studyDays: readonly number[],
  calendar: readonly CalendarDay[],
): SchoolDay[] {
  const special = new Map(calendar.map((day) => [day.date, day]))
  const days: SchoolDay[] = []
  for (let date = from; date <= until; date = addDays(date, 1)) {
    const known = special.get(date)
    if (known?.kind === 'MOVED' && known.as_weekday !== null) days.push({ date, weekday: known.as_weekday })
    else if (!known && studyDays.includes(weekdayOf(date))) days.push({ date, weekday: weekdayOf(date) })
  }
  return days
}

/** Whether a slot with a mask of weeks is given in the week of the date, counted from the week of the first day. */
export function inWeek(weeks: string | null, first: string, date: string): boolean {
  if (!weeks) return true
  const monday = addDays(first, 1 - weekdayOf(first))
  const week = Math.floor(daysBetween(monday, date) / 7)
  return weeks[week % weeks.length] === '1'
}
