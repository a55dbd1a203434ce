// Timetables of aSc, brought in through the gateway: dry run, apply, undo, and what is refused.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readdir, readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addDays, weekdayOf } from '@zhurnal/kit/time'
import { importsOf, sample } from './imports-harness.js'
import { startSmallSchool, type Whole } from './small-school.js'

const real = (name: string) => fileURLToPath(new URL(`../../../shared/samples/${name}`, import.meta.url))

let w: Whole
let coordinator: string
let imports: ReturnType<typeof importsOf>

beforeAll(async () => {
  w = await startSmallSchool()
  coordinator = await w.signIn('coordinator')
  imports = importsOf(w, coordinator)
}, 120_000)
afterAll(() => w.stop(), 60_000)

describe('a timetable file', () => {
  let id = ''
  let before: unknown

  test('is read and compared: what is new, what stays, every problem with its line, clashes by the clock among them', async () => {
    before = await imports.school()
    const brought = await imports.bring('asc-timetable', await readFile(sample('asc-timetable-small.xml')))
    id = brought.id
    const { checked } = brought
    expect(checked).toMatchObject({ state: 'CHECKED', rows: 169 })
    expect(checked.counts.map(({ entity, created }) => [entity, created])).toEqual([
      ['CLASS', 3],
      ['PERSON', 10],
      ['GROUP', 13],
      ['SUBJECT', 10],
      ['ROOM', 6],
      ['BELLS', 2],
      ['COURSE', 40],
      ['LESSON', 70],
    ])
    const codes = checked.problems.map(({ code }) => code)
    expect(codes).toEqual(
      expect.arrayContaining([
        'TEACHER_TWICE',
        'ROOM_TWICE',
        'CLASS_TWICE',
        'GROUP_TWICE',
        'CARD_WITHOUT_ROOM',
        'BELL_NAME_DIFFERS',
      ]),
    )
    expect(
      checked.problems.every(({ fatal, line, message }) => !fatal && Number(line) > 0 && message !== ''),
    ).toBe(true)
    expect(await imports.school()).toEqual(before)
  })

  test('items can be narrowed by kind, action and words, page by page', async () => {
    const page = async (args: string) => {
      type Page = {
        edges: { node: { name: string } }[]
        totalCount: number
        pageInfo: { hasNextPage: boolean; endCursor: string }
      }
      const answer = await w.ask<{ import: { items: Page } }>(
        coordinator,
        `query($id: ID!) { import(id: $id) { items(${args}) { edges { node { name action changes { field } } } totalCount pageInfo { hasNextPage endCursor } } } }`,
        { id },
      )
      return answer.data?.import.items
    }
    const first = await page('entity: LESSON, action: NEW, first: 50')
    const second = await page(`entity: LESSON, action: NEW, first: 50, after: "${first?.pageInfo.endCursor}"`)
    expect([
      first?.edges.length,
      first?.totalCount,
      second?.edges.length,
      second?.pageInfo.hasNextPage,
    ]).toEqual([50, 70, 20, false])
    const found = await page('search: "вторник, 3-й", first: 200')
    expect(found?.edges.length).toBeGreaterThan(0)
    expect(found?.edges.every(({ node }) => node.name.includes('вторник, 3-й'))).toBe(true)
    expect((await page('search: "%", first: 200'))?.totalCount).toBe(0)
  })

  test('is applied: classes, teachers, courses and lessons to come are there, and the file is gone', async () => {
    const applied = await imports.act('applyImport', id, { ground: 'Приказ № 12-ОД' })
    expect(applied).toMatchObject({
      state: 'APPLIED',
      fileKeptUntil: null,
      job: { state: 'DONE', error: null },
    })
    const answer = await w.ask<{ school: { classes: { id: string; name: string; courses: unknown[] }[] } }>(
      coordinator,
      '{ school { classes { id name courses { id } } } }',
    )
    const added = answer.data?.school.classes.find(({ name }) => name === '10В')
    expect(added?.courses.length).toBeGreaterThan(3)
    const lessons = await w.ask<{ lessons: { date: string }[] }>(
      coordinator,
      `query($f: Date!, $t: Date!) { lessons(from: $f, to: $t, schoolClassId: "${added?.id}") { date } }`,
      { f: w.today, t: addDays(w.today, 14) },
    )
    expect(lessons.data?.lessons.length).toBeGreaterThan(10)
    expect(lessons.data?.lessons.every(({ date }) => date > w.today)).toBe(true)
    expect(await readdir(join(w.folder, 'data', 'imports'))).toEqual([])
  }, 120_000)

  test('brought a second time it changes nothing, and applying that changes nothing', async () => {
    const stands = await imports.school()
    const again = await imports.bring('asc-timetable', await readFile(sample('asc-timetable-small.xml')))
    expect(again.checked).toMatchObject({ state: 'CHECKED', created: 0, changed: 0, removed: 0 })
    expect(await imports.act('applyImport', again.id)).toMatchObject({ state: 'APPLIED' })
    expect(await imports.school()).toEqual(stands)
  }, 120_000)

  test('is not undone while something depends on it, and says what', async () => {
    const staff = await w.ask<{ school: { staff: { id: string; fullName: string; courses: unknown[] }[] } }>(
      coordinator,
      '{ school { staff { id fullName courses { id } } } }',
    )
    const known = ['Доскин', 'Мелов', 'Главнов', 'Завучев', 'Порядкин', 'Проверкин']
    const teacher = staff.data?.school.staff.find(
      ({ fullName }) => !known.some((name) => fullName.startsWith(name)),
    )
    const opened = await w.run(coordinator, 'openAccounts', {
      schoolId: w.ids.school,
      accounts: [
        { personId: teacher?.id, username: 'novaya', password: 'dlinnyi-parol-1', mustChangePassword: true },
      ],
    })
    expect(opened.errors).toEqual([])
    const refused = await imports.act('undoImport', id)
    expect(refused).toMatchObject({ state: 'APPLIED', job: { state: 'FAILED' } })
    expect(refused.dependents).toEqual([`${teacher?.fullName}: есть вход «novaya»`])
  })
})

