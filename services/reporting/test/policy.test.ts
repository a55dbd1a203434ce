// Who may what in reporting, as a table: eleven roles, own and stranger, another school and nobody, over every Query
// field, mutation, type by reference and field of such a type that is not the type's own. «own» is: class teacher of 7А,
// its pupil Anna, her guardian, and for other roles who started the job. Whoever is not named sees null, or is refused
// with NOT_FOUND and nothing is written.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { roleSchema, type Role, type Viewer } from '@zhurnal/roster/events'
import { viewerOf } from '@zhurnal/roster/testing'
import { parse, type ObjectTypeDefinitionNode } from 'graphql'
import { startTestReporting, toldSchool, type TestReporting } from './harness.js'

type Named = Role | `${Role}.own` | `${Role}.stranger`
type Member = { readonly name: string; readonly role: Role | null; readonly viewer: Viewer }
type World = Awaited<ReturnType<typeof makeWorld>>
type Read = readonly [covers: string, ask: string, path: string, who: readonly Named[]]
type Act = readonly [
  name: string,
  input: (w: World, m: Member) => Promise<object> | object,
  who: readonly Named[],
]

const inCharge: readonly Named[] = ['COORDINATOR', 'JOURNAL_ADMIN', 'DIRECTOR', 'DEPUTY']
const archive: readonly Named[] = ['COORDINATOR', 'JOURNAL_ADMIN']
const coordinator: readonly Named[] = ['COORDINATOR']
const everybody: readonly Named[] = roleSchema.options
const family: readonly Named[] = ['PUPIL.own', 'GUARDIAN.own']
const looksInto: readonly Named[] = [
  ...family,
  'CLASS_TEACHER.own',
  'COORDINATOR',
  'DIRECTOR',
  'DEPUTY',
  'TEACHER',
]
const adds: readonly Named[] = [...family, 'CLASS_TEACHER.own', 'COORDINATOR', 'TEACHER']
const confirms: readonly Named[] = ['CLASS_TEACHER.own', 'COORDINATOR', 'TEACHER']

/** Things by reference; the first of a type speaks for the type, each for the field that it asks. */
const entity = (type: string, id: keyof World['ids'], field: string, who: readonly Named[]): Read => [
  `${type}.${field.split(' ')[0] ?? ''}`,
  `_entities(representations: [{ __typename: "${type}", id: "${id}" }]) { ... on ${type} { ${field} } }`,
  `_entities.0.${field.split(' ')[0] ?? ''}`,
  who,
]

const reads: readonly Read[] = [
  ['Query.job', 'job(id: "job") { id }', 'job', inCharge],
  ['Query.jobs', 'jobs(schoolId: "school") { id }', 'jobs', inCharge],
  [
    'Query.documents',
    'documents(schoolId: "school") { id }',
    'documents.0',
    [...inCharge, 'INSPECTOR', 'CLASS_TEACHER.own'],
  ],
  ['Query.snapshots', 'snapshots(schoolId: "school") { id }', 'snapshots', [...inCharge, 'INSPECTOR']],
  ['Query.stores', 'stores(schoolId: "school") { id }', 'stores', [...inCharge, 'INSPECTOR']],
  ['Query.import', 'import(id: "import") { id }', 'import', coordinator],
  ['Query.imports', 'imports(schoolId: "school") { id }', 'imports', coordinator],
  entity('Job', 'job', 'title', inCharge),
  entity('Document', 'document', 'title', [...inCharge, 'INSPECTOR', 'CLASS_TEACHER.own']),
  entity('Snapshot', 'snapshot', 'yearName', [...inCharge, 'INSPECTOR']),
  entity('Store', 'store', 'name', [...inCharge, 'INSPECTOR']),
  entity('Import', 'import', 'fileName', coordinator),
  entity('School', 'school', 'snapshots { id }', [...inCharge, 'INSPECTOR']),
  entity('Pupil', 'anna', 'portfolio { id }', looksInto),
  entity('PortfolioItem', 'item', 'title', looksInto),
]

