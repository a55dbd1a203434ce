// A school of 33 classes with 30 pupils each, a course and a teacher for each class, and a lesson of it on every day.
import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PassportSigner } from '@zhurnal/kit/passport'
import { addDays, dayIn } from '@zhurnal/kit/time'
import type { Installation } from '../src/launch/installation.js'
import { settled, zone } from '../whole/small-school.js'

export type Teacher = {
  readonly login: string
  readonly classId: string
  readonly courseId: string
  readonly pupilIds: readonly string[]
}
type Operator = (service: 'roster' | 'schedule' | 'reporting', act: string, input: object) => Promise<void>
export type School = {
  readonly id: string
  readonly yearId: string
  readonly periodId: string
  readonly today: string
  readonly teachers: readonly Teacher[]
  /** Folders of the two stores. */
  readonly stores: readonly [string, string]
  /** An act of the installation itself. Throws when it is refused. */
  readonly tell: Operator
}

const password = 'parol-proverki'
const classes = 33
const pupilsEach = 30
const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID())

/** Grades 2 to 9, for the first has no marks: «2А» … «9Д». */
const className = (i: number): { name: string; grade: number; letter: string } => {
  const grade = 2 + (i % 8)
  const letter = 'АБВГД'.charAt(Math.floor(i / 8))
  return { name: `${grade}${letter}`, grade, letter }
}

export async function fillSchool(installation: Installation, folder: string): Promise<School> {
  const id = randomUUID()
  const tell = operatorOf(installation, id)
  const today = dayIn(zone, new Date())
  const [yearId = '', periodId = ''] = ids(2)
  const from = addDays(today, -40)
  const until = addDays(today, 60)
  await tell('roster', 'createSchool', {
    id,
    name: 'Школа, которую ломают',
    shortName: 'ШКЛ',
    timeZone: zone,
    studyDays: [1, 2, 3, 4, 5, 6, 7],
  })
  const quarter = {
    name: '1 четверть',
    kind: 'QUARTER',
    startsOn: from,
    endsOn: until,
    fromGrade: 1,
    toGrade: 9,
  }
  await tell('roster', 'setUpYear', {
    schoolId: id,
    id: yearId,
    name: 'Год проверки',
    startsOn: from,
    endsOn: until,
    periods: [{ id: periodId, ...quarter }],
    calendar: [],
  })
  const teachers = await addPeople(tell, id, yearId, from)
  await settled(installation, 'roster')
  await plan(tell, { id, yearId, from, until }, teachers)
  await settled(installation, 'schedule')
  const stores = [join(folder, 'store-a'), join(folder, 'store-b')] as const
  await addStores(tell, id, stores)
  const kept = teachers.map(({ login, classId, courseId, pupilIds }) => ({
    login,
    classId,
    courseId,
    pupilIds,
  }))
  return { id, yearId, periodId, today, teachers: kept, stores, tell }
}

type NewTeacher = Teacher & { readonly personId: string }

async function addPeople(
  tell: Operator,
  schoolId: string,
  yearId: string,
  from: string,
): Promise<NewTeacher[]> {
  const teachers = Array.from({ length: classes }, (_, i) => ({
    login: `uchitel-${i + 1}`,
    personId: randomUUID(),
    classId: randomUUID(),
    courseId: randomUUID(),
    pupilIds: ids(pupilsEach),
  }))
  await tell('roster', 'createClasses', {
    schoolId,
    yearId,
    classes: teachers.map((teacher, i) => ({ id: teacher.classId, ...className(i) })),
  })
  const coordinator = randomUUID()
  const staff = [...teachers.map((teacher) => teacher.personId), coordinator].map((id, i) => ({
    id,
    lastName: 'Мелов',
    firstName: `Номер ${i + 1}`,
    staff: { position: 'учитель' },
  }))
  await tell('roster', 'addPeople', { schoolId, people: staff })
  for (const { classId, pupilIds } of teachers) {
    const people = pupilIds.map((id, i) => ({
      id,
      lastName: 'Отметкин',
      firstName: `Номер ${i + 1}`,
      pupil: { schoolClassId: classId, from },
    }))
    await tell('roster', 'addPeople', { schoolId, people, ground: 'приказ о зачислении' })
  }
  const grant = (personId: string, role: string) => ({ id: randomUUID(), personId, role })
  const grants = [
    ...teachers.map(({ personId }) => grant(personId, 'TEACHER')),
    grant(coordinator, 'COORDINATOR'),
  ]
  await tell('roster', 'grantRoles', { schoolId, grants })
  const account = (personId: string, username: string) => ({
    personId,
    username,
    password,
    mustChangePassword: false,
  })
  const accounts = [
    ...teachers.map((one) => account(one.personId, one.login)),
    account(coordinator, 'koordinator'),
  ]
  await tell('roster', 'openAccounts', { schoolId, accounts })
  return teachers
}

