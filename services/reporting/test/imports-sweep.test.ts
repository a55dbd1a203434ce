// Files of imports that nobody applied are deleted in time, with the rows that were read from them.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Database, everything } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { newUuid, testDatabase, type TestDatabase } from '@zhurnal/kit/testing'
import { entities } from '../src/entities.js'
import { RawFiles } from '../src/imports/raw-files.js'
import { sweepImports } from '../src/imports/sweep.js'
import { migrations } from '../src/migrations/index.js'

let database: TestDatabase
let db: Database
let folder: string
const school = newUuid()
const broughtAt = new Date('2026-11-02T10:00:00Z')
const keptUntil = new Date('2026-11-09T10:00:00Z')

beforeAll(async () => {
  database = await testDatabase('reporting', migrations)
  db = await Database.connect({ url: database.urls.system, entities, name: 'test' })
  folder = await mkdtemp(join(tmpdir(), 'zhurnal-sweep-'))
})
afterAll(async () => {
  await db.close()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

async function brought(state: string): Promise<string> {
  const id = newUuid()
  await writeFile(join(folder, id), 'Азбукина;Анна')
  await db.write(everything, async (tx) => {
    await tx.sql(sql`insert into import (id, school_id, kind, state, file_name, bytes, sha256, started_by_id, started_by_name, created_at, file_kept_until)
      values (${id}, ${school}, 'pupils', ${state}, 'ucheniki.csv', 10, '00', ${newUuid()}, 'Порядкин Пётр', ${broughtAt}, ${keptUntil})`)
    await tx.sql(sql`insert into import_item (id, school_id, import_id, ordinal, entity, key, name, action, changes, candidates, act)
      values (${newUuid()}, ${school}, ${id}, 0, 'PERSON', '1', 'Азбукина Анна', 'NEW', '[]', '[]', '{}')`)
  })
  return id
}
const rowOf = async (id: string) =>
  (
    await db.read<{ state: string; items: number; kept: boolean }>(
      everything,
      sql`select state, file_kept_until is not null as kept, (select count(*)::int from import_item t where t.import_id = i.id) as items from import i where id = ${id}`,
    )
  )[0]

test('a file is there until its seventh day is over, and then it and its rows are not', async () => {
  const [checked, applied] = [await brought('CHECKED'), await brought('APPLYING')]
  const files = new RawFiles(folder)
  expect(await sweepImports(db, files, keptUntil)).toEqual([])
  expect((await readdir(folder)).toSorted()).toEqual([checked, applied].toSorted())
  expect(await rowOf(checked)).toEqual({ state: 'CHECKED', items: 1, kept: true })
  const swept = await sweepImports(db, files, new Date(keptUntil.getTime() + 1))
  expect(swept.toSorted()).toEqual([checked, applied].toSorted())
  expect(await readdir(folder)).toEqual([])
  expect(await rowOf(checked)).toEqual({ state: 'DROPPED', items: 0, kept: false })
  // What is being applied keeps what undoes it.
  expect(await rowOf(applied)).toEqual({ state: 'APPLYING', items: 1, kept: false })
  expect(await sweepImports(db, files, new Date(keptUntil.getTime() + 2))).toEqual([])
})
