// Orders, guardians, consents and full lists, brought in through the gateway; what blocks an undo; how large a file may be.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addDays } from '@zhurnal/kit/time'
import { importsOf } from './imports-harness.js'
import { startSmallSchool, type Whole } from './small-school.js'

let w: Whole
let coordinator: string
let imports: ReturnType<typeof importsOf>
let doskin: string

beforeAll(async () => {
  w = await startSmallSchool()
  ;[coordinator, doskin] = [await w.signIn('coordinator'), await w.signIn('doskin')]
  imports = importsOf(w, coordinator)
}, 120_000)
afterAll(() => w.stop(), 60_000)

const written = (day: string) => day.split('-').toReversed().join('.')
async function seen<T>(query: string, variables: object = {}): Promise<T> {
  const answer = await w.ask<T>(coordinator, query, variables)
  if (!answer.data) throw new Error(JSON.stringify(answer))
  return answer.data
}
type Named = { edges: { node: { id: string; fullName: string } }[] }
const idOf = async (name: string): Promise<string> => {
  const { school } = await seen<{ school: { people: Named } }>(
    'query($s: String!) { school { people(search: $s) { edges { node { id fullName } } } } }',
    { s: name },
  )
  const [first] = school.people.edges
  if (!first) throw new Error(`nobody is called ${name}`)
  return first.node.id
}

describe('a list of pupils with cards', () => {
  const list =
    'Фамилия;Имя;Класс;СНИЛС;Телефон;Согласие;Кто дал;Приказ;Дата приказа\n' +
    'Примерова;Анна;7А;112-233-445 95;8 900 000 00 01;20.08.2026;Примеров Олег;12-у;28.08.2026\n'

  test('with a consent for everybody asks for no ground, and writes number, phone, consent and order', async () => {
    const { id, checked } = await imports.bring('pupils', list)
    expect(checked).toMatchObject({ created: 1, needsGround: false })
    expect(await imports.act('applyImport', id, { ground: null })).toMatchObject({
      state: 'APPLIED',
      job: { error: null },
    })
    const pupilId = await idOf('Примерова Анна')
    const { person } = await seen<{ person: unknown }>(
      'query($id: ID!) { person(id: $id) { hasSnils contacts { phone } consents { givenByName from ground } pupil { movements { orderNumber orderDate } } } }',
      { id: pupilId },
    )
    expect(person).toEqual({
      hasSnils: true,
      contacts: { phone: '+79000000001' },
      consents: [{ givenByName: 'Примеров Олег', from: '2026-08-20', ground: null }],
      pupil: { movements: [{ orderNumber: '12-у', orderDate: '2026-08-28' }] },
    })
  }, 60_000)

  test('knows its people by СНИЛС, whatever they are called now, and tells who of the class is not in it', async () => {
    const renamed = list
      .replace('Примерова;Анна', 'Шаблонова;Аня')
      .replace('8 900 000 00 01', '+7 900 000-00-02')
    const { id, checked } = await imports.bring('pupils', renamed)
    expect(checked).toMatchObject({ created: 0, changed: 1, missing: 2 })
    const items = await seen<{
      import: { items: { edges: { node: { name: string; candidates: { id: string }[] } }[] } }
    }>(
      'query($id: ID!) { import(id: $id) { items(action: MISSING) { edges { node { name candidates { id } } } } } }',
      { id },
    )
    expect(items.import.items.edges.map(({ node }) => node)).toEqual([
      { name: 'Азбукина Анна, 7А', candidates: [{ id: w.ids.anna }] },
      { name: 'Букварёв Борис, 7А', candidates: [{ id: w.ids.boris }] },
    ])
    expect(checked.problems.map(({ code }) => code)).toEqual(['CLASSES_NOT_IN_FILE'])
    expect(await imports.act('applyImport', id)).toMatchObject({ state: 'APPLIED' })
    expect(await imports.pupilOf(w.ids.anna)).toMatchObject({ schoolClass: { name: '7А' } })
    expect(await imports.act('undoImport', id)).toMatchObject({ state: 'UNDONE', dependents: [] })
  }, 60_000)

  test('writes the СНИЛС of a known pupil who has none, tells of another one, and takes back what it wrote', async () => {
    const hasSnils = async () =>
      (
        await seen<{ person: { hasSnils: boolean } }>('query($id: ID!) { person(id: $id) { hasSnils } }', {
          id: w.ids.boris,
        })
      ).person.hasSnils
    const written = (number: string) => `Фамилия;Имя;Класс;СНИЛС\nБукварёв;Борис;7А;${number}\n`
    const first = await imports.bring('pupils', written('087-654-303 00'))
    expect([first.checked.changed, await hasSnils()]).toEqual([1, false])
    expect(await imports.act('applyImport', first.id)).toMatchObject({ state: 'APPLIED' })
    expect(await hasSnils()).toBe(true)
    const taken = await imports.bring('pupils', 'Фамилия;Имя;Класс;СНИЛС\nБукварёв;Борис;7А;111-223-344 79\n')
    expect(taken.checked.problems.map(({ code }) => code)).toContain('SNILS_DIFFERS')
    expect(taken.checked.changed).toBe(0)
    expect(await imports.act('dropImport', taken.id)).toMatchObject({ state: 'DROPPED' })
    expect(await imports.act('undoImport', first.id)).toMatchObject({ state: 'UNDONE', dependents: [] })
    expect(await hasSnils()).toBe(false)
  }, 60_000)

  test('without a consent it is not applied but on a ground', async () => {
    const { id, checked } = await imports.bring('pupils', 'Фамилия;Имя;Класс\nБезбумажнов;Бим;7А\n')
    expect(checked.needsGround).toBe(true)
    const refused = await w.run(coordinator, 'applyImport', { importId: id, ground: '  ' })
    expect(refused.errors).toMatchObject([
      { code: 'GROUND_REQUIRED', message: expect.stringContaining('Безбумажнов Бим'), field: ['ground'] },
    ])
    expect(await imports.seen(id)).toMatchObject({ state: 'CHECKED' })
    expect(await imports.act('dropImport', id)).toMatchObject({ state: 'DROPPED' })
  }, 60_000)
})

