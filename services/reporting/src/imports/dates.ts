// Days as files write them.

export type ReadDay = {
  /** YYYY-MM-DD; null: no day can be made of it. */
  readonly day: string | null
  /** True when day and month could be the other way round. */
  readonly ambiguous: boolean
}

const isDay = (year: number, month: number, day: number): boolean => {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
const written = (year: number, month: number, day: number): string | null =>
  isDay(year, month, day) ? `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` : null

/**
 * ISO with or without a time, d.m.yyyy and d.m.yy, d/m/yyyy or m/d/yyyy. `slashes` says which comes first between slashes
 * where both could: a Russian list writes the day first, an American program the month.
 */
export function readDay(text: string, slashes: 'DAY_FIRST' | 'MONTH_FIRST'): ReadDay {
  const plain = text.trim().replace(/\s*г\.?$/i, '')
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(plain)
  if (iso) return { day: written(Number(iso[1]), Number(iso[2]), Number(iso[3])), ambiguous: false }
  const parts = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:\s.*)?$/.exec(plain)
  if (!parts) return { day: null, ambiguous: false }
  const [first, second] = [Number(parts[1]), Number(parts[3])]
  const year =
    parts[4]?.length === 2 ? 2000 + Number(parts[4]) - (Number(parts[4]) > 60 ? 100 : 0) : Number(parts[4])
  if (parts[2] !== '/') return { day: written(year, second, first), ambiguous: false }
  const ambiguous = first <= 12 && second <= 12 && first !== second
  const monthFirst = second > 12 || (ambiguous && slashes === 'MONTH_FIRST')
  return { day: monthFirst ? written(year, first, second) : written(year, second, first), ambiguous }
}
