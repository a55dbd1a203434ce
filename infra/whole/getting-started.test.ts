// docs/getting-started.md as it is run: an empty installation, a school, files of the project's own, a teacher's first mark.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { addDays, dayIn } from '@zhurnal/kit/time'
import { buildSchema, parse, validate } from 'graphql'
import { startInstallation, type Installation } from '../src/launch/installation.js'
import { rootFolder } from '../src/launch/plan.js'

const zone = 'Europe/Moscow'
let folder = ''
let installation: Installation

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhurnal-started-'))
  await chmod(folder, 0o711)
  installation = await startInstallation({
    ...{ data: join(folder, 'data'), ports: 'free', demo: false, web: false, fast: true, quiet: true },
    passedOn: { ZHURNAL_SCHOOL_NAME: '' },
  })
}, 120_000)
afterAll(async () => {
  await installation.stop()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

type Answer<T> = { data?: T; errors?: unknown }
const post = async (path: string, token: string, body: object) => {
  const answer = await fetch(installation.urls.gateway + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  })
  return answer.json() as Promise<never>
}
const ask = async <T>(token: string, query: string, variables: object = {}): Promise<T> => {
  const { data, errors }: Answer<T> = await post('/graphql', token, { query, variables })
  if (errors || !data) throw new Error(JSON.stringify(errors))
  return data
}
/** Signs in with a password that was handed out, and changes it as everybody must. */
async function firstSignIn(username: string, handedOut: string, own: string): Promise<string> {
  const { token }: { token: string } = await post('/auth/sign-in/username', '', {
    username,
    password: handedOut,
  })
  await post('/auth/change-password', token, { currentPassword: handedOut, newPassword: own })
  return token
}

/** A year around today, so that there are lessons behind whenever this is run. */
async function calendar(): Promise<string> {
  const today = dayIn(zone, new Date())
  const [startsOn, endsOn] = [addDays(today, -30), addDays(today, 60)]
  const path = join(folder, 'calendar.json')
  const period = { name: '1 четверть', kind: 'QUARTER', startsOn, endsOn, fromGrade: 1, toGrade: 11 }
  await writeFile(path, JSON.stringify({ startsOn, endsOn, periods: [period], days: [] }))
  return path
}

type Seen = {
  state: string
  created: number
  undecided: number
  counts: { entity: string; created: number }[]
}
/** Brings a file in, waits for the dry run, applies it, waits for that. */
async function bring(token: string, kind: string, bytes: Buffer | string): Promise<Seen> {
  const answer = await fetch(`${installation.urls.gateway}/imports/${kind}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: bytes,
  })
  expect(answer.status).toBe(202)
  const { importId } = (await answer.json()) as { importId: string }
  const until = async (state: string): Promise<Seen> => {
    for (const deadline = Date.now() + 60_000; ;) {
      const { import: seen } = await ask<{ import: Seen & { job: { state: string; error: string | null } } }>(
        token,
        'query($id: ID!) { import(id: $id) { state created undecided counts { entity created } job { state error } } }',
        { id: importId },
      )
      if (seen.state === state && seen.job.state === 'DONE') return seen
      if (seen.job.state === 'FAILED' || Date.now() > deadline) throw new Error(JSON.stringify(seen))
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  const checked = await until('CHECKED')
  const { applyImport } = await ask<{ applyImport: { errors: unknown[] } }>(
    token,
    'mutation($i: ApplyImportInput!) { applyImport(input: $i) { errors { message } } }',
    { i: { importId, ground: 'Первая загрузка' } },
  )
  expect(applyImport.errors).toEqual([])
  await until('APPLIED')
  return checked
}
const created = (seen: Seen) => Object.fromEntries(seen.counts.map((one) => [one.entity, one.created]))

test('from nothing to the first mark', async () => {
  const run = await promisify(execFile)(
    process.execPath,
    [
      ...[
        join(rootFolder, 'infra/dist/school/main.js'),
        'create',
        '--name',
        'Школа № 1',
        '--time-zone',
        zone,
      ],
      ...['--study-days', '1-6', '--calendar', await calendar()],
      ...['--coordinator', 'Порядкина Полина Пробовна', '--login', 'coordinator'],
    ],
    { env: { ...process.env, ZHURNAL_DATA: join(folder, 'data'), ZHURNAL_DEMO: '0', DATABASE_URL: '' } },
  )
  const password = /временный пароль (\S+)/.exec(run.stdout)?.[1] ?? ''
  const coordinator = await firstSignIn('coordinator', password, 'мел и доска 26')

  const samples = join(rootFolder, 'services/reporting/samples')
  const timetable = await bring(
    coordinator,
    'asc-timetable',
    await readFile(join(samples, 'asc-timetable-small.xml')),
  )
  expect(created(timetable)).toMatchObject({ CLASS: 3, PERSON: 10, COURSE: 40, LESSON: 70 })
  const staff =
    'ФИО;Должность\nАбрикосова Алиса Пробовна;учитель русского языка\nЗавучева Зоя Пробовна;завуч\n'
  expect(created(await bring(coordinator, 'staff', staff))).toEqual({ PERSON: 1 })
  const pupils =
    'Фамилия;Имя;Дата рождения;Класс\nАзбукина;Анна;05.04.2015;5 "А"\nБукварёв;Борис;01.02.2015;5а\n'
  expect(created(await bring(coordinator, 'pupils', pupils))).toEqual({ CLASS: 0, PERSON: 2 })

  type Staff = { school: { id: string; today: string; staff: { id: string; fullName: string }[] } }
  const { school } = await ask<Staff>(coordinator, '{ school { id today staff { id fullName } } }')
  const teacher = school.staff.find(({ fullName }) => fullName === 'Абрикосова Алиса Пробовна')
  const { openAccounts } = await ask<{ openAccounts: { errors: unknown[] } }>(
    coordinator,
    'mutation($i: OpenAccountsInput!) { openAccounts(input: $i) { errors { message } } }',
    {
      i: {
        schoolId: school.id,
        accounts: [
          {
            personId: teacher?.id,
            username: 'abrikosova',
            password: 'временный-1',
            mustChangePassword: true,
          },
        ],
      },
    },
  )
  expect(openAccounts.errors).toEqual([])

  const token = await firstSignIn('abrikosova', 'временный-1', 'указка и глобус')
  type Lessons = {
    lessons: {
      id: string
      date: string
      course: { schoolClass: { pupils: { id: string; lastName: string }[] } | null }
    }[]
  }
  const { lessons } = await ask<Lessons>(
    token,
    'query($f: Date!, $t: Date!, $p: ID) { lessons(from: $f, to: $t, teacherId: $p) { id date course { schoolClass { pupils { id lastName } } } } }',
    { f: addDays(school.today, -7), t: school.today, p: teacher?.id },
  )
  const lesson = lessons.filter(({ course }) => course.schoolClass?.pupils.length).at(-1)
  const pupil = lesson?.course.schoolClass?.pupils.find(({ lastName }) => lastName === 'Азбукина')
  type Recorded = { recordMark: { mark: { value: string } | null; mean: string | null; errors: unknown[] } }
  const { recordMark } = await ask<Recorded>(
    token,
    'mutation($i: RecordMarkInput!) { recordMark(input: $i) { mark { value } mean errors { message } } }',
    { i: { lessonId: lesson?.id, pupilId: pupil?.id, value: '5' } },
  )
  expect(recordMark).toEqual({ mark: { value: '5' }, mean: '5.00', errors: [] })
}, 180_000)

test('every document of the guide asks for what there is', async () => {
  const guide = await readFile(join(rootFolder, 'docs/getting-started.md'), 'utf8')
  const schema = buildSchema(await readFile(join(rootFolder, 'gateway/api.graphql'), 'utf8'))
  const documents = [...guide.matchAll(/ask '([^']+)'/g)].map(([, text = '']) => text)
  expect(documents.length).toBeGreaterThan(5)
  expect(
    documents.flatMap((text) => validate(schema, parse(text)).map(({ message }) => `${message} in ${text}`)),
  ).toEqual([])
})
