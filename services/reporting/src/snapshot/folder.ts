/** Reading a bag's folder from disk: every file in it, each hashed in one pass without being held in memory. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Digests } from './manifest.js'

export interface HashedFile extends Digests {
  bytes: number
}

/** Paths of all files under the folder, `/` between steps, sorted. What is not a plain file or folder is in `strange`. */
export async function listFiles(folder: string): Promise<{ files: string[]; strange: string[] }> {
  const files: string[] = []
  const strange: string[] = []
  const open = ['']
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of await readdir(join(folder, at), { withFileTypes: true })) {
      const path = at === '' ? entry.name : `${at}/${entry.name}`
      if (entry.isDirectory()) open.push(path)
      else if (entry.isFile()) files.push(path)
      // A link could lead out of the bag, and be led elsewhere after the check.
      else strange.push(path)
    }
  }
  return { files: files.sort(), strange: strange.sort() }
}

/** Both hashes of a file in one reading. */
export async function hashFile(path: string): Promise<HashedFile> {
  const sha256 = createHash('sha256')
  const sha512 = createHash('sha512')
  let bytes = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    sha256.update(chunk)
    sha512.update(chunk)
    bytes += chunk.length
  }
  return { sha256: sha256.digest('hex'), sha512: sha512.digest('hex'), bytes }
}
