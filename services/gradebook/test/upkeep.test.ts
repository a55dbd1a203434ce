// What has served is swept away after sixty days; what is still owed, and each school's last event, stays. A repeated
// request of a day ago is answered as before.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { keptDays } from '@zhurnal/kit/upkeep'
import { newUuid } from '@zhurnal/kit/testing'
import { startTestGradebook, type TestGradebook } from './harness.js'
import { smallSchool, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool
beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
})
afterAll(() => t.stop())

const days = (count: number) => `now() - interval '${count} days'`
const left = async (table: string, key: string, ids: readonly string[]): Promise<string[]> => {
  const rows = await t.admin<{ id: string }>(
    `select ${key} as id from ${table} where ${key}::text = any($1)`,
    [ids],
  )
  return ids.filter((id) => rows.some((row) => row.id === id))
}

test('events: acknowledged and old go; owed, young and the last of a school stay', async () => {
  const [old, owed, young, last] = [newUuid(), newUuid(), newUuid(), newUuid()]
  const elsewhere = newUuid()
  const event = async (id: string, school: string, age: number, acked: boolean) => {
    await t.admin(
      `insert into outbox (id, school_id, name, payload, at) values ($1, $2, 'gradebook.probe.v1', '[]', ${days(age)})`,
      [id, school],
    )
    await t.admin(
      `insert into outbox_delivery (event_id, consumer, position, school_id, queued_at, acked_at)
        values ($1, 'reporting', 1, $2, now(), ${acked ? 'now()' : 'null'})`,
      [id, school],
    )
  }
  await event(old, s.ids.school, keptDays + 1, true)
  await event(owed, s.ids.school, keptDays + 1, false)
  await event(young, s.ids.school, keptDays - 1, true)
  await event(last, elsewhere, keptDays + 1, true)
  expect((await t.gradebook.base.upkeep.sweep()).events).toBe(1)
  expect(await left('outbox', 'id', [old, owed, young, last])).toEqual([owed, young, last])
  expect(await left('outbox_delivery', 'event_id', [old, owed, young, last])).toEqual([owed, young, last])
})

test('requests: an old answer goes, a young one still answers a repetition', async () => {
  const lessonId = await s.lesson(s.ids.algebra)
  const requestId = newUuid()
  const mark = { requestId, lessonId, pupilId: s.ids.anna, value: '5' }
  const first = await t.run(s.teacher, 'recordMark', mark)
  const age = async (count: number) =>
    t.admin(`update request_result set at = ${days(count)} where request_id = $1`, [requestId])
  await age(keptDays - 1)
  expect((await t.gradebook.base.upkeep.sweep()).answers).toBe(0)
  expect(await t.run(s.teacher, 'recordMark', mark)).toEqual(first)
  await age(keptDays + 1)
  expect((await t.gradebook.base.upkeep.sweep()).answers).toBe(1)
  expect(await left('request_result', 'request_id', [requestId])).toEqual([])
})

test('what was applied of others is forgotten after the same time', async () => {
  const [old, young] = [newUuid(), newUuid()]
  for (const [id, count] of [
    [old, keptDays + 1],
    [young, keptDays - 1],
  ] as const)
    await t.admin(
      `insert into inbox (event_id, name, applied_at) values ($1, 'roster.probe.v1', ${days(count)})`,
      [id],
    )
  await t.gradebook.base.upkeep.sweep()
  expect(await left('inbox', 'event_id', [old, young])).toEqual([young])
})
