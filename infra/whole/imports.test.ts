// Files that schools have, brought in through the gateway: dry run, apply, undo, and what is refused.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readdir, readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addDays, weekdayOf } from '@zhurnal/kit/time'
import { zipSync } from 'fflate'
import { startSmallSchool, type Whole } from './small-school.js'

const ours = fileURLToPath(
  new URL('../../services/reporting/samples/asc-timetable-small.xml', import.meta.url),
)
const real = (name: string) => fileURLToPath(new URL(`../../../shared/samples/${name}`, import.meta.url))

let w: Whole
let coordinator: string

beforeAll(async () => {
  w = await startSmallSchool()
  coordinator = await w.signIn('coordinator')
}, 120_000)
afterAll(() => w.stop(), 60_000)

type Count = { entity: string; created: number; changed: number; unchanged: number; removed: number }
type Import = {
  state: string
  rows: number
  created: number
  changed: number
  unchanged: number
  removed: number
  counts: Count[]
  problems: {
    code: string
    line: number | null
    message: string
    value: string | null
    count: number
    fatal: boolean
  }[]
  dependents: string[]
  fileKeptUntil: string | null
  validFrom: string | null
  job: { state: string; error: string | null }
}
const importFields = `state rows created changed unchanged removed counts { entity created changed unchanged removed }
  problems { code line message value count fatal } dependents fileKeptUntil validFrom job { state error }`

const post = (
  kind: string,
  body: Buffer | string,
  token: string | null = coordinator,
  name = 'raspisanie.xml',
) =>
  fetch(`${w.installation.urls.gateway}/imports/${kind}`, {
    method: 'POST',
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    },
    body,
  })
