import { readClassName } from '../class-names.js'
import type {
  ImportProblem,
  StagedClass,
  StagedCourse,
  StagedGroup,
  StagedPerson,
  StagedSubject,
} from '../staged.js'
import type { BundleRow } from './bundle.js'
import type { Standing } from './stage.js'

type Enrolled = { readonly pupils: readonly string[]; readonly teachers: readonly string[] }
type Staging = {
  readonly standing: Standing
  readonly enrolled: ReadonlyMap<string, Enrolled>
  /** Class of a pupil. */
  readonly classOf: Map<string, string>
  readonly problems: ImportProblem[]
}

export type Learning = {
  readonly classes: StagedClass[]
  readonly groups: StagedGroup[]
  readonly subjects: StagedSubject[]
  readonly courses: StagedCourse[]
  readonly classOf: ReadonlyMap<string, string>
}

export function stageClasses(
  standing: Standing,
  people: ReadonlyMap<string, StagedPerson>,
  problems: ImportProblem[],
): Learning {
  const staging: Staging = {
    standing,
    enrolled: enrolledOf(standing, people, problems),
    classOf: new Map(),
    problems,
  }
  const isHomeroom = (row: BundleRow) => row.of('classType').toLowerCase() === 'homeroom'
  const classes = standing.classes.filter(isHomeroom).map((row) => stageClass(staging, row))
  if (classes.length === 0) {
    const message = 'В выгрузке нет классов вида homeroom: за какой класс считать ученика, она не говорит.'
    problems.push({ line: null, file: 'classes.csv', code: 'NO_HOMEROOM', message })
  }
  for (const one of people.values())
    if (one.kind === 'PUPIL' && !staging.classOf.has(one.key)) {
      const message = `${one.lastName} ${one.firstName}: класс не назван, ученик не будет занесён.`
      problems.push({ line: one.line, file: 'users.csv', code: 'PUPIL_WITHOUT_CLASS', message })
    }
  const taught = standing.classes
    .filter((row) => !isHomeroom(row))
    .flatMap((row) => stageCourse(staging, row) ?? [])
  if (taught.length > 0) {
    const message = 'Сколько часов в неделю у курсов, OneRoster не говорит: записано по одному.'
    problems.push({ line: null, file: 'classes.csv', code: 'HOURS_UNKNOWN', message, count: taught.length })
  }
  return {
    classes,
    groups: taught.flatMap(({ group }) => group ?? []),
    subjects: [...new Map(taught.map(({ subject }) => [subject.key, subject])).values()],
    courses: taught.map(({ course }) => course),
    classOf: staging.classOf,
  }
}

function enrolledOf(
  standing: Standing,
  people: ReadonlyMap<string, StagedPerson>,
  problems: ImportProblem[],
): Map<string, Enrolled> {
  const known = new Set(standing.classes.map((row) => row.of('sourcedId')))
  const found = new Map<string, { pupils: string[]; teachers: string[] }>()
  for (const row of standing.enrollments) {
    const [classId, userId, role] = [
      row.of('classSourcedId'),
      row.of('userSourcedId'),
      row.of('role').toLowerCase(),
    ]
    const person = people.get(userId)
    const at = { line: row.line, file: 'enrollments.csv' }
    if (!known.has(classId) || !person) {
      const what = known.has(classId) ? `человека ${userId}` : `класса ${classId}`
      problems.push({
        ...at,
        code: 'UNKNOWN_REFERENCE',
        message: `Запись в класс пропущена: ${what} среди взятого нет.`,
        value: (known.has(classId) ? userId : classId).slice(0, 60),
      })
      continue
    }
    const list = found.get(classId) ?? { pupils: [], teachers: [] }
    found.set(classId, list)
    if (role === 'student' && person.kind === 'PUPIL') list.pupils.push(userId)
    else if (role !== 'student' && person.kind === 'STAFF') list.teachers.push(userId)
    else {
      const message = `${person.lastName} ${person.firstName}: записан в класс как ${role || 'никто'}, а сам не тот. Запись пропущена.`
      problems.push({ ...at, column: 'role', code: 'ROLE_DIFFERS', message, value: role.slice(0, 60) })
    }
  }
  return found
}