test('an applied timetable is undone: the school is as it was, lessons of the timetable before included', async () => {
  const before = await imports.school()
  const file = (await readFile(sample('asc-timetable-small.xml'), 'utf8'))
    .replaceAll('10В', '9Г')
    .replaceAll('5А', '5Д')
    .replaceAll('7Б', '6Д')
  const { id, checked } = await imports.bring('asc-timetable', file)
  expect(checked.counts.find(({ entity }) => entity === 'CLASS')).toMatchObject({ created: 3 })
  expect(await imports.act('applyImport', id)).toMatchObject({ state: 'APPLIED' })
  expect(await imports.school()).not.toEqual(before)
  expect(await imports.act('undoImport', id)).toMatchObject({
    state: 'UNDONE',
    dependents: [],
    job: { error: null },
  })
  expect(await imports.school()).toEqual(before)
}, 180_000)

test('a worker that dies in the middle of applying: it is applied once, to the end', async () => {
  const file = (await readFile(sample('asc-timetable-small.xml'), 'utf8'))
    .replaceAll('10В', '9К')
    .replaceAll('5А', '5К')
    .replaceAll('7Б', '6К')
  const { id } = await imports.bring('asc-timetable', file)
  await w.run(coordinator, 'applyImport', { importId: id, ground: 'Приказ № 1' })
  for (;;) {
    const answer = await w.ask<{ school: { classes: { name: string }[] } }>(
      coordinator,
      '{ school { classes { name } } }',
    )
    if (answer.data?.school.classes.some(({ name }) => name === '9К')) break
  }
  await w.installation.kill('worker')
  expect(await imports.settled(id)).toMatchObject({ state: 'APPLIED', job: { state: 'DONE' } })
  const again = await imports.bring('asc-timetable', file)
  expect(again.checked).toMatchObject({ created: 0, changed: 0, removed: 0 })
  expect(await imports.act('undoImport', id)).toMatchObject({ state: 'UNDONE' })
}, 180_000)

test('a school that has changed since the dry run is compared again, and nothing is done', async () => {
  const file = (await readFile(sample('asc-timetable-small.xml'), 'utf8'))
    .replaceAll('10В', '9М')
    .replaceAll('5А', '5М')
    .replaceAll('7Б', '6М')
  const { id } = await imports.bring('asc-timetable', file)
  const added = await w.run(coordinator, 'createClasses', {
    schoolId: w.ids.school,
    yearId: w.ids.year,
    classes: [{ id: crypto.randomUUID(), name: '9М', grade: 9, letter: 'М' }],
  })
  expect(added.errors).toEqual([])
  const again = await imports.act('applyImport', id)
  expect(again).toMatchObject({ state: 'CHECKED', job: { state: 'FAILED' } })
  expect(again.job.error).toContain('что-то изменилось')
  expect(again.counts.find(({ entity }) => entity === 'CLASS')).toMatchObject({ created: 2, unchanged: 1 })
  expect(await imports.act('dropImport', id)).toMatchObject({ state: 'DROPPED', fileKeptUntil: null })
  expect(await readdir(join(w.folder, 'data', 'imports'))).not.toContain(id)
})

