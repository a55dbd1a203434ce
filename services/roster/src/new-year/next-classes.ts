// Names and letters of the classes of the year after: pure rules.

export type YearClass = {
  readonly id: string
  readonly name: string
  readonly grade: number
  readonly letter: string | null
}
export type NextClass = {
  readonly name: string
  readonly grade: number
  readonly letter: string | null
  /** The class that goes on in it; null for a first grade. */
  readonly fromClassId: string | null
}

/** «7А» goes on as «8А», «7 кадетский» as «8 кадетский»; a name that does not begin with the grade stays. */
export const nextName = ({ name, grade, letter }: YearClass): string => {
  const rest = name.startsWith(String(grade)) ? name.slice(String(grade).length) : null
  if (rest !== null && !/^\d/.test(rest)) return `${grade + 1}${rest}`
  return letter ? `${grade + 1}${letter}` : name
}

/**
 * Each class a grade higher with its letter; first grades anew, with these letters or as this year. Tenth grades are as
 * many as this year: not all ninth-graders stay, and a school of nine grades has none.
 */
export function nextClasses(
  classes: readonly YearClass[],
  firstLetters: readonly string[] | null,
): NextClass[] {
  const ofGrade = (grade: number) => classes.filter((one) => one.grade === grade)
  const onward = classes
    .filter((one) => one.grade < 11 && one.grade !== 9)
    .map((one) => ({ name: nextName(one), grade: one.grade + 1, letter: one.letter, fromClassId: one.id }))
  const tenth = ofGrade(10).map(({ name, letter }) => ({
    name,
    grade: 10,
    letter,
    fromClassId: ofGrade(9).find((one) => one.letter === letter)?.id ?? null,
  }))
  const firsts = firstLetters
    ? firstLetters.map((letter) => ({ name: `1${letter}`, grade: 1, letter, fromClassId: null }))
    : ofGrade(1).map(({ name, letter }) => ({ name, grade: 1, letter, fromClassId: null }))
  return [...firsts, ...onward, ...tenth].toSorted(
    (a, b) => a.grade - b.grade || a.name.localeCompare(b.name, 'ru'),
  )
}

/** The class of the next year in which a class goes on: a grade higher, of the same letter; the one of the same name first. */
export function classAfter(from: YearClass, next: readonly YearClass[]): YearClass | null {
  const candidates = next.filter((one) => one.grade === from.grade + 1 && one.letter === from.letter)
  return (
    candidates.find((one) => one.name === nextName(from)) ??
    (candidates.length === 1 ? (candidates[0] ?? null) : null)
  )
}

/** The class of the next year for who repeats: of the same grade and letter. */
export function classAgain(from: YearClass, next: readonly YearClass[]): YearClass | null {
  const candidates = next.filter((one) => one.grade === from.grade && one.letter === from.letter)
  return candidates.length === 1 ? (candidates[0] ?? null) : null
}
