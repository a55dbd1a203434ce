// The calendar of a year that is under way: changed by days, by order, and not for what is past (A1.12).
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { actsOf, codes, type Payload } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'

let t: TestRoster
let s: Awaited<ReturnType<typeof smallSchool>>
let a: ReturnType<typeof actsOf>
let calendar: object[]
beforeAll(async () => {
  t = await startTestRoster()
  s = await smallSchool(t)
  a = actsOf(t, s)
})
afterAll(() => t.stop())
beforeEach(async () => {
  t.setClock('2026-11-24T06:07:00Z')
  calendar = await days()
})

const refusals = ({ errors }: Payload) => errors.map(({ code, field }) => `${code} ${field?.join('.') ?? ''}`)
const days = async () => {
  const answer = await t.as<{ school: { currentYear: { calendar: object[] } } }>(
    a.as('COORDINATOR'),
    `{ school(id: "${s.ids.school}") { currentYear { calendar { date kind title asWeekday } } } }`,
  )
  return answer.data?.school.currentYear.calendar ?? []
}
type Day = { date: string; kind?: string | null; title?: string; asWeekday?: number }
const change = (list: readonly Day[], more: object = {}) =>
  a.act(
    a.as('COORDINATOR'),
    'changeCalendar',
    { yearId: s.ids.year, days: list, reason: 'приказ 91 от 24.11.2026', ...more },
    'year { id }',
  )
const off = (date: string, title = 'Мороз'): Day => ({ date, kind: 'DAY_OFF', title })
const shown = (date: string, kind: string, title: string | null = null, asWeekday: number | null = null) => ({
  ...{ date, kind, title, asWeekday },
})

test('days become special and plain again; only what differs is logged, with its order, and told once', async () => {
  const list = [off('2026-12-14'), off('2026-12-15'), { date: '2026-12-19', kind: 'MOVED', asWeekday: 1 }]
  expect(codes(await change(list))).toEqual([])
  expect(await days()).toEqual(
    expect.arrayContaining([
      ...calendar,
      shown('2026-12-14', 'DAY_OFF', 'Мороз'),
      shown('2026-12-15', 'DAY_OFF', 'Мороз'),
      shown('2026-12-19', 'MOVED', null, 1),
    ]),
  )
  const traces = await a.traces()
  expect(codes(await change(list))).toEqual([])
  expect(await a.traces()).toEqual(traces)
  expect(codes(await change([off('2026-12-14'), { date: '2026-12-15' }, { date: '2026-12-19' }]))).toEqual([])
  const entry = await a.lastEntry()
  expect(entry).toMatchObject({
    act: 'changeCalendar',
    subject: `year:${s.ids.year}`,
    from: {
      '2026-12-15': { kind: 'DAY_OFF', title: 'Мороз', asWeekday: null },
      '2026-12-19': { kind: 'MOVED', title: null, asWeekday: 1 },
    },
    to: { '2026-12-15': null, '2026-12-19': null },
  })
  expect(codes(await change([{ date: '2026-12-14' }]))).toEqual([])
  expect(await days()).toEqual(calendar)
})

test('from today on and within the year, by the clock of the school', async () => {
  t.setClock('2026-12-07T20:59:00Z')
  expect(codes(await change([off('2026-12-07')]))).toEqual([])
  t.setClock('2026-12-07T21:00:00Z')
  expect(refusals(await change([{ date: '2026-12-07' }]))).toEqual(['BAD_INPUT days.0.date'])
  expect(codes(await change([off('2027-05-31')]))).toEqual([])
  expect(refusals(await change([off('2027-06-01')]))).toEqual(['BAD_INPUT days.0.date'])
})

test.each<[string, readonly Day[], object, string]>([
  ['no days', [], {}, 'BAD_INPUT days'],
  ['too many days', Array.from({ length: 121 }, () => off('2026-12-21')), {}, 'BAD_INPUT days'],
  ['one day twice', [off('2026-12-21'), off('2026-12-21')], {}, 'BAD_INPUT days.1.date'],
  ['a moved day of no weekday', [{ date: '2026-12-21', kind: 'MOVED' }], {}, 'BAD_INPUT days.0.asWeekday'],
  ['a day off of a weekday', [{ ...off('2026-12-21'), asWeekday: 1 }], {}, 'BAD_INPUT days.0.asWeekday'],
  [
    'an eighth weekday',
    [{ date: '2026-12-21', kind: 'MOVED', asWeekday: 8 }],
    {},
    'BAD_INPUT days.0.asWeekday',
  ],
  ['a long title', [off('2026-12-21', 'я'.repeat(201))], {}, 'BAD_INPUT days.0.title'],
  ['no order', [off('2026-12-21')], { reason: ' ' }, 'BAD_INPUT reason'],
  ['a long order', [off('2026-12-21')], { reason: 'я'.repeat(501) }, 'BAD_INPUT reason'],
  ['no such year', [off('2026-12-21')], { yearId: newUuid() }, 'NOT_FOUND yearId'],
  ['no year at all', [off('2026-12-21')], { yearId: 'год' }, 'NOT_FOUND yearId'],
])('%s: refused by name, and nothing is done', async (_, list, more, code) => {
  const traces = await a.traces()
  expect(refusals(await change(list, more))).toEqual([code])
  expect(await a.traces()).toEqual(traces)
  expect(await days()).toEqual(calendar)
})
