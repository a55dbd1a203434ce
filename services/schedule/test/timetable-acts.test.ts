// A timetable that replaces another: what publishing would do, what it does, and taking it back.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { viewerOf } from '@zhurnal/roster/testing'
import { actsOf, codes } from './acts.js'
import { smallPlan, startTestSchedule, type TestSchedule } from './harness.js'

let t: TestSchedule
let s: Awaited<ReturnType<typeof smallPlan>>
let a: ReturnType<typeof actsOf>

// The plan: algebra of 7А and physics of 8А on Tuesdays from 2 November to 6 December; now it is Tuesday the 24th.
beforeAll(async () => {
  t = await startTestSchedule()
  s = await smallPlan(t)
  a = actsOf(t, s)
})
afterAll(() => t.stop())

const versionsQuery = `{ timetableVersions { id name state lessonsCount }
  school: _entities(representations: [{__typename: "School", id: "ID"}]) { ... on School {
    today: currentTimetable { name } then: currentTimetable(on: "2026-11-03") { name } never: currentTimetable(on: "2026-12-24") { name } } } }`
type Versions = {
  timetableVersions: { id: string; name: string; state: string; lessonsCount: number }[] | null
  school: [Record<'today' | 'then' | 'never', { name: string } | null>]
}
const versions = async () => {
  const answer = await t.as<Versions>(s.coordinator, versionsQuery.replace('ID', s.ids.school))
  return {
    states: answer.data?.timetableVersions?.map((one) => `${one.name} ${one.state}`),
    ...answer.data?.school[0],
  }
}
const days = async (courseId: string) => (await a.lessons(courseId)).map((lesson) => lesson.text)

const second = newUuid()
const draft = (id: string, name: string, more: object = {}) =>
  a.act('draftTimetable', {
    schoolId: s.ids.school,
    yearId: s.ids.year,
    id,
    name,
    validFrom: '2026-11-20',
    validUntil: '2026-12-06',
    slots: [
      { id: newUuid(), courseId: s.ids.course7, weekday: 3, number: 2, bellScheduleId: s.ids.bells },
      { id: newUuid(), courseId: s.ids.course8, weekday: 2, number: 1, bellScheduleId: s.ids.bells },
    ],
    ...more,
  })

const differenceQuery = `query($id: ID!) { timetableDifference(versionId: $id) { from until added removed changed unchanged held changesLost
  lines { schoolClass { id } learnersName from until weekday number was will lessons } linesLeftOut } }`
type Difference = { timetableDifference: Record<string, unknown> | null }

test('before it is published a draft says what it would do, by class, in words', async () => {
  expect(codes(await draft(second, 'Второе'))).toEqual([])
  const [today] = await a.lessons(s.ids.course7)
  expect(today?.text).toBe('2026-11-03 1')
  const answer = await t.as<Difference>(s.coordinator, differenceQuery, { id: second })
  // To come: 7А on Tuesday 24.11, moved Saturday 28.11, Tuesday 1.12; the group on 1.12 (every other week); 8А stays.
  expect(answer.data?.timetableDifference).toEqual({
    from: '2026-11-24',
    until: '2026-12-06',
    added: 2,
    removed: 4,
    changed: 0,
    unchanged: 3,
    held: 0,
    changesLost: 0,
    lines: [
      ['2026-11-24', '2026-12-01', 2, 1, 'Алгебра, Смирнова О. В., 08:30–09:15, каб. 31', null, 2],
      ['2026-11-25', '2026-12-02', 3, 2, null, 'Алгебра, Смирнова О. В., 09:20–10:05', 2],
      ['2026-11-28', '2026-11-28', 6, 1, 'Алгебра, Смирнова О. В., 08:30–09:15, каб. 31', null, 1],
      ['2026-12-01', '2026-12-01', 2, 2, 'Физика, Кузнецова О. В., 09:20–10:05', null, 1],
    ].map(([from, until, weekday, number, was, will, lessons], i) => ({
      ...(i === 3
        ? { schoolClass: null, learnersName: '7А · английский 1' }
        : { schoolClass: { id: s.ids.class7 }, learnersName: '7А' }),
      ...{ from, until, weekday, number, was, will, lessons },
    })),
    linesLeftOut: 0,
  })
  const published = await t.as<Difference>(s.coordinator, differenceQuery, { id: s.ids.version })
  expect(published.data?.timetableDifference).toBeNull()
  const teacher = await t.as<Difference>(a.as('TEACHER'), differenceQuery, { id: second })
  expect(teacher.data?.timetableDifference).toBeNull()
})

