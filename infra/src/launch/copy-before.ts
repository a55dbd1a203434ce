// Before a new program changes the tables of an old one, a copy of the database is kept: who has to go back to the
// program of yesterday puts it in the place of the changed one.
import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, renameSync, rmSync, statfsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { Complaint } from '../complaint.js'
import { readRecord } from '../postgres/cluster.js'
import type { DatabaseVariables } from './databases.js'
import type { DatabaseServer } from './database-server.js'
import { rootFolder, serviceNames, type ServiceName } from './plan.js'

type Migrated = { readonly migrations: readonly (new () => { name?: string })[] }

/** Changes that the services of this program will make to databases which an earlier one has used. */
export async function changesToCome(variables: DatabaseVariables): Promise<string[]> {
  const found: string[] = []
  for (const name of serviceNames) found.push(...(await changesOf(name, variables)))
  return found
}

async function changesOf(name: ServiceName, variables: DatabaseVariables): Promise<string[]> {
  const done = await namesIn(variables[`${name.toUpperCase()}_OWNER_DATABASE_URL`] ?? '')
  const program = join(rootFolder, `services/${name}/dist/src/migrations/index.js`)
  // A database where nothing was ever made has nothing to keep.
  if (done.size === 0 || !existsSync(program)) return []
  const { migrations } = (await import(pathToFileURL(program).href)) as Migrated
  return migrations
    .map((Migration) => new Migration().name ?? '')
    .filter((one) => !done.has(one))
    .map((one) => `${name}: ${one}`)
}

async function namesIn(url: string): Promise<ReadonlySet<string>> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const there = await client.query<{ yes: boolean }>(`select to_regclass('migration') is not null as yes`)
    if (!there.rows[0]?.yes) return new Set()
    const { rows } = await client.query<{ name: string }>('select name from migration')
    return new Set(rows.map((row) => row.name))
  } finally {
    await client.end()
  }
}

/**
 * Keeps a copy of the embedded server's data when its tables are about to change, and says where in one line. The
 * server is stopped for it. A server that is not ours is copied by whoever keeps it.
 * Throws Complaint, with nothing changed, when there is no room for the copy.
 */
export async function keepCopyBeforeChanges(about: {
  readonly data: string
  readonly embedded: boolean
  readonly databases: DatabaseServer
  readonly now: Date
  readonly say: (line: string) => void
}): Promise<void> {
  const { data, databases, say } = about
  const changes = await changesToCome(databases.variables)
  if (changes.length === 0) return
  if (!about.embedded) {
    say(`Таблицы обновляются (изменений: ${changes.length}). База не наша: её копию хранит её администратор.`)
    return
  }
  const { folder } = readRecord(data)
  await databases.stop()
  const copy = copyOf(folder, about.now, freeBytes(dirname(folder)))
  say(
    `Таблицы обновляются (изменений: ${changes.length}). Прежняя база цела: ${copy.folder}, ${inMegabytes(copy.bytes)}.`,
  )
  await databases.start()
}

/** Copies `folder` beside itself. Throws Complaint when `free` (bytes) is too little for it and what is done next. */
export function copyOf(folder: string, now: Date, free: number): { folder: string; bytes: number } {
  const bytes = bytesIn(folder)
  // The changed tables are written anew beside the old ones: as much again in the worst case.
  if (free < bytes * 2) {
    throw new Complaint(
      `Перед обновлением таблиц снимается копия базы: нужно ${inMegabytes(bytes * 2)}, свободно ` +
        `${inMegabytes(free)} (${folder}). Освободите место и запустите снова. Данные не тронуты.`,
    )
  }
  const target = `${folder}.before-${now.toISOString().slice(0, 19).replaceAll(':', '')}`
  const half = `${target}.half`
  rmSync(half, { recursive: true, force: true })
  // cp keeps owners and times, which PostgreSQL's account needs to read it; Node's own copying does not.
  const run = spawnSync('cp', ['-a', folder, half], { encoding: 'utf8' })
  if (run.status !== 0) {
    rmSync(half, { recursive: true, force: true })
    throw new Complaint(
      `Копию базы ${folder} снять не удалось: ${run.error?.message ?? run.stderr.trim()}. Данные не тронуты.`,
    )
  }
  renameSync(half, target)
  return { folder: target, bytes }
}

const inMegabytes = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} МБ`

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

function bytesIn(folder: string): number {
  let sum = 0
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) sum += lstatSync(join(entry.parentPath, entry.name)).size
  return sum
}
