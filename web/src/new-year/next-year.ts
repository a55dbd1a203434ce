// The next academic year, proposed from this one. Pure.
import type { SetUpYearInput, YearToCopyQuery } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { addDays } from '../school/dates.js'

export type Year = NonNullable<NonNullable<YearToCopyQuery['school']>['years']>[number]

/** 52 weeks: the same weekday a year later. */
const sameWeekday = (day: string): string => addDays(day, 364)
const sameDate = (day: string): string => `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`

/**
 * First and last day by date, periods and school holidays by weekday, public holidays by date. Days moved by the
 * government and quarantines are not known a year ahead: they are left out.
 */
export function nextYear(year: Year): Omit<SetUpYearInput, 'schoolId' | 'id' | 'requestId'> {
  const startsOn = sameDate(year.startsOn)
  const endsOn = sameDate(year.endsOn)
  const within = (day: string) => (day < startsOn ? startsOn : day > endsOn ? endsOn : day)
  const first = Number(startsOn.slice(0, 4))
  return {
    name: `${first}/${String(first + 1).slice(2)}`,
    startsOn,
    endsOn,
    periods: year.periods.map(({ name, kind, fromGrade, toGrade, ...period }) => ({
      id: newId(),
      name,
      kind,
      fromGrade,
      toGrade,
      startsOn: period.startsOn === year.startsOn ? startsOn : within(sameWeekday(period.startsOn)),
      endsOn: period.endsOn === year.endsOn ? endsOn : within(sameWeekday(period.endsOn)),
    })),
    calendar: calendarOf(year, startsOn, endsOn),
  }
}

function calendarOf(year: Year, startsOn: string, endsOn: string): SetUpYearInput['calendar'] {
  const days = new Map<string, SetUpYearInput['calendar'][number]>()
  for (const { date, kind, title } of year.calendar) {
    if (kind !== 'HOLIDAY' && kind !== 'DAY_OFF') continue
    const day = kind === 'HOLIDAY' ? sameWeekday(date) : sameDate(date)
    // A public holiday within the school's holidays stays a public holiday.
    if (day >= startsOn && day <= endsOn && (kind === 'DAY_OFF' || !days.has(day)))
      days.set(day, { date: day, kind, title: title ?? null })
  }
  return [...days.values()].sort((a, b) => a.date.localeCompare(b.date))
}