function stageClass(staging: Staging, row: BundleRow): StagedClass {
  const key = row.of('sourcedId')
  const title = row.of('title') || row.of('classCode') || key
  const read = readClassName(title)
  const grade = read?.grade ?? gradeOf(row.of('grades'))
  const { pupils = [], teachers = [] } = staging.enrolled.get(key) ?? {}
  for (const pupil of pupils) {
    const before = staging.classOf.get(pupil)
    if (before === undefined) staging.classOf.set(pupil, key)
    else if (before !== key)
      staging.problems.push({
        line: row.line,
        file: 'classes.csv',
        code: 'PUPIL_IN_TWO_CLASSES',
        message: `Ученик ${pupil} записан в два класса: взят первый.`,
        value: pupil.slice(0, 60),
      })
  }
  if (grade === null)
    staging.problems.push({
      line: row.line,
      file: 'classes.csv',
      code: 'CLASS_WITHOUT_GRADE',
      message: `Из названия «${title.slice(0, 60)}» не видно, какая это параллель.`,
      value: title.slice(0, 60),
    })
  return {
    key,
    line: row.line,
    name: read?.name ?? title,
    grade,
    letter: read?.letter ?? null,
    teacher: teachers[0] ?? null,
  }
}

/** The only grade that is named; several, or one that no school has, tell nothing. */
function gradeOf(text: string): number | null {
  const grades = text
    .split(/[,;]/)
    .map((one) => Number(one.trim()))
    .filter((one) => Number.isInteger(one) && one >= 1 && one <= 11)
  return grades.length === 1 ? (grades[0] ?? null) : null
}

type Taught = {
  readonly subject: StagedSubject
  readonly group: StagedGroup | null
  readonly course: StagedCourse
}

/** A class that is taught, with its subject; a whole homeroom that learns together needs no group. */
function stageCourse(staging: Staging, row: BundleRow): Taught | null {
  const key = row.of('sourcedId')
  const title = row.of('title') || key
  const of = staging.standing.courses.find((one) => one.of('sourcedId') === row.of('courseSourcedId'))
  const { pupils = [], teachers = [] } = staging.enrolled.get(key) ?? {}
  const classes = [...new Set(pupils.flatMap((pupil) => staging.classOf.get(pupil) ?? []))]
  const at = { line: row.line, file: 'classes.csv', value: title.slice(0, 60) }
  if (row.of('courseSourcedId') !== '' && !of)
    staging.problems.push({
      ...at,
      code: 'UNKNOWN_REFERENCE',
      message: `«${title.slice(0, 60)}»: курса ${row.of('courseSourcedId').slice(0, 40)} в courses.csv нет, предмет назван по классу.`,
    })
  if (classes.length === 0) {
    staging.problems.push({
      ...at,
      code: 'CLASS_WITHOUT_PUPILS',
      message: `«${title.slice(0, 60)}»: нет учеников, чей класс известен. Курс не заведён.`,
    })
    return null
  }
  const name = of?.of('title') || title
  const subject: StagedSubject = {
    key: of?.of('sourcedId') || `subject ${name}`,
    line: row.line,
    name,
    shortName: null,
    withoutAttestation: false,
  }
  const [only] = classes
  const whole = [...staging.classOf].filter(([, at]) => at === only).length
  const isWhole = classes.length === 1 && whole === pupils.length
  const group = isWhole
    ? null
    : { key, line: row.line, name: row.of('classCode') || title, classes, members: pupils }
  return {
    subject,
    group,
    course: {
      key,
      line: row.line,
      subject: subject.key,
      schoolClass: isWhole ? (only ?? null) : null,
      group: isWhole ? null : key,
      teacher: teachers[0] ?? null,
      weeklyHours: 1,
    },
  }
}
