import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { credentialsOf } from './credentials.js'
import { openDatabases, type DatabaseServer } from './database-server.js'

let data = ''
let server: DatabaseServer
const said: string[] = []

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'zhurnal-databases-'))
  await chmod(data, 0o711)
  const credentials = await credentialsOf(data, new Date())
  const say = (line: string) => void said.push(line)
  server = await openDatabases({ data, credentials, choice: { kind: 'embedded' }, fast: true, say })
})
afterAll(async () => {
  await server.stop()
  await rm(data, { recursive: true, force: true })
})

/** Name of the database that the gradebook's address leads to; undefined while nobody answers. */
async function answer(): Promise<unknown> {
  const client = new pg.Client({ connectionString: server.variables['GRADEBOOK_DATABASE_URL'] })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query('select current_database() as name')).rows[0]?.name
  } catch {
    return undefined
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function answerAgain(): Promise<unknown> {
  for (;;) {
    const found = await answer()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

test('a database server that dies under the services is started again at the same address, and that is said', async () => {
  expect(await answer()).toBe('zhurnal_gradebook')
  const pid = Number((await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0])
  process.kill(pid, 'SIGKILL')
  expect(await answerAgain()).toBe('zhurnal_gradebook')
  expect(said.join('\n')).toContain('PostgreSQL остановился сам, запуск через 1 с')
})

test('stopped on purpose it stays down until it is started, at the same address', async () => {
  await server.stop()
  expect(await answer()).toBeUndefined()
  await server.start()
  expect(await answer()).toBe('zhurnal_gradebook')
})
