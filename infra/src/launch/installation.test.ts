import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startPostgres, type EmbeddedPostgres } from '../postgres.js'
import { isAlive } from '../processes.js'
import { startInstallation, type Installation, type InstallationOptions } from './installation.js'
import { rootFolder } from './plan.js'
import { readRunFile } from './run-file.js'

const standIn = join(rootFolder, 'infra/testing/stand-ins/server.mjs')

let data = ''
// A server of its own: an installation sets the passwords of roles that other suites use on the common one.
let server: EmbeddedPostgres
let running: Installation
const said: string[] = []

const options = (): InstallationOptions => ({
  data,
  ports: 'free',
  demo: false,
  web: true,
  postgresUrl: server.adminUrl,
  say: (line) => void said.push(line),
  command: () => [standIn],
})

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'zhurnal-installation-'))
  await chmod(data, 0o711)
  server = await startPostgres({ data, fast: true })
  running = await startInstallation(options())
})
afterAll(async () => {
  await running.stop()
  await server.stop()
  await rm(data, { recursive: true, force: true })
})

async function variablesOf(name: 'roster' | 'schedule' | 'reporting' | 'gateway' | 'web'): Promise<string[]> {
  const answer = await fetch(`${running.urls[name]}/environment`)
  return (await answer.json()) as string[]
}

test('all is ready when it resolves, and run.json says where, to its owner alone', async () => {
  for (const url of Object.values(running.urls)) expect((await fetch(url)).status).toBe(200)
  expect(readRunFile(data)?.urls).toEqual(running.urls)
  expect((await stat(join(data, 'run.json'))).mode & 0o777).toBe(0o600)
})

test('keys and database addresses reach those processes only that need them', async () => {
  const secret = (names: string[]) =>
    names.filter((name) => /_KEY$|_CERTIFICATE$|_SECRET$|_TOKEN$|DATABASE_URL$/.test(name)).sort()
  const all = ['INTERNAL_TOKEN', 'PASSPORT_PUBLIC_KEY']
  const store = (name: string) =>
    ['', '_OWNER', '_SYSTEM'].map((role) => `${name}${role}_DATABASE_URL`).concat('QUEUE_DATABASE_URL')
  expect(secret(await variablesOf('web'))).toEqual(['PASSPORT_PUBLIC_KEY'])
  expect(secret(await variablesOf('gateway'))).toEqual(all)
  expect(secret(await variablesOf('schedule'))).toEqual(
    [...all, 'LOG_SIGNING_KEY', ...store('SCHEDULE')].sort(),
  )
  expect(secret(await variablesOf('reporting'))).toEqual(
    [...all, 'SNAPSHOT_CERTIFICATE', 'SNAPSHOT_SIGNING_KEY', ...store('REPORTING')].sort(),
  )
  expect(secret(await variablesOf('roster'))).toEqual(
    [
      ...all,
      'AUTH_SECRET',
      'LOG_SIGNING_KEY',
      'PASSPORT_PRIVATE_KEY',
      'ZHURNAL_SNILS_KEY',
      ...store('ROSTER'),
    ].sort(),
  )
})

test('each service has its database and roles; the role that answers may not make tables', async () => {
  const client = new pg.Client({ connectionString: running.env['GRADEBOOK_DATABASE_URL'] })
  await client.connect()
  const who = await client.query(
    'select current_database() as place, rolsuper, rolbypassrls from pg_roles where rolname = current_user',
  )
  expect(who.rows).toEqual([{ place: 'zhurnal_gradebook', rolsuper: false, rolbypassrls: false }])
  await expect(client.query('create table stray (id int)')).rejects.toThrow('permission denied')
  await client.end()
})

test('a second start on the same data folder is refused in one line and disturbs nothing', async () => {
  await expect(startInstallation(options())).rejects.toThrow(`уже работает (процесс ${process.pid})`)
  expect((await fetch(running.urls.roster)).status).toBe(200)
})

