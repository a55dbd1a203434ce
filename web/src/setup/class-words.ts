// Grades and classes in a sentence.

/** «1–4 классов», «10 и 11 классов» */
export function gradesInWords(grades: readonly number[]): string {
  const spans: [number, number][] = []
  for (const grade of grades) {
    const last = spans.at(-1)
    if (last && last[1] === grade - 1) last[1] = grade
    else spans.push([grade, grade])
  }
  const words = spans.map(([from, to]) =>
    from === to ? String(from) : to === from + 1 ? `${from}, ${to}` : `${from}–${to}`,
  )
  return `${words.join(', ')} ${grades.length === 1 ? 'класса' : 'классов'}`
}

const shownNames = 12

/** «7А, 7Б и ещё 3» */
export function namesOf(classes: readonly { readonly name: string }[]): string {
  const names = classes.slice(0, shownNames).map(({ name }) => name)
  const rest = classes.length - names.length
  return rest > 0 ? `${names.join(', ')} и ещё ${rest}` : names.join(', ')
}

/** «A1.10» of the regulation as «прил. 1, п. 10»; «3.3» as «п. 3.3». */
export const clauseInWords = (clauses: string): string =>
  clauses
    .split(', ')
    .map((clause) => clause.replace(/^A(\d+)\.(.+)$/, 'прил. $1, п. $2').replace(/^\d/, 'п. $&'))
    .join('; ')
