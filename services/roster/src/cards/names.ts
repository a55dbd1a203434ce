// What a name, an address or another line of a card may hold. Pure.

const longest = 200

/** One line of text as it is kept: composed letters (NFC), single spaces, none at the ends. */
export const oneLine = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim()

/**
 * Why a line cannot be kept, in words; null when it can. Letters of any script, apostrophes, hyphens and «Оглы» are
 * fine; control characters and angle brackets are in nobody's name.
 */
export function lineFault(text: string, limit = longest): string | null {
  if (text.length > limit) return `длиннее ${limit} знаков`
  // Line breaks and tabs are spaces to us (`oneLine`); other control and format characters hide what is written.
  if (/[\p{Cc}\p{Cf}]/u.test(text.replace(/[\t\r\n]/g, ' '))) return 'есть невидимые знаки'
  if (/[<>]/.test(text)) return 'есть знаки «<» или «>»'
  return null
}

/** Why a day cannot be somebody's birth date, in words; null when it can. */
export function birthDateFault(day: string, today: string): string | null {
  if (day > today) return `дата рождения ${day} ещё не наступила`
  if (day < '1900-01-01') return `дата рождения ${day} раньше 1900 года`
  return null
}
