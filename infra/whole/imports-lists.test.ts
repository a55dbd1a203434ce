// Lists of people and OneRoster bundles, brought in through the gateway: decisions, apply, undo.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { importsOf, sample } from './imports-harness.js'
import { startSmallSchool, type Whole } from './small-school.js'

let w: Whole
let coordinator: string
let imports: ReturnType<typeof importsOf>

beforeAll(async () => {
  w = await startSmallSchool()
  coordinator = await w.signIn('coordinator')
  imports = importsOf(w, coordinator)
}, 120_000)
afterAll(() => w.stop(), 60_000)

test('applying that is cancelled on the way can be gone on with, or taken back', async () => {
  const list = (letter: string) =>
    `Фамилия;Имя;Дата рождения;Класс\n${Array.from({ length: 400 }, (_, i) => `Толпин${i};Тимур;01.02.2014;6${letter}`).join('\n')}\n`
  const cancelled = async (letter: string) => {
    const { id } = await imports.bring('pupils', list(letter))
    const { job } = await w.run<{ job: { id: string } }>(
      coordinator,
      'applyImport',
      { importId: id, ground: 'Приказ № 1' },
      'job { id }',
    )
    expect((await w.run(coordinator, 'cancelJob', { jobId: job.id })).errors).toEqual([])
    expect(await imports.settled(id)).toMatchObject({ state: 'APPLYING', job: { state: 'CANCELLED' } })
    return id
  }
  const goneOn = await cancelled('Ж')
  expect(await imports.act('applyImport', goneOn)).toMatchObject({ state: 'APPLIED', job: { error: null } })
  expect((await imports.bring('pupils', list('Ж'))).checked).toMatchObject({ created: 0, changed: 0 })
  const takenBack = await cancelled('З')
  expect(await imports.act('undoImport', takenBack)).toMatchObject({
    state: 'UNDONE',
    dependents: [],
    job: { error: null },
  })
  expect((await imports.bring('pupils', list('З'))).checked).toMatchObject({ created: 1, changed: 400 })
}, 180_000)