test('guardians: a new one is added, a known one is told anew, and all of it is taken back', async () => {
  const tiesOf = async () =>
    (
      await seen<{ pupil: { guardianships: { guardian: { fullName: string } }[] } }>(
        'query($id: ID!) { pupil(id: $id) { guardianships { relation legalRepresentative guardian { fullName person { contacts { phone } } } } } }',
        { id: w.ids.anna },
      )
    ).pupil.guardianships.toSorted((a, b) => (a.guardian.fullName < b.guardian.fullName ? -1 : 1))
  const before = await tiesOf()
  const { id, checked } = await imports.bring(
    'guardians',
    'Ребёнок;Класс;Представитель;Кем приходится;Законный представитель;Телефон;Согласие\n' +
      'Азбукина Анна;7А;Азбукина Алла;мать;да;8 900 000-00-03;20.08.2026\n' +
      'Азбукина Анна;7А;Азбукин Аким;дед;нет;8 900 000-00-04;\n' +
      'Неведомов Нил;7А;Неведомова Нонна;мать;да;;\n',
  )
  expect(checked).toMatchObject({ created: 1, changed: 1, needsGround: true })
  expect(checked.problems.map(({ code }) => code)).toEqual(['GUARDIAN_OF_NOBODY'])
  expect(await imports.act('applyImport', id)).toMatchObject({ state: 'APPLIED', job: { error: null } })
  const tie = (fullName: string, relation: string, legalRepresentative: boolean, phone: string) => ({
    relation,
    legalRepresentative,
    guardian: { fullName, person: { contacts: { phone } } },
  })
  expect(await tiesOf()).toEqual([
    tie('Азбукин Аким', 'GRANDPARENT', false, '+79000000004'),
    tie('Азбукина Алла', 'MOTHER', true, '+79000000003'),
  ])
  expect(await imports.act('undoImport', id)).toMatchObject({
    state: 'UNDONE',
    dependents: [],
    job: { error: null },
  })
  expect(JSON.stringify(await tiesOf())).toEqual(
    JSON.stringify(before).replace('"contacts":null', '"contacts":{"phone":null}'),
  )
}, 60_000)

test('orders move pupils, a repeat changes nothing, and undo withdraws the newest first', async () => {
  const [first, second] = [written(addDays(w.today, -3)), written(addDays(w.today, -1))]
  const list =
    'Номер;Дата;Вид;ФИО;Класс (сейчас);В класс;С какого дня\n' +
    `41-у;${first};переведён в класс;Букварёв Борис;7А;8А;${first}\n` +
    `42-у;${second};выбыл;Букварёв Борис;8А;;${second}\n` +
    `42-у;${second};выбыл;Неведомов Нил;8А;;${second}\n`
  const { id, checked } = await imports.bring('orders', list)
  expect(checked.counts.find(({ entity }) => entity === 'ORDER')).toMatchObject({ created: 2 })
  expect(checked.problems.map(({ code, line }) => [code, line])).toEqual([
    ['SAME_PUPIL', 3],
    ['MOVE_LEFT_OUT', 4],
  ])
  expect(await imports.act('applyImport', id)).toMatchObject({ state: 'APPLIED', job: { error: null } })
  expect(await imports.pupilOf(w.ids.boris)).toMatchObject({ schoolClass: null })
  const again = await imports.bring('orders', list)
  expect(again.checked).toMatchObject({ created: 0, changed: 0 })
  expect(await imports.act('undoImport', id)).toMatchObject({
    state: 'UNDONE',
    dependents: [],
    job: { error: null },
  })
  expect(await imports.pupilOf(w.ids.boris)).toMatchObject({ schoolClass: { name: '7А' } })
}, 60_000)

