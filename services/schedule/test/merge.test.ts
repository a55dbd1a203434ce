// A teacher who was entered twice: courses and lessons are the kept one's, and the others are told of it.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { rawQuery } from '@zhurnal/kit/testing'
import { smallPlan, startTestSchedule, type TestSchedule } from './harness.js'

let t: TestSchedule
let s: Awaited<ReturnType<typeof smallPlan>>

beforeAll(async () => {
  t = await startTestSchedule()
  s = await smallPlan(t)
})
afterAll(() => t.stop())

const ask = <T extends object>(text: string, values: unknown[] = []) =>
  rawQuery<T & Record<string, unknown>>(t.database.urls.system, text, values)
const counts = async () => {
  const [row] = await ask<{ courses: number; lessons: number; stands_in: number; events: number }>(
    `select (select count(*)::int from course where teacher_id = $1) as courses,
      (select count(*)::int from lesson where teacher_id = $1) as lessons,
      (select count(*)::int from lesson where instead_of_id = $1) as stands_in, (select count(*)::int from outbox) as events`,
    [s.ids.kuznetsov],
  )
  return row
}
const merge = (version: number) =>
  t.tell('roster.person-merged.v1', s.ids.school, [{ id: s.ids.smirnova, kept_id: s.ids.kuznetsov, version }])

test('courses and lessons go over with newer versions and are told; a repeat changes nothing', async () => {
  const before = await counts()
  const [of] = await ask<{ courses: number; lessons: number }>(
    `select (select count(*)::int from course where teacher_id = $1) as courses,
      (select count(*)::int from lesson where teacher_id = $1) as lessons`,
    [s.ids.smirnova],
  )
  expect([of?.courses, of?.lessons].every((count) => (count ?? 0) > 0)).toBe(true)
  await merge(2)
  const after = await counts()
  expect(after).toMatchObject({
    courses: (before?.courses ?? 0) + (of?.courses ?? 0),
    lessons: (before?.lessons ?? 0) + (of?.lessons ?? 0),
  })
  const told = await ask<{ name: string; teachers: string[] }>(
    `select distinct o.name, row ->> 'teacher_id' as teacher from outbox o, jsonb_array_elements(o.payload) row
      where o.position > (select max(position) from outbox) - $1::int and row ? 'teacher_id' order by 1`,
    [(after?.events ?? 0) - (before?.events ?? 0)],
  )
  expect(told).toEqual([
    { name: 'schedule.course-changed.v1', teacher: s.ids.kuznetsov },
    { name: 'schedule.lesson-changed.v1', teacher: s.ids.kuznetsov },
  ])
  await merge(2)
  expect(await counts()).toEqual(after)
})