const seen = async (id: string): Promise<Import> => {
  const answer = await w.ask<{ import: Import }>(
    coordinator,
    `query($id: ID!) { import(id: $id) { ${importFields} } }`,
    { id },
  )
  if (!answer.data?.import) throw new Error(JSON.stringify(answer))
  return answer.data.import
}
async function settled(id: string): Promise<Import> {
  for (const deadline = Date.now() + 90_000; ;) {
    const one = await seen(id)
    if (!['WAITING', 'RUNNING'].includes(one.job.state)) return one
    if (Date.now() > deadline) throw new Error(`it did not end: ${JSON.stringify(one)}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
async function bring(
  kind: string,
  body: Buffer | string,
  name?: string,
): Promise<{ id: string; checked: Import }> {
  const answer = await post(kind, body, coordinator, name)
  expect(answer.status).toBe(202)
  const { importId } = (await answer.json()) as { importId: string }
  return { id: importId, checked: await settled(importId) }
}
async function act(
  name: 'applyImport' | 'undoImport' | 'dropImport',
  importId: string,
  more: object = {},
): Promise<Import> {
  const ground = name === 'applyImport' ? { ground: 'Приказ № 1' } : {}
  const payload = await w.run(coordinator, name, { importId, ...ground, ...more })
  expect(payload.errors).toEqual([])
  return settled(importId)
}
/** The school as everybody sees it, to compare before and after. */
const school = async () =>
  (
    await w.ask<Record<string, unknown>>(
      coordinator,
      `query($f: Date!, $t: Date!) { school { classes { name classTeacher { fullName } groups { name } courses { subject { name } teacherName weeklyHours } }
        staff { fullName } subjects { name } rooms { name } bellSchedules { name } }
        lessons(from: $f, to: $t, schoolClassId: "${w.ids.class7}") { id date number state teacherName } }`,
      { f: addDays(w.today, 1), t: addDays(w.today, 14) },
    )
  ).data

type Undecided = { edges: { node: { id: string; name: string; candidates: { name: string }[] } }[] }
async function undecided(id: string): Promise<Undecided> {
  const answer = await w.ask<{ import: { items: Undecided } }>(
    coordinator,
    'query($id: ID!) { import(id: $id) { items(action: UNDECIDED) { edges { node { id name candidates { name } } } } } }',
    { id },
  )
  if (!answer.data) throw new Error(JSON.stringify(answer))
  return answer.data.import.items
}
const pupilOf = async (id: string) =>
  (
    await w.ask<{ pupil: unknown }>(
      coordinator,
      'query($id: ID!) { pupil(id: $id) { patronymic birthDate schoolClass { name } } }',
      { id },
    )
  ).data?.pupil

describe('a timetable file', () => {
  let id = ''
  let before: unknown

  test('is read and compared: what is new, what stays, every problem with its line, clashes by the clock among them', async () => {
    before = await school()
    const brought = await bring('asc-timetable', await readFile(ours))
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
    expect(await school()).toEqual(before)
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
    const applied = await act('applyImport', id, { ground: 'Приказ № 12-ОД' })
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
    const stands = await school()
    const again = await bring('asc-timetable', await readFile(ours))
    expect(again.checked).toMatchObject({ state: 'CHECKED', created: 0, changed: 0, removed: 0 })
    expect(await act('applyImport', again.id)).toMatchObject({ state: 'APPLIED' })
    expect(await school()).toEqual(stands)
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
    const refused = await act('undoImport', id)
    expect(refused).toMatchObject({ state: 'APPLIED', job: { state: 'FAILED' } })
    expect(refused.dependents).toEqual([`${teacher?.fullName}: есть вход «novaya»`])
  })
})

test('an applied timetable is undone: the school is as it was, lessons of the timetable before included', async () => {
  const before = await school()
  const file = (await readFile(ours, 'utf8'))
    .replaceAll('10В', '9Г')
    .replaceAll('5А', '5Д')
    .replaceAll('7Б', '6Д')
  const { id, checked } = await bring('asc-timetable', file)
  expect(checked.counts.find(({ entity }) => entity === 'CLASS')).toMatchObject({ created: 3 })
  expect(await act('applyImport', id)).toMatchObject({ state: 'APPLIED' })
  expect(await school()).not.toEqual(before)
  expect(await act('undoImport', id)).toMatchObject({ state: 'UNDONE', dependents: [], job: { error: null } })
  expect(await school()).toEqual(before)
}, 180_000)

test('a worker that dies in the middle of applying: it is applied once, to the end', async () => {
  const file = (await readFile(ours, 'utf8'))
    .replaceAll('10В', '9К')
    .replaceAll('5А', '5К')
    .replaceAll('7Б', '6К')
  const { id } = await bring('asc-timetable', file)
  await w.run(coordinator, 'applyImport', { importId: id, ground: 'Приказ № 1' })
  for (;;) {
    const answer = await w.ask<{ school: { classes: { name: string }[] } }>(
      coordinator,
      '{ school { classes { name } } }',
    )
    if (answer.data?.school.classes.some(({ name }) => name === '9К')) break
  }
  await w.installation.kill('worker')
  expect(await settled(id)).toMatchObject({ state: 'APPLIED', job: { state: 'DONE' } })
  const again = await bring('asc-timetable', file)
  expect(again.checked).toMatchObject({ created: 0, changed: 0, removed: 0 })
  expect(await act('undoImport', id)).toMatchObject({ state: 'UNDONE' })
}, 180_000)

test('a school that has changed since the dry run is compared again, and nothing is done', async () => {
  const file = (await readFile(ours, 'utf8'))
    .replaceAll('10В', '9М')
    .replaceAll('5А', '5М')
    .replaceAll('7Б', '6М')
  const { id } = await bring('asc-timetable', file)
  const added = await w.run(coordinator, 'createClasses', {
    schoolId: w.ids.school,
    yearId: w.ids.year,
    classes: [{ id: crypto.randomUUID(), name: '9М', grade: 9, letter: 'М' }],
  })
  expect(added.errors).toEqual([])
  const again = await act('applyImport', id)
  expect(again).toMatchObject({ state: 'CHECKED', job: { state: 'FAILED' } })
  expect(again.job.error).toContain('что-то изменилось')
  expect(again.counts.find(({ entity }) => entity === 'CLASS')).toMatchObject({ created: 2, unchanged: 1 })
  expect(await act('dropImport', id)).toMatchObject({ state: 'DROPPED', fileKeptUntil: null })
  expect(await readdir(join(w.folder, 'data', 'imports'))).not.toContain(id)
})

test('applying that is cancelled on the way can be gone on with, or taken back', async () => {
  const list = (letter: string) =>
    `Фамилия;Имя;Дата рождения;Класс\n${Array.from({ length: 400 }, (_, i) => `Толпин${i};Тимур;01.02.2014;6${letter}`).join('\n')}\n`
  const cancelled = async (letter: string) => {
    const { id } = await bring('pupils', list(letter))
    const { job } = await w.run<{ job: { id: string } }>(
      coordinator,
      'applyImport',
      { importId: id, ground: 'Приказ № 1' },
      'job { id }',
    )
    expect((await w.run(coordinator, 'cancelJob', { jobId: job.id })).errors).toEqual([])
    expect(await settled(id)).toMatchObject({ state: 'APPLYING', job: { state: 'CANCELLED' } })
    return id
  }
  const goneOn = await cancelled('Ж')
  expect(await act('applyImport', goneOn)).toMatchObject({ state: 'APPLIED', job: { error: null } })
  expect((await bring('pupils', list('Ж'))).checked).toMatchObject({ created: 0, changed: 0 })
  const takenBack = await cancelled('З')
  expect(await act('undoImport', takenBack)).toMatchObject({
    state: 'UNDONE',
    dependents: [],
    job: { error: null },
  })
  expect((await bring('pupils', list('З'))).checked).toMatchObject({ created: 1, changed: 400 })
}, 180_000)

describe('lists', () => {
  test('a namesake waits for a decision; decided, the list is applied; brought again it changes nothing', async () => {
    const list =
      'ID;Фамилия;Имя;Отчество;Дата рождения;Класс\nП-1;Азбукина;Анна;Львовна;05.04.2013;8А\nП-2;Новичкова;Нина;;01.02.2013;7А\n'
    const { id, checked } = await bring('pupils', list, 'ученики.csv')
    expect(checked.counts.find(({ entity }) => entity === 'PERSON')).toMatchObject({ created: 1 })
    const { edges } = await undecided(id)
    expect(edges.map(({ node }) => [node.name, node.candidates.map((one) => one.name)])).toEqual([
      ['Азбукина Анна Львовна', ['Азбукина Анна, 7А']],
    ])
    const [asked] = edges
    const decided = await w.run(coordinator, 'decideImport', {
      importId: id,
      decisions: [{ itemId: asked?.node.id, kind: 'SAME', targetId: w.ids.anna }],
    })
    expect(decided.errors).toEqual([])
    expect(await settled(id)).toMatchObject({ state: 'CHECKED', changed: 1 })
    expect(await act('applyImport', id)).toMatchObject({ state: 'APPLIED', job: { error: null } })
    expect(await pupilOf(w.ids.anna)).toEqual({
      patronymic: 'Львовна',
      birthDate: '2013-04-05',
      schoolClass: { name: '8А' },
    })
    const again = await bring('pupils', list)
    expect(again.checked).toMatchObject({ state: 'CHECKED', created: 0, changed: 0 })
    expect(await act('undoImport', id)).toMatchObject({
      state: 'UNDONE',
      dependents: [],
      job: { error: null },
    })
    expect(await pupilOf(w.ids.anna)).toEqual({
      patronymic: null,
      birthDate: null,
      schoolClass: { name: '7А' },
    })
  }, 120_000)

  test.each([
    ['pupils', 'pupils.csv'],
    ['staff', 'staff.csv'],
  ])('our own sample of %s, with all its faults, is compared and given up', async (kind, name) => {
    const path = fileURLToPath(new URL(`../../services/reporting/samples/${name}`, import.meta.url))
    const { id, checked } = await bring(kind, await readFile(path), name)
    expect(checked).toMatchObject({ state: 'CHECKED', job: { error: null } })
    expect(checked.problems.length).toBeGreaterThan(3)
    expect(await act('dropImport', id)).toMatchObject({ state: 'DROPPED' })
  })

  test('more pupils than one act takes, with their guardians, come in and go out', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => `Множин${i};Марк;01.03.2014;5Ж;Множин Отец${i}`)
    const { id, checked } = await bring(
      'pupils',
      `Фамилия;Имя;Дата рождения;Класс;Представитель\n${rows.join('\n')}\n`,
    )
    expect(checked).toMatchObject({ created: 1201 })
    expect(await act('applyImport', id)).toMatchObject({ state: 'APPLIED', job: { error: null } })
    expect(await act('undoImport', id)).toMatchObject({
      state: 'UNDONE',
      dependents: [],
      job: { error: null },
    })
  }, 120_000)

  test('a decision about another import, about a lesson or without its target is refused', async () => {
    const { id } = await bring('pupils', 'Фамилия;Имя;Класс\nГлаголев;Глеб;7А\n')
    const other = await bring('pupils', 'Фамилия;Имя;Класс\nГлаголев;Глеб;7А\n')
    const [mine] = (await undecided(id)).edges
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
    expect((await undecided(id)).edges).toHaveLength(1)
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
    const { checked } = await bring('pupils', Buffer.from(await book.arrayBuffer()), 'шаблон.xlsx')
    expect(checked).toMatchObject({ state: 'CHECKED', rows: 1, problems: [] })
  }, 60_000)
})

describe('a OneRoster bundle', () => {
  test('goes in with its faults told, is remembered by its ids, and comes out', async () => {
    const folder = fileURLToPath(new URL('../../services/reporting/samples/oneroster-1.1/', import.meta.url))
    const files = await Promise.all(
      (await readdir(folder)).map(async (name) => [name, await readFile(join(folder, name))] as const),
    )
    const bundle = (change: (name: string, bytes: Buffer) => Buffer) =>
      Buffer.from(zipSync(Object.fromEntries(files.map(([name, bytes]) => [name, change(name, bytes)]))))
    const before = await school()
    const { id, checked } = await bring(
      'oneroster',
      bundle((_, bytes) => bytes),
      'bundle.zip',
    )
    expect(checked.problems.map(({ code }) => code)).toContain('PASSWORDS_IN_FILE')
    expect(await act('applyImport', id)).toMatchObject({ state: 'APPLIED', job: { error: null } })
    const renamed = bundle((name, bytes) =>
      name === 'users.csv' ? Buffer.from(bytes.toString().replace('Небылицын', 'Переименов')) : bytes,
    )
    const again = await bring('oneroster', renamed)
    expect(again.checked.counts.find(({ entity }) => entity === 'PERSON')).toMatchObject({
      created: 0,
      changed: 1,
    })
    expect(await act('undoImport', id)).toMatchObject({
      state: 'UNDONE',
      dependents: [],
      job: { error: null },
    })
    expect(await school()).toEqual(before)
  }, 120_000)
  test('a zip that is none', async () => {
    expect((await post('oneroster', 'sourcedId,name')).status).toBe(400)
  })
})

describe('what is refused', () => {
  test.each([
    ['an empty file', '', 'EMPTY'],
    ['no XML', 'класс;урок\n7А;1', 'NOT_XML'],
    ['another XML', '<?xml version="1.0"?><orgs/>', 'NOT_TIMETABLE'],
  ])('%s: 400 with a word, and nothing is kept', async (_, body, code) => {
    const answer = await post('asc-timetable', body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { code, message: expect.stringMatching(/[а-я]/) } })
  })
  test('a file cut off in the middle is refused as a whole, with the line', async () => {
    const { checked } = await bring('asc-timetable', (await readFile(ours)).subarray(0, 4000))
    expect(checked).toMatchObject({ state: 'REFUSED', fileKeptUntil: null })
    expect(checked.problems).toEqual([
      expect.objectContaining({ code: 'NOT_XML', fatal: true, line: expect.any(Number) }),
    ])
  })
  test('nobody, a teacher, a director, an unknown kind', async () => {
    const file = await readFile(ours)
    const [teacher, director] = [await w.signIn('doskin'), await w.signIn('director')]
    const statuses = await Promise.all([
      post('asc-timetable', file, null),
      post('asc-timetable', file, teacher),
      post('asc-timetable', file, director),
      post('something', file),
    ])
    expect(statuses.map(({ status }) => status)).toEqual([401, 404, 404, 404])
  })
  test('an import is not seen, applied, undone or dropped by others', async () => {
    const { id } = await bring('asc-timetable', await readFile(ours))
    const director = await w.signIn('director')
    const answer = await w.ask<{ import: null }>(director, 'query($id: ID!) { import(id: $id) { state } }', {
      id,
    })
    expect(answer.data?.import).toBeNull()
    for (const name of ['applyImport', 'undoImport', 'dropImport']) {
      const payload = await w.run(director, name, { importId: id })
      expect(payload.errors.map(({ code }) => code)).toEqual(['NOT_FOUND'])
    }
    expect(await act('dropImport', id)).toMatchObject({ state: 'DROPPED' })
  })
})

const inReal = existsSync(real('asc')) ? describe : describe.skip
inReal('the real timetables (they lie beside the project and are not part of it)', () => {
  test('three shifts, 47 classes: everything goes in, nothing is fatal, and it comes out again', async () => {
    const before = await school()
    const { id, checked } = await bring(
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
    expect(await act('applyImport', id)).toMatchObject({ state: 'APPLIED', job: { state: 'DONE' } })
    expect(await act('undoImport', id)).toMatchObject({ state: 'UNDONE' })
    expect(await school()).toEqual(before)
  }, 300_000)
  test.each(['Test_full_data_set.zip', 'Test_minimal_data_set.zip'])(
    '%s goes in and comes out',
    async (name) => {
      const before = await school()
      const { id, checked } = await bring('oneroster', await readFile(real(`oneroster/${name}`)), name)
      expect(checked).toMatchObject({ state: 'CHECKED', rows: 37 })
      expect(await act('applyImport', id)).toMatchObject({ state: 'APPLIED', job: { error: null } })
      expect(await act('undoImport', id)).toMatchObject({ state: 'UNDONE', dependents: [] })
      expect(await school()).toEqual(before)
    },
    120_000,
  )
  test('the small one in windows-1251 goes in', async () => {
    const { id, checked } = await bring('asc-timetable', await readFile(real('asc/minimal-windows-1251.xml')))
    expect(checked).toMatchObject({ state: 'CHECKED', rows: 16, problems: [] })
    const next = addDays(w.today, 8 - weekdayOf(w.today))
    expect(await act('applyImport', id, { validFrom: next })).toMatchObject({
      state: 'APPLIED',
      validFrom: next,
    })
  }, 120_000)
})
