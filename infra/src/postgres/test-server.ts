// Data folders of test runs, in the system's temporary folder: `zhurnal-test-<number of the process>-<random>`.
import { readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { isAlive } from '../processes.js'
import { openPlace } from './binaries.js'
import { readRecord } from './cluster.js'
import { clearOrphan } from './orphan.js'

export const testFolderPrefix = 'zhurnal-test-'

/** Stops and removes the servers of test runs whose process is gone. */
export async function sweepTestServers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = new RegExp(`^${testFolderPrefix}(\\d+)-`).exec(name)?.[1]
    if (pid === undefined || isAlive(Number(pid))) continue
    const data = join(tmpdir(), name)
    try {
      const { folder } = readRecord(data)
      await clearOrphan(folder)
      await removeTestServer(data, folder)
    } catch {
      // Somebody else's leftovers, or ones that another run is removing right now: not a reason to stop a test.
    }
  }
}

/** Removes a test run's data folder, and its cluster where that had to stand elsewhere. */
export async function removeTestServer(data: string, folder: string): Promise<void> {
  if (folder.startsWith(`${openPlace}/`)) await rm(dirname(folder), { recursive: true, force: true })
  await rm(data, { recursive: true, force: true })
}
