// What runs now, for programs that join a running installation (`npm run replay`) and for the launcher that
// comes after a crash: `<data>/run.json`, readable by its owner alone, there only while it runs.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Complaint } from '../complaint.js'
import { birthOf, isAlive } from '../processes.js'
import { systemCode } from '../system-error.js'
import type { Addresses } from './environment.js'

export type RunFile = {
  readonly urls: Addresses
  readonly internalToken: string
  /** Processes by name, with the system's word for their birth: a number alone may be somebody else's by now. */
  readonly processes: Readonly<Record<string, { readonly pid: number; readonly birth: string }>>
}

const fileOf = (data: string) => join(data, 'run.json')

/** What runs on `data`, or undefined when nothing does. */
export function readRunFile(data: string): RunFile | undefined {
  const file = fileOf(data)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as RunFile) : undefined
}

/** Writes it whole: a reader never sees half a file. */
export function writeRunFile(
  data: string,
  run: Omit<RunFile, 'processes'>,
  pids: ReadonlyMap<string, number>,
): void {
  const processes = Object.fromEntries([...pids].map(([name, pid]) => [name, { pid, birth: birthOf(pid) }]))
  const half = `${fileOf(data)}.new`
  writeFileSync(half, JSON.stringify({ ...run, processes } satisfies RunFile), { mode: 0o600 })
  renameSync(half, fileOf(data))
}

export const removeRunFile = (data: string): void => rmSync(fileOf(data), { force: true })

/**
 * Ends the processes that a launcher left running when it was killed, so that their ports are free again.
 * Resolves to their names; throws Complaint when they are not ours to end. The caller holds the lock of the folder.
 */
export async function endLeftovers(data: string): Promise<readonly string[]> {
  const left = Object.entries(safelyRead(data)?.processes ?? {}).filter(
    ([, { pid, birth }]) => birth !== '' && isAlive(pid) && birthOf(pid) === birth,
  )
  const asked = left.filter(([, { pid }]) => signal(pid, 'SIGTERM'))
  const deadline = Date.now() + 10_000
  while (asked.some(([, { pid }]) => isAlive(pid)) && Date.now() < deadline) await sleep(50)
  // They lead groups of their own; what they started goes with them.
  for (const [, { pid }] of left) signal(-pid, 'SIGKILL')
  await sleep(left.length > 0 ? 50 : 0)
  const stubborn = left.filter(([, { pid }]) => isAlive(pid))
  if (stubborn.length > 0) {
    const list = stubborn.map(([name, { pid }]) => `${name} ${pid}`).join(', ')
    throw new Complaint(
      `Процессы прежнего запуска ещё работают (${list}), и завершить их нет прав: завершите их сами.`,
    )
  }
  removeRunFile(data)
  return left.map(([name]) => name)
}

function safelyRead(data: string): RunFile | undefined {
  try {
    return readRunFile(data)
  } catch (error) {
    if (systemCode(error) === 'EACCES') {
      throw new Complaint(`Файл ${fileOf(data)} принадлежит другому пользователю: запустите от его имени.`)
    }
    // Spoiled: then there is nothing that one could rely on.
    return undefined
  }
}

/** False when it is gone in the meantime, or not ours. */
function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}

/** Ends the processes of a running installation at once, without asking them. */
export function killRunning(data: string): void {
  for (const { pid, birth } of Object.values(safelyRead(data)?.processes ?? {})) {
    if (birthOf(pid) === birth) signal(-pid, 'SIGKILL')
  }
}
