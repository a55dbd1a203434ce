// What a file changes on cards, who is missing from a list, orders beside those that stand. Rules only, no database.
import { describe, expect, test } from '@jest/globals'
import { nothingStaged, type Staged, type StagedPerson } from '../staged.js'
import type { KnownCard, KnownPerson, SchoolState } from '../state.js'
import { compare, countsOf, planHash } from './compare.js'
import type { Plan } from './plan.js'

const importId = '5d4cbb2c-7d4e-4e63-9b0a-1f6f3f0d7a11'
const card: KnownCard = { phone: null, email: null, address: null, hasSnils: false, consents: [], ties: [] }
const known = (id: string, lastName: string, more: Partial<KnownPerson> = {}): KnownPerson => ({
  id,
  kind: 'PUPIL',
  lastName,
  firstName: 'Анна',
  patronymic: null,
  birthDate: null,
  position: null,
  classId: 'class7',
  children: [],
  roles: [],
  card,
  ...more,
})
const school = (people: KnownPerson[], more: Partial<SchoolState> = {}): SchoolState => ({
  id: 'school',
  today: '2026-11-23',
  year: { id: 'year', startsOn: '2026-09-01', endsOn: '2027-05-31', periods: [] },
  classes: [
    { id: 'class7', name: '7А', grade: 7, letter: 'А', teacherId: null },
    { id: 'class8', name: '8А', grade: 8, letter: 'А', teacherId: null },
  ],
  people,
  groups: [],
  subjects: [],
  rooms: [],
  bells: [],
  courses: [],
  timetable: null,
  ...more,
})
const line = (lastName: string, more: Partial<StagedPerson> = {}): StagedPerson => ({
  key: `row ${lastName}`,
  line: 2,
  kind: 'PUPIL',
  lastName,
  firstName: 'Анна',
  schoolClass: '7а',
  guardianOf: [],
  roles: [],
  ...more,
})
const classOf = (key: string, name: string) => ({ key, line: 2, name, grade: 7, letter: 'А', teacher: null })
const list = (people: StagedPerson[], more: Partial<Staged> = {}): Staged => ({
  ...nothingStaged,
  classes: [classOf('7а', '7А')],
  people,
  listOf: 'PUPIL',
  ...more,
})
const run = (staged: Staged, state: SchoolState): Plan =>
  compare(staged, state, importId, new Map(), new Map())
const personsOf = (plan: Plan) =>
  plan.items
    .filter(({ entity }) => entity === 'PERSON')
    .map(({ name, action, targetId }) => [name, action, targetId])

describe('СНИЛС', () => {
  const number = '11223344595'
  test('tells who is meant before any name does, and stands nowhere in the plan', () => {
    const staged = list([line('Шаблонова', { snils: number })])
    const plan = run(staged, school([known('anna', 'Примерова')], { bySnils: new Map([[number, 'anna']]) }))
    expect(personsOf(plan)).toEqual([['Шаблонова Анна', 'UNCHANGED', 'anna']])
    expect(JSON.stringify(plan)).not.toContain(number)
  })
  const only = (plan: Plan, name: string) => plan.items.find((item) => item.name === name)
  test('of somebody new and of somebody known without one is written, and stands in no plan', () => {
    const plan = run(
      list([line('Новикова', { snils: number }), line('Примерова', { snils: '11223344696' })]),
      school([known('anna', 'Примерова')]),
    )
    const changes = [{ field: 'СНИЛС', from: null, to: 'есть' }]
    expect(only(plan, 'Новикова Анна')).toMatchObject({ action: 'NEW', changes, act: { hasSnils: true } })
    expect(only(plan, 'Примерова Анна')).toMatchObject({
      action: 'CHANGED',
      changes,
      act: { hasSnils: true, input: { id: 'anna' }, before: { id: 'anna', snils: null } },
    })
    expect(plan.problems).toEqual([])
    expect(JSON.stringify(plan)).not.toMatch(/112233/)
  })
  test.each([
    ['already on the card', true, 'anna', [], 'UNCHANGED'],
    ['another than the card’s', true, undefined, ['SNILS_DIFFERS'], 'UNCHANGED'],
    ['somebody else’s of the school', false, 'denis', ['SNILS_OF_ANOTHER'], 'UNCHANGED'],
    ['nobody’s, and none on the card', false, undefined, [], 'CHANGED'],
  ] as const)('%s', (_, hasSnils, owner, codes, action) => {
    const people = [
      known('anna', 'Примерова', { card: { ...card, hasSnils } }),
      known('denis', 'Доскин', { kind: 'STAFF', classId: null }),
    ]
    const bySnils = new Map(owner ? [[number, owner]] : [])
    const plan = run(list([line('Примерова', { snils: number })]), school(people, { bySnils }))
    expect(plan.problems.map(({ code, line: at }) => [code, at])).toEqual(codes.map((code) => [code, 2]))
    expect(only(plan, 'Примерова Анна')?.action).toBe(action)
  })
})

