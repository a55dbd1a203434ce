// After a crash of the launcher or of the machine `postmaster.pid` stays behind: of a server that still runs with
// nobody to stop it, of a process that is gone, or of a number that now belongs to something else.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Complaint } from '../complaint.js'
import { commandOf, isAlive } from '../processes.js'

const stopDeadlineMs = 30_000

/**
 * Clears the way for a new server on `folder`: stops one that was left running, removes a stale `postmaster.pid`.
 * The caller holds the lock of the data folder, so nobody else can be using that server.
 */
export async function clearOrphan(folder: string): Promise<void> {
  const pid = runningServer(folder)
  if (pid !== undefined) {
    process.kill(pid, 'SIGINT')
    const deadline = Date.now() + stopDeadlineMs
    while (isAlive(pid)) {
      if (Date.now() > deadline) {
        throw new Complaint(
          `Прежний сервер PostgreSQL (процесс ${pid}) не останавливается: завершите его сами.`,
        )
      }
      await sleep(50)
    }
    return
  }
  // PostgreSQL would take a number that was given anew to another process of its account for a running server.
  rmSync(join(folder, 'postmaster.pid'), { force: true })
}

/** Ends the server on `folder` at once: its next start recovers, as after a crash of the machine. */
export function quitServer(folder: string): void {
  const pid = runningServer(folder)
  if (pid !== undefined) process.kill(pid, 'SIGQUIT')
}

function runningServer(folder: string): number | undefined {
  const file = join(folder, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  return Number.isInteger(pid) && pid > 1 && isAlive(pid) && commandOf(pid).includes(folder) ? pid : undefined
}
