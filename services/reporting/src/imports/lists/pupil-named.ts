// A pupil whom a row names: one of the school's, who stands in the plan once however many rows name them.
import { readClassName } from '../class-names.js'
import { plain, plainClass, fullName } from '../names.js'
import type { ImportProblem, StagedClass, StagedPerson } from '../staged.js'
import { birthDateOf, nameOf } from './person.js'
import type { ListRow } from './read-list.js'

type Named = { readonly pupils: Map<string, StagedPerson>; readonly classes: Map<string, StagedClass> }

/** Null, with a problem noted, when the row names nobody. Only names that are needed to tell people apart are taken. */
export function pupilNamed(
  row: ListRow,
  today: string,
  { pupils, classes }: Named,
  problems: ImportProblem[],
): StagedPerson | null {
  const name = nameOf(row, false, problems)
  if (!name) return null
  const birthDate = birthDateOf(row, today, [4, 25], problems)
  const schoolClass = classNamed(row.of('schoolClass'), row.line, classes)
  const key = keyOfPupil(name, birthDate, schoolClass)
  const known = pupils.get(key)
  if (known && known.key !== key && !birthDate) {
    const message = `Строка ${row.line}: ${fullName(name)} принят за того, кого в этот класс переводит строка выше (строка ${known.line}).`
    problems.push({ line: row.line, code: 'SAME_PUPIL', message })
  }
  if (known) return known
  const pupil: StagedPerson = {
    key,
    line: row.line,
    kind: 'PUPIL',
    mustBeKnown: true,
    ...name,
    birthDate,
    schoolClass,
    guardianOf: [],
    roles: [],
  }
  pupils.set(key, pupil)
  return pupil
}

export const keyOfPupil = (
  name: Pick<StagedPerson, 'lastName' | 'firstName' | 'patronymic'>,
  birthDate: string | null | undefined,
  schoolClass: string | null | undefined,
): string => `pupil ${plain(fullName(name))} ${birthDate ?? ''} ${schoolClass ?? ''}`

/** Key of a class that a row names; undefined where none can be read. */
export function classNamed(
  text: string,
  line: number,
  classes: Map<string, StagedClass>,
): string | undefined {
  const read = readClassName(text)
  if (!read) return undefined
  const key = plainClass(read.name)
  if (!classes.has(key))
    classes.set(key, {
      key,
      line,
      name: read.name,
      grade: read.grade,
      letter: read.letter,
      teacher: null,
      mustBeKnown: true,
    })
  return key
}
