import { Temporal } from 'temporal-polyfill'

/** The calendar day, YYYY-MM-DD, that an instant falls on in a zone. */
export function dayIn(zone: string, instant: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString()
}

const starts = new Map<string, number>()

/** The instant at which a day begins in a zone (not always 00:00 where clocks are moved). */
export function startOfDay(zone: string, day: string): Date {
  // Asked several times for each lesson of a page; a day of a zone begins when it begins.
  const key = `${zone} ${day}`
  let start = starts.get(key)
  if (start === undefined) {
    start = Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds
    if (starts.size >= 5000) starts.clear()
    starts.set(key, start)
  }
  return new Date(start)
}

/** The instant of a wall-clock time, HH:MM, of a day in a zone. */
export function instantAt(zone: string, day: string, time: string): Date {
  const at = Temporal.PlainDate.from(day).toZonedDateTime({
    timeZone: zone,
    plainTime: Temporal.PlainTime.from(time),
  })
  return new Date(at.epochMilliseconds)
}

/** The day so many days later (or earlier, with a negative count). */
export function addDays(day: string, count: number): string {
  const from = Date.parse(`${day}T00:00:00Z`)
  // Days of UTC are all alike; what is no plain day of our centuries is left to the calendar, which refuses it.
  const plain =
    day.length === 10 &&
    Number.isInteger(count) &&
    new Date(from || NaN).getUTCDate() === Number(day.slice(8))
  if (!plain) return Temporal.PlainDate.from(day).add({ days: count }).toString()
  return new Date(from + count * 86_400_000).toISOString().slice(0, 10)
}

/** The day so many months later; the last day of a month that has no such day. */
export function addMonths(day: string, count: number): string {
  return Temporal.PlainDate.from(day).add({ months: count }).toString()
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(day: string): number {
  return Temporal.PlainDate.from(day).dayOfWeek
}

/** Whole days from the first day to the second. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days
}

/** True for a real calendar day written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text
  } catch {
    return false
  }
}

/** True for a zone that the runtime knows. */
export function isZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
}

/** The hour, 0 to 23, of an instant in a zone. */
export function hourIn(zone: string, instant: Date): number {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone).hour
}
