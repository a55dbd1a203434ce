// Reporting in this process, on a database of its own, with a clock that the test sets; and what it keeps of one school.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '@zhurnal/kit/logging'
import { newUuid, rawQuery, testDatabase, testKeys, testQueue } from '@zhurnal/kit/testing'
import type { Viewer } from '@zhurnal/roster/events'
import { passportOf } from '@zhurnal/roster/testing'
import { migrations } from '../src/migrations/index.js'
import { startReporting } from '../src/reporting.js'

export type Answer<T> = { data?: T | null; errors?: { message: string; extensions?: { code?: string } }[] }
export type Payload = { errors: { code: string; message: string }[] } & Record<string, unknown>

/** What services that run together in one test share. */
type Together = {
  readonly queue?: { readonly url: string; drop(): Promise<void> }
  readonly gradebook?: string
}
/** A port where nobody listens: facts are put into the database, and no acknowledgement goes out. */
const nobody = 'http://127.0.0.1:1'

export async function startTestReporting(together: Together = {}) {
  const [database, queue] = await Promise.all([
    testDatabase('reporting', migrations),
    together.queue ?? testQueue(),
  ])
  const folder = await mkdtemp(join(tmpdir(), 'zhurnal-reporting-'))
  let now = new Date('2026-11-24T06:07:00Z')
  const reporting = await startReporting({
    urls: database.urls,
    queuePlace: { postgresUrl: queue.url, redisUrl: undefined },
    listen: { port: 0, host: '127.0.0.1' },
    passportPublicKey: testKeys.publicKey,
    internalToken: testKeys.internalToken,
    owners: { roster: nobody, gradebook: together.gradebook ?? nobody },
    dataFolder: folder,
    demo: false,
    mail: false,
    clock: () => now,
    log: silentLogger,
  })
  const headersOf = async (viewer: Viewer | null): Promise<Record<string, string>> =>
    viewer ? { authorization: `Bearer ${await passportOf(viewer)}` } : {}
  const as = async <T>(viewer: Viewer | null, query: string, variables: object = {}): Promise<Answer<T>> => {
    const answer = await fetch(`${reporting.server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await headersOf(viewer)) },
      body: JSON.stringify({ query, variables }),
    })
    return (await answer.json()) as Answer<T>
  }
  return {
    reporting,
    database,
    folder,
    as,
    setClock: (at: string) => {
      now = new Date(at)
    },
    query: <T extends object>(text: string, values: unknown[] = []) =>
      rawQuery<T & Record<string, unknown>>(database.urls.system, text, values),
    act: async (viewer: Viewer, name: string, input: object, select = ''): Promise<Payload> => {
      const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`
      const answer = await as<Record<string, Payload>>(
        viewer,
        `mutation($input: ${type}!) { ${name}(input: $input) { ${select} errors { code message field } } }`,
        { input },
      )
      const payload = answer.data?.[name]
      if (!payload) throw new Error(JSON.stringify(answer.errors))
      return payload
    },
    upload: async (viewer: Viewer | null, body: Uint8Array, name = 'грамота.pdf') =>
      fetch(`${reporting.server.url}/files`, {
        method: 'POST',
        headers: {
          ...(await headersOf(viewer)),
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
        },
        body: Buffer.from(body),
      }),
    download: async (viewer: Viewer | null, id: string) =>
      fetch(`${reporting.server.url}/files/${id}`, { headers: await headersOf(viewer) }),
    stop: async () => {
      await reporting.stop()
      await Promise.all([
        database.drop(),
        ...(together.queue ? [] : [queue.drop()]),
        rm(folder, { recursive: true, force: true }),
      ])
    },
  }
}

export type TestReporting = Awaited<ReturnType<typeof startTestReporting>>

/** What roster told of a school: a year, two classes, a pupil of each, who was in the other class last year. */
export async function toldSchool(t: TestReporting) {
  const ids = Object.fromEntries(
    ['school', 'year', 'period', 'class7', 'class8', 'anna', 'vera'].map((name) => [name, newUuid()]),
  ) as Record<'school' | 'year' | 'period' | 'class7' | 'class8' | 'anna' | 'vera', string>
  const { school, year } = ids
  const told = (text: string, ...values: unknown[]) => t.query(text, values)
  await told(
    `insert into ref_school (id, school_id, name, short_name, time_zone, version) values ($1, $1, 'Школа проверки', 'ШП', 'Europe/Moscow', 1)`,
    school,
  )
  await told(
    `insert into ref_year (id, school_id, name, starts_on, ends_on, version) values ($1, $2, '2026/27', '2026-09-01', '2027-05-31', 1)`,
    year,
    school,
  )
  await told(
    `insert into ref_period (id, school_id, year_id, name, kind, starts_on, ends_on, version)
      values ($1, $2, $3, '1 четверть', 'QUARTER', '2026-09-01', '2026-10-25', 1)`,
    ids.period,
    school,
    year,
  )
  for (const [id, name, grade] of [
    [ids.class7, '7А', 7],
    [ids.class8, '8А', 8],
  ])
    await told(
      `insert into ref_class (id, school_id, year_id, name, grade, version) values ($1, $2, $3, $4, $5, 1)`,
      id,
      school,
      year,
      name,
      grade,
    )
  for (const [id, lastName, firstName, classId] of [
    [ids.anna, 'Азбукина', 'Анна', ids.class7],
    [ids.vera, 'Ведёркина', 'Вера', ids.class8],
  ]) {
    await told(
      `insert into ref_person (id, school_id, last_name, first_name, is_pupil, version) values ($1, $2, $3, $4, true, 1)`,
      id,
      school,
      lastName,
      firstName,
    )
    await told(
      `insert into ref_membership (id, school_id, pupil_id, class_id, from_day, version) values ($1, $2, $3, $4, '2026-09-01', 1)`,
      newUuid(),
      school,
      id,
      classId,
    )
  }
  return ids
}
