// The embedded PostgreSQL: real PostgreSQL 17 from npm, started as a child and stopped with us. Used by the
// launcher when no DATABASE_URL is given, and by the tests.
import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, readFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { Complaint } from './complaint.js'
import { openFreshLog } from './launch/log-file.js'
import { freePort, whyNotListen } from './ports.js'
import { accountFor, type Account } from './postgres/account.js'
import { binariesFor, type Binaries } from './postgres/binaries.js'
import { checkCluster, makeCluster, readRecord, writeRecord } from './postgres/cluster.js'
import { clearOrphan } from './postgres/orphan.js'
import { keepSecret } from './secrets.js'

export type PostgresOptions = {
  /** The data folder (absolute): the cluster goes to `<data>/postgres`, the log to `<data>/logs/postgres.log`. */
  readonly data: string
  /** Exactly this port; without it the one of the last time, or a free one when that is taken. */
  readonly port?: number
  /** For tests: nothing is flushed to the disk, a crash of the machine loses the data. */
  readonly fast?: boolean
}

export type EmbeddedPostgres = {
  /** Superuser's address of database `postgres`. */
  readonly adminUrl: string
  readonly port: number
  /** Where the cluster is: outside `data` when that is closed to the account PostgreSQL runs as. */
  readonly folder: string
  readonly pid: number
  /** Resolves when the server has ended, for whatever reason. */
  readonly ended: Promise<void>
  /** Ends sessions, writes a checkpoint and waits for the end. Repeating it is fine. */
  stop(): Promise<void>
}

// Crash recovery of a large cluster takes long; as long as the process lives it is making headway.
const startDeadlineMs = 300_000
const stopDeadlineMs = 30_000

/**
 * Starts PostgreSQL on the cluster of `data`, making the cluster when there is none. Listens on loopback only.
 * The caller sees to it that no other launcher uses this data folder.
 * Throws Complaint for what the person at the terminal can mend.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const { data, fast = false } = options
  const remembered = readRecord(data)
  const account = accountFor(remembered.folder)
  const binaries = binariesFor(account)
  const password = keepSecret(data, 'postgres', () => randomBytes(24).toString('base64url'))
  const folder = checkCluster(remembered.folder, binaries)
    ? remembered.folder
    : makeCluster({ data, binaries, account, password, fast })
  await clearOrphan(folder)
  const server = { data, folder, binaries, account, password, fast }
  // Between our look at a port and the server's own there is room for somebody else: then another port it is.
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await choosePort(attempt === 1 ? remembered.port : undefined))
    writeRecord(data, { folder, port })
    const started = await launch(server, port)
    if (started) return started
    if (options.port !== undefined || attempt === 3) {
      throw new Complaint(`Порт ${port} для PostgreSQL занят: освободите его и запустите снова.`)
    }
  }
}

async function choosePort(wanted: number | undefined): Promise<number> {
  return wanted !== undefined && !(await whyNotListen(wanted)) ? wanted : freePort()
}

type Server = {
  readonly data: string
  readonly folder: string
  readonly binaries: Binaries
  readonly account: Account
  readonly password: string
  readonly fast: boolean
}

/** Resolves to undefined when the port turned out to be taken. */
async function launch(server: Server, port: number): Promise<EmbeddedPostgres | undefined> {
  const logFile = join(server.data, 'logs', 'postgres.log')
  const log = openFreshLog(logFile)
  const child = spawn(
    server.binaries.postgres,
    ['-D', server.folder, '-p', String(port), ...settings(server.fast)],
    {
      ...server.account,
      cwd: server.folder,
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', log, log],
      // A session of its own: Ctrl-C at the terminal must not reach it before the services have stopped.
      detached: true,
    },
  )
  closeSync(log)
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  const adminUrl = `postgres://postgres:${server.password}@127.0.0.1:${port}/postgres`
  if (!(await answers(child, ended, adminUrl))) {
    const said = readFileSync(logFile, 'utf8')
    if (said.includes('could not bind')) return undefined
    throw new Complaint(`PostgreSQL не запустился: ${lastFatal(said)} (подробно в ${logFile})`)
  }
  return { adminUrl, port, folder: server.folder, pid: child.pid ?? 0, ended, stop: () => stop(child, ended) }
}

function settings(fast: boolean): string[] {
  const common = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '300',
    timezone: 'UTC',
    log_timezone: 'UTC',
  }
  const careless = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_wal_size: '2GB' }
  return Object.entries({ ...common, ...(fast ? careless : {}) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
}

/** Waits until the server takes a connection; false when it ended instead. */
async function answers(child: ChildProcess, ended: Promise<void>, adminUrl: string): Promise<boolean> {
  let over = false
  void ended.then(() => (over = true))
  const deadline = Date.now() + startDeadlineMs
  while (!over && Date.now() < deadline) {
    const outcome = await Promise.race([tryConnect(adminUrl), ended.then(() => 'not yet' as const)])
    // If our port was taken, it is another server that answered, and ours is just ending.
    await Promise.race([ended, sleep(outcome === 'wrong password' ? 2_000 : 30)])
    if (over) return false
    if (outcome === 'yes') return true
    if (outcome === 'wrong password') {
      await stop(child, ended)
      throw new Complaint(
        'Пароль из папки secrets не подходит к базе данных: папка данных собрана из разных частей.',
      )
    }
  }
  return false
}

async function tryConnect(adminUrl: string): Promise<'yes' | 'not yet' | 'wrong password'> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return 'yes'
  } catch (error) {
    return error instanceof pg.DatabaseError && error.code === '28P01' ? 'wrong password' : 'not yet'
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  // SIGINT is PostgreSQL's "fast" stop: sessions are ended, data is flushed. SIGQUIT leaves recovery to the next start.
  child.kill('SIGINT')
  const late = setTimeout(() => child.kill('SIGQUIT'), stopDeadlineMs)
  await ended
  clearTimeout(late)
}

function lastFatal(said: string): string {
  const lines = said.split('\n').filter((line) => /FATAL|PANIC|error/i.test(line))
  return lines.at(-1)?.trim() ?? (said.trim().split('\n').at(-1) || 'причина неизвестна')
}