async function plan(
  tell: Operator,
  school: { id: string; yearId: string; from: string; until: string },
  teachers: readonly NewTeacher[],
): Promise<void> {
  const schoolId = school.id
  const [subjectId = '', bellScheduleId = '', versionId = ''] = ids(3)
  await tell('schedule', 'addDirectories', {
    schoolId,
    subjects: [{ id: subjectId, name: 'Алгебра' }],
    rooms: [],
  })
  const bells = [{ number: 1, startsAt: '00:05', endsAt: '00:45' }]
  await tell('schedule', 'defineBells', {
    schoolId,
    bellSchedules: [{ id: bellScheduleId, name: 'Обычный', bells }],
  })
  const courses = teachers.map(({ courseId, classId, personId }) => ({
    id: courseId,
    subjectId,
    schoolClassId: classId,
    teacherId: personId,
    weeklyHours: 7,
  }))
  await tell('schedule', 'addCourses', { schoolId, yearId: school.yearId, courses })
  const slots = teachers.flatMap(({ courseId }) =>
    [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
      id: randomUUID(),
      courseId,
      weekday,
      number: 1,
      bellScheduleId,
    })),
  )
  await tell('schedule', 'draftTimetable', {
    schoolId,
    yearId: school.yearId,
    id: versionId,
    name: 'Проверочное',
    validFrom: school.from,
    validUntil: school.until,
    slots,
  })
  await tell('schedule', 'publishTimetable', { versionId })
}

async function addStores(tell: Operator, schoolId: string, folders: readonly string[]): Promise<void> {
  const names = ['Первое', 'Второе']
  for (const [i, folder] of folders.entries()) {
    await mkdir(folder, { recursive: true })
    const about = { name: names[i], room: `комната ${i + 1}`, medium: 'диск' }
    await tell('reporting', 'addStore', { schoolId, id: randomUUID(), ...about, folder })
  }
}

function operatorOf(installation: Installation, schoolId: string): Operator {
  const signer = new PassportSigner(String(installation.env['PASSPORT_PRIVATE_KEY']))
  const person = {
    id: schoolId,
    person: randomUUID(),
    name: 'Установка',
    roles: ['COORDINATOR'],
    classes: [],
    pupils: [],
  }
  const claims = {
    account: randomUUID(),
    username: null,
    session: null,
    mustChangePassword: false,
    operator: true,
  }
  return async (service, act, input) => {
    const type = `${act[0]?.toUpperCase()}${act.slice(1)}Input`
    const answer = await fetch(`${installation.urls[service]}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await signer.sign({ ...claims, schools: [person] })}`,
      },
      body: JSON.stringify({
        query: `mutation($input: ${type}!) { ${act}(input: $input) { errors { code message } } }`,
        variables: { input },
      }),
    })
    const body = (await answer.json()) as { data?: Record<string, { errors: unknown[] }>; errors?: unknown }
    if (body.errors || body.data?.[act]?.errors.length) throw new Error(`${act}: ${JSON.stringify(body)}`)
  }
}

/** Signs in over the gateway; throws when that is refused. */
export async function signIn(installation: Installation, login: string): Promise<string> {
  const answer = await fetch(`${installation.urls.gateway}/auth/sign-in/username`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: login, password }),
  })
  if (!answer.ok) throw new Error(`${login} was not signed in: ${answer.status}`)
  return ((await answer.json()) as { token: string }).token
}