describe('what is refused', () => {
  test.each([
    ['an empty file', '', 'EMPTY'],
    ['no XML', 'класс;урок\n7А;1', 'NOT_XML'],
    ['another XML', '<?xml version="1.0"?><orgs/>', 'NOT_TIMETABLE'],
  ])('%s: 400 with a word, and nothing is kept', async (_, body, code) => {
    const answer = await imports.post('asc-timetable', body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { code, message: expect.stringMatching(/[а-я]/) } })
  })
  test('a file cut off in the middle is refused as a whole, with the line', async () => {
    const { checked } = await imports.bring(
      'asc-timetable',
      (await readFile(sample('asc-timetable-small.xml'))).subarray(0, 4000),
    )
    expect(checked).toMatchObject({ state: 'REFUSED', fileKeptUntil: null })
    expect(checked.problems).toEqual([
      expect.objectContaining({ code: 'NOT_XML', fatal: true, line: expect.any(Number) }),
    ])
  })
  test('nobody, a teacher, a director, an unknown kind', async () => {
    const file = await readFile(sample('asc-timetable-small.xml'))
    const [teacher, director] = [await w.signIn('doskin'), await w.signIn('director')]
    const statuses = await Promise.all([
      imports.post('asc-timetable', file, null),
      imports.post('asc-timetable', file, teacher),
      imports.post('asc-timetable', file, director),
      imports.post('something', file),
    ])
    expect(statuses.map(({ status }) => status)).toEqual([401, 404, 404, 404])
  })
  test('an import is not seen, applied, undone or dropped by others', async () => {
    const { id } = await imports.bring('asc-timetable', await readFile(sample('asc-timetable-small.xml')))
    const director = await w.signIn('director')
    const answer = await w.ask<{ import: null }>(director, 'query($id: ID!) { import(id: $id) { state } }', {
      id,
    })
    expect(answer.data?.import).toBeNull()
    for (const name of ['applyImport', 'undoImport', 'dropImport']) {
      const payload = await w.run(director, name, { importId: id })
      expect(payload.errors.map(({ code }) => code)).toEqual(['NOT_FOUND'])
    }
    expect(await imports.act('dropImport', id)).toMatchObject({ state: 'DROPPED' })
  })
})

const inReal = existsSync(real('asc')) ? describe : describe.skip
inReal('the real timetables (they lie beside the project and are not part of it)', () => {
  test('three shifts, 47 classes: everything goes in, nothing is fatal, and it comes out again', async () => {
    const before = await imports.school()
    const { id, checked } = await imports.bring(
      'asc-timetable',
      await readFile(real('asc/three-shifts-47-classes.xml')),
    )
    const created = Object.fromEntries(checked.counts.map((one) => [one.entity, one.created]))
    expect(created).toMatchObject({ CLASS: 47, PERSON: 103, COURSE: 464, LESSON: 1187 })
    const problems = new Map<string, number>()
    for (const { code, count } of checked.problems) problems.set(code, (problems.get(code) ?? 0) + count)
    expect(Object.fromEntries(problems)).toEqual({
      CARD_WITHOUT_ROOM: 268,
      BELL_NAME_DIFFERS: 1,
      LESSON_SECOND_TEACHER: 2,
      LESSON_WITHOUT_TEACHER: 9,
      LESSON_WITHOUT_CARDS: 17,
      CLASS_WITHOUT_GRADE: 32,
      TEACHER_TWICE: 8,
    })
    expect(await imports.act('applyImport', id)).toMatchObject({ state: 'APPLIED', job: { state: 'DONE' } })
    expect(await imports.act('undoImport', id)).toMatchObject({ state: 'UNDONE' })
    expect(await imports.school()).toEqual(before)
  }, 300_000)
  test.each(['Test_full_data_set.zip', 'Test_minimal_data_set.zip'])(
    '%s goes in and comes out',
    async (name) => {
      const before = await imports.school()
      const { id, checked } = await imports.bring(
        'oneroster',
        await readFile(real(`oneroster/${name}`)),
        name,
      )
      expect(checked).toMatchObject({ state: 'CHECKED', rows: 37 })
      expect(await imports.act('applyImport', id)).toMatchObject({ state: 'APPLIED', job: { error: null } })
      expect(await imports.act('undoImport', id)).toMatchObject({ state: 'UNDONE', dependents: [] })
      expect(await imports.school()).toEqual(before)
    },
    120_000,
  )
  test('the small one in windows-1251 goes in', async () => {
    const { id, checked } = await imports.bring(
      'asc-timetable',
      await readFile(real('asc/minimal-windows-1251.xml')),
    )
    expect(checked).toMatchObject({ state: 'CHECKED', rows: 16, problems: [] })
    const next = addDays(w.today, 8 - weekdayOf(w.today))
    expect(await imports.act('applyImport', id, { validFrom: next })).toMatchObject({
      state: 'APPLIED',
      validFrom: next,
    })
  }, 120_000)
})