const importOf = (w: World) => ({ importId: w.ids.import })
const acts: readonly Act[] = [
  [
    'printClassJournal',
    (w) => ({ schoolClassId: w.ids.class7, periodId: w.ids.period }),
    [...inCharge, 'CLASS_TEACHER.own'],
  ],
  ['printCompromiseAct', (w) => ({ reportId: w.ids.report }), ['COORDINATOR', 'DIRECTOR']],
  [
    'printBlankPages',
    (w) => ({ schoolClassIds: [w.ids.class7], date: '2026-11-24' }),
    [...inCharge, 'CLASS_TEACHER.own'],
  ],
  [
    'printTransferSheet',
    (w) => ({ pupilId: w.ids.anna, periodId: w.ids.period }),
    ['COORDINATOR', 'DIRECTOR', 'DEPUTY', 'CLASS_TEACHER.own'],
  ],
  ['saveMarkChanges', (w) => ({ schoolId: w.ids.school, from: '2026-11-01', to: '2026-11-24' }), inCharge],
  ['takeSnapshot', (w) => ({ yearId: w.ids.year }), archive],
  ['verifySnapshot', (w) => ({ snapshotId: w.ids.snapshot }), archive],
  ['cancelJob', (w) => ({ jobId: w.ids.job }), inCharge],
  // It runs with the authority of who started it: nobody here did.
  ['retryJob', (w) => ({ jobId: w.ids.failed }), []],
  ['decideImport', (w) => ({ ...importOf(w), decisions: [] }), coordinator],
  ['applyImport', (w) => importOf(w), coordinator],
  ['undoImport', (w) => importOf(w), coordinator],
  ['dropImport', (w) => importOf(w), coordinator],
  [
    'issueAccounts',
    (w) => ({ schoolId: w.ids.school, personIds: [w.ids.anna], delivery: 'PRINT' }),
    ['COORDINATOR', 'CLASS_TEACHER'],
  ],
  ['exportPerson', (w) => ({ personId: w.ids.anna }), coordinator],
  [
    'addPortfolioItem',
    async (w, m) => ({
      id: newUuid(),
      pupilId: w.ids.anna,
      fileId: await w.file(m.viewer),
      title: 'Проба',
      kind: 'OTHER',
      date: '2026-11-01',
    }),
    adds,
  ],
  ['confirmPortfolioItem', (w) => ({ itemId: w.ids.item }), confirms],
  ['removePortfolioItem', async (w) => ({ itemId: await w.newItem() }), ['CLASS_TEACHER.own', 'COORDINATOR']],
  [
    'addStore',
    (w) => ({
      schoolId: w.ids.school,
      id: newUuid(),
      name: newUuid(),
      room: '1',
      medium: 'диск',
      folder: w.folder,
    }),
    coordinator,
  ],
]

let t: TestReporting
let w: World
beforeAll(async () => {
  t = await startTestReporting()
  w = await makeWorld()
})
afterAll(() => t.stop())

async function makeWorld() {
  const told = await toldSchool(t)
  const more = Object.fromEntries(
    ['job', 'failed', 'document', 'snapshot', 'store', 'import', 'item', 'report'].map((name) => [
      name,
      newUuid(),
    ]),
  ) as Record<'job' | 'failed' | 'document' | 'snapshot' | 'store' | 'import' | 'item' | 'report', string>
  const ids = { ...told, ...more }
  const by = [newUuid(), 'Чужаков Чук', newUuid()]
  const job = (id: string, state: string) =>
    t.query(
      `insert into job (id, school_id, kind, title, arguments, state, started_by_id, started_by_name, started_by_account, created_at)
        values ($1, $2, 'TAKE_SNAPSHOT', 'Снимок', '{}', $3, $4, $5, $6, now())`,
      [id, ids.school, state, ...by],
    )
  await job(ids.job, 'WAITING')
  await t.query(
    'insert into ref_compromise (id, school_id, received_at, version) values ($1, $2, now(), 1)',
    [ids.report, ids.school],
  )
  await job(ids.failed, 'FAILED')
  const readers = {
    roles: ['COORDINATOR', 'JOURNAL_ADMIN', 'DIRECTOR', 'DEPUTY', 'INSPECTOR'],
    classes: [ids.class7],
    persons: [],
  }
  await t.query(
    `insert into document (id, school_id, job_id, title, file_name, media_type, bytes, sha256, about, data_hash, data_sha256, readers, created_at)
      values ($1, $2, $3, 'Журнал 7А', 'a.pdf', 'application/pdf', 1, '00', 'x', '00', '00', $4, now())`,
    [ids.document, ids.school, ids.job, JSON.stringify(readers)],
  )
  await asOwner(
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
  const pupil = viewerOf({ schoolId: ids.school, roles: ['PUPIL'], personId: ids.anna, pupils: [ids.anna] })
  const author = { ...pupil, account: newUuid() }
  const file = async (viewer: Viewer): Promise<string> => {
    const answer = await t.upload(viewer, Buffer.from('%PDF-1.7'))
    return answer.status === 201 ? ((await answer.json()) as { fileId: string }).fileId : newUuid()
  }
  // By a teacher who is not among those asked: nobody takes it out as the author.
  const teacher = viewerOf({ schoolId: ids.school, roles: ['TEACHER'] })
  const newItem = async (id = newUuid()): Promise<string> => {
    const input = {
      id,
      pupilId: ids.anna,
      fileId: await file(teacher),
      title: 'Проба',
      kind: 'OTHER',
      date: '2026-11-01',
    }
    const { errors } = await t.act(teacher, 'addPortfolioItem', input)
    if (errors.length > 0) throw new Error(JSON.stringify(errors))
    return id
  }
  await newItem(ids.item)
  return { ids, folder: t.folder, file, newItem, author, cast: castOf(ids) }
}

const asOwner = (text: string, values: unknown[]) => t.query(text, values)

function castOf(ids: Awaited<ReturnType<typeof toldSchool>>): readonly Member[] {
  const member = (role: Role, side: 'own' | 'stranger'): Member => {
    const [schoolClass, child] = side === 'own' ? [ids.class7, ids.anna] : [ids.class8, ids.vera]
    const viewer = viewerOf({
      schoolId: ids.school,
      roles: [role],
      classes: role === 'CLASS_TEACHER' ? [schoolClass] : [],
      pupils: role === 'PUPIL' || role === 'GUARDIAN' ? [child] : [],
      ...(role === 'PUPIL' ? { personId: child } : {}),
    })
    return { name: `${role}.${side}`, role, viewer }
  }
  return [
    ...roleSchema.options.flatMap((role) => [member(role, 'own'), member(role, 'stranger')]),
    {
      name: 'other school',
      role: null,
      viewer: viewerOf({ schoolId: newUuid(), roles: [...roleSchema.options] }),
    },
  ]
}

const isNamed = (who: readonly Named[], { name, role }: Member): boolean =>
  who.some((one) => one === name || one === role)
const expected = (who: readonly Named[]): string[] =>
  w.cast.filter((member) => isNamed(who, member)).map((member) => member.name)

/** A question with the names of things in it as their ids. */
const questionOf = (ask: string): string =>
  `{ ${ask.replace(/d: "(\w+)"/g, (whole, name: string) => (name in w.ids ? `d: "${w.ids[name as keyof World['ids']]}"` : whole))} }`

function valueAt(data: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (so, key) => (so !== null && typeof so === 'object' ? (Reflect.get(so, key) ?? null) : null),
      data ?? null,
    )
}

