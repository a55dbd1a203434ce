// Days of a calendar as a school speaks of them: holidays from one day to another, not nine lines.
import type { CalendarDayKind } from '../generated/graph.js'
import { addDays, daysBetween, fullDate, span } from '../school/dates.js'

export type SpecialDay = {
  readonly date: string
  readonly kind: CalendarDayKind
  readonly title?: string | null | undefined
  readonly asWeekday?: number | null | undefined
}
/** Neighbouring days that are the same, the last one included. */
export type DaySpan = Omit<SpecialDay, 'date'> & { readonly from: string; readonly until: string }

/** By date; a moved day always stands alone. */
export function spansOf(days: readonly SpecialDay[]): DaySpan[] {
  const found: DaySpan[] = []
  for (const { date, kind, title = null, asWeekday = null } of days.toSorted((a, b) =>
    a.date.localeCompare(b.date),
  )) {
    const last = found.at(-1)
    const goes =
      last &&
      kind !== 'MOVED' &&
      last.kind === kind &&
      last.title === title &&
      addDays(last.until, 1) === date
    if (goes) found[found.length - 1] = { ...last, until: date }
    else found.push({ kind, title, asWeekday, from: date, until: date })
  }
  return found
}

/** At most so many days in one act: the server says so too. */
export const mostDays = 120

/** Each day from the first to the last; none when they are the wrong way round or too many. */
export function daysFrom(from: string, until: string): string[] {
  const count = from && until ? daysBetween(from, until) + 1 : 0
  return count > 0 && count <= mostDays ? Array.from({ length: count }, (_, i) => addDays(from, i)) : []
}

/** 26 октября – 3 ноября 2026 г. */
export function spanInWords({ from, until }: { readonly from: string; readonly until: string }): string {
  if (from === until) return fullDate(from)
  if (from.slice(0, 4) !== until.slice(0, 4)) return `${fullDate(from)} – ${fullDate(until)}`
  return `${span(from, until)} ${until.slice(0, 4)} г.`
}

export const kindWords: Readonly<Record<CalendarDayKind, string>> = {
  HOLIDAY: 'Каникулы',
  DAY_OFF: 'Выходной день',
  MOVED: 'Перенос дня',
  QUARANTINE: 'Карантин',
}

const ofWeekday = [
  'понедельника',
  'вторника',
  'среды',
  'четверга',
  'пятницы',
  'субботы',
  'воскресенья',
] as const

/** «понедельника»: whose lessons a moved day has. */
export const weekdayOf = (weekday: number | null | undefined): string => ofWeekday[(weekday ?? 0) - 1] ?? ''

export const lessonsInWords = ({ kind, asWeekday }: Pick<DaySpan, 'kind' | 'asWeekday'>): string =>
  kind === 'MOVED' ? `по расписанию ${weekdayOf(asWeekday)}` : 'нет'
