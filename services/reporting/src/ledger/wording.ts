/** How dates, names and numbers are written in a Russian class journal. */

const MONTHS = [
  'январь', 'февраль', 'март', 'апрель', 'май', 'июнь',
  'июль', 'август', 'сентябрь', 'октябрь', 'ноябрь', 'декабрь',
] as const // prettier-ignore

/** «05.11» from an ISO date. */
export function dayMonth(date: string): string {
  return `${date.slice(8, 10)}.${date.slice(5, 7)}`
}

/** «05.11.2026» from an ISO date or instant. */
export function fullDate(date: string): string {
  return `${dayMonth(date)}.${date.slice(0, 4)}`
}

/** «24.11.2026, 09:07» from an ISO instant, in the school's zone; without one in UTC, which is said. */
export function moment(instant: string, timeZone: string | undefined): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: timeZone ?? 'UTC',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant))
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? ''
  const text = `${of('day')}.${of('month')}.${of('year')}, ${of('hour')}:${of('minute')}`
  return timeZone ? text : `${text} (всемирное время)`
}

/** «ноябрь» from an ISO date. */
export function monthName(date: string): string {
  return MONTHS[Number(date.slice(5, 7)) - 1] ?? ''
}

/** «Кузнецов А. П.» from «Кузнецов Андрей Петрович»; what is not surname and given names stays as it is. */
export function withInitials(fullName: string): string {
  const [surname, ...given] = fullName.split(/\s+/)
  if (!surname || given.length === 0 || given.length > 3) return fullName
  return [surname, ...given.map((name) => `${name.slice(0, 1)}.`)].join('\u00a0')
}

/** «48 213», with no-break spaces. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u00a0')
}

/** «9f3c 1e07»: the beginning of a hash, as it is compared by eye. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 4)}\u00a0${hash.slice(4, 8)}`
}

/** Hash in groups of eight, for the title page. */
export function spacedHash(hash: string): string {
  return hash.replace(/(.{8})(?=.)/g, '$1 ')
}
