// A timetable as a real school has it: 40 classes, 1,200 places in the week, a year of lessons.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { actsOf, codes } from './acts.js'
import { smallPlan, startTestSchedule, type TestSchedule } from './harness.js'

let t: TestSchedule
let s: Awaited<ReturnType<typeof smallPlan>>
let a: ReturnType<typeof actsOf>

const classes = Array.from({ length: 40 }, () => newUuid())
const courses = classes.flatMap((schoolClassId) =>
  Array.from({ length: 6 }, () => ({ id: newUuid(), schoolClassId, weeklyHours: 5 })),
)
const rooms = Array.from({ length: 30 }, (_, i) => ({ id: newUuid(), name: `к${i}` }))

beforeAll(async () => {
  t = await startTestSchedule()
  s = await smallPlan(t)
  a = actsOf(t, s)
  await t.tell(
    'roster.class-changed.v1',
    s.ids.school,
    classes.map((id, i) => ({
      id,
      version: 1,
      year_id: s.ids.year,
      name: `${(i % 11) + 1}-${i}`,
      grade: (i % 11) + 1,
    })),
  )
  const schoolId = s.ids.school
  const bells = [1, 2, 3, 4, 5, 6].map((number) => ({
    number,
    startsAt: `${String(7 + number).padStart(2, '0')}:00`,
    endsAt: `${String(7 + number).padStart(2, '0')}:45`,
  }))
  const subject = (course: object) => ({ ...course, subjectId: s.ids.algebra, teacherId: s.ids.smirnova })
  const done = [
    await a.act('addDirectories', { schoolId, subjects: [], rooms }),
    await a.act('defineBells', { schoolId, bellSchedules: [{ id: s.ids.bells, name: 'Обычный', bells }] }),
    await a.act('addCourses', { schoolId, yearId: s.ids.year, courses: courses.map(subject) }),
  ]
  expect(done.flatMap(codes)).toEqual([])
})
afterAll(() => t.stop())

/** Each course five times a week: Monday to Friday, the same number each day but for the shift of `by`. */
const slots = (by: number) =>
  courses.flatMap((course, i) =>
    [1, 2, 3, 4, 5].map((weekday) => ({
      id: newUuid(),
      courseId: course.id,
      weekday,
      number: ((i + (weekday === 5 ? by : 0)) % 6) + 1,
      bellScheduleId: s.ids.bells,
      roomId: rooms[i % 30]?.id,
    })),
  )
const draft = (id: string, name: string, by: number) => {
  const span = { validFrom: '2026-09-01', validUntil: '2027-05-31' }
  return a.act('draftTimetable', {
    schoolId: s.ids.school,
    yearId: s.ids.year,
    id,
    name,
    ...span,
    slots: slots(by),
  })
}

test('is published for the whole year, compared with another, and read with a few statements', async () => {
  const [first, second] = [newUuid(), newUuid()]
  expect(codes(await a.act('withdrawTimetable', { versionId: s.ids.version }))).toEqual([])
  expect(codes(await draft(first, 'Год', 0))).toEqual([])
  const published = await a.act('publishTimetable', { versionId: first }, 'made removed')
  expect(published.errors).toEqual([])
  expect(Number(published.made)).toBeGreaterThan(40_000)

  expect(codes(await draft(second, 'Год, пятницы иначе', 1))).toEqual([])
  const query = `query($id: ID!) { timetableDifference(versionId: $id) { added removed changed unchanged linesLeftOut lines { learnersName was will } } }`
  type Difference = {
    added: number
    removed: number
    unchanged: number
    linesLeftOut: number
    lines: unknown[]
  }
  const answer = await t.as<{ timetableDifference: Difference }>(s.coordinator, query, { id: second })
  const difference = answer.data?.timetableDifference
  expect(difference?.added).toBe(difference?.removed)
  expect(difference?.unchanged).toBeGreaterThan(20_000)
  // On Fridays each of the six places of each class has another course.
  expect([difference?.lines.length, difference?.linesLeftOut]).toEqual([240, 0])

  const db = t.schedule.base.db
  db.counter = { count: 0, statements: [] }
  const read = await t.as<{ _entities: [{ currentTimetable: { name: string; slots: unknown[] } }] }>(
    s.coordinator,
    `query($r: [_Any!]!) { _entities(representations: $r) {
      ... on School { bellSchedules { id name bells { number startsAt endsAt } } currentTimetable { name state slots {
        weekday number weeks course { id learnersName subject { name } } bellSchedule { id name } room { name } } } }
      ... on SchoolClass { courses { id teacher { id } weeklyHours } } } }`,
    {
      r: [
        { __typename: 'School', id: s.ids.school },
        ...classes.map((id) => ({ __typename: 'SchoolClass', id })),
      ],
    },
  )
  const { count } = db.counter
  db.counter = undefined
  expect(read.data?._entities[0].currentTimetable.slots).toHaveLength(1200)
  expect(count).toBeLessThanOrEqual(10)
}, 120_000)
