import { readClassName } from '../class-names.js'
import { readDay } from '../dates.js'
import { plain, plainClass } from '../names.js'
import {
  nothingStaged,
  type FileReader,
  type ImportProblem,
  type StagedClass,
  type StagedPerson,
} from '../staged.js'
import { consentOf, orderOf, reachOf, snilsIn } from './card-columns.js'
import { birthDateOf, nameOf, splitName, tellNamesakes } from './person.js'
import { inOneAlphabet } from './letters.js'
import { keysOf, readList, type List, type ListRow } from './read-list.js'

/** A list of pupils: names, birth dates, classes, guardians. */
export const readPupils: FileReader = async (hands) => {
  const list = await readList(hands)
  const { problems } = list
  const keyOf = keysOf(list)
  const classes = new Map<string, StagedClass>()
  const pupils: StagedPerson[] = []
  const guardians = new Map<string, StagedPerson>()
  for (const row of list.rows) {
    const pupil = pupilOf(row, keyOf(row), list, hands.today, classes)
    if (!pupil) continue
    pupils.push(pupil)
    for (const name of row.all('guardian')) addGuardian(guardians, name, row, pupil, hands.today, problems)
  }
  tellNamesakes(pupils, problems)
  return {
    ...nothingStaged,
    rows: list.rows.length,
    classes: [...classes.values()],
    people: [...pupils, ...guardians.values()],
    problems,
    listOf: 'PUPIL',
    lastingKeys: list.columns.places.has('id'),
  }
}

function pupilOf(
  row: ListRow,
  key: string,
  { columns, problems }: List,
  today: string,
  classes: Map<string, StagedClass>,
): StagedPerson | null {
  const name = nameOf(row, columns.places.has('patronymic'), problems)
  const schoolClass = name && classOf(row, classes, problems)
  if (!name || !schoolClass) return null
  return {
    key,
    line: row.line,
    kind: 'PUPIL',
    ...name,
    birthDate: birthDateOf(row, today, [4, 25], problems),
    schoolClass,
    from: enrolledOn(row, problems),
    ...reachOf(row, problems),
    snils: snilsIn(row, problems),
    consent: consentOf(row, 'consent', row.of('consentBy') || row.of('guardian'), today, problems),
    order: orderOf(row, today, problems),
    guardianOf: [],
    roles: [],
  }
}

/** Key of the class; null, with a problem noted, when the row names none that can be read. */
export function classOf(
  row: ListRow,
  classes: Map<string, StagedClass>,
  problems: ImportProblem[],
): string | null {
  const text = row.of('schoolClass') || `${row.of('grade')}${row.of('letter')}`
  if (text === '') {
    const message = `Строка ${row.line} пропущена: не указан класс.`
    problems.push({ line: row.line, column: 'Класс', code: 'NO_CLASS', message })
    return null
  }
  const read = readClassName(text)
  if (!read) {
    const message = `Строка ${row.line} пропущена: из «${text.slice(0, 60)}» не видно, какой это класс.`
    problems.push({
      line: row.line,
      column: 'Класс',
      code: 'CLASS_UNREADABLE',
      message,
      value: text.slice(0, 60),
    })
    return null
  }
  const key = plainClass(read.name)
  if (!classes.has(key))
    classes.set(key, {
      key,
      line: row.line,
      name: read.name,
      grade: read.grade,
      letter: read.letter,
      teacher: null,
    })
  return key
}

function enrolledOn(row: ListRow, problems: ImportProblem[]): string | undefined {
  const text = row.of('from')
  if (text === '') return undefined
  const { day } = readDay(text, 'DAY_FIRST')
  if (day) return day
  const message = `Строка ${row.line}: дата зачисления «${text.slice(0, 60)}» не читается, взята обычная.`
  problems.push({
    line: row.line,
    column: 'Дата зачисления',
    code: 'BAD_DATE',
    message,
    value: text.slice(0, 60),
  })
  return undefined
}

/** The same full name beside two children of one surname is one guardian; beside others it may be a namesake. */
function addGuardian(
  guardians: Map<string, StagedPerson>,
  text: string,
  row: ListRow,
  pupil: StagedPerson,
  today: string,
  problems: ImportProblem[],
): void {
  const { line } = row
  const { lastName, firstName, patronymic } = splitName(inOneAlphabet(text, line, 'Представитель', problems))
  if (lastName === '' || firstName === '') {
    const message = `Строка ${line}: у представителя «${text.slice(0, 60)}» нет имени, он не записан.`
    problems.push({
      line,
      column: 'Представитель',
      code: 'GUARDIAN_WITHOUT_NAME',
      message,
      value: text.slice(0, 60),
    })
    return
  }
  const key = `guardian ${plain(text)} ${plain(pupil.lastName).slice(0, 4)}`
  const known = guardians.get(key)
  guardians.set(key, {
    key,
    line: known?.line ?? line,
    kind: 'GUARDIAN',
    lastName,
    firstName,
    patronymic: patronymic || undefined,
    // One who stands in several rows has given one consent, and it is told once if it cannot be read.
    consent: known?.consent ?? consentOf(row, 'guardianConsent', text, today, known ? [] : problems),
    guardianOf: [...(known?.guardianOf ?? []), pupil.key],
    roles: [],
  })
}
