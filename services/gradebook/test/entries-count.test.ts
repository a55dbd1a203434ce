// How many entries of the journal name a pupil: what stands is counted, for many pupils in one statement.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { startTestGradebook, type TestGradebook } from './harness.js'
import { morning, smallSchool, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
})
afterAll(() => t.stop())
beforeEach(() => t.setClock(morning))

const counted = async (...pupils: string[]) =>
  (await t.entities(s.coordinator, 'Pupil', pupils, 'entriesCount')).map(
    (one) => (one as { entriesCount: number | null }).entriesCount,
  )

test('marks, absences and period marks that stand are counted, what was taken back is not', async () => {
  const { anna, boris, algebra, q2 } = s.ids
  expect(await counted(anna, boris)).toEqual([0, 0])
  const lessonId = await s.lesson(algebra)
  const recorded = await t.run(s.teacher, 'recordMark', { lessonId, pupilId: anna, value: '4' })
  await t.run(s.teacher, 'recordMark', { lessonId, pupilId: anna, value: '5' })
  expect(await counted(anna, boris)).toEqual([2, 0])
  const absences = [
    { pupilId: anna, code: 'LATE', minutesLate: 5 },
    { pupilId: boris, code: 'ABSENT' },
  ]
  await t.run(s.teacher, 'takeAttendance', { lessonId, absences })
  expect(await counted(anna, boris)).toEqual([3, 1])
  await t.run(s.teacher, 'withdrawMark', { markId: (recorded.mark as { id: string }).id })
  await t.run(s.teacher, 'takeAttendance', { lessonId, absences: absences.slice(0, 1) })
  expect(await counted(anna, boris)).toEqual([2, 0])
  t.setClock('2026-12-26T06:07:00Z')
  await t.run(s.teacher, 'setPeriodMark', { courseId: algebra, periodId: q2, pupilId: boris, value: '4' })
  expect(await counted(anna, boris)).toEqual([2, 1])
})

test('many pupils take as many statements as one', async () => {
  const { db } = t.gradebook.base
  const cost = async (...pupils: string[]) => {
    db.counter = { count: 0, statements: [] }
    await counted(...pupils)
    const { count } = db.counter
    db.counter = undefined
    return count
  }
  const { anna, boris, vera, gleb, dina, zhenya } = s.ids
  const one = await cost(anna)
  expect(one).toBeGreaterThan(0)
  expect(await cost(anna, boris, vera, gleb, dina, zhenya)).toBe(one)
})
