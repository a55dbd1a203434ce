// One transaction: all of it or nothing, and the connection is as good as new afterwards.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { Database, everything, together } from './database.js'
import { migration, protect } from './migrate.js'
import { sql } from './sql.js'
import { testDatabase, type TestDatabase } from './testing/index.js'

const things = migration(
  'Things1795392000099',
  `create table thing (id integer constraint thing_pkey primary key, school_id uuid not null);
   ${protect('roster', 'thing', { app: 'select, insert', system: 'select, insert, delete' })}`,
)

let database: TestDatabase
let db: Database
const school = '5d4cbb2c-7d4e-4e63-9b0a-1f6f3f0d7a11'

beforeAll(async () => {
  database = await testDatabase('roster', [things])
  // One connection: what an act leaves behind on it, the next act would find.
  db = await Database.connect({ url: database.urls.system, entities: [], name: 'test', poolSize: 1 })
})
afterAll(async () => {
  await db.close()
  await database.drop()
})
beforeEach(async () => {
  await db.write(everything, (tx) => tx.sql(sql`delete from thing`))
})

const insert = (id: number) => sql`insert into thing (id, school_id) values (${id}, ${school})`
const ids = async () =>
  (await db.read<{ id: number }>(everything, sql`select id from thing order by id`)).map(({ id }) => id)

test('what an act wrote is there when it has ended, and what follows it is done then', async () => {
  const order: string[] = []
  const answer = await db.write(everything, async (tx) => {
    tx.afterCommit(() => order.push('after'))
    tx.beforeCommit(async () => {
      order.push('before')
      await tx.sql(insert(2))
    })
    await tx.sql(insert(1))
    order.push('act')
    return 'answer'
  })
  expect([answer, order, await ids()]).toEqual(['answer', ['act', 'before', 'after'], [1, 2]])
})

test('an act that throws has written nothing, and nothing follows it', async () => {
  const followed: string[] = []
  const refused = db.write(everything, async (tx) => {
    tx.afterCommit(() => followed.push('after'))
    await tx.sql(insert(1))
    throw new Error('refused')
  })
  await expect(refused).rejects.toThrow('refused')
  expect([followed, await ids()]).toEqual([[], []])
})

test('a statement that fails and that nobody waited for takes the whole act with it', async () => {
  const followed: string[] = []
  const aborted = db.write(everything, async (tx) => {
    tx.afterCommit(() => followed.push('after'))
    await tx.sql(insert(1))
    tx.sql(insert(1)).catch(() => undefined)
  })
  await expect(aborted).rejects.toThrow('aborted')
  expect([followed, await ids()]).toEqual([[], []])
})

test('a statement that is sent and not waited for is committed with the act, or ends it by its own error', async () => {
  await db.write(everything, async (tx) => tx.send(insert(1)))
  const failed = db.write(everything, async (tx) => {
    tx.send(insert(2))
    tx.send(insert(1))
  })
  await expect(failed).rejects.toThrow('thing_pkey')
  expect(await ids()).toEqual([1])
})

test('of parts sent together the first that fails is told, and none writes after the rollback', async () => {
  const refused = db.write(everything, (tx) =>
    together([
      tx.sql(sql`select 1`).then(() => {
        throw new Error('refused')
      }),
      tx.sql(sql`select pg_sleep(0.05)`).then(() => tx.sql(insert(3))),
    ]),
  )
  await expect(refused).rejects.toThrow('refused')
  expect(await ids()).toEqual([])
})

test('statements that are sent together run in their order, and see what those before have written', async () => {
  const [, rows] = await db.write(everything, (tx) =>
    Promise.all([tx.sql(insert(1)), tx.sql<{ id: number }>(sql`select id from thing`)]),
  )
  expect(rows).toEqual([{ id: 1 }])
})

test('a connection that is cut off in the middle of an act loses that act alone', async () => {
  const cut = db.write(everything, async (tx) => {
    await tx.sql(insert(1))
    await tx.sql(sql`select pg_terminate_backend(pg_backend_pid())`)
  })
  await expect(cut).rejects.toThrow()
  await db.write(everything, (tx) => tx.sql(insert(2)))
  expect(await ids()).toEqual([2])
})

test('a school that one act has set is not set for the next', async () => {
  const app = await Database.connect({ url: database.urls.app, entities: [], name: 'test', poolSize: 1 })
  try {
    await app.write({ schools: [school] }, (tx) => tx.sql(insert(1)))
    expect(await app.write({ schools: [school] }, (tx) => tx.sql(sql`select id from thing`))).toHaveLength(1)
    expect(await app.write({ schools: [] }, (tx) => tx.sql(sql`select id from thing`))).toEqual([])
    await expect(app.write({ schools: [] }, (tx) => tx.sql(insert(2)))).rejects.toThrow(/row-level security/)
  } finally {
    await app.close()
  }
})
