import { afterAll, beforeAll, expect, test } from '@jest/globals'
import pg from 'pg'
import { createDatabase, databaseUrls, dropDatabase, ensureRoles, roleNames } from './provision.js'
import { testServer } from './testing/index.js'

const passwords = { owner: 'o', app: `it's`, system: 's@/:' }
const database = 'provision_probe'

// A managed server's administrator: no superuser, as far as one can get without.
const weakAdmin = () => {
  const url = new URL(testServer())
  url.username = 'provision_weak'
  url.password = 'weak'
  return url.href
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

beforeAll(() => query(testServer(), `create role provision_weak login createdb createrole password 'weak'`))
afterAll(async () => {
  for (const name of [database, `${database}_copy`, `${database}_weak`])
    await dropDatabase(testServer(), name)
  for (const name of ['probe', 'weakprobe']) {
    for (const role of Object.values(roleNames(name))) await query(testServer(), `drop role ${role}`)
  }
  await query(testServer(), 'drop role provision_weak')
})

test('two who provision at once end with one database, and repeating changes nothing', async () => {
  const provision = async () => {
    await ensureRoles(testServer(), 'probe', passwords)
    return createDatabase(testServer(), { database, name: 'probe' })
  }
  expect((await Promise.all([provision(), provision()])).sort()).toEqual([false, true])
  expect(await provision()).toBe(false)
})

test('the owner may make tables, the other two may not, and nobody else may connect', async () => {
  const urls = databaseUrls(testServer(), database, 'probe', passwords)
  await query(urls.owner, 'create table fact (id int)')
  await expect(query(urls.app, 'create table stray (id int)')).rejects.toThrow(
    'permission denied for schema public',
  )
  await expect(query(urls.system, 'create table stray (id int)')).rejects.toThrow(
    'permission denied for schema public',
  )
  const stranger = new URL(weakAdmin())
  stranger.pathname = `/${database}`
  await expect(query(stranger.href, 'select 1')).rejects.toThrow('permission denied for database')
})

test('names sort as in a Russian dictionary, and parts of a name are found', async () => {
  const { app } = databaseUrls(testServer(), database, 'probe', passwords)
  const sorted = await query(
    app,
    `select n from unnest(array['Жуков', 'Ёлкин', 'Егоров', 'Зимин']) n order by n`,
  )
  expect(sorted.map((row) => row['n'])).toEqual(['Егоров', 'Ёлкин', 'Жуков', 'Зимин'])
  expect(await query(app, `select similarity('Иванов', 'Иванова') > 0.5 as alike`)).toEqual([{ alike: true }])
})

test('a copy of a template is open to the same roles', async () => {
  const copy = { database: `${database}_copy`, name: 'probe', template: database }
  expect(await createDatabase(testServer(), copy)).toBe(true)
  const { app } = databaseUrls(testServer(), copy.database, 'probe', passwords)
  expect(await query(app, `select to_regclass('fact') is not null as there`)).toEqual([{ there: true }])
})

test('an administrator with CREATEDB and CREATEROLE alone can provision', async () => {
  await ensureRoles(weakAdmin(), 'weakprobe', passwords)
  await createDatabase(weakAdmin(), { database: `${database}_weak`, name: 'weakprobe' })
  const { app } = databaseUrls(testServer(), `${database}_weak`, 'weakprobe', passwords)
  expect(await query(app, `select count(*)::int as n from pg_extension where extname <> 'plpgsql'`)).toEqual([
    { n: 3 },
  ])
})

test('a role that row-level security would not bind is refused', async () => {
  await query(testServer(), 'alter role zhurnal_probe_app bypassrls')
  await expect(ensureRoles(testServer(), 'probe', passwords)).rejects.toThrow('bypasses row-level security')
  await query(testServer(), 'alter role zhurnal_probe_app nobypassrls')
})
