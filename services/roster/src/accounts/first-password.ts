import { randomInt } from 'node:crypto'

/** Without what is mistaken for another when read from paper: l and 1, o and 0, i. */
const readable = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A temporary password of ten readable characters in two groups: 49 bits. */
export function temporaryPassword(): string {
  const five = (): string => Array.from({ length: 5 }, () => readable[randomInt(readable.length)]).join('')
  return `${five()}-${five()}`
}

/** A password that nobody knows: what a login has until its owner is given a new one. */
export const nobodysPassword = (): string => Array.from({ length: 4 }, temporaryPassword).join('')

const latin: Readonly<Record<string, string>> = {
  ...{
    а: 'a',
    б: 'b',
    в: 'v',
    г: 'g',
    д: 'd',
    е: 'e',
    ё: 'e',
    ж: 'zh',
    з: 'z',
    и: 'i',
    й: 'i',
    к: 'k',
    л: 'l',
  },
  ...{ м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch' },
  ...{ ш: 'sh', щ: 'shch', ъ: '', ы: 'y', ь: '', э: 'e', ю: 'iu', я: 'ia' },
}

/** A surname in Latin small letters, by the rules of passports (ICAO Doc 9303), at most 20; what has no letters is «user». */
export function transliterated(name: string): string {
  const letters = [...name.toLowerCase()].map((letter) => latin[letter] ?? letter).join('')
  return letters.replace(/[^a-z]/g, '').slice(0, 20) || 'user'
}

/** A login of surname and number that nobody has: longer numbers as the short ones are taken. */
export function freeLogin(lastName: string, taken: Set<string>): string {
  const base = transliterated(lastName)
  for (let tries = 0; ; tries += 1) {
    const login = `${base}${randomInt(100, tries < 20 ? 1000 : 1_000_000)}`
    if (taken.has(login)) continue
    taken.add(login)
    return login
  }
}
