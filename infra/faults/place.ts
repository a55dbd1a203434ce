// The installation that is broken: real processes on free ports, in a folder of its own, durable as in a school.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { startInstallation, type Installation } from '../src/launch/installation.js'
import type { ServiceName } from '../src/launch/plan.js'
import { freePort } from '../src/ports.js'
import { readRecord } from '../src/postgres/cluster.js'
import { fillSchool, type School } from './school.js'

export type Place = {
  readonly folder: string
  readonly installation: Installation
  readonly school: School
  /** Rows of a service's database, read or changed past all its rules, by its system role. */
  sql<T extends pg.QueryResultRow>(
    service: ServiceName | 'queue',
    text: string,
    values?: unknown[],
  ): Promise<T[]>
  /** An internal door of a service. */
  internal<T>(service: ServiceName, path: string, body?: object): Promise<T>
  /** SIGKILL to the database server; the launcher starts it again. */
  killDatabase(): void
  /** Makes each write to the second store take so long. */
  setSlowStore(eachMs: number): void
  /** Sets the clocks of all our processes wrong by so many hours. */
  setClock(hours: number): void
  /** Waits until all services, the worker and the queue answer. */
  ready(): Promise<void>
  stop(): Promise<void>
}

export async function startPlace(passedOn: Readonly<Record<string, string>> = {}): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'zhurnal-faults-'))
  let installation: Installation | undefined
  try {
    // PostgreSQL's own account passes through it.
    await chmod(folder, 0o711)
    installation = await install(folder, passedOn)
    return placeOf(folder, installation, await fillSchool(installation, folder))
  } catch (error) {
    await installation?.stop()
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

function install(folder: string, passedOn: Readonly<Record<string, string>>): Promise<Installation> {
  writeFileSync(join(folder, 'clock'), '0')
  const preload = fileURLToPath(new URL('preload.mjs', import.meta.url))
  return startInstallation({
    data: join(folder, 'data'),
    ports: 'free',
    demo: false,
    fill: false,
    web: false,
    quiet: true,
    passedOn: {
      NODE_OPTIONS: `--import ${preload}`,
      FAULTS_CLOCK_FILE: join(folder, 'clock'),
      FAULTS_SLOW_FOLDER: join(folder, 'store-b'),
      ...passedOn,
    },
  })
}

function placeOf(folder: string, installation: Installation, school: School): Place {
  return {
    folder,
    installation,
    school,
    sql: (service, text, values) => query(urlOf(installation, service), text, values),
    internal: (service, path, body) => internal(installation, service, path, body),
    killDatabase: () => killPostmaster(installation.data),
    setSlowStore: (eachMs) => writeFileSync(join(folder, 'store-b.slow'), String(eachMs)),
    setClock: (hours) => writeFileSync(join(folder, 'clock'), String(hours * 3_600_000)),
    ready: () => waitFor('the installation to be ready', async () => isReady(installation), 90_000),
    stop: async () => {
      await installation.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const urlOf = ({ env }: Installation, service: ServiceName | 'queue'): string =>
  String(env[service === 'queue' ? 'QUEUE_DATABASE_URL' : `${service.toUpperCase()}_SYSTEM_DATABASE_URL`])

/** For databases that may be coming back just now: asked again until they answer. */
async function query<T extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<T[]> {
  for (let attempt = 0; ; attempt += 1) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return (await client.query<T>(text, values)).rows
    } catch (error) {
      if (attempt >= 40 || (error instanceof pg.DatabaseError && !error.code?.startsWith('57P'))) throw error
      await sleep(250)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}

async function internal<T>(
  { urls, env }: Installation,
  service: ServiceName,
  path: string,
  body?: object,
): Promise<T> {
  const answer = await fetch(`${urls[service]}/internal/${path}`, {
    headers: { authorization: `Bearer ${String(env['INTERNAL_TOKEN'])}`, 'content-type': 'application/json' },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  })
  if (!answer.ok) throw new Error(`${service} ${path}: ${answer.status}`)
  return (await answer.json()) as T
}

function killPostmaster(data: string): void {
  const { folder } = readRecord(data)
  const pid = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0])
  if (!Number.isInteger(pid) || pid < 2) throw new Error('the database server left no number')
  process.kill(pid, 'SIGKILL')
}

async function isReady({ urls }: Installation): Promise<boolean> {
  return fetch(`${urls.gateway}/readyz`, { signal: AbortSignal.timeout(5000) }).then(
    (answer) => answer.ok,
    () => false,
  )
}

/** Looks again until `holds`; throws, naming what was waited for, when it does not come. */
export async function waitFor(
  what: string,
  holds: () => Promise<boolean>,
  deadlineMs = 60_000,
): Promise<void> {
  for (const end = Date.now() + deadlineMs; ; await sleep(100)) {
    if (await holds().catch(() => false)) return
    if (Date.now() > end) throw new Error(`waited ${deadlineMs / 1000} s for ${what}`)
  }
}

/** A Redis of the suite's own that keeps nothing; undefined where there is no redis-server. */
export class Redis {
  private process: ChildProcess | undefined
  private constructor(readonly port: number) {}

  static async start(): Promise<Redis | undefined> {
    const redis = new Redis(await freePort())
    return (await redis.start()) ? redis : undefined
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  async start(): Promise<boolean> {
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
    const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'], cwd: tmpdir() })
    this.process = child
    return new Promise((resolve) => {
      child.once('error', () => resolve(false))
      child.once('exit', () => resolve(false))
      child.stdout.on('data', (text: Buffer) => {
        if (text.toString().includes('Ready to accept connections')) resolve(true)
      })
    })
  }

  /** As when its machine loses power: what it held is gone. */
  async kill(): Promise<void> {
    const child = this.process
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
}
