// A timetable file as what it would bring into the school.
import { createReadStream } from 'node:fs'
import { plain, plainClass } from '../names.js'
import {
  nothingStaged,
  UnreadableFileError,
  type FileReader,
  type ImportProblem,
  type ReadHands,
  type Staged,
  type StagedClass,
  type StagedPerson,
  type StagedSubject,
} from '../staged.js'
import { stageHours } from './stage-hours.js'
import { stageLoad } from './stage-load.js'
import { readAscTimetable } from './read.js'
import { AscUnreadableError, type AscTimetable } from './timetable.js'

/** Reads an aSc Timetables XML export. */
export const readTimetableFile: FileReader = async (hands) => {
  const file = await readAscTimetable(createReadStream(hands.path)).catch((error: unknown) => {
    if (error instanceof AscUnreadableError)
      throw new UnreadableFileError(error.code, error.message, error.line ?? null)
    throw error
  })
  await hands.step(1, 'Файл прочитан')
  return stageTimetable(file, hands)
}

export function stageTimetable(file: AscTimetable, hands: Pick<ReadHands, 'today' | 'periods'>): Staged {
  const problems: ImportProblem[] = file.problems.map(({ line, code, message, value, count, element }) => ({
    line,
    column: element,
    code,
    message,
    value,
    ...(count === undefined ? {} : { count }),
  }))
  const term = termOf(file, hands)
  const load = stageLoad(file)
  const hours = stageHours(file, load.courseOf, term?.index ?? 0, problems)
  if (term)
    problems.push({
      line: null,
      code: 'OTHER_TERMS_LEFT_OUT',
      message: `В файле периодов: ${file.cycle.terms}. Взято расписание ${term.index + 1}-го: сейчас идёт он.`,
    })
  return {
    ...nothingStaged,
    rows: rowsOf(file),
    classes: file.classes.map((one): StagedClass => stageClass(file, one, problems)),
    people: file.teachers.map((one) => stageTeacher(file, one, problems)),
    subjects: file.subjects.map((one) => stageSubject(file, one)),
    rooms: file.rooms.map((one) => ({
      key: one.id,
      line: lineOf(file, 'classroom', one.id),
      name: nameOf(one, 'Кабинет'),
    })),
    groups: load.groups,
    courses: load.courses,
    bells: hours.bells,
    lessons: hours.lessons,
    problems,
    ...(term ? { validUntil: term.endsOn } : {}),
  }
}

const rowsOf = (file: AscTimetable): number =>
  [file.periods, file.subjects, file.teachers, file.rooms, file.classes, file.groups, file.lessons].reduce(
    (sum, list) => sum + list.length,
    file.cards,
  )

const lineOf = (file: AscTimetable, element: string, id: string): number =>
  file.lines.get(`${element} ${id}`) ?? 1

type Named = { readonly id: string; readonly name: string; readonly short: string }
const nameOf = (one: Named, what: string): string =>
  one.name.trim() || one.short.trim() || `${what} ${one.id}`

function stageClass(
  file: AscTimetable,
  one: AscTimetable['classes'][number],
  problems: ImportProblem[],
): StagedClass {
  const name = nameOf(one, 'Класс')
  if (one.grade !== null && one.grade > 11)
    problems.push({
      line: null,
      column: 'class',
      code: 'GRADE_ABOVE_11',
      message: `${name}: ${one.grade}-й параллели в школе нет; укажите параллель при загрузке`,
      value: String(one.grade),
    })
  return {
    key: one.id,
    line: lineOf(file, 'class', one.id),
    name,
    grade: one.grade !== null && one.grade <= 11 ? one.grade : null,
    letter: /[А-ЯЁA-Z]$/i.exec(plainClass(name))?.[0]?.toUpperCase() ?? null,
    teacher: one.classTeacherId ?? null,
  }
}

function stageTeacher(
  file: AscTimetable,
  one: AscTimetable['teachers'][number],
  problems: ImportProblem[],
): StagedPerson {
  const words = nameOf(one, 'Учитель').split(/\s+/)
  const lastName = one.lastName?.trim() || words[0] || `Учитель ${one.id}`
  const given = (one.firstName?.trim() || words.slice(1).join(' ')).split(/\s+/).filter(Boolean)
  if (given.length === 0)
    problems.push({
      line: null,
      column: 'teacher',
      code: 'TEACHER_WITHOUT_FIRST_NAME',
      message: `У учителя «${nameOf(one, 'Учитель')}» нет имени: вместо него записано «—»`,
      value: one.id,
    })
  return {
    key: one.id,
    line: lineOf(file, 'teacher', one.id),
    kind: 'STAFF',
    lastName,
    firstName: given[0] ?? '—',
    patronymic: given.slice(1).join(' ') || undefined,
    guardianOf: [],
    roles: ['TEACHER'],
  }
}

// Talks of the class teacher are kept, and nobody is marked for them.
const withoutMarks = /разговор|классный час|внеурочн|кл\.?\s*час/i

const stageSubject = (file: AscTimetable, one: Named): StagedSubject => {
  const name = nameOf(one, 'Предмет')
  return {
    key: one.id,
    line: lineOf(file, 'subject', one.id),
    name,
    shortName: plain(one.short) === plain(name) ? null : one.short.trim() || null,
    withoutAttestation: withoutMarks.test(name),
  }
}

/** Where a file has several terms: the one that runs now, by periods of the year of the same number. */
function termOf(
  file: AscTimetable,
  { today, periods }: Pick<ReadHands, 'today' | 'periods'>,
): { index: number; endsOn: string } | undefined {
  const { terms } = file.cycle
  if (terms < 2) return undefined
  const kinds = [...new Set(periods.map(({ kind }) => kind))]
  const matching = kinds
    .map((kind) => periods.filter((one) => one.kind === kind))
    .find((list) => list.length === terms)
  const index = matching?.findIndex(({ endsOn }) => endsOn >= today) ?? -1
  const period = matching?.[Math.max(0, index)]
  return period ? { index: Math.max(0, index), endsOn: period.endsOn } : undefined
}
