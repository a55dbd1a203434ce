import { expect, test } from '@jest/globals'
import { clauseInWords, gradesInWords } from './class-words.js'
import { checksOf, type School, type Stores } from './checks.js'

const period = (kind: 'QUARTER' | 'YEAR', fromGrade: number, toGrade: number) => ({
  id: `${kind} ${fromGrade}`,
  kind,
  startsOn: '2026-09-01',
  endsOn: '2026-10-25',
  fromGrade,
  toGrade,
})
const ready: School = {
  id: 's',
  name: 'Школа',
  supportEmail: 'help@school.example',
  currentYear: {
    id: 'y',
    name: '2026/27',
    startsOn: '2026-09-01',
    endsOn: '2027-05-26',
    periods: [period('QUARTER', 1, 9), period('YEAR', 1, 11)],
    calendar: [{ date: '2026-11-04', kind: 'DAY_OFF' }],
  },
  classes: [
    {
      id: 'c7',
      name: '7А',
      grade: 7,
      classTeacher: { id: 't' },
      courses: [{ id: 'algebra', teacher: { id: 't' }, weeklyHours: 3 }],
    },
  ],
  staff: [{ id: 't' }],
  headCount: { total: 25, classes: [{ pupils: 25, schoolClass: { id: 'c7' } }] },
  cardGaps: [],
  divisions: [],
  overdue: { totalCount: 0 },
  coordinators: [{ id: 'g', orderNumber: '5' }],
  secondFactorRoles: [],
  subjects: [{ id: 'm' }],
  rooms: [{ id: 'r' }],
  bellSchedules: [{ id: 'b' }],
  currentTimetable: {
    id: 'v',
    name: 'Осень',
    validFrom: '2026-09-01',
    validUntil: '2026-12-31',
    slots: [{ course: { id: 'algebra' } }],
  },
}
const stores: Stores = [
  { id: '1', room: 'серверная', medium: 'диск' },
  { id: '2', room: 'сейф', medium: 'съёмный диск' },
]
const missing = (school: Partial<School>, kept: Stores = stores) =>
  checksOf({ ...ready, ...school }, kept).flatMap(({ id, missing: lines }) =>
    lines.map((line) => `${id}: ${line}`),
  )

test('a school that has everything lacks nothing', () => {
  expect(missing({})).toEqual([])
})

const tenth = { id: 'c10', name: '10А', grade: 10, classTeacher: null, courses: [] }
test('a class without periods, leader, pupils and courses is told for each of them', () => {
  expect(missing({ classes: [...(ready.classes ?? []), tenth] })).toEqual([
    'year: Нет отчётных периодов для 10 класса.',
    'classes: Нет классного руководителя: 10А.',
    'contingent: Нет ни одного ученика: 10А.',
    'load: Нет ни одного предмета: 10А.',
  ])
})

test.each<[string, Partial<School>, string]>([
  ['no year', { currentYear: null }, 'year: Нет учебного года.'],
  ['no timetable', { currentTimetable: null }, 'timetable: Нет действующего расписания.'],
  [
    'two gaps of a kind',
    {
      cardGaps: [
        { gap: 'CONSENT', people: 1 },
        { gap: 'CONSENT', people: 1 },
      ],
    },
    'consents: 2 человека без согласия.',
  ],
  [
    'one without a login',
    { cardGaps: [{ gap: 'ACCOUNT', people: 1 }] },
    'accounts: 1 человек без входа в журнал.',
  ],
  [
    'a coordinator without an order',
    { coordinators: [{ id: 'g', orderNumber: null }] },
    'coordinator: Координатор работает без номера приказа: назначение вносит директор.',
  ],
  [
    'no support address',
    { supportEmail: null },
    'school: Не указан адрес поддержки: туда сообщают о краже входа (п. 4.3).',
  ],
])('%s is told', (_, school, line) => {
  expect(missing(school)).toContain(line)
})

test.each<[string, Stores, boolean]>([
  ['two media in two rooms', stores, true],
  ['two media in one room', stores.map((one) => ({ ...one, room: 'серверная' })), false],
  ['one medium in two rooms', stores.map((one) => ({ ...one, medium: 'диск' })), false],
  ['none', [], false],
])('3.3 with %s: %s', (_, kept, met) => {
  expect(missing({}, kept)).toEqual(met ? [] : ['stores: Нужны два носителя в двух разных помещениях.'])
})

test.each([
  [[1, 2, 3, 4], '1–4 классов'],
  [[10, 11], '10, 11 классов'],
  [[5], '5 класса'],
  [[1, 3, 4, 5], '1, 3–5 классов'],
])('grades %j are «%s»', (grades, words) => {
  expect(gradesInWords(grades)).toBe(words)
})

test('what was due before the first of September is due on its eve; the sections of 3.1 by the fifth', () => {
  const due = new Map(checksOf(ready, stores).map(({ id, due: day }) => [id, day]))
  expect([due.get('bells'), due.get('load'), due.get('timetable'), due.get('groups')]).toEqual([
    '2026-08-31',
    '2026-09-05',
    '2026-09-01',
    '2026-09-10',
  ])
})

test.each([
  ['A1.10', 'прил. 1, п. 10'],
  ['3.3', 'п. 3.3'],
  ['A2.5, 3.1', 'прил. 2, п. 5; п. 3.1'],
])('clause %s is «%s»', (clause, words) => {
  expect(clauseInWords(clause)).toBe(words)
})
