// The folder of the embedded server's data: where it is, made when it is not, checked before it is opened.
import { spawnSync } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { Complaint } from '../complaint.js'
import { canReach, type Account } from './account.js'
import { makeOpen, openPlace, type Binaries } from './binaries.js'

/** Kept in `<data>/postgres.json`: where the cluster is, and the port that it had last time. */
export type ClusterRecord = { readonly folder: string; readonly port: number | undefined }

const recordFile = (data: string) => join(data, 'postgres.json')

/** What `<data>` remembers of its cluster; a new one stands in `<data>/postgres` until it turns out unreachable. */
export function readRecord(data: string): ClusterRecord {
  if (!existsSync(recordFile(data))) return { folder: join(data, 'postgres'), port: undefined }
  const record = JSON.parse(readFileSync(recordFile(data), 'utf8')) as { folder?: string; port?: number }
  const folder = record.folder ?? join(data, 'postgres')
  if (!existsSync(folder)) {
    throw new Complaint(
      `Папки базы данных ${folder}, записанной в ${recordFile(data)}, нет: верните её или, если данные не нужны, ` +
        `удалите ${data}.`,
    )
  }
  return { folder, port: record.port }
}

/** Remembers the cluster. A folder inside `data` is not named: the whole of `data` may be moved elsewhere. */
export function writeRecord(data: string, record: ClusterRecord): void {
  const inside = record.folder === join(data, 'postgres')
  const kept = inside ? { port: record.port } : record
  writeFileSync(recordFile(data), `${JSON.stringify(kept)}\n`, { mode: 0o600 })
}

/**
 * Checks that `folder` is a cluster which these binaries can open; false when there is none yet.
 * Throws Complaint, and touches nothing, when it was made by another major version or is something else.
 */
export function checkCluster(folder: string, binaries: Binaries): boolean {
  if (!existsSync(folder)) return false
  const marker = join(folder, 'PG_VERSION')
  if (!existsSync(marker)) {
    if (readdirSync(folder).length === 0) return false
    throw new Complaint(`Папка ${folder} не похожа на базу данных PostgreSQL: уберите её и запустите снова.`)
  }
  const found = readFileSync(marker, 'utf8').trim()
  const ours = binaries.version.split('.')[0] ?? ''
  if (found !== ours) {
    throw new Complaint(
      `Данные в ${folder} записаны PostgreSQL ${found}, а в этой программе PostgreSQL ${ours}: запустите прежний ` +
        'выпуск программы и перенесите данные (pg_dump). Данные не тронуты.',
    )
  }
  return true
}

/** How a new cluster is made: `fast` leaves out what only protects data that is meant to last. */
export type NewCluster = {
  readonly data: string
  readonly binaries: Binaries
  readonly account: Account
  readonly password: string
  readonly fast: boolean
}

/** Makes a cluster (superuser `postgres`) and returns its folder: `<data>/postgres` when it can be reached there. */
export function makeCluster(options: NewCluster): string {
  const { data, account } = options
  mkdirSync(data, { recursive: true })
  const place = canReach(account, data) ? data : placeElsewhere(account, data)
  const folder = join(place, 'postgres')
  // Made aside and renamed, so that a start that is cut short leaves nothing that looks like a cluster.
  const half = `${folder}.new`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { mode: 0o700 })
  const passwordFile = join(half, 'password')
  writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 })
  if (account) for (const path of [half, passwordFile]) chownSync(path, account.uid, account.gid)
  initialise(options, join(half, 'cluster'), passwordFile)
  rmSync(folder, { recursive: true, force: true })
  renameSync(join(half, 'cluster'), folder)
  rmSync(half, { recursive: true, force: true })
  return folder
}

function initialise(options: NewCluster, folder: string, passwordFile: string): void {
  const common = [
    `--pgdata=${folder}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--lc-messages=C',
    options.fast ? '--no-sync' : '--data-checksums',
  ]
  let said = ''
  // LC_CTYPE must know Cyrillic letters, or pg_trgm finds none in a name; not every system has the first of these.
  for (const locale of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    const run = spawnSync(options.binaries.initdb, [...common, `--locale=${locale}`], {
      ...options.account,
      cwd: dirname(folder),
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
      encoding: 'utf8',
    })
    if (run.status === 0) return
    said = run.error?.message ?? run.stderr
    rmSync(folder, { recursive: true, force: true })
  }
  throw new Complaint(`Создать базу данных в ${folder} не удалось: ${said.trim().split('\n').join(' ')}`)
}

// The data folder is closed to PostgreSQL's account (a clone in root's home): the cluster stands elsewhere, under
// a name of its own, and `<data>/postgres.json` says where.
function placeElsewhere(account: Account, data: string): string {
  const place = join(openPlace, randomBytes(6).toString('hex'))
  try {
    makeOpen(openPlace)
    makeOpen(place)
  } catch (error) {
    throw new Complaint(
      `Папка ${data} закрыта для PostgreSQL, а в ${openPlace} писать нельзя: ${String(error)}`,
    )
  }
  if (!canReach(account, place)) {
    throw new Complaint(
      `Папки ${data} и ${openPlace} закрыты для PostgreSQL: задайте ZHURNAL_DATA в открытой папке.`,
    )
  }
  return place
}
