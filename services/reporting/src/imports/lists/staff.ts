import { readClassName } from '../class-names.js'
import { fullName, plain, plainClass } from '../names.js'
import {
  nothingStaged,
  type FileReader,
  type ImportProblem,
  type StagedClass,
  type StagedPerson,
} from '../staged.js'
import { consentOf, reachOf, snilsIn } from './card-columns.js'
import { birthDateOf, nameOf, tellNamesakes } from './person.js'
import { keysOf, readList, type ListRow } from './read-list.js'

type Role = StagedPerson['roles'][number]

/** A list of the staff: names, positions, roles, which class each leads. */
export const readStaff: FileReader = async (hands) => {
  const list = await readList(hands)
  const { problems, columns } = list
  const keyOf = keysOf(list)
  const classes = new Map<string, StagedClass>()
  const people = list.rows.flatMap((row): StagedPerson[] => {
    const name = nameOf(row, columns.places.has('patronymic'), problems)
    if (!name) return []
    const key = keyOf(row)
    for (const text of row.of('leads').split(/[,;]/)) addClass(classes, text.trim(), key, row.line, problems)
    return [
      {
        key,
        line: row.line,
        kind: 'STAFF',
        ...name,
        birthDate: birthDateOf(row, hands.today, [16, 95], problems),
        position: row.of('position') || undefined,
        ...reachOf(row, problems),
        snils: snilsIn(row, problems),
        consent: consentOf(row, 'consent', row.of('consentBy') || fullName(name), hands.today, problems),
        guardianOf: [],
        roles: rolesOf(row, problems),
      },
    ]
  })
  tellNamesakes(people, problems)
  return {
    ...nothingStaged,
    rows: list.rows.length,
    classes: [...classes.values()],
    people,
    problems,
    listOf: 'STAFF',
    lastingKeys: columns.places.has('id'),
  }
}

function addClass(
  classes: Map<string, StagedClass>,
  text: string,
  teacher: string,
  line: number,
  problems: ImportProblem[],
): void {
  if (text === '' || /^(нет|-|—)$/i.test(text)) return
  const read = readClassName(text)
  const at = { line, column: 'Классное руководство', value: text.slice(0, 60) }
  if (!read) {
    const message = `Строка ${line}: из «${text.slice(0, 60)}» не видно, какой это класс. Руководство не записано.`
    problems.push({ ...at, code: 'CLASS_UNREADABLE', message })
    return
  }
  const key = plainClass(read.name)
  if (classes.has(key)) {
    const message = `Строка ${line}: у класса ${read.name} уже назван классный руководитель. Взят первый.`
    problems.push({ ...at, code: 'CLASS_TEACHER_TWICE', message })
    return
  }
  classes.set(key, { key, line, name: read.name, grade: read.grade, letter: read.letter, teacher })
}

/** A word of a role or position → the role; the first that fits. */
const roleWords: readonly (readonly [RegExp, Role])[] = [
  [/завуч|заместител|deputy/, 'DEPUTY'],
  [/директор|director|principal/, 'DIRECTOR'],
  [/психолог|логопед|дефектолог|соц(иальный)? педагог|специалист|specialist/, 'SPECIALIST'],
  [/делопроизводител|секретар|clerk/, 'CLERK'],
  [/администратор журнала|journal admin/, 'JOURNAL_ADMIN'],
  [/учител|преподавател|педагог|воспитател|teacher/, 'TEACHER'],
]

/** A role that is named counts; without one the position tells. Nobody becomes a coordinator by a list. */
function rolesOf(row: ListRow, problems: ImportProblem[]): Role[] {
  const named = row.of('role')
  const words = named === '' ? [row.of('position')] : named.split(/[,;/]/)
  const roles = words.flatMap((word) => roleWords.find(([pattern]) => pattern.test(plain(word)))?.[1] ?? [])
  const unclear =
    named === '' ? [] : words.filter((word) => !roleWords.some(([pattern]) => pattern.test(plain(word))))
  for (const word of unclear) {
    const message = `Строка ${row.line}: роли «${word.trim().slice(0, 60)}» нет, она не дана.`
    problems.push({
      line: row.line,
      column: 'Роль',
      code: 'UNKNOWN_ROLE',
      message,
      value: word.trim().slice(0, 60),
    })
  }
  return [...new Set(roles)]
}
