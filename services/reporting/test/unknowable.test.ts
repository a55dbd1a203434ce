// Nobody learns by any answer that another school's thing exists: its id and one that never was are answered alike.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid, probesOf, type IdOf } from '@zhurnal/kit/testing'
import { roleSchema, type Viewer } from '@zhurnal/roster/events'
import { viewerOf } from '@zhurnal/roster/testing'
import { startTestReporting, toldSchool, type TestReporting } from './harness.js'

type School = Awaited<ReturnType<typeof fullSchool>>
let t: TestReporting
let here: School
let there: School
let viewer: Viewer

const workers = roleSchema.options.filter((role) => role !== 'PUPIL' && role !== 'GUARDIAN')
const worker = (schoolId: string) => viewerOf({ schoolId, roles: workers })

beforeAll(async () => {
  t = await startTestReporting()
  here = await fullSchool()
  there = await fullSchool()
  viewer = worker(here.school)
})
afterAll(() => t.stop())

async function fullSchool() {
  const told = await toldSchool(t)
  const names = ['job', 'document', 'snapshot', 'store', 'import', 'item', 'report'] as const
  const more = Object.fromEntries(names.map((name) => [name, newUuid()])) as Record<
    (typeof names)[number],
    string
  >
  const ids = { ...told, ...more }
  await t.query(
    'insert into ref_compromise (id, school_id, received_at, version) values ($1, $2, now(), 1)',
    [ids.report, ids.school],
  )
  await t.query(
    `insert into job (id, school_id, kind, title, arguments, state, started_by_id, started_by_name, started_by_account, created_at)
      values ($1, $2, 'TAKE_SNAPSHOT', 'Снимок', '{}', 'DONE', $3, 'Чужаков Чук', $4, now())`,
    [ids.job, ids.school, newUuid(), newUuid()],
  )
  await t.query(
    `insert into document (id, school_id, job_id, title, file_name, media_type, bytes, sha256, about, data_hash, data_sha256, readers, created_at)
      values ($1, $2, $3, 'Журнал 7А', 'a.pdf', 'application/pdf', 1, '00', 'x', '00', '00', $4, now())`,
    [ids.document, ids.school, ids.job, JSON.stringify({ roles: ['COORDINATOR'], classes: [], persons: [] })],
  )
  await t.query(
    `insert into store (id, school_id, name, room, medium, folder) values ($1, $2, 'Сейф', '12', 'диск', '/')`,
    [ids.store, ids.school],
  )
  await t.query(
    `insert into snapshot (id, school_id, job_id, year_id, year_name, folder, taken_at, bytes, files, sha256)
      values ($1, $2, $3, $4, '2026/27', 'x', now(), 1, 1, '00')`,
    [ids.snapshot, ids.school, ids.job, ids.year],
  )
  await t.query(
    `insert into import (id, school_id, kind, state, file_name, bytes, sha256, started_by_id, started_by_name, created_at)
      values ($1, $2, 'pupils', 'APPLYING', 'a.csv', 1, '00', $3, $4, now())`,
    [ids.import, ids.school, newUuid(), 'Чужаков Чук'],
  )
  const by = worker(ids.school)
  const uploaded = await t.upload(by, Buffer.from('%PDF-1.7'))
  const { fileId } = (await uploaded.json()) as { fileId: string }
  const item = { id: ids.item, pupilId: ids.anna, title: 'Проба', kind: 'OTHER', date: '2026-11-01' }
  const { errors } = await t.act(by, 'addPortfolioItem', { ...item, fileId })
  if (errors.length > 0) throw new Error(JSON.stringify(errors))
  return { ...ids, file: fileId }
}

const kinds: readonly (readonly [pattern: RegExp, kind: keyof School])[] = [
  [/school(?!class)/, 'school'],
  [/year/, 'year'],
  [/class/, 'class7'],
  [/period/, 'period'],
  [/item/, 'item'],
  [/file/, 'file'],
  [/job/, 'job'],
  [/report/, 'report'],
  [/document/, 'document'],
  [/snapshot/, 'snapshot'],
  [/store/, 'store'],
  [/import/, 'import'],
  [/pupil|person/, 'anna'],
]
const idsOf =
  (ids: School): IdOf =>
  ({ name, type }) => {
    const word = (name === 'id' ? type : name).toLowerCase()
    return ids[kinds.find(([pattern]) => pattern.test(word))?.[1] ?? 'anna']
  }
const never: IdOf = () => newUuid()
const own: IdOf = (place) =>
  place.name === 'id' && /Input$/.test(place.type) ? newUuid() : idsOf(here)(place)

const probes = probesOf(readFileSync('services/reporting/schema.graphql', 'utf8')).filter(
  ({ name }) => !/^Mutation.*\.id$/.test(name),
)

describe('another school’s thing is answered as one that never was', () => {
  test.each(probes.map((probe) => [probe.name, probe] as const))('%s', async (_, probe) => {
    const ask = async (theirs: IdOf) =>
      JSON.stringify(await t.as(viewer, probe.query, probe.variables(own, theirs)))
    const [foreign, none] = [await ask(idsOf(there)), await ask(never)]
    expect(foreign).toBe(none)
    expect(none).not.toMatch(/GRAPHQL_VALIDATION_FAILED|INTERNAL/)
  })

  test('own things are answered otherwise: the comparison can fail', async () => {
    const roots = probes.filter(({ name }) => /^Query\.(job|import) id$/.test(name))
    expect(roots).toHaveLength(2)
    for (const probe of roots) {
      const answer = await t.as<object>(viewer, probe.query, probe.variables(own, idsOf(here)))
      expect([probe.name, Object.values(answer.data ?? {})]).not.toEqual([probe.name, [null]])
    }
  })
})

describe('by reference', () => {
  test.each(['Job', 'Document', 'Snapshot', 'Store', 'Import', 'PortfolioItem'])('%s', async (type) => {
    const ask = async (id: string) =>
      JSON.stringify(
        await t.as(viewer, 'query($r: [_Any!]!) { _entities(representations: $r) { __typename } }', {
          r: [{ __typename: type, id }],
        }),
      )
    expect(await ask(idsOf(there)({ name: type, type }) ?? '')).toBe(await ask(newUuid()))
  })
})

test('the door of files answers another school’s file as one that never was', async () => {
  const ask = async (id: string) => {
    const answer = await t.download(viewer, id)
    return [answer.status, await answer.text()]
  }
  expect(await ask(there.file)).toEqual(await ask(newUuid()))
  expect(await ask(there.document)).toEqual(await ask(newUuid()))
  expect((await ask(here.file))[0]).not.toBe((await ask(newUuid()))[0])
})
