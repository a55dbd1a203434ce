// One launcher for one data folder. The lock is a file with the number of the launcher's process and its birth:
// after a crash the number may belong to another process, and then the lock is nobody's.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Complaint } from '../complaint.js'
import { birthOf, isAlive } from '../processes.js'
import { systemCode } from '../system-error.js'

type Holder = { readonly pid: number; readonly birth: string }

/** Takes the lock of `data`; the result gives it back. Throws Complaint when a living launcher holds it. */
export function lockData(data: string): () => void {
  const file = join(data, 'launcher.lock')
  const mine = `${file}.${process.pid}`
  const text = JSON.stringify({ pid: process.pid, birth: birthOf(process.pid) } satisfies Holder)
  // Not a secret: who runs it under another account shall be told by whom the folder is held.
  writeFileSync(mine, text, { mode: 0o644 })
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      // A link is made whole or not at all: two that start at once cannot both get it.
      if (tryLink(mine, file)) return () => release(file, text)
      const found = readHolder(file)
      if (found && holds(found.holder)) {
        throw new Complaint(
          `Журнал с данными ${data} уже работает (процесс ${found.holder.pid}): остановите его или задайте другую ZHURNAL_DATA.`,
        )
      }
      if (found) removeStale(file, found.text)
    }
  } finally {
    rmSync(mine, { force: true })
  }
  throw new Complaint(`Папку ${data} занимает другой запуск: попробуйте ещё раз.`)
}

const holds = ({ pid, birth }: Holder): boolean => isAlive(pid) && (birth === '' || birth === birthOf(pid))

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw error
  }
}

function readHolder(file: string): { text: string; holder: Holder } | undefined {
  try {
    const text = readFileSync(file, 'utf8')
    const parsed = JSON.parse(text) as Partial<Holder>
    return { text, holder: { pid: parsed.pid ?? 0, birth: parsed.birth ?? '' } }
  } catch {
    return undefined
  }
}

// Taken aside before it is removed: what comes away may be the fresh lock of somebody who was quicker.
function removeStale(file: string, text: string): void {
  const aside = `${file}.stale.${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  if (readFileSync(aside, 'utf8') !== text) tryLink(aside, file)
  rmSync(aside, { force: true })
}

function release(file: string, text: string): void {
  if (readHolder(file)?.text === text) rmSync(file, { force: true })
}
