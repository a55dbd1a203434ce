// When two ways of writing a name mean the same: schools and programs write «7 "А"», «7а» and «7A» for one class.

const lookalikes: Readonly<Record<string, string>> = {
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  h: 'н',
  k: 'к',
  m: 'м',
  o: 'о',
  p: 'р',
  t: 'т',
  x: 'х',
  y: 'у',
}

/** For names of people, subjects, rooms: case, spaces and «ё» do not tell two of them apart. */
export const plain = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim()

/** For names of classes: quotes, hyphens and Latin letters that look like Russian ones do not either. */
export function plainClass(text: string): string {
  const bare = plain(text).replace(/[\s"'«»„“”().-]/g, '')
  // A long Latin name is a word of another language, not a mistyped letter.
  return bare.length > 3 ? bare : bare.replace(/[a-z]/g, (letter) => lookalikes[letter] ?? letter)
}

export const fullName = (one: {
  readonly lastName: string
  readonly firstName: string
  readonly patronymic?: string | null | undefined
}): string => [one.lastName, one.firstName, one.patronymic].filter(Boolean).join(' ')

/** «Кошкина А. П.»: how timetables name a teacher. */
export function initials(name: string): string {
  const [last = '', ...given] = plain(name)
    .replace(/\./g, '. ')
    .split(' ')
    .filter((word) => word !== '')
  return [last, ...given.map((word) => word.slice(0, 1))].join(' ')
}

/** True when the given names are initials only. */
export const isAbbreviated = (name: string): boolean => {
  const [, ...given] = plain(name).replace(/\./g, '. ').split(' ').filter(Boolean)
  return given.length === 0 || given.some((word) => word.replace('.', '').length === 1)
}

const days = ['понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота', 'воскресенье']
/** weekday: 1 Monday … 7 Sunday */
export const dayName = (weekday: number): string => days[weekday - 1] ?? `${weekday}-й день`
