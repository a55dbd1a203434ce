// The database itself: what the entities say, and who gets at which row.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  asAdministrator,
  newUuid,
  pendingSchemaChanges,
  rowsSeen,
  schoolTables,
  unprotectedTables,
  waysIntoTheLog,
} from '@zhurnal/kit/testing'
import { entities } from '../src/entities.js'
import { smallPlan, startTestSchedule, type TestSchedule } from './harness.js'

let t: TestSchedule
let school: string

beforeAll(async () => {
  t = await startTestSchedule()
  school = (await smallPlan(t)).ids.school
})
afterAll(() => t.stop())

test('entities = migrations', async () => {
  expect(await pendingSchemaChanges(t.database, entities)).toEqual([])
})

test('every table with a school in its rows is under row-level security, its owner included', async () => {
  expect((await schoolTables(t.database)).length).toBeGreaterThan(10)
  expect(await unprotectedTables(t.database)).toEqual([])
})

test('a query without a school set in the transaction returns nothing, of any table; neither does another school', async () => {
  const own = await rowsSeen(t.database, [school])
  expect([...own.values()].some((count) => count > 0)).toBe(true)
  for (const foreign of ['none set', [newUuid()]] as const) {
    const seen = await rowsSeen(t.database, foreign)
    expect([...seen.keys()]).toEqual([...own.keys()])
    expect([...seen].filter(([, count]) => count > 0)).toEqual([])
  }
})

test('nobody changes, removes or empties the log: not the service, not its owner', async () => {
  expect(await asAdministrator(t.database.name, 'select 1 as one from log_entry limit 1')).toEqual([
    { one: 1 },
  ])
  expect(await waysIntoTheLog(t.database, school)).toEqual([])
})