test('an order that contradicts one of the school is refused in words, and can be taken back', async () => {
  const day = written(addDays(w.today, -1))
  const { id } = await imports.bring(
    'orders',
    `Номер;Дата;Вид;ФИО;Класс (сейчас);В класс;С какого дня\n51-у;${day};зачислен;Букварёв Борис;7А;8А;${day}\n`,
  )
  const refused = await imports.act('applyImport', id)
  expect(refused).toMatchObject({ state: 'APPLYING', job: { state: 'FAILED' } })
  expect(refused.job.error).toContain('Букварёв Борис')
  expect(await imports.act('undoImport', id)).toMatchObject({ state: 'UNDONE', job: { error: null } })
}, 60_000)

test('consents are recorded, a repeat changes nothing, and undo withdraws them from their first day', async () => {
  const list =
    'Человек;Класс;На что;Кто дал;С;По;Документ\n' +
    'Азбукина Анна;7А;публикация;Азбукина Алла;20.08.2026;;заявление № 7\n'
  const consents = async () =>
    (
      await seen<{ person: { consents: { purpose: string }[] } }>(
        'query($id: ID!) { person(id: $id) { consents { purpose givenByName from withdrawnOn inForce } } }',
        { id: w.ids.anna },
      )
    ).person.consents.filter(({ purpose }) => purpose === 'PUBLICATION')
  const { id, checked } = await imports.bring('consents', list)
  expect(checked).toMatchObject({ created: 1, needsGround: false, problems: [] })
  expect(await imports.act('applyImport', id, { ground: null })).toMatchObject({
    state: 'APPLIED',
    job: { error: null },
  })
  const given = { purpose: 'PUBLICATION', givenByName: 'Азбукина Алла', from: '2026-08-20' }
  expect(await consents()).toEqual([{ ...given, withdrawnOn: null, inForce: true }])
  expect((await imports.bring('consents', list)).checked).toMatchObject({ created: 0, changed: 0 })
  expect(await imports.act('undoImport', id)).toMatchObject({ state: 'UNDONE', job: { error: null } })
  expect(await consents()).toEqual([{ ...given, withdrawnOn: '2026-08-20', inForce: false }])
}, 60_000)

describe('a pupil whom a list brought is not taken back', () => {
  test.each([
    ['a mark', 'recordMark', (pupilId: string) => ({ pupilId, value: '4' })],
    [
      'an absence alone',
      'takeAttendance',
      (pupilId: string) => ({ absences: [{ pupilId, code: 'ABSENT' }] }),
    ],
  ])(
    'with %s, and the list says so',
    async (_, act, entry) => {
      const name = `Записин ${act === 'recordMark' ? 'Отметий' : 'Пропуск'}`
      const { id } = await imports.bring(
        'pupils',
        `ФИО;Класс;Дата зачисления\n${name};7А;${written(addDays(w.today, -30))}\n`,
      )
      expect(await imports.act('applyImport', id)).toMatchObject({ state: 'APPLIED', job: { error: null } })
      const pupilId = await idOf(name)
      const lesson = await w.lessonOf(doskin, w.ids.algebra7, w.today)
      await told(() => w.run(doskin, act, { lessonId: lesson.id, ...entry(pupilId) }))
      const refused = await imports.act('undoImport', id)
      expect(refused).toMatchObject({ state: 'APPLIED', job: { state: 'FAILED' } })
      expect(refused.dependents).toEqual([`${name}: записей в журнале 1`])
    },
    60_000,
  )
})

/** An act on somebody new, once the gradebook has heard of them. */
async function told(act: () => Promise<{ errors: { code: string; message: string }[] }>): Promise<void> {
  for (const deadline = Date.now() + 30_000; ;) {
    const { errors } = await act()
    if (errors.length === 0) return
    if (Date.now() > deadline) throw new Error(JSON.stringify(errors))
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

describe('the size of a list', () => {
  const header = 'Фамилия;Имя;Класс\nПримеров;Пример;7А\n'
  const sized = (bytes: number) => {
    const start = Buffer.from(header)
    return Buffer.concat([start, Buffer.alloc(bytes - start.length, '\n')])
  }
  const limit = 20 * 1024 * 1024
  test('20 MB are taken in', async () => {
    expect((await imports.post('pupils', sized(limit))).status).toBe(202)
  }, 60_000)
  test.each([1, 5 * 1024 * 1024])(
    '%d bytes more are refused in words',
    async (more) => {
      const answer = await imports.post('pupils', sized(limit + more))
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({
        error: { code: 'TOO_LARGE', message: 'Файл больше 20 МБ.' },
      })
    },
    60_000,
  )
})