test('a process that dies comes back by itself, and is reported', async () => {
  const before = running.children.get('schedule')?.pid()
  await fetch(`${running.urls.schedule}/die`).catch(() => undefined)
  await answersAgain(running.urls.schedule)
  expect(running.children.get('schedule')?.pid()).not.toBe(before)
  expect(said.join('\n')).toContain('Процесс schedule остановился: код 7; запуск через 1 с')
  expect(readRunFile(data)?.processes['schedule']?.pid).toBe(running.children.get('schedule')?.pid())
})

test('a process killed for good stays dead until it is restarted', async () => {
  await running.kill('gradebook', { revive: false })
  await expect(fetch(running.urls.gradebook)).rejects.toThrow()
  await running.restart('gradebook')
  expect((await fetch(running.urls.gradebook)).status).toBe(200)
})

test('a taken port is told in one line, with the variable that moves it, before anything starts', async () => {
  const squatter = createServer().listen(0, '127.0.0.1')
  await once(squatter, 'listening')
  const address = squatter.address()
  const taken = address !== null && typeof address === 'object' ? address.port : 0
  const other = await mkdtemp(join(tmpdir(), 'zhurnal-installation-'))
  const ports = { roster: taken, schedule: 1, gradebook: 1, reporting: 1, worker: 1, gateway: 1, web: 1 }
  await expect(startInstallation({ ...options(), data: other, ports })).rejects.toThrow(
    new RegExp(`^Порт ${taken} занят.*ROSTER_PORT\\.$`),
  )
  expect(existsSync(join(other, 'logs', 'roster.log'))).toBe(false)
  expect(existsSync(join(other, 'launcher.lock'))).toBe(false)
  squatter.close()
  await rm(other, { recursive: true })
})

test('data of a newer program is refused in one line and not touched', async () => {
  const other = await mkdtemp(join(tmpdir(), 'zhurnal-installation-'))
  await writeFile(join(other, 'version'), '99\n')
  await expect(startInstallation({ ...options(), data: other })).rejects.toThrow(
    'более новым выпуском программы',
  )
  expect(await readFile(join(other, 'version'), 'utf8')).toBe('99\n')
  await rm(other, { recursive: true })
})

test('a process that cannot start stops the start, says its last word and leaves nothing running', async () => {
  const other = await mkdtemp(join(tmpdir(), 'zhurnal-installation-'))
  const broken = join(other, 'broken.mjs')
  await writeFile(broken, `console.error('environment: QUEUE_DATABASE_URL: Required'); process.exit(1)`)
  const command: InstallationOptions['command'] = (name) => [name === 'gradebook' ? broken : standIn]
  await expect(startInstallation({ ...options(), data: other, command })).rejects.toThrow(
    /^Не запускается служба gradebook.*QUEUE_DATABASE_URL: Required/,
  )
  expect(existsSync(join(other, 'run.json'))).toBe(false)
  await rm(other, { recursive: true })
}, 30_000)

test('after a launcher was killed the next one ends what it left, and starts', async () => {
  const other = await mkdtemp(join(tmpdir(), 'zhurnal-installation-'))
  const launcher = join(rootFolder, 'infra/testing/stand-ins/launcher.mjs')
  const killed = spawn(process.execPath, [launcher, other, server.adminUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(killed.stdout, 'data')
  const left = Object.values(readRunFile(other)?.processes ?? {}).map(({ pid }) => pid)
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  const next = await startInstallation({ ...options(), data: other, web: false })
  expect(left).toHaveLength(6)
  expect(left.filter(isAlive)).toEqual([])
  expect((await fetch(next.urls.gateway)).status).toBe(200)
  await next.stop()
  expect(existsSync(join(other, 'launcher.lock'))).toBe(false)
  await rm(other, { recursive: true })
})

async function answersAgain(url: string): Promise<void> {
  for (;;) {
    const answered = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    )
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
