// The school year that holds a day: reporting periods, holidays and days off, by the usual Russian calendar.
import { addDays, weekdayOf } from '@zhurnal/kit/time'
import type { Ids } from './ids.js'

export type PeriodPlan = {
  readonly id: string
  readonly name: string
  readonly kind: 'QUARTER' | 'HALF_YEAR' | 'YEAR'
  readonly startsOn: string
  readonly endsOn: string
  readonly fromGrade: number
  readonly toGrade: number
}
export type CalendarDayPlan = {
  readonly date: string
  readonly kind: 'HOLIDAY' | 'DAY_OFF' | 'MOVED'
  readonly title: string
  readonly asWeekday?: number
}
export type YearPlan = {
  readonly id: string
  readonly name: string
  readonly startsOn: string
  readonly endsOn: string
  /** The last day with lessons; the year itself ends with May. */
  readonly lessonsEndOn: string
  readonly periods: readonly PeriodPlan[]
  readonly calendar: readonly CalendarDayPlan[]
}
export type SchoolDay = {
  readonly date: string
  /** Whose lessons are given: 1 Monday … 7 Sunday. */
  readonly weekday: number
}

/** First of September of the school year that a day is in; from June to August that is the year just over. */
export function yearStart(today: string): number {
  const [year = 0, month = 0] = today.split('-').map(Number)
  return month >= 9 ? year : year - 1
}

const mondayOnOrBefore = (day: string): string => addDays(day, 1 - weekdayOf(day))
const sundayOnOrAfter = (day: string): string => addDays(day, (7 - weekdayOf(day)) % 7)

/** The year whose first of September lies in `start` (2026 for 2026/27). */
export function planYear(ids: Ids, start: number): YearPlan {
  const startsOn = `${start}-09-01`
  const lessonsEndOn = `${start + 1}-05-26`
  const autumn = mondayOnOrBefore(`${start}-10-28`)
  const winter = `${start}-12-30`
  const winterEnd = sundayOnOrAfter(`${start + 1}-01-08`)
  const spring = mondayOnOrBefore(`${start + 1}-03-25`)
  const quarters: [from: string, to: string][] = [
    [startsOn, addDays(autumn, -1)],
    [addDays(autumn, 7), addDays(winter, -1)],
    [addDays(winterEnd, 1), addDays(spring, -1)],
    [addDays(spring, 7), lessonsEndOn],
  ]
  const halves: [from: string, to: string][] = [
    [startsOn, addDays(winter, -1)],
    [addDays(winterEnd, 1), lessonsEndOn],
  ]
  const period =
    (kind: PeriodPlan['kind'], word: string, fromGrade: number, toGrade: number) =>
    ([from, to]: [string, string], i: number): PeriodPlan => ({
      id: ids.of('period', kind, i + 1),
      name: kind === 'YEAR' ? word : `${i + 1} ${word}`,
      kind,
      startsOn: from,
      endsOn: to,
      fromGrade,
      toGrade,
    })
  const endsOn = `${start + 1}-05-31`
  return {
    id: ids.of('year', start),
    name: `${start}/${String(start + 1).slice(2)}`,
    startsOn,
    endsOn,
    lessonsEndOn,
    periods: [
      ...quarters.map(period('QUARTER', 'четверть', 1, 9)),
      ...halves.map(period('HALF_YEAR', 'полугодие', 10, 11)),
      ...[[startsOn, endsOn] as [string, string]].map(period('YEAR', 'Год', 1, 11)),
    ],
    calendar: calendarOf(start, [
      ['Осенние каникулы', autumn, addDays(autumn, 6)],
      ['Зимние каникулы', winter, winterEnd],
      ['Весенние каникулы', spring, addDays(spring, 6)],
    ]),
  }
}

function calendarOf(
  start: number,
  holidays: readonly [title: string, from: string, to: string][],
): CalendarDayPlan[] {
  const days = new Map<string, CalendarDayPlan>()
  const put = (day: CalendarDayPlan) => {
    if (!days.has(day.date)) days.set(day.date, day)
  }
  for (const [title, from, to] of holidays) {
    for (let date = from; date <= to; date = addDays(date, 1)) put({ date, kind: 'HOLIDAY', title })
  }
  const off: [string, string][] = [
    [`${start}-11-04`, 'День народного единства'],
    [`${start + 1}-02-23`, 'День защитника Отечества'],
    [`${start + 1}-03-08`, 'Международный женский день'],
    [`${start + 1}-05-01`, 'Праздник Весны и Труда'],
    [`${start + 1}-05-09`, 'День Победы'],
  ]
  for (const [date, title] of off) {
    put({ date, kind: 'DAY_OFF', title })
    const weekday = weekdayOf(date)
    if (weekday > 5) put({ date: addDays(date, 8 - weekday), kind: 'DAY_OFF', title: `Выходной за ${title}` })
    // A Monday between two free days is worked off on the Saturday before.
    if (weekday === 2) {
      put({ date: addDays(date, -1), kind: 'DAY_OFF', title: 'Выходной перенесён с субботы' })
      put({ date: addDays(date, -3), kind: 'MOVED', title: 'Уроки понедельника', asWeekday: 1 })
    }
  }
  return [...days.values()].sort((a, b) => a.date.localeCompare(b.date))
}

/** Days with lessons from one day to another, both included, by the school's study days and the calendar. */
export function schoolDays(
  year: YearPlan,
  studyDays: readonly number[],
  from: string,
  until: string,
): SchoolDay[] {
  const special = new Map(year.calendar.map((day) => [day.date, day]))
  const days: SchoolDay[] = []
  for (let date = from; date <= until && date <= year.lessonsEndOn; date = addDays(date, 1)) {
    const known = special.get(date)
    if (known?.kind === 'MOVED') days.push({ date, weekday: known.asWeekday ?? weekdayOf(date) })
    else if (!known && studyDays.includes(weekdayOf(date))) days.push({ date, weekday: weekdayOf(date) })
  }
  return days
}
