// A school of 33 classes with 30 pupils each, made by the commands that real data comes through: people, roles, logins,
// courses, a timetable of 36 lessons a week and class, published for a whole year of 34 weeks that ends this week.
import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { addDays, dayIn, weekdayOf } from '@zhurnal/kit/time'
import { settled, type Operator, type Stage } from './stage.js'

export const zone = 'Europe/Moscow'
export const password = 'parol-zamera'
export const classCount = 33
export const pupilsEach = 30
export const subjectNames = [
  'Алгебра',
  'Геометрия',
  'Русский язык',
  'Литература',
  'Физика',
  'Химия',
  'Биология',
  'География',
  'История',
  'Английский язык',
  'Информатика',
  'Физкультура',
]
/** Weeks of each quarter: three lessons a week make 30 in the first and in the third. */
const quarterWeeks = [10, 7, 10, 7]

export type Teacher = {
  readonly login: string
  readonly personId: string
  readonly classId: string
  /** One for each subject. */
  readonly courseIds: readonly string[]
  readonly pupilIds: readonly string[]
}
export type Quarter = { readonly id: string; readonly startsOn: string; readonly endsOn: string }
export type BenchSchool = {
  readonly id: string
  readonly yearId: string
  readonly quarters: readonly Quarter[]
  readonly today: string
  readonly teachers: readonly Teacher[]
  readonly coordinator: string
}

const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID())

/** Grades 2 to 10, for the first has no marks: «2А» … «10Г». */
const className = (i: number): { name: string; grade: number; letter: string } => {
  const grade = 2 + (i % 9)
  const letter = 'АБВГ'.charAt(Math.floor(i / 9))
  return { name: `${grade}${letter}`, grade, letter }
}

export async function makeSchool(stage: Stage): Promise<BenchSchool> {
  const id = randomUUID()
  const yearId = randomUUID()
  const tell = stage.operator(id)
  const today = dayIn(zone, new Date())
  const quarters = quartersUntil(today)
  const startsOn = quarters[0]?.startsOn ?? today
  const endsOn = quarters.at(-1)?.endsOn ?? today
  await tell('roster', 'createSchool', {
    id,
    name: 'Школа замеров',
    shortName: 'ШЗ',
    timeZone: zone,
    studyDays: [1, 2, 3, 4, 5],
  })
  await tell('roster', 'setUpYear', {
    schoolId: id,
    id: yearId,
    name: 'Год замеров',
    startsOn,
    endsOn,
    periods: quarters.map((quarter, i) => ({
      ...quarter,
      name: `${i + 1} четверть`,
      kind: 'QUARTER',
      fromGrade: 1,
      toGrade: 11,
    })),
    calendar: [],
  })
  const teachers = newTeachers()
  const coordinator = await addPeople(tell, { id, yearId, startsOn }, teachers)
  await settled(stage, 'roster')
  await plan(tell, { id, yearId, startsOn, endsOn }, teachers)
  await settled(stage, 'schedule')
  await addStores(tell, id, stage.folder)
  return { id, yearId, quarters, today, teachers, coordinator }
}

function quartersUntil(today: string): Quarter[] {
  const weeks = quarterWeeks.reduce((so, one) => so + one, 0)
  let from = addDays(addDays(today, 1 - weekdayOf(today)), -7 * (weeks - 1))
  return quarterWeeks.map((count) => {
    const quarter = { id: randomUUID(), startsOn: from, endsOn: addDays(from, 7 * count - 1) }
    from = addDays(from, 7 * count)
    return quarter
  })
}

const newTeachers = (): Teacher[] =>
  Array.from({ length: classCount }, (_, i) => ({
    login: `zamer-${i + 1}`,
    personId: randomUUID(),
    classId: randomUUID(),
    courseIds: ids(subjectNames.length),
    pupilIds: ids(pupilsEach),
  }))

