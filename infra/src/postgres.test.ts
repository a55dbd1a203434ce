import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { accountFor } from './postgres/account.js'
import { clearOrphan } from './postgres/orphan.js'
import { startPostgres, type EmbeddedPostgres } from './postgres.js'
import { removeTestServer } from './postgres/test-server.js'
import { isAlive } from './processes.js'

let data = ''
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'zhurnal-postgres-'))
  await chmod(data, 0o711)
})
afterAll(() => rm(data, { recursive: true, force: true }))

const start = (port?: number) => startPostgres({ data, fast: true, ...(port === undefined ? {} : { port }) })

async function ask(server: EmbeddedPostgres, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: server.adminUrl })
  await client.connect()
  try {
    const answer = await client.query({ text, rowMode: 'array' })
    return answer.rows[0]?.[0]
  } finally {
    await client.end()
  }
}

test('data and port are the same after a stop and a start', async () => {
  const first = await start()
  await ask(first, `create table kept as select 'звонок' as word`)
  await first.stop()
  const second = await start()
  expect(await ask(second, 'select word from kept')).toBe('звонок')
  expect(second.port).toBe(first.port)
  await second.stop()
})

test('a server that was killed leaves nothing in the way of the next', async () => {
  const killed = await start()
  process.kill(killed.pid, 'SIGKILL')
  await killed.ended
  const next = await start()
  expect(await ask(next, 'select word from kept')).toBe('звонок')
  await next.stop()
})

test('a server that was left running by a killed launcher is stopped and its data taken over', async () => {
  const orphan = await start()
  const next = await start()
  expect(isAlive(orphan.pid)).toBe(false)
  expect(await ask(next, 'select word from kept')).toBe('звонок')
  await next.stop()
})

test('a stale postmaster.pid whose number belongs to another process now is no server', async () => {
  const folder = join(data, 'postgres')
  // A process of PostgreSQL's own account: the one case in which PostgreSQL itself would refuse to start.
  const stranger = spawn('/bin/sleep', ['60'], { ...accountFor(folder), cwd: '/' })
  await once(stranger, 'spawn')
  await writeFile(join(folder, 'postmaster.pid'), `${stranger.pid}\n${folder}\n`)
  await clearOrphan(folder)
  const server = await start()
  expect(await ask(server, 'select 1')).toBe(1)
  expect(isAlive(stranger.pid ?? 0)).toBe(true)
  await server.stop()
  stranger.kill()
})

test('when the port of the last time is taken another one is found', async () => {
  const first = await start()
  await first.stop()
  const squatter = createServer().listen(first.port, '127.0.0.1')
  await once(squatter, 'listening')
  const second = await start()
  expect(second.port).not.toBe(first.port)
  expect(await ask(second, 'select word from kept')).toBe('звонок')
  await second.stop()
  squatter.close()
})

test('a port that must be this one and is taken is told in one line', async () => {
  const squatter = createServer().listen(0, '127.0.0.1')
  await once(squatter, 'listening')
  const address = squatter.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  await expect(start(port)).rejects.toThrow(`Порт ${port} для PostgreSQL занят`)
  squatter.close()
})

test('data of another major version is refused in one line and not touched', async () => {
  const marker = join(data, 'postgres', 'PG_VERSION')
  const ours = await readFile(marker, 'utf8')
  await writeFile(marker, '13\n')
  await expect(start()).rejects.toThrow('записаны PostgreSQL 13')
  expect(await readFile(marker, 'utf8')).toBe('13\n')
  await writeFile(marker, ours)
})

test('a folder that is not a cluster is refused in one line', async () => {
  const other = await mkdtemp(join(tmpdir(), 'zhurnal-postgres-'))
  await mkdir(join(other, 'postgres'))
  await writeFile(join(other, 'postgres', 'notes.txt'), 'не база')
  await expect(startPostgres({ data: other, fast: true })).rejects.toThrow('не похожа на базу данных')
  await rm(other, { recursive: true })
})

test('inside a folder that is closed to others the server starts, and finds its data again', async () => {
  const closed = await mkdtemp(join(tmpdir(), 'zhurnal-closed-'))
  await chmod(closed, 0o700)
  const inside = join(closed, 'data')
  const first = await startPostgres({ data: inside, fast: true })
  await ask(first, 'create table kept as select 42 as answer')
  await first.stop()
  const second = await startPostgres({ data: inside, fast: true })
  expect(await ask(second, 'select answer from kept')).toBe(42)
  await second.stop()
  await removeTestServer(closed, second.folder)
})
