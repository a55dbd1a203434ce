import { randomBytes } from 'node:crypto'
import { silentLogger } from '@zhurnal/kit/logging'
import { newUuid, testDatabase, testKeys, testQueue } from '@zhurnal/kit/testing'
import type { Viewer } from '../events.js'
import { migrations } from '../src/migrations/index.js'
import { startRoster } from '../src/roster.js'
import { passportOf, viewerOf } from './testing.js'

export type Answer<T = Record<string, unknown>> = {
  data?: T
  errors?: { message: string; extensions?: { code?: string } }[]
}

/** What services that run together in one test share. */
export type Together = {
  readonly queue?: { readonly url: string; drop(): Promise<void> }
  /** Addresses of the services whose events it consumes. */
  readonly owners?: { gradebook: string }
}
/** A port where nobody listens: no acknowledgement goes out. */
const nobody = 'http://127.0.0.1:9'

/** Roster in this process, on a database of its own, with a clock that the test sets. */
export async function startTestRoster(together: Together = {}) {
  const [database, queue] = await Promise.all([
    testDatabase('roster', migrations),
    together.queue ?? testQueue(),
  ])
  let now = new Date('2026-11-24T06:07:00Z')
  const roster = await startRoster({
    urls: database.urls,
    queuePlace: { postgresUrl: queue.url, redisUrl: undefined },
    listen: { port: 0, host: '127.0.0.1' },
    passportPrivateKey: testKeys.privateKey,
    passportPublicKey: testKeys.publicKey,
    logSigningKey: testKeys.privateKey,
    internalToken: testKeys.internalToken,
    owners: together.owners ?? { gradebook: nobody },
    authSecret: randomBytes(32).toString('hex'),
    snilsKey: 'a key for tests only, known to all of them',
    origins: ['http://127.0.0.1:3000'],
    secureCookies: false,
    demo: false,
    clock: () => now,
    log: silentLogger,
  })
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${roster.server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  return {
    roster,
    database,
    post,
    setClock: (at: string) => {
      now = new Date(at)
    },
    as: async <T = Record<string, never>>(
      viewer: Viewer,
      query: string,
      variables: object = {},
    ): Promise<Answer<T>> => {
      const answer = await post(
        '/graphql',
        { query, variables },
        { authorization: `Bearer ${await passportOf(viewer)}` },
      )
      return (await answer.json()) as Answer<T>
    },
    internal: (path: string, body: unknown) =>
      post(path, body, { authorization: `Bearer ${testKeys.internalToken}` }),
    stop: async () => {
      await roster.stop()
      await Promise.all([database.drop(), ...(together.queue ? [] : [queue.drop()])])
    },
  }
}

export type TestRoster = Awaited<ReturnType<typeof startTestRoster>>

/** A school with a year, two classes of two pupils each, a teacher and a guardian. */
export async function smallSchool(t: TestRoster) {
  const ids = Object.fromEntries(
    ['school', 'year', 'q1', 'class7', 'class8', 'anna', 'boris', 'vera', 'gleb', 'teacher', 'guardian'].map(
      (name) => [name, newUuid()],
    ),
  ) as Record<
    | 'school'
    | 'year'
    | 'q1'
    | 'class7'
    | 'class8'
    | 'anna'
    | 'boris'
    | 'vera'
    | 'gleb'
    | 'teacher'
    | 'guardian',
    string
  >
  const operator = viewerOf({
    schoolId: ids.school,
    roles: ['COORDINATOR'],
    operator: true,
    name: 'Установка',
  })
  const run = async (name: string, input: object) => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`
    const answer = await t.as<Record<string, { errors: { code: string; message: string }[] }>>(
      operator,
      `mutation($input: ${type}!) { ${name}(input: $input) { errors { code message field } } }`,
      { input: name === 'addPeople' ? { ground: 'приказ о зачислении', ...input } : input },
    )
    const errors = answer.errors ?? answer.data?.[name]?.errors ?? []
    if (errors.length > 0) throw new Error(`${name}: ${JSON.stringify(errors)}`)
  }
  const schoolId = ids.school
  await run('createSchool', {
    id: ids.school,
    name: 'Школа проверки',
    shortName: 'ШП',
    timeZone: 'Europe/Moscow',
    studyDays: [1, 2, 3, 4, 5],
  })
  await run('setUpYear', {
    schoolId,
    id: ids.year,
    name: '2026/27',
    startsOn: '2026-09-01',
    endsOn: '2027-05-31',
    periods: [
      {
        id: ids.q1,
        name: '1 четверть',
        kind: 'QUARTER',
        startsOn: '2026-09-01',
        endsOn: '2026-10-25',
        fromGrade: 1,
        toGrade: 9,
      },
    ],
    calendar: [{ date: '2026-11-04', kind: 'DAY_OFF', title: 'День народного единства' }],
  })
  await run('createClasses', {
    schoolId,
    yearId: ids.year,
    classes: [
      { id: ids.class7, name: '7А', grade: 7, letter: 'А' },
      { id: ids.class8, name: '8А', grade: 8, letter: 'А' },
    ],
  })
  const pupil = (id: string, lastName: string, firstName: string, schoolClassId: string) => ({
    id,
    lastName,
    firstName,
    birthDate: '2013-05-05',
    pupil: { schoolClassId, from: '2026-09-01' },
  })
  await run('addPeople', {
    schoolId,
    people: [
      pupil(ids.anna, 'Азбукина', 'Анна', ids.class7),
      pupil(ids.boris, 'Букварёв', 'Борис', ids.class7),
      pupil(ids.vera, 'Ведёркина', 'Вера', ids.class8),
      pupil(ids.gleb, 'Глаголев', 'Глеб', ids.class8),
      {
        id: ids.teacher,
        lastName: 'Доскин',
        firstName: 'Денис',
        patronymic: 'Денисович',
        staff: { position: 'учитель математики' },
      },
    ],
  })
  await run('addPeople', {
    schoolId,
    people: [{ id: ids.guardian, lastName: 'Азбукина', firstName: 'Алла', guardianOf: [ids.anna] }],
  })
  return { ids, operator, run }
}
