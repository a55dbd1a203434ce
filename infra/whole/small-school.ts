// A small school on a whole installation: every process real, on free ports, on a fast embedded database.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { PassportSigner } from '@zhurnal/kit/passport'
import { addDays, dayIn, weekdayOf } from '@zhurnal/kit/time'
import { startInstallation, type Installation } from '../src/launch/installation.js'

export const zone = 'Europe/Moscow'
const names = [
  'school',
  'year',
  'period',
  'class7',
  'class8',
  'anna',
  'boris',
  'vera',
  'gleb',
  'doskin',
  'melova',
  'director',
  'deputy',
  'coordinator',
  'inspector',
  'guardian',
  'algebra',
  'physics',
  'room',
  'bells',
  'algebra7',
  'physics7',
  'physics8',
  'version',
  'storeA',
  'storeB',
] as const
export type Ids = Record<(typeof names)[number], string>

export type Answer<T> = {
  status: number
  data?: T
  errors?: { message: string; extensions?: { code?: string } }[]
}
type Errors = { code: string; message: string; field: string[] | null }[]

export type Whole = {
  readonly installation: Installation
  readonly ids: Ids
  readonly today: string
  readonly folder: string
  /** Signs in over the gateway and gives the token. */
  signIn(login: string): Promise<string>
  ask<T>(token: string | undefined, query: string, variables?: object): Promise<Answer<T>>
  /** Codes of a mutation's errors, and its payload. */
  run<T = Record<string, unknown>>(
    token: string,
    name: string,
    input: object,
    fields?: string,
  ): Promise<T & { errors: Errors }>
  lessonOf(token: string, courseId: string, day: string): Promise<{ id: string; version: number }>
  waitForJob(token: string, jobId: string, until?: (job: JobSeen) => boolean): Promise<JobSeen>
  stop(): Promise<void>
}
export type JobSeen = {
  state: string
  progress: number
  step: string | null
  error: string | null
  documents: { id: string; url: string; sha256: string; pages: number }[]
  snapshot: SnapshotSeen | null
}
export type SnapshotSeen = {
  id: string
  bytes: number
  files: number
  sha256: string
  meetsClause33: boolean
  clause33Note: string | null
  copies: { store: string; state: string; fault: string | null }[]
}

const jobFields = `id state progress step error documents { id url sha256 pages }
  snapshot { id bytes files sha256 meetsClause33 clause33Note copies { store state fault } }`

/** The Monday to Friday that hold lessons; when today is a weekend, lessons are also given today, so that a test can keep one. */
export async function startSmallSchool(
  passedOn: Record<string, string> = {},
  // A demonstration's logins are for all to try: a rule of the school does not ask a second step of them.
  demonstration = true,
): Promise<Whole> {
  const folder = await mkdtemp(join(tmpdir(), 'zhurnal-whole-'))
  const installation = await startInstallation({
    data: join(folder, 'data'),
    ports: 'free',
    demo: true,
    fill: false,
    web: false,
    fast: true,
    quiet: true,
    passedOn,
  })
  const ids = Object.fromEntries(names.map((name) => [name, randomUUID()])) as Ids
  const today = dayIn(zone, new Date())
  const whole = doors(installation, ids, today, folder)
  await fill(whole, installation, ids, demonstration)
  return whole
}

