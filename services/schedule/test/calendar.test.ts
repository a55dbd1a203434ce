// The calendar of a year that is under way: what a change would do to planned lessons, and that they follow it (A1.12).
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { viewerOf } from '@zhurnal/roster/testing'
import { actsOf, codes } from './acts.js'
import { smallPlan, startTestSchedule, type TestSchedule } from './harness.js'

let t: TestSchedule
let s: Awaited<ReturnType<typeof smallPlan>>
let a: ReturnType<typeof actsOf>
let version = 1

// The plan: algebra of 7А and physics of 8А on Tuesdays, the group every other Tuesday, from 2 November to 6 December;
// 4 November is off, Saturday the 28th has Tuesday's lessons. Now it is the morning of Tuesday the 24th.
beforeAll(async () => {
  t = await startTestSchedule()
  s = await smallPlan(t)
  a = actsOf(t, s)
})
afterAll(() => t.stop())
beforeEach(() => calendarIs())

type Day = { date: string; kind: string; asWeekday?: number }
const start: readonly Day[] = [
  { date: '2026-11-04', kind: 'DAY_OFF' },
  { date: '2026-11-28', kind: 'MOVED', asWeekday: 2 },
]
/** Roster tells the year with the calendar of the start and these days. */
const calendarIs = (days: readonly Day[] = [], left: readonly Day[] = start) =>
  t.tell('roster.year-changed.v1', s.ids.school, [
    {
      ...{ id: s.ids.year, version: (version += 1), name: '2026/27' },
      ...{ starts_on: '2026-09-01', ends_on: '2027-05-31' },
      calendar: [...left, ...days].map(({ date, kind, asWeekday }) => ({
        ...{ date, kind, title: null, as_weekday: asWeekday ?? null },
      })),
    },
  ])
const daysOf = async (courseId: string) => (await a.lessons(courseId)).map(({ text }) => text)
const tuesdays = ['2026-11-03 1', '2026-11-10 1', '2026-11-17 1', '2026-11-24 1']
const algebra = () => daysOf(s.ids.course7)

const query = `query($yearId: ID!, $days: [PlannedDayInput!]!) {
  calendarDifference(yearId: $yearId, days: $days) { date removed made held } }`
type Difference = { calendarDifference: object[] | null }
const difference = async (days: readonly object[], viewer = s.coordinator, yearId = s.ids.year) => {
  const answer = await t.as<Difference>(viewer, query, { yearId, days })
  return answer.errors?.[0]?.message ?? answer.data?.calendarDifference
}
const line = (date: string, removed: number, made: number, held = 0) => ({ date, removed, made, held })

test('a day off takes its lessons out and a plain day brings them back, as was foretold', async () => {
  const off = { date: '2026-12-01', kind: 'DAY_OFF' }
  expect(await difference([off])).toEqual([line('2026-12-01', 3, 0)])
  expect(await algebra()).toEqual([...tuesdays, '2026-11-28 1', '2026-12-01 1'])
  await calendarIs([off])
  expect(await algebra()).toEqual([...tuesdays, '2026-11-28 1'])
  expect(await difference([off])).toEqual([line('2026-12-01', 0, 0)])
  expect(await difference([{ date: '2026-12-01' }])).toEqual([line('2026-12-01', 0, 3)])
  await calendarIs()
  expect(await algebra()).toEqual([...tuesdays, '2026-11-28 1', '2026-12-01 1'])
})

test('a moved day gets the lessons of the weekday that it names, and loses them again', async () => {
  const moved = { date: '2026-11-29', kind: 'MOVED', asWeekday: 2 }
  expect(await difference([moved, { date: '2026-11-28' }])).toEqual([
    line('2026-11-28', 2, 0),
    line('2026-11-29', 0, 2),
  ])
  await calendarIs([moved], start.slice(0, 1))
  expect(await algebra()).toEqual([...tuesdays, '2026-11-29 1', '2026-12-01 1'])
})

test('from today on: what is past stays, in the zone of the school', async () => {
  const off = ['2026-11-17', '2026-11-24'].map((date) => ({ date, kind: 'QUARANTINE' }))
  t.setClock('2026-11-24T20:59:00Z')
  await calendarIs(off)
  expect(await algebra()).toEqual([...tuesdays.slice(0, 3), '2026-11-28 1', '2026-12-01 1'])
  await calendarIs()
  t.setClock('2026-11-24T21:00:00Z')
  await calendarIs(off)
  expect(await algebra()).toEqual([...tuesdays, '2026-11-28 1', '2026-12-01 1'])
  t.setClock('2026-11-24T06:07:00Z')
})

