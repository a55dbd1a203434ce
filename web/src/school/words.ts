/** The form of a word after a number: `plural(2, 'урок', 'урока', 'уроков')` is «2 урока». */
export function plural(count: number, one: string, few: string, many: string): string {
  return `${count} ${form(count, one, few, many)}`
}

export function form(count: number, one: string, few: string, many: string): string {
  const tens = Math.abs(count) % 100
  const ones = tens % 10
  if (tens > 10 && tens < 20) return many
  if (ones === 1) return one
  return ones > 1 && ones < 5 ? few : many
}

/** «Кузнецов Алексей Петрович» as «Кузнецов А. П.» */
export function withInitials(fullName: string): string {
  const [last = '', ...rest] = fullName.trim().split(/\s+/)
  if (rest.some((part) => part.endsWith('.'))) return fullName
  return [last, ...rest.map((part) => `${part.charAt(0)}.`)].join(' ')
}

/** 1 834 012 bytes as «1,8 МБ». */
export function sizeInWords(bytes: number): string {
  const units = ['байт', 'кБ', 'МБ', 'ГБ'] as const
  const power = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  const digits = power > 0 && value < 10 ? 1 : 0
  return `${value.toFixed(digits).replace('.', ',')} ${units[power] ?? ''}`
}

/** A sentence as a part of another: «Больничный лист» becomes «больничный лист», «ОРВИ» stays. */
export const inSentence = (text: string): string =>
  /^[А-ЯЁ][а-яё\s]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text

/** Two decimals as a school writes them: 4,28. */
export const meanInWords = (mean: string | null | undefined): string => mean?.replace('.', ',') ?? ''

export const weightInWords = (weight: number): string => String(weight).replace('.', ',')