function doors(installation: Installation, ids: Ids, today: string, folder: string): Whole {
  const ask = async <T>(
    token: string | undefined,
    query: string,
    variables: object = {},
  ): Promise<Answer<T>> => {
    const answer = await fetch(`${installation.urls.gateway}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ query, variables }),
    })
    return { status: answer.status, ...((await answer.json()) as object) }
  }
  const run: Whole['run'] = async (token, name, input, fields = '') => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`
    const answer = await ask<Record<string, never>>(
      token,
      `mutation($input: ${type}!) { ${name}(input: $input) { ${fields} errors { code message field } } }`,
      { input },
    )
    if (answer.errors || !answer.data) throw new Error(`${name}: ${JSON.stringify(answer)}`)
    return answer.data[name] as never
  }
  return {
    installation,
    ids,
    today,
    folder,
    ask,
    run,
    signIn: async (login) => {
      const answer = await fetch(`${installation.urls.gateway}/auth/sign-in/username`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: login, password: `parol-${login}` }),
      })
      return ((await answer.json()) as { token: string }).token
    },
    lessonOf: async (token, courseId, day) => {
      const answer = await ask<{ lessons: { id: string; version: number; course: { id: string } }[] }>(
        token,
        'query($d: Date!) { lessons(from: $d, to: $d) { id version course { id } } }',
        { d: day },
      )
      const lesson = answer.data?.lessons.find((one) => one.course.id === courseId)
      if (!lesson) throw new Error(`no lesson on ${day}: ${JSON.stringify(answer)}`)
      return lesson
    },
    waitForJob: async (
      token,
      jobId,
      until = (job) => ['DONE', 'FAILED', 'CANCELLED'].includes(job.state),
    ) => {
      const deadline = Date.now() + 60_000
      for (;;) {
        const answer = await ask<{ job: JobSeen }>(
          token,
          `query($id: ID!) { job(id: $id) { ${jobFields} } }`,
          { id: jobId },
        )
        const job = answer.data?.job
        if (job && until(job)) return job
        if (Date.now() > deadline) throw new Error(`the job did not get there: ${JSON.stringify(answer)}`)
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    },
    stop: async () => {
      await installation.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function fill(
  whole: Whole,
  installation: Installation,
  ids: Ids,
  demonstration: boolean,
): Promise<void> {
  const { today, folder } = whole
  const { env } = installation
  const signer = new PassportSigner(String(env.PASSPORT_PRIVATE_KEY))
  const operator = {
    account: randomUUID(),
    username: null,
    session: null,
    mustChangePassword: false,
    operator: true,
    schools: [
      {
        id: ids.school,
        person: randomUUID(),
        name: 'Установка',
        roles: ['COORDINATOR'],
        classes: [],
        pupils: [],
      },
    ],
  }
  const tell = async (service: 'roster' | 'schedule' | 'reporting', name: string, input: object) => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`
    const answer = await fetch(`${installation.urls[service]}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await signer.sign(operator)}` },
      body: JSON.stringify({
        query: `mutation($input: ${type}!) { ${name}(input: $input) { errors { code message } } }`,
        variables: { input },
      }),
    })
    const body = (await answer.json()) as { data?: Record<string, { errors: Errors }>; errors?: unknown }
    if (body.errors || body.data?.[name]?.errors.length) throw new Error(`${name}: ${JSON.stringify(body)}`)
  }
  const schoolId = ids.school
  const start = addDays(today, -30)
  const end = addDays(today, 60)
  const studyDays = [...new Set([1, 2, 3, 4, 5, weekdayOf(today)])]
  await tell('roster', 'createSchool', {
    id: ids.school,
    name: 'Школа проверки целого',
    shortName: 'ШПЦ',
    timeZone: zone,
    studyDays,
    demonstration,
  })
  await tell('roster', 'setUpYear', {
    schoolId,
    id: ids.year,
    name: 'Проверочный год',
    startsOn: start,
    endsOn: end,
    periods: [
      {
        id: ids.period,
        name: '1 четверть',
        kind: 'QUARTER',
        startsOn: start,
        endsOn: end,
        fromGrade: 1,
        toGrade: 9,
      },
    ],
    calendar: [],
  })
  await tell('roster', 'createClasses', {
    schoolId,
    yearId: ids.year,
    classes: [
      { id: ids.class7, name: '7А', grade: 7, letter: 'А' },
      { id: ids.class8, name: '8А', grade: 8, letter: 'А' },
    ],
  })
  const ground = 'приказ о зачислении'
  await tell('roster', 'addPeople', { schoolId, people: people(ids, start), ground })
  await tell('roster', 'addPeople', {
    schoolId,
    people: [{ id: ids.guardian, lastName: 'Азбукина', firstName: 'Алла', guardianOf: [ids.anna] }],
    ground,
  })
  await tell('roster', 'grantRoles', { schoolId, grants: grants(ids) })
  const login = (personId: string, username: string) => ({
    personId,
    username,
    password: `parol-${username}`,
    mustChangePassword: false,
  })
  await tell('roster', 'openAccounts', {
    schoolId,
    accounts: [
      login(ids.doskin, 'doskin'),
      login(ids.melova, 'melova'),
      login(ids.director, 'director'),
      login(ids.deputy, 'deputy'),
      login(ids.coordinator, 'coordinator'),
      login(ids.inspector, 'inspector'),
      login(ids.guardian, 'guardian'),
      login(ids.anna, 'anna'),
      login(ids.boris, 'boris'),
    ],
  })
  await settled(installation, 'roster')
  await plan(tell, ids, start, end)
  await settled(installation, 'schedule')
  for (const name of ['a', 'b']) await mkdir(join(folder, `store-${name}`), { recursive: true })
  await tell('reporting', 'addStore', {
    schoolId,
    id: ids.storeA,
    name: 'Первое',
    room: 'серверная',
    medium: 'жёсткий диск',
    folder: join(folder, 'store-a'),
  })
  await tell('reporting', 'addStore', {
    schoolId,
    id: ids.storeB,
    name: 'Второе',
    room: 'архив',
    medium: 'съёмный диск',
    folder: join(folder, 'store-b'),
  })
}

function people(ids: Ids, from: string): object[] {
  const pupil = (id: string, lastName: string, firstName: string, schoolClassId: string) => ({
    id,
    lastName,
    firstName,
    pupil: { schoolClassId, from },
  })
  const staff = (id: string, lastName: string, firstName: string, position: string) => ({
    id,
    lastName,
    firstName,
    patronymic: 'Пробович',
    staff: { position },
  })
  return [
    pupil(ids.anna, 'Азбукина', 'Анна', ids.class7),
    pupil(ids.boris, 'Букварёв', 'Борис', ids.class7),
    pupil(ids.vera, 'Ведёркина', 'Вера', ids.class8),
    pupil(ids.gleb, 'Глаголев', 'Глеб', ids.class8),
    staff(ids.doskin, 'Доскин', 'Денис', 'учитель математики'),
    staff(ids.melova, 'Мелов', 'Матвей', 'учитель физики'),
    staff(ids.director, 'Главнов', 'Глеб', 'директор'),
    staff(ids.deputy, 'Завучев', 'Захар', 'заместитель директора'),
    staff(ids.coordinator, 'Порядкин', 'Пётр', 'координатор'),
    staff(ids.inspector, 'Проверкин', 'Пров', 'инспектор'),
  ]
}

function grants(ids: Ids): object[] {
  const grant = (personId: string, role: string, schoolClassId?: string) => ({
    id: randomUUID(),
    personId,
    role,
    ...(schoolClassId ? { schoolClassId } : {}),
  })
  return [
    grant(ids.doskin, 'TEACHER'),
    grant(ids.doskin, 'CLASS_TEACHER', ids.class7),
    grant(ids.melova, 'TEACHER'),
    grant(ids.director, 'DIRECTOR'),
    grant(ids.deputy, 'DEPUTY'),
    grant(ids.coordinator, 'COORDINATOR'),
    grant(ids.inspector, 'INSPECTOR'),
  ]
}

async function plan(
  tell: (service: 'schedule', name: string, input: object) => Promise<void>,
  ids: Ids,
  validFrom: string,
  validUntil: string,
): Promise<void> {
  const schoolId = ids.school
  await tell('schedule', 'addDirectories', {
    schoolId,
    subjects: [
      { id: ids.algebra, name: 'Алгебра' },
      { id: ids.physics, name: 'Физика' },
    ],
    rooms: [{ id: ids.room, name: '31' }],
  })
  const bells = [
    { number: 1, startsAt: '00:05', endsAt: '00:45' },
    { number: 2, startsAt: '00:50', endsAt: '01:30' },
  ]
  await tell('schedule', 'defineBells', {
    schoolId,
    bellSchedules: [{ id: ids.bells, name: 'Обычный', bells }],
  })
  await tell('schedule', 'addCourses', {
    schoolId,
    yearId: ids.year,
    courses: [
      {
        id: ids.algebra7,
        subjectId: ids.algebra,
        schoolClassId: ids.class7,
        teacherId: ids.doskin,
        weeklyHours: 5,
      },
      {
        id: ids.physics7,
        subjectId: ids.physics,
        schoolClassId: ids.class7,
        teacherId: ids.melova,
        weeklyHours: 5,
      },
      {
        id: ids.physics8,
        subjectId: ids.physics,
        schoolClassId: ids.class8,
        teacherId: ids.melova,
        weeklyHours: 5,
      },
    ],
  })
  const slot = (courseId: string, weekday: number, number: number) => ({
    id: randomUUID(),
    courseId,
    weekday,
    number,
    bellScheduleId: ids.bells,
    roomId: ids.room,
  })
  const slots = [1, 2, 3, 4, 5, 6, 7].flatMap((day) => [
    slot(ids.algebra7, day, 1),
    slot(ids.physics7, day, 2),
    slot(ids.physics8, day, 1),
  ])
  await tell('schedule', 'draftTimetable', {
    schoolId,
    yearId: ids.year,
    id: ids.version,
    name: 'Проверочное',
    validFrom,
    validUntil,
    slots,
  })
  await tell('schedule', 'publishTimetable', { versionId: ids.version })
}

/** Waits until everything that a service has told is applied by those who listen. */
export async function settled(
  installation: Installation,
  service: 'roster' | 'schedule' | 'gradebook',
): Promise<void> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const answer = await fetch(`${installation.urls[service]}/internal/outbox`, {
      headers: { authorization: `Bearer ${String(installation.env.INTERNAL_TOKEN)}` },
    })
    const { open } = (await answer.json()) as { open: number }
    if (open === 0) return
    if (Date.now() > deadline) throw new Error(`${service}: ${open} events are still open`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
