/**
 * Writes a snapshot as a BagIt 1.0 folder (RFC 8493), signed. Files are streamed: memory does not grow with the school.
 * The folder appears under its name only when it is complete; until then it is a hidden folder beside it.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { HashedFile } from './folder.js'
import { ALGORITHMS, assertInside, type Digests, writeManifest } from './manifest.js'
import { englishReadme, russianReadme } from './readme.js'
import { signDetached, type Signer } from './signature.js'

export const SIGNED_FILE = 'tagmanifest-sha256.txt'
export const SIGNATURE_FILE = `${SIGNED_FILE}.p7s`
export const CERTIFICATE_FILE = 'data/keys/signer.pem'

const PORTION_BYTES = 256 * 1024

export interface BagEntry {
  /** inside the bag, beginning with `data/` */
  path: string
  content: Buffer | AsyncIterable<Uint8Array>
}

export interface BagInfo {
  /** the school, as it is called in documents */
  organization: string
  /** what the bag holds, in a line */
  title: string
  /** id of the snapshot */
  identifier: string
  /** when the snapshot was taken; the signature bears the same instant */
  takenAt: Date
}

export interface WrittenBag {
  /** SHA-256 of tagmanifest-sha256.txt, 64 hex digits: it stands for the whole bag */
  sha256: string
  /** of all files in the folder */
  bytes: number
  files: number
}

/** The entries cannot make a bag: a path outside of `data/`, twice the same path, a line break in the description. */
export class BagError extends Error {}

/**
 * Writes the bag. Beside the caller's entries it holds data/README.ru.txt, data/README.en.txt and the certificate.
 * Throws BagError, or what an entry's stream throws; then nothing is left on disk. The folder must not exist yet.
 */
export async function writeBag(bag: {
  folder: string
  entries: AsyncIterable<BagEntry> | Iterable<BagEntry>
  info: BagInfo
  signer: Signer
}): Promise<WrittenBag> {
  return inTemporaryFolder(bag.folder, async (folder) => {
    const payload = new Map<string, HashedFile>()
    const taken = new Set<string>()
    for (const entry of ownEntries(bag.info, bag.signer)) await addEntry(folder, payload, taken, entry)
    for await (const entry of bag.entries) await addEntry(folder, payload, taken, entry)
    const tags = new Map<string, HashedFile>()
    const tag = async (path: string, text: string) => {
      const file = await writeWhole(join(folder, path), Buffer.from(text))
      tags.set(path, file)
    }
    await tag('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n')
    await tag('bag-info.txt', bagInfoText(bag.info, payload))
    for (const algorithm of ALGORITHMS)
      await tag(`manifest-${algorithm}.txt`, writeManifest(payload, algorithm))
    const sealed = await seal(folder, tags, bag.info, bag.signer)
    const all = [...payload.values(), ...tags.values(), ...sealed.files]
    return { sha256: sealed.sha256, bytes: sum(all.map((file) => file.bytes)), files: all.length }
  })
}

/** Removes what a process that died left half written in `folder` of bags whose name ends in `ending`. */
export async function removeHalves(folder: string, ending: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.startsWith('.') && name.endsWith('.partial') && name.includes(`${ending}.`))
      await rm(join(folder, name), { recursive: true, force: true })
}

/** Runs `fill` on a hidden folder beside `target`, then gives it the target's name; on failure removes it. */
export async function inTemporaryFolder<T>(target: string, fill: (folder: string) => Promise<T>): Promise<T> {
  if (await exists(target)) throw new BagError(`папка «${basename(target)}» уже есть`)
  const folder = join(dirname(target), `.${basename(target)}.${randomUUID()}.partial`)
  await mkdir(dirname(target), { recursive: true })
  // Not recursive: on a read-only disk that would say that the folder above is not there.
  await mkdir(folder)
  try {
    const result = await fill(folder)
    await rename(folder, target)
    return result
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** Writes a stream and hashes it on the way; on disk for good (fsync) when it returns. */
export async function writeWhole(path: string, content: BagEntry['content']): Promise<HashedFile> {
  await mkdir(dirname(path), { recursive: true })
  const hashes = { sha256: createHash('sha256'), sha512: createHash('sha512') }
  let bytes = 0
  const file = await open(path, 'wx')
  try {
    for await (const chunk of inPortions(Buffer.isBuffer(content) ? [content] : content)) {
      hashes.sha256.update(chunk)
      hashes.sha512.update(chunk)
      bytes += chunk.length
      await file.writeFile(chunk)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { sha256: hashes.sha256.digest('hex'), sha512: hashes.sha512.digest('hex'), bytes }
}

/** Rows come one by one; a write to disk for each would take longer than making them. */
async function* inPortions(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = []
  let size = 0
  for await (const chunk of content) {
    held.push(chunk)
    size += chunk.length
    if (size < PORTION_BYTES) continue
    yield Buffer.concat(held)
    held = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(held)
}

function ownEntries(info: BagInfo, signer: Signer): BagEntry[] {
  return [
    { path: 'data/README.ru.txt', content: Buffer.from(russianReadme(info)) },
    { path: 'data/README.en.txt', content: Buffer.from(englishReadme(info)) },
    { path: CERTIFICATE_FILE, content: Buffer.from(signer.certificatePem) },
  ]
}

async function addEntry(
  folder: string,
  payload: Map<string, HashedFile>,
  taken: Set<string>,
  entry: BagEntry,
): Promise<void> {
  assertInside(entry.path)
  if (!entry.path.startsWith('data/')) throw new BagError(`«${entry.path}» лежит вне data/`)
  // A store may sit on a disk that tells neither case nor the two forms of Й apart: there one file would hide another.
  const folded = entry.path.normalize('NFC').toLowerCase()
  if (taken.has(folded)) throw new BagError(`«${entry.path}» уже есть в снимке`)
  taken.add(folded)
  payload.set(entry.path, await writeWhole(join(folder, entry.path), entry.content))
}

async function seal(folder: string, tags: Map<string, Digests>, info: BagInfo, signer: Signer) {
  const files: HashedFile[] = []
  const texts = ALGORITHMS.map((algorithm) => ({
    path: `tagmanifest-${algorithm}.txt`,
    content: Buffer.from(writeManifest(tags, algorithm)),
  }))
  for (const { path, content } of texts) files.push(await writeWhole(join(folder, path), content))
  const signed = texts.find(({ path }) => path === SIGNED_FILE)
  if (!signed || !files[0]) throw new Error('no tag manifest to sign')
  const signature = await signDetached(signed.content, signer, info.takenAt)
  files.push(await writeWhole(join(folder, SIGNATURE_FILE), signature))
  return { sha256: files[0].sha256, files }
}

function bagInfoText(info: BagInfo, payload: ReadonlyMap<string, HashedFile>): string {
  const bytes = sum([...payload.values()].map((file) => file.bytes))
  const fields: [string, string][] = [
    ['Source-Organization', info.organization],
    ['External-Description', info.title],
    ['External-Identifier', info.identifier],
    ['Bagging-Date', info.takenAt.toISOString().slice(0, 10)],
    ['Taken-At', info.takenAt.toISOString()],
    ['Payload-Oxum', `${bytes}.${payload.size}`],
  ]
  return fields
    .map(([label, value]) => {
      if (/[\r\n]/.test(value)) throw new BagError(`в строке «${label}» описания снимка есть перевод строки`)
      return `${label}: ${value}\n`
    })
    .join('')
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
