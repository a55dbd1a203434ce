// Files as they were brought in: they hold names of children, and stay no longer than they are needed.
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'

/** Days that the file of an import which nobody applies is kept. */
export const daysKept = 7

const patienceBytes = 100 * 1024 * 1024

export class TooLargeError extends Error {}

export class RawFiles {
  constructor(private readonly folder: string) {}

  path(importId: string): string {
    return join(this.folder, importId)
  }

  /**
   * Throws TooLargeError when more than `mostBytes` come; nothing is left then. What is too much is read to its end and
   * thrown away: a proxy that is cut off while it sends has no answer to pass on (502). Past `patienceBytes` it is cut off.
   */
  async keep(importId: string, bytes: AsyncIterable<Buffer>, mostBytes: number) {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    const fresh = `${this.path(importId)}.part`
    const hash = createHash('sha256')
    let size = 0
    const counted = new Transform({
      transform(chunk: Buffer, _, done) {
        size += chunk.length
        if (size > mostBytes + patienceBytes) return done(new TooLargeError())
        if (size > mostBytes) return done()
        hash.update(chunk)
        done(null, chunk)
      },
      flush(done) {
        done(size > mostBytes ? new TooLargeError() : null)
      },
    })
    try {
      await pipeline(bytes, counted, createWriteStream(fresh, { mode: 0o600 }))
    } catch (error) {
      await rm(fresh, { force: true })
      throw error
    }
    await rename(fresh, this.path(importId))
    return { bytes: size, sha256: hash.digest('hex') }
  }

  async delete(importId: string): Promise<void> {
    await Promise.all(
      [this.path(importId), `${this.path(importId)}.part`].map((path) => rm(path, { force: true })),
    )
  }
}