test('a substitution and a cancellation come back with their lessons', async () => {
  const lesson = async (courseId: string) =>
    (await a.lessons(courseId)).find(({ text }) => text === '2026-12-01 1')?.id ?? ''
  const [mine, other] = [await lesson(s.ids.course7), await lesson(s.ids.course8)]
  const substitution = { lessonId: mine, teacherId: s.ids.kuznetsov, evenIfBusy: true }
  expect(codes(await a.act('substituteTeacher', substitution))).toEqual([])
  expect(codes(await a.act('cancelLesson', { lessonId: other, reason: 'экскурсия' }))).toEqual([])
  await calendarIs([{ date: '2026-12-01', kind: 'HOLIDAY' }])
  await calendarIs()
  const answer = await t.as<{ _entities: unknown[] }>(
    s.coordinator,
    `{ _entities(representations: [{ __typename: "Lesson", id: "${mine}" }, { __typename: "Lesson", id: "${other}" }]) {
      ... on Lesson { state teacherName cancelReason substitution { insteadOfName } } } }`,
  )
  expect(answer.data?._entities).toMatchObject([
    {
      teacherName: expect.stringMatching(/^Кузнецова/),
      substitution: { insteadOfName: expect.stringMatching(/^Смирнова/) },
    },
    { state: 'CANCELLED', cancelReason: 'экскурсия' },
  ])
})

test('a lesson with an entry stays, and the difference says so', async () => {
  const [held] = (await a.lessons(s.ids.course7)).filter(({ text }) => text === '2026-11-28 1')
  await t.tell('gradebook.lesson-held.v1', s.ids.school, [
    { id: held?.id, course_id: s.ids.course7, version: 1, held_at: '2026-11-24T06:00:00Z' },
  ])
  expect(await difference([{ date: '2026-11-28' }])).toEqual([line('2026-11-28', 1, 0, 1)])
  await calendarIs([], start.slice(0, 1))
  expect(await algebra()).toContain('2026-11-28 1 HELD')
  expect(await daysOf(s.ids.course8)).not.toContain('2026-11-28 1')
})

test('the version that stands on the day gives its lessons, not one that it replaced', async () => {
  const second = newUuid()
  const slots = [
    { id: newUuid(), courseId: s.ids.course7, weekday: 3, number: 2, bellScheduleId: s.ids.bells },
  ]
  const draft = { schoolId: s.ids.school, yearId: s.ids.year, id: second, name: 'Второе', slots }
  const span = { validFrom: '2026-11-30', validUntil: '2026-12-06' }
  expect(codes(await a.act('draftTimetable', { ...draft, ...span }))).toEqual([])
  expect(codes(await a.act('publishTimetable', { versionId: second }))).toEqual([])
  const days = [...tuesdays, '2026-11-28 1 HELD', '2026-12-02 2']
  expect(await algebra()).toEqual(days)
  const off = ['2026-12-01', '2026-12-02'].map((date) => ({ date, kind: 'DAY_OFF' }))
  expect(await difference(off)).toEqual([line('2026-12-01', 0, 0), line('2026-12-02', 1, 0)])
  await calendarIs(off)
  expect(await algebra()).toEqual(days.slice(0, 5))
  await calendarIs()
  expect(await algebra()).toEqual(days)
})

test('what others are told: nothing of another school’s year, of none, or of too many days', async () => {
  const off = [{ date: '2026-12-01', kind: 'DAY_OFF' }]
  for (const viewer of [
    viewerOf({ schoolId: s.ids.school, roles: ['DEPUTY'] }),
    viewerOf({ schoolId: newUuid(), roles: ['COORDINATOR'] }),
  ])
    expect(await difference(off, viewer)).toBeNull()
  expect(await difference(off, s.coordinator, newUuid())).toBeNull()
  expect(await difference(off, s.coordinator, 'год')).toBeNull()
  expect(await difference([])).toEqual([])
  const many = Array.from({ length: 121 }, () => off[0] ?? {})
  expect(await difference(many.slice(1))).toHaveLength(1)
  expect(await difference(many)).toBe('Не больше 120 дней за один раз.')
})
