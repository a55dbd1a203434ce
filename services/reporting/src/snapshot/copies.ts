/** Copies of a bag in stores: each is read back after writing, and a broken one is mended from a good one. */
import { createReadStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { inTemporaryFolder, writeWhole, type WrittenBag } from './bag.js'
import { type BagCheck, type BagFault, checkBag } from './check.js'
import { hashFile, listFiles } from './folder.js'

/** The bag to copy from, or to mend by, does not hold itself. `faults` say where. */
export class BrokenBagError extends Error {
  constructor(readonly faults: BagFault[]) {
    super(`снимок повреждён: ${faults.map((fault) => fault.file).join(', ')}`)
  }
}

/** The two folders are not copies of one snapshot. */
export class DifferentBagError extends Error {}

/**
 * Copies a bag and reads the copy back from disk before it gets its name. `to` must not exist yet.
 * Throws BrokenBagError when what was read back is not whole; then nothing is left at `to`.
 */
export async function copyBag(from: string, to: string): Promise<WrittenBag> {
  return inTemporaryFolder(to, async (folder) => {
    const { files } = await listFiles(from)
    for (const path of files) await writeWhole(join(folder, path), createReadStream(join(from, path)))
    const check = await checkBag(folder)
    if (!check.whole || !check.sha256) throw new BrokenBagError(check.faults)
    return { sha256: check.sha256, bytes: check.bytes, files: check.files }
  })
}

export interface Mended {
  /** files that were taken anew from the good copy */
  mended: string[]
  /** files that do not belong to the snapshot; they now lie in `<folder>.strays` */
  setAside: string[]
  check: BagCheck
}

/**
 * Mends a broken copy from a good one. Throws BrokenBagError when the good one is not good, DifferentBagError when the
 * broken one bears a valid signature of another snapshot: then nothing is touched.
 */
export async function mendBag(broken: string, good: string): Promise<Mended> {
  const source = await checkBag(good)
  if (!source.whole) throw new BrokenBagError(source.faults)
  const before = await checkBag(broken)
  if (before.signature && before.sha256 !== source.sha256) {
    throw new DifferentBagError('это копии разных снимков')
  }
  const mended: string[] = []
  const setAside: string[] = []
  const belongs = new Set((await listFiles(good)).files)
  const found = await listFiles(broken)
  for (const path of [...found.files, ...found.strange]) {
    if (belongs.has(path) && !found.strange.includes(path)) continue
    await setAsideStray(broken, path)
    setAside.push(path)
  }
  for (const path of belongs) {
    if (await isSame(join(broken, path), join(good, path))) continue
    await replaceFile(join(broken, path), join(good, path))
    mended.push(path)
  }
  return { mended, setAside, check: await checkBag(broken) }
}

/** Compared with the good copy's bytes, not with the broken one's lists: these may be what is broken. */
async function isSame(path: string, goodPath: string): Promise<boolean> {
  const hash = await hashFile(path).catch(() => undefined)
  return hash !== undefined && hash.sha256 === (await hashFile(goodPath)).sha256
}

async function replaceFile(path: string, goodPath: string): Promise<void> {
  const fresh = `${path}.mending`
  await rm(fresh, { force: true })
  await writeWhole(fresh, createReadStream(goodPath))
  await rename(fresh, path)
}

/** Kept, not deleted: how a file came into an archive is a question that somebody will ask. */
async function setAsideStray(folder: string, path: string): Promise<void> {
  const target = join(`${folder}.strays`, path)
  await mkdir(dirname(target), { recursive: true })
  await rename(join(folder, path), target)
}