describe('lists', () => {
  test('a namesake waits for a decision; decided, the list is applied; brought again it changes nothing', async () => {
    const list =
      'ID;Фамилия;Имя;Отчество;Дата рождения;Класс\nП-1;Азбукина;Анна;Львовна;05.04.2013;8А\nП-2;Новичкова;Нина;;01.02.2013;7А\n'
    const { id, checked } = await imports.bring('pupils', list, 'ученики.csv')
    expect(checked.counts.find(({ entity }) => entity === 'PERSON')).toMatchObject({ created: 1 })
    const { edges } = await imports.undecided(id)
    expect(edges.map(({ node }) => [node.name, node.candidates.map((one) => one.name)])).toEqual([
      ['Азбукина Анна Львовна', ['Азбукина Анна, 7А']],
    ])
    const [asked] = edges
    const decided = await w.run(coordinator, 'decideImport', {
      importId: id,
      decisions: [{ itemId: asked?.node.id, kind: 'SAME', targetId: w.ids.anna }],
    })
    expect(decided.errors).toEqual([])
    expect(await imports.settled(id)).toMatchObject({ state: 'CHECKED', changed: 1 })
    expect(await imports.act('applyImport', id)).toMatchObject({ state: 'APPLIED', job: { error: null } })
    expect(await imports.pupilOf(w.ids.anna)).toEqual({
      patronymic: 'Львовна',
      birthDate: '2013-04-05',
      schoolClass: { name: '8А' },
    })
    const again = await imports.bring('pupils', list)
    expect(again.checked).toMatchObject({ state: 'CHECKED', created: 0, changed: 0 })
    expect(await imports.act('undoImport', id)).toMatchObject({
      state: 'UNDONE',
      dependents: [],
      job: { error: null },
    })
    expect(await imports.pupilOf(w.ids.anna)).toEqual({
      patronymic: null,
      birthDate: null,
      schoolClass: { name: '7А' },
    })
  }, 120_000)

  test.each([
    ['pupils', 4],
    ['staff', 4],
    ['orders', 1],
    ['guardians', 2],
    ['consents', 2],
  ] as const)('our own sample of %s, with all its faults, is compared and given up', async (kind, faults) => {
    const name = `${kind}.csv`
    const path = sample(name)
    const { id, checked } = await imports.bring(kind, await readFile(path), name)
    expect(checked).toMatchObject({ state: 'CHECKED', job: { error: null } })
    expect(checked.problems.length).toBeGreaterThanOrEqual(faults)
    expect(await imports.act('dropImport', id)).toMatchObject({ state: 'DROPPED' })
  })

  test('more pupils than one act takes, with their guardians, come in and go out', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => `Множин${i};Марк;01.03.2014;5Ж;Множин Отец${i}`)
    const { id, checked } = await imports.bring(
      'pupils',
      `Фамилия;Имя;Дата рождения;Класс;Представитель\n${rows.join('\n')}\n`,
    )
    expect(checked).toMatchObject({ created: 1201 })
    expect(await imports.act('applyImport', id)).toMatchObject({ state: 'APPLIED', job: { error: null } })
    expect(await imports.act('undoImport', id)).toMatchObject({
      state: 'UNDONE',
      dependents: [],
      job: { error: null },
    })
  }, 120_000)

  test('a decision about another import, about a lesson or without its target is refused', async () => {
    const { id } = await imports.bring('pupils', 'Фамилия;Имя;Класс\nГлаголев;Глеб;7А\n')
    const other = await imports.bring('pupils', 'Фамилия;Имя;Класс\nГлаголев;Глеб;7А\n')
    const [mine] = (await imports.undecided(id)).edges
    const decide = (decision: object, importId = id) =>
      w.run(coordinator, 'decideImport', { importId, decisions: [{ itemId: mine?.node.id, ...decision }] })
    const refused = [
      await decide({ kind: 'SAME' }),
      await decide({ kind: 'NEW', targetId: w.ids.gleb }),
      await decide({ kind: 'NEW', grade: 12 }),
      await decide({ kind: 'NEW' }, other.id),
    ]
    expect(refused.flatMap(({ errors }) => errors.map(({ code }) => code))).toEqual([
      'BAD_INPUT',
      'BAD_INPUT',
      'BAD_INPUT',
      'NOT_FOUND',
    ])
    expect((await imports.undecided(id)).edges).toHaveLength(1)
  }, 60_000)

  test('templates are there for who is signed in, and for nobody else', async () => {
    const get = (name: string, token?: string) =>
      fetch(`${w.installation.urls.gateway}/imports/templates/${name}`, {
        headers: token ? { authorization: `Bearer ${token}` } : {},
      })
    const [book, unknown, nobody] = [
      await get('pupils.xlsx', coordinator),
      await get('pupils.pdf', coordinator),
      await get('pupils.csv'),
    ]
    expect([book.status, unknown.status, nobody.status]).toEqual([200, 404, 401])
    const { checked } = await imports.bring('pupils', Buffer.from(await book.arrayBuffer()), 'шаблон.xlsx')
    expect(checked).toMatchObject({ state: 'CHECKED', rows: 1 })
    // The example names a class of the school, and not the others.
    expect(checked.problems.map(({ code }) => code)).toEqual(['CLASSES_NOT_IN_FILE'])
  }, 60_000)
})

describe('a OneRoster bundle', () => {
  test('goes in with its faults told, is remembered by its ids, and comes out', async () => {
    const folder = sample('oneroster-1.1/')
    const files = await Promise.all(
      (await readdir(folder)).map(async (name) => [name, await readFile(join(folder, name))] as const),
    )
    const bundle = (change: (name: string, bytes: Buffer) => Buffer) =>
      Buffer.from(zipSync(Object.fromEntries(files.map(([name, bytes]) => [name, change(name, bytes)]))))
    const before = await imports.school()
    const { id, checked } = await imports.bring(
      'oneroster',
      bundle((_, bytes) => bytes),
      'bundle.zip',
    )
    expect(checked.problems.map(({ code }) => code)).toContain('PASSWORDS_IN_FILE')
    expect(await imports.act('applyImport', id)).toMatchObject({ state: 'APPLIED', job: { error: null } })
    const renamed = bundle((name, bytes) =>
      name === 'users.csv' ? Buffer.from(bytes.toString().replace('Небылицын', 'Переименов')) : bytes,
    )
    const again = await imports.bring('oneroster', renamed)
    expect(again.checked.counts.find(({ entity }) => entity === 'PERSON')).toMatchObject({
      created: 0,
      changed: 1,
    })
    expect(await imports.act('undoImport', id)).toMatchObject({
      state: 'UNDONE',
      dependents: [],
      job: { error: null },
    })
    expect(await imports.school()).toEqual(before)
  }, 120_000)
  test('a zip that is none', async () => {
    expect((await imports.post('oneroster', 'sourcedId,name')).status).toBe(400)
  })
})
