// Days and hours in a school's words. A day is a string YYYY-MM-DD from end to end; an instant becomes a time of day
// by the school's zone, never by the browser's.

const monthsOf = [
  'января',
  'февраля',
  'марта',
  'апреля',
  'мая',
  'июня',
  'июля',
  'августа',
  'сентября',
  'октября',
  'ноября',
  'декабря',
] as const
const months = [
  'январь',
  'февраль',
  'март',
  'апрель',
  'май',
  'июнь',
  'июль',
  'август',
  'сентябрь',
  'октябрь',
  'ноябрь',
  'декабрь',
] as const
const weekdays = ['воскресенье', 'понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота'] as const
const short = ['вс', 'пн', 'вт', 'ср', 'чт', 'пт', 'сб'] as const

const parts = (day: string) => {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  return { year, month, date, weekday: new Date(Date.UTC(year, month - 1, date)).getUTCDay() }
}

/** 24 */
export const dayNumber = (day: string): number => parts(day).date

/** ноябрь */
export const monthName = (day: string): string => months[parts(day).month - 1] ?? ''

/** 24 ноября */
export function dayAndMonth(day: string): string {
  const { date, month } = parts(day)
  return `${date} ${monthsOf[month - 1] ?? ''}`
}

/** 24 ноября 2026 г. */
export const fullDate = (day: string): string => `${dayAndMonth(day)} ${parts(day).year} г.`

/** вт, 24 ноября */
export const shortDate = (day: string): string => `${short[parts(day).weekday] ?? ''}, ${dayAndMonth(day)}`

/** Вторник, 24 ноября */
export function longDate(day: string): string {
  const name = weekdays[parts(day).weekday] ?? ''
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}, ${dayAndMonth(day)}`
}

/** 24.11.2026 */
export const numericDate = (day: string): string =>
  `${day.slice(8, 10)}.${day.slice(5, 7)}.${day.slice(0, 4)}`

/** 24.11 */
export function dotted(day: string): string {
  const { date, month } = parts(day)
  return `${date}.${String(month).padStart(2, '0')}`
}

export function addDays(day: string, days: number): string {
  const { year, month, date } = parts(day)
  return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10)
}

/** Monday of the day's week. */
export const mondayOf = (day: string): string => addDays(day, -((parts(day).weekday + 6) % 7))

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  formats.set(zone, made)
  return made
}

/** The school's day at an instant, YYYY-MM-DD. */
export const dayAt = (instant: string, zone: string): string =>
  formatOf(zone).format(new Date(instant)).slice(0, 10)

/** 9:20 */
export const timeAt = (instant: string, zone: string): string =>
  formatOf(zone).format(new Date(instant)).slice(11, 16).replace(/^0/, '')

/** «до 15:20» on that day, «вчера 15:20», «24 ноября, 15:20». */
export function momentInWords(instant: string, zone: string, today: string): string {
  const day = dayAt(instant, zone)
  const time = timeAt(instant, zone)
  if (day === today) return `сегодня в ${time}`
  if (day === addDays(today, -1)) return `вчера в ${time}`
  if (day === addDays(today, 1)) return `завтра в ${time}`
  return `${dayAndMonth(day)} в ${time}`
}

/** 23–28 ноября, 30 ноября – 5 декабря */
export function span(from: string, to: string): string {
  const same = parts(from).month === parts(to).month
  return same ? `${dayNumber(from)}–${dayAndMonth(to)}` : `${dayAndMonth(from)} – ${dayAndMonth(to)}`
}

/** Whole days from one day to a later one. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