describe('who is missing from a list', () => {
  const people = [
    known('anna', 'Примерова'),
    known('boris', 'Букварёв', { firstName: 'Борис' }),
    known('vera', 'Ведёркина', { classId: 'class8' }),
    known('denis', 'Доскин', { kind: 'STAFF', classId: null }),
  ]
  test('is told and counted, in the classes of the file only, and nothing is done about it', () => {
    const plan = run(list([line('Примерова')]), school(people))
    expect(personsOf(plan)).toEqual([
      ['Примерова Анна', 'UNCHANGED', 'anna'],
      ['Букварёв Борис, 7А', 'MISSING', null],
    ])
    expect(countsOf(plan.items).find(({ entity }) => entity === 'PERSON')).toMatchObject({ missing: 1 })
    expect(plan.items.find(({ action }) => action === 'MISSING')?.act).toEqual({})
    expect(plan.problems).toEqual([
      expect.objectContaining({ code: 'CLASSES_NOT_IN_FILE', message: expect.stringContaining('8А') }),
    ])
  })
  test('is nobody whom a row may mean, or whom a row names', () => {
    const plan = run(
      list([line('Букварёв', { firstName: 'Борис', birthDate: '2013-01-01' }), line('Примерова')]),
      school(people.map((one) => (one.id === 'boris' ? { ...one, birthDate: '2013-02-02' } : one))),
    )
    expect(personsOf(plan).map(([, action]) => action)).toEqual(['UNDECIDED', 'UNCHANGED'])
  })
  test('is nobody where the file is no list of them', () => {
    expect(personsOf(run(list([line('Примерова')], { listOf: undefined }), school(people)))).toHaveLength(1)
  })
})

test('a card is changed where the file says otherwise, and keeps what the file does not say', () => {
  const standing = { ...card, phone: '+79000000001', address: 'Примерная, 1' }
  const consent = { purpose: 'EDUCATION' as const, from: '2026-08-20', givenByName: 'Примеров Олег' }
  const staged = list([line('Примерова', { phone: '+79000000002', consent })])
  const [item] = run(staged, school([known('anna', 'Примерова', { card: standing })])).items.filter(
    ({ entity }) => entity === 'PERSON',
  )
  expect(item?.act).toMatchObject({
    contacts: { phone: '+79000000002' },
    contactsBefore: { phone: '+79000000001' },
    consent: { personId: 'anna', from: '2026-08-20' },
  })
  const has = { ...standing, phone: '+79000000002', consents: [{ ...consent, inForce: true }] }
  expect(
    run(staged, school([known('anna', 'Примерова', { card: has })])).items.map(({ action }) => action),
  ).toEqual(['UNCHANGED', 'UNCHANGED'])
})

describe('orders', () => {
  const moves = [
    {
      line: 2,
      kind: 'TRANSFERRED_CLASS' as const,
      pupil: 'row Примерова',
      effectiveOn: '2026-10-02',
      schoolClass: '8а',
    },
  ]
  const order = { key: 'order 31 2026-10-01', line: 2, number: '31', date: '2026-10-01', moves }
  const staged = list([line('Примерова', { mustBeKnown: true })], {
    listOf: undefined,
    classes: [classOf('7а', '7А'), classOf('8а', '8А')],
    orders: [
      {
        ...order,
        key: 'later',
        number: '32',
        date: '2026-10-05',
        moves: moves.map((one) => ({ ...one, effectiveOn: '2026-10-06' })),
      },
      order,
    ],
  })
  const standing = (kind: string) => ({
    number: '31',
    date: '2026-10-01',
    movements: [{ kind, pupilId: 'anna' }],
  })
  const ordersOf = (state: SchoolState) =>
    run(staged, state)
      .items.filter(({ entity }) => entity === 'ORDER')
      .map(({ name, action }) => [name, action])

  test('go by date, whatever their place in the file', () => {
    expect(ordersOf(school([known('anna', 'Примерова')]))).toEqual([
      ['Приказ № 31 от 01.10.2026', 'NEW'],
      ['Приказ № 32 от 05.10.2026', 'NEW'],
    ])
  })
  test.each([
    ['TRANSFERRED_CLASS', 'UNCHANGED'],
    ['EXPELLED', 'SKIPPED'],
  ])('one that stands with %s is %s', (kind, action) => {
    expect(ordersOf(school([known('anna', 'Примерова')], { orders: [standing(kind)] }))[0]).toEqual([
      'Приказ № 31 от 01.10.2026',
      action,
    ])
  })
  test('of nobody whom the school knows is left out, with every line told', () => {
    const plan = run(staged, school([]))
    expect(plan.items.filter(({ entity }) => entity === 'ORDER').map(({ action }) => action)).toEqual([
      'SKIPPED',
      'SKIPPED',
    ])
    expect(plan.problems.map(({ code }) => code)).toEqual(['MOVE_LEFT_OUT', 'MOVE_LEFT_OUT'])
  })
  test('the same file makes the same plan', () => {
    const state = school([known('anna', 'Примерова')])
    expect(planHash(run(staged, state))).toBe(planHash(run(staged, state)))
  })
})
