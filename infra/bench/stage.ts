// The installation under test: real processes on free ports, durable as in a school, in a folder of its own.
import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassportSigner } from '@zhurnal/kit/passport'
import pg from 'pg'
import { startInstallation, type Installation } from '../src/launch/installation.js'
import type { ServiceName } from '../src/launch/plan.js'
import { readRecord } from '../src/postgres/cluster.js'
import { keepSecret } from '../src/secrets.js'

export type Operator = (
  service: 'roster' | 'schedule' | 'reporting',
  act: string,
  input: object,
) => Promise<void>

export type Stage = {
  readonly folder: string
  readonly installation: Installation
  /** Superuser's address of a service's database: past row-level security, as a floor and for bulk loads. */
  adminUrl(service: ServiceName): string
  /** Superuser's connections to a service's database. */
  admin(service: ServiceName): pg.Pool
  /** Number of the database server's first process. */
  postgresPid(): number
  /** An act of the installation itself in a school. Throws when it is refused. */
  operator(schoolId: string): Operator
  stop(): Promise<void>
}

/** `kept`: a data folder that outlives the run (made when it is not there); without it a temporary one that does not. */
export async function startStage(options: {
  readonly kept?: string
  readonly web: boolean
  readonly passedOn?: Readonly<Record<string, string>>
}): Promise<Stage> {
  const folder = options.kept ?? (await mkdtemp(join(tmpdir(), 'zhurnal-bench-')))
  // PostgreSQL's own account passes through it.
  if (!options.kept) await chmod(folder, 0o711)
  const tidy = async () => {
    if (!options.kept) await rm(folder, { recursive: true, force: true })
  }
  const data = join(folder, 'data')
  const installation = await startInstallation({
    data,
    ports: 'free',
    demo: false,
    fill: false,
    web: options.web,
    quiet: true,
    passedOn: options.passedOn ?? {},
  }).catch(async (error: unknown) => {
    await tidy()
    throw error
  })
  const password = keepSecret(data, 'postgres', () => {
    throw new Error('the server’s password is not where the launcher keeps it')
  })
  const pools = new Map<ServiceName, pg.Pool>()
  let stopped: Promise<void> | undefined
  const adminUrl = (service: ServiceName) =>
    `postgres://postgres:${password}@127.0.0.1:${readRecord(data).port}/zhurnal_${service}`
  return {
    folder,
    installation,
    adminUrl,
    admin: (service) => {
      const known = pools.get(service)
      if (known) return known
      const pool = new pg.Pool({ connectionString: adminUrl(service), max: 10 })
      pools.set(service, pool)
      return pool
    },
    postgresPid: () =>
      Number(readFileSync(join(readRecord(data).folder, 'postmaster.pid'), 'utf8').split('\n')[0]),
    operator: (schoolId) => operatorOf(installation, schoolId),
    // Once: an interrupted run is stopped by the signal and by its own end, and a pool ends only once.
    stop: () =>
      (stopped ??= (async () => {
        await Promise.all([...pools.values()].map((pool) => pool.end()))
        await installation.stop()
        await tidy()
      })()),
  }
}

function operatorOf({ urls, env }: Installation, schoolId: string): Operator {
  const signer = new PassportSigner(String(env['PASSPORT_PRIVATE_KEY']))
  const school = {
    id: schoolId,
    person: schoolId,
    name: 'Установка',
    roles: ['COORDINATOR'],
    classes: [],
    pupils: [],
  }
  const claims = {
    account: schoolId,
    username: null,
    session: null,
    mustChangePassword: false,
    operator: true,
  }
  return async (service, act, input) => {
    const type = `${act[0]?.toUpperCase()}${act.slice(1)}Input`
    const answer = await fetch(`${urls[service]}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await signer.sign({ ...claims, schools: [school] })}`,
      },
      body: JSON.stringify({
        query: `mutation($input: ${type}!) { ${act}(input: $input) { errors { code message } } }`,
        variables: { input },
      }),
    })
    const body = (await answer.json()) as { data?: Record<string, { errors: unknown[] }>; errors?: unknown }
    if (body.errors || body.data?.[act]?.errors.length) throw new Error(`${act}: ${JSON.stringify(body)}`)
  }
}

/** Waits until everything that a service has told is applied by those who listen. Throws after `seconds`. */
export async function settled(stage: Stage, service: 'roster' | 'schedule', seconds = 180): Promise<void> {
  const { urls, env } = stage.installation
  for (const end = Date.now() + seconds * 1000; ; await new Promise((done) => setTimeout(done, 100))) {
    const answer = await fetch(`${urls[service]}/internal/outbox`, {
      headers: { authorization: `Bearer ${String(env['INTERNAL_TOKEN'])}` },
    })
    const { open } = (await answer.json()) as { open: number }
    if (open === 0) return
    if (Date.now() > end) throw new Error(`${service}: ${open} events are still open`)
  }
}