describe('a timetable taken back', () => {
  let before: string[]

  test('that is not the last one, not there, or another school’s, is refused and nothing is written', async () => {
    before = await days(s.ids.course7)
    const [lesson] = (await a.lessons(s.ids.course7)).filter((one) => one.text.startsWith('2026-11-28'))
    const substitution = { lessonId: lesson?.id, teacherId: s.ids.kuznetsov, evenIfBusy: true }
    expect(codes(await a.act('substituteTeacher', substitution))).toEqual([])
    expect(await a.act('publishTimetable', { versionId: second }, 'made removed')).toEqual({
      made: 5,
      removed: 7,
      errors: [],
    })
    expect(await versions()).toEqual({
      states: ['Второе CURRENT', 'Первое REPLACED'],
      today: { name: 'Второе' },
      then: { name: 'Первое' },
      never: null,
    })
    const traces = await a.traces()
    expect(codes(await a.act('withdrawTimetable', { versionId: s.ids.version }))).toEqual(['NOT_LAST'])
    const stranger = viewerOf({ schoolId: newUuid(), roles: ['COORDINATOR'] })
    for (const [versionId, viewer] of [
      [newUuid(), s.coordinator],
      [second, stranger],
      [second, a.as('TEACHER', 'DIRECTOR', 'INSPECTOR')],
    ] as const) {
      expect(codes(await a.act('withdrawTimetable', { versionId }, '', viewer))).toEqual(['NOT_FOUND'])
    }
    expect(await a.traces()).toEqual(traces)
  })

  test('gives the days to come back to the one before, substitution included; what is held stays; twice is once', async () => {
    const [held] = (await a.lessons(s.ids.course7)).filter((one) => one.text.startsWith('2026-11-25'))
    await t.tell('gradebook.lesson-held.v1', s.ids.school, [
      { id: held?.id, version: 1, course_id: s.ids.course7, held_at: '2026-11-25T06:30:00Z' },
    ])
    const input = { requestId: 'назад-1', versionId: second }
    const answer = await a.act('withdrawTimetable', input, 'made removed version { state }')
    expect(answer).toEqual({ made: 7, removed: 4, version: { state: 'WITHDRAWN' }, errors: [] })
    expect(await a.lastEntry()).toMatchObject({ act: 'withdrawTimetable', to: { made: 7, removed: 4 } })
    expect(await a.act('withdrawTimetable', input, 'made removed version { state }')).toEqual(answer)
    expect(codes(await a.act('withdrawTimetable', { versionId: second }))).toEqual(['ALREADY_WITHDRAWN'])
    expect(await days(s.ids.course7)).toEqual([...before, '2026-11-25 2 HELD'].sort())
    const [back] = (await a.lessons(s.ids.course7)).filter((one) => one.text.startsWith('2026-11-28'))
    expect(await a.lastFact('lesson', back?.id ?? '')).toMatchObject({
      removed: false,
      teacher_id: s.ids.kuznetsov,
      instead_of_id: s.ids.smirnova,
      version: 4,
    })
    expect(await versions()).toMatchObject({
      states: ['Второе WITHDRAWN', 'Первое CURRENT'],
      today: { name: 'Первое' },
    })
  })

  test('as a draft is gone from the list; the only timetable of the year goes with all lessons that nobody held', async () => {
    const third = newUuid()
    expect(codes(await draft(third, 'Третье'))).toEqual([])
    expect((await versions()).states?.[0]).toBe('Третье DRAFT')
    expect(codes(await a.act('withdrawTimetable', { versionId: third }))).toEqual([])
    expect((await versions()).states).toEqual(['Второе WITHDRAWN', 'Первое CURRENT'])
    expect(codes(await a.act('publishTimetable', { versionId: third }))).toEqual(['ALREADY_WITHDRAWN'])
    expect(codes(await a.act('withdrawTimetable', { versionId: s.ids.version }))).toEqual([])
    expect(await days(s.ids.course7)).toEqual(['2026-11-25 2 HELD'])
    expect((await versions()).today).toBeNull()
  })
})

test('a draft with a course, a room or bells of another school is refused, whatever the database would take', async () => {
  const place = { id: newUuid(), courseId: s.ids.course7, weekday: 1, number: 1, bellScheduleId: s.ids.bells }
  const strangerSchool = newUuid()
  const stranger = viewerOf({ schoolId: strangerSchool, roles: ['COORDINATOR'] })
  const room = newUuid()
  const directories = { schoolId: strangerSchool, subjects: [], rooms: [{ id: room, name: '1' }] }
  expect(codes(await a.act('addDirectories', directories, '', stranger))).toEqual([])
  const traces = await a.traces()
  expect(codes(await draft(newUuid(), 'Чужой кабинет', { slots: [{ ...place, roomId: room }] }))).toEqual([
    'NOT_FOUND',
  ])
  expect(codes(await draft(newUuid(), 'Нет курса', { slots: [{ ...place, courseId: newUuid() }] }))).toEqual([
    'NOT_FOUND',
  ])
  expect(await a.traces()).toEqual(traces)
})
