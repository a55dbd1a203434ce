// Files as they were brought in: they hold names of children, and stay no longer than they are needed.
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'

/** Days that the file of an import which nobody applies is kept. */
export const daysKept = 7

export class TooLargeError extends Error {}

export class RawFiles {
  constructor(private readonly folder: string) {}

  path(importId: string): string {
    return join(this.folder, importId)
  }

  /** Throws TooLargeError as soon as more than `mostBytes` have come; nothing is left then. */
  async keep(importId: string, bytes: AsyncIterable<Buffer>, mostBytes: number) {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    const fresh = `${this.path(importId)}.part`
    const hash = createHash('sha256')
    let size = 0
    const counted = new Transform({
      transform(chunk: Buffer, _, done) {
        size += chunk.length
        hash.update(chunk)
        done(size > mostBytes ? new TooLargeError() : null, chunk)
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