async function addPeople(
  tell: Operator,
  { id: schoolId, yearId, startsOn }: { id: string; yearId: string; startsOn: string },
  teachers: readonly Teacher[],
): Promise<string> {
  const classes = teachers.map((teacher, i) => ({ id: teacher.classId, ...className(i) }))
  await tell('roster', 'createClasses', { schoolId, yearId, classes })
  const coordinator = randomUUID()
  const staff = [...teachers.map((teacher) => teacher.personId), coordinator].map((id, i) => ({
    id,
    lastName: 'Мелов',
    firstName: `Номер ${i + 1}`,
    patronymic: 'Замерович',
    staff: { position: 'учитель' },
  }))
  await tell('roster', 'addPeople', { schoolId, people: staff })
  for (const [n, { classId, pupilIds }] of teachers.entries()) {
    const people = pupilIds.map((id, i) => ({
      id,
      lastName: `Отметкин-${i + 1}`,
      firstName: `Номер ${n * pupilsEach + i + 1}`,
      patronymic: 'Журналович',
      pupil: { schoolClassId: classId, from: startsOn },
    }))
    await tell('roster', 'addPeople', { schoolId, people, ground: 'приказ о зачислении' })
  }
  const grant = (personId: string, role: string, schoolClassId?: string) => ({
    id: randomUUID(),
    personId,
    role,
    ...(schoolClassId ? { schoolClassId } : {}),
  })
  const grants = teachers.flatMap(({ personId, classId }) => [
    grant(personId, 'TEACHER'),
    grant(personId, 'CLASS_TEACHER', classId),
  ])
  await tell('roster', 'grantRoles', { schoolId, grants: [...grants, grant(coordinator, 'COORDINATOR')] })
  const account = (personId: string, username: string) => ({
    personId,
    username,
    password,
    mustChangePassword: false,
  })
  const accounts = teachers.slice(0, 17).map((one) => account(one.personId, one.login))
  await tell('roster', 'openAccounts', {
    schoolId,
    accounts: [...accounts, account(coordinator, 'zamer-koordinator')],
  })
  return 'zamer-koordinator'
}

async function plan(
  tell: Operator,
  school: { id: string; yearId: string; startsOn: string; endsOn: string },
  teachers: readonly Teacher[],
): Promise<void> {
  const schoolId = school.id
  const subjects = subjectNames.map((name) => ({ id: randomUUID(), name }))
  const [bellScheduleId = '', versionId = ''] = ids(2)
  await tell('schedule', 'addDirectories', { schoolId, subjects, rooms: [] })
  const bells = Array.from({ length: 8 }, (_, i) => ({
    number: i + 1,
    startsAt: `${String(8 + i).padStart(2, '0')}:30`,
    endsAt: `${String(9 + i).padStart(2, '0')}:15`,
  }))
  await tell('schedule', 'defineBells', {
    schoolId,
    bellSchedules: [{ id: bellScheduleId, name: 'Обычный', bells }],
  })
  const courses = teachers.flatMap(({ courseIds, classId, personId }) =>
    courseIds.map((id, i) => ({
      id,
      subjectId: subjects[i]?.id,
      schoolClassId: classId,
      teacherId: personId,
      weeklyHours: 3,
    })),
  )
  await tell('schedule', 'addCourses', { schoolId, yearId: school.yearId, courses })
  // 36 lessons a week: lesson k of subject i is the (12k + i)-th, days go round.
  const slots = teachers.flatMap(({ courseIds }) =>
    courseIds.flatMap((courseId, i) =>
      [0, 1, 2].map((k) => {
        const nth = subjectNames.length * k + i
        const place = { weekday: (nth % 5) + 1, number: Math.floor(nth / 5) + 1 }
        return { id: randomUUID(), courseId, ...place, bellScheduleId }
      }),
    ),
  )
  await tell('schedule', 'draftTimetable', {
    schoolId,
    yearId: school.yearId,
    id: versionId,
    name: 'Для замеров',
    validFrom: school.startsOn,
    validUntil: school.endsOn,
    slots,
  })
  await tell('schedule', 'publishTimetable', { versionId })
}

async function addStores(tell: Operator, schoolId: string, under: string): Promise<void> {
  for (const [i, name] of ['Первое', 'Второе'].entries()) {
    const folder = join(under, `store-${i + 1}`)
    await mkdir(folder, { recursive: true })
    const about = { name, room: `комната ${i + 1}`, medium: 'диск' }
    await tell('reporting', 'addStore', { schoolId, id: randomUUID(), ...about, folder })
  }
}