describe('who sees', () => {
  test.each(reads)('%s', async (_covers, ask, path, who) => {
    const seen: string[] = []
    for (const member of w.cast) {
      const answer = await t.as<object>(member.viewer, questionOf(ask))
      expect([member.name, answer.errors ?? []]).toEqual([member.name, []])
      if (valueAt(answer.data, path) !== null) seen.push(member.name)
    }
    expect(seen).toEqual(expected(who))
    expect((await t.as<object>(null, questionOf(ask))).data ?? null).toBeNull()
  })
})

describe('who may', () => {
  const written = async () =>
    (
      await t.query<{ n: number }>('select count(*)::int as n from log_entry where school_id = $1', [
        w.ids.school,
      ])
    )[0]?.n

  test.each(acts)('%s', async (name, input, who) => {
    const may: string[] = []
    for (const member of w.cast) {
      const asked = await input(w, member)
      const before = await written()
      const { errors } = await t.act(member.viewer, name, asked)
      if (errors.some((error) => error.code === 'NOT_FOUND')) {
        expect([member.name, await written()]).toEqual([member.name, before])
      } else may.push(member.name)
    }
    expect(may).toEqual(expected(who))
  })
})

test('every Query field, mutation, type with a key and field added to a foreign type has a row', () => {
  const schema = parse(readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'))
  const types = schema.definitions.filter(
    (one): one is ObjectTypeDefinitionNode => one.kind === 'ObjectTypeDefinition',
  )
  const fieldsOf = (name: string) =>
    types.find((type) => type.name.value === name)?.fields?.map((field) => `${name}.${field.name.value}`) ??
    []
  const keyed = types.filter((type) => type.directives?.some((one) => one.name.value === 'key'))
  const covered = new Set([...reads.map(([covers]) => covers), ...acts.map(([name]) => `Mutation.${name}`)])
  const missing = [
    ...fieldsOf('Query').filter((name) => !covered.has(name)),
    ...fieldsOf('Mutation').filter((name) => !covered.has(name)),
    ...keyed
      .map((type) => type.name.value)
      .filter((name) => ![...covered].some((one) => one.startsWith(`${name}.`))),
    ...[...fieldsOf('School'), ...fieldsOf('Pupil')].filter(
      (name) => !name.endsWith('.id') && !covered.has(name),
    ),
  ]
  expect(missing).toEqual([])
  expect(everybody).toHaveLength(11)
})
