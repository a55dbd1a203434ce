// What a teacher still owes, by due time: of lessons, periods, claims.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import type { Viewer } from '@zhurnal/roster/events'
import { startTestGradebook, type TestGradebook } from './harness.js'
import { morning, smallSchool, today, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool
let lessonId: string

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
  t.setClock(morning)
  lessonId = await s.lesson(s.ids.algebra)
  await t.run(s.teacher, 'addWork', { lessonId, id: newUuid(), kind: 'TEST' })
  // The first quarter's marks but one are set: the page is still owed.
  await t.run(s.teacher, 'setPeriodMark', {
    courseId: s.ids.algebra,
    periodId: s.ids.q1,
    pupilId: s.ids.anna,
    value: '4',
  })
})
afterAll(() => t.stop())

type Item = { what: string; clause: string; lessonId: string | null; periodId: string | null; late: boolean }
const owed = async (viewer: Viewer, args = ''): Promise<Item[] | null> =>
  (
    await t.as<{ owedBy: Item[] | null }>(
      viewer,
      `{ owedBy${args} { what clause lessonId periodId late dueAt subjectName } }`,
    )
  ).data?.owedBy ?? null

test('lessons and periods, what is due first first', async () => {
  const items = await owed(s.teacher)
  expect(items?.map((one) => [one.what, one.clause, one.late])).toEqual([
    ['PERIOD_MARKS', '3.6.8', true],
    ['HOMEWORK', '3.6.4', false],
    ['ATTENDANCE', '3.6.7', false],
    ['TOPIC', '3.6.3', false],
    ['MARKS', '3.6.1', false],
  ])
  expect(items?.[0]).toMatchObject({ periodId: s.ids.q1, lessonId: null, subjectName: 'Алгебра' })
})

test('what is done is owed no more', async () => {
  await t.run(s.teacher, 'takeAttendance', { lessonId, absences: [] })
  await t.run(s.teacher, 'describeLesson', { lessonId, topic: 'Дроби', homework: '№ 1' })
  await t.run(s.teacher, 'closePeriod', { courseId: s.ids.algebra, periodId: s.ids.q1 })
  expect((await owed(s.teacher))?.map((one) => one.what)).toEqual(['MARKS'])
})

test('a lesson that has not begun, a cancelled one, a substitute’s: each owes to whom it is', async () => {
  await s.lesson(s.ids.algebra, { number: 8, day: '2026-11-25' })
  await s.lesson(s.ids.algebra, { number: 7, cancelled: true })
  const substituted = await s.lesson(s.ids.algebra, {
    number: 1,
    day: '2026-11-23',
    teacher: s.ids.kuznetsov,
    insteadOf: s.ids.smirnova,
  })
  expect((await owed(s.teacher))?.map((one) => one.what)).toEqual(['MARKS'])
  expect(
    (await owed(s.substitute))?.filter((one) => one.lessonId === substituted).map((one) => one.what),
  ).toEqual(['HOMEWORK', 'ATTENDANCE', 'TOPIC'])
})

test('staff in charge ask of anybody, a teacher of themselves only, a family of nobody', async () => {
  const of = `(personId: "${s.ids.smirnova}", from: "${today}", to: "${today}")`
  expect((await owed(s.coordinator, of))?.map((one) => one.what)).toEqual(['MARKS'])
  expect(await owed(s.viewer(['TEACHER']), of)).toBeNull()
  expect(await owed(s.viewer(['GUARDIAN'], { pupils: [s.ids.anna] }), of)).toBeNull()
})
