// PostgreSQL refuses to run as root. When we are root it runs as another account of the system, and everything
// it opens has to be within that account's reach.
import { execFileSync, spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { Complaint } from '../complaint.js'

/** Whom PostgreSQL runs as: undefined means "as ourselves" (we are not root, or there is no such thing here). */
export type Account = { readonly uid: number; readonly gid: number } | undefined

/**
 * The account for a cluster. An existing cluster keeps its owner, so that it opens the same way whether root or
 * that owner starts it; a new one gets `postgres`, which is made when the system has none.
 * Throws Complaint when the cluster belongs to somebody else and we are not root.
 */
export function accountFor(cluster: string): Account {
  const we = process.getuid?.()
  if (we === undefined) return undefined
  const owner = statSync(cluster, { throwIfNoEntry: false })
  if (we !== 0) {
    if (owner && owner.uid !== we) {
      throw new Complaint(
        `Папка базы данных ${cluster} принадлежит другому пользователю (uid ${owner.uid}): запустите от его имени.`,
      )
    }
    return undefined
  }
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : (lookUp('postgres') ?? makeAccount())
}

function makeAccount(): NonNullable<Account> {
  spawnSync('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    'postgres',
  ])
  const account = lookUp('postgres') ?? lookUp('nobody')
  if (!account) {
    throw new Complaint(
      'PostgreSQL не работает от имени root, а завести пользователя postgres не удалось: ' +
        'заведите его (useradd --system postgres) или запустите не от имени root.',
    )
  }
  return account
}

function lookUp(name: string): Account {
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }))
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return undefined
  }
}

/**
 * Whether `account` can go through folder `path`, or run it when it is a program. Asked of the system itself, as that account: parents,
 * access lists and mounts all have a say. When PostgreSQL runs as ourselves the answer is yes.
 */
export function canReach(account: Account, path: string): boolean {
  if (!account) return true
  const asked = spawnSync('/bin/sh', ['-c', 'test -x "$0"', path], { ...account, cwd: '/' })
  return asked.status === 0
}
