// The database itself: what the entities say, and that every school's rows are walled off.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  pendingSchemaChanges,
  rowsSeen,
  schoolTables,
  testDatabase,
  unprotectedTables,
  type TestDatabase,
} from '@zhurnal/kit/testing'
import { entities } from '../src/entities.js'
import { migrations } from '../src/migrations/index.js'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase('reporting', migrations)
})
afterAll(() => database.drop())

test('entities = migrations', async () => {
  expect(await pendingSchemaChanges(database, entities)).toEqual([])
})

test('every table with a school in its rows is under row-level security, its owner included', async () => {
  expect((await schoolTables(database)).length).toBeGreaterThan(10)
  expect(await unprotectedTables(database)).toEqual([])
})

test('a query without a school set in the transaction returns nothing, of any table', async () => {
  const seen = await rowsSeen(database, 'none set')
  expect(seen.size).toBeGreaterThan(10)
  expect([...seen].filter(([, count]) => count > 0)).toEqual([])
})
