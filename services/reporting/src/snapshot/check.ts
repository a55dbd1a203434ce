/**
 * Reads a bag back: is every file what it was when the bag was signed? Needs nothing but the folder.
 * Every finding names the one file that is to be mended, and a change of one bit in any file is a finding.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CERTIFICATE_FILE, SIGNATURE_FILE, SIGNED_FILE } from './bag.js'
import { hashFile, type HashedFile, listFiles } from './folder.js'
import { type Algorithm, ALGORITHMS, ManifestError, readManifest } from './manifest.js'
import { SignatureError, type SignatureReading, verifyDetached } from './signature.js'

export interface BagFault {
  file: string
  kind: 'CHANGED' | 'MISSING' | 'UNEXPECTED' | 'SIGNATURE' | 'LOG'
  /** Russian */
  detail: string
}

export interface BagCheck {
  whole: boolean
  faults: BagFault[]
  files: number
  bytes: number
  /** SHA-256 of tagmanifest-sha256.txt, 64 hex digits; absent when that file is */
  sha256?: string
  /** absent when the signature does not hold */
  signature?: SignatureReading
}

const REQUIRED = ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt', 'manifest-sha512.txt']

/** Checks files, manifests and signature. Throws only when the folder itself cannot be read. */
export async function checkBag(folder: string): Promise<BagCheck> {
  const { files, strange } = await listFiles(folder)
  const onDisk = new Map<string, HashedFile>()
  for (const path of files) onDisk.set(path, await hashFile(join(folder, path)))
  const faults: BagFault[] = strange.map((file) => ({
    file,
    kind: 'UNEXPECTED',
    detail: 'не файл, а ссылка',
  }))

  const seals = new Set([SIGNATURE_FILE, ...ALGORITHMS.map((a) => `tagmanifest-${a}.txt`)])
  const tags = pick(onDisk, (path) => !path.startsWith('data/') && !seals.has(path))
  const payload = pick(onDisk, (path) => path.startsWith('data/'))
  faults.push(...judge(tags, await openLists(folder, 'tagmanifest', onDisk, faults)))
  for (const file of REQUIRED) if (!onDisk.has(file)) addOnce(faults, missing(file))
  // A manifest that is itself broken says nothing about the files: the other one does.
  const broken = new Set(faults.map((fault) => fault.file))
  const sound = ALGORITHMS.filter((a) => !broken.has(`manifest-${a}.txt`))
  faults.push(...judge(payload, await openLists(folder, 'manifest', onDisk, faults, sound)))

  const certificateIsSound = onDisk.has(CERTIFICATE_FILE) && !faults.some((f) => f.file === CERTIFICATE_FILE)
  const signature = await checkSignature(folder, onDisk, certificateIsSound)
  if ('kind' in signature) faults.push(signature)
  const sha256 = onDisk.get(SIGNED_FILE)?.sha256
  return {
    whole: faults.length === 0,
    faults,
    files: onDisk.size,
    bytes: [...onDisk.values()].reduce((total, file) => total + file.bytes, 0),
    ...(sha256 ? { sha256 } : {}),
    ...('kind' in signature ? {} : { signature }),
  }
}

interface OpenList {
  file: string
  algorithm: Algorithm
  entries: Map<string, string>
}

async function openLists(
  folder: string,
  kind: 'manifest' | 'tagmanifest',
  onDisk: ReadonlyMap<string, HashedFile>,
  faults: BagFault[],
  algorithms = ALGORITHMS,
): Promise<OpenList[]> {
  const lists: OpenList[] = []
  for (const algorithm of algorithms) {
    const file = `${kind}-${algorithm}.txt`
    if (!onDisk.has(file)) {
      addOnce(faults, missing(file))
      continue
    }
    try {
      lists.push({ file, algorithm, entries: await readManifest(join(folder, file), algorithm) })
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error
      addOnce(faults, { file, kind: 'CHANGED', detail: error.message })
    }
  }
  return lists
}

/**
 * Two lists name the same files by different hashes. A file that one of them knows as it is, is whole, and the list that
 * says otherwise has been changed; a file that none of them knows as it is, has been changed itself.
 */
function judge(files: ReadonlyMap<string, HashedFile>, lists: readonly OpenList[]): BagFault[] {
  const faults: BagFault[] = []
  const named = new Set(lists.flatMap((list) => [...list.entries.keys()]))
  for (const path of new Set([...files.keys(), ...named])) {
    const file = files.get(path)
    const naming = lists.filter((list) => list.entries.has(path))
    const agreeing = naming.filter((list) => file && list.entries.get(path) === file[list.algorithm])
    if (file && naming.length === 0) {
      if (lists.length > 0) faults.push({ file: path, kind: 'UNEXPECTED', detail: 'файла нет в описи' })
    } else if (!file && naming.length === lists.length) {
      faults.push(missing(path))
    } else if (file && agreeing.length === 0) {
      faults.push({ file: path, kind: 'CHANGED', detail: 'содержание не то, что записано в описи' })
    } else if (agreeing.length < lists.length) {
      for (const list of lists) {
        const isWrong = file ? !agreeing.includes(list) : naming.includes(list)
        const detail = `опись расходится с другой описью о файле «${path}»`
        if (isWrong) addOnce(faults, { file: list.file, kind: 'CHANGED', detail })
      }
    }
  }
  return faults
}

async function checkSignature(
  folder: string,
  onDisk: ReadonlyMap<string, HashedFile>,
  certificateIsSound: boolean,
): Promise<SignatureReading | BagFault> {
  if (!onDisk.has(SIGNATURE_FILE)) {
    return { file: SIGNATURE_FILE, kind: 'SIGNATURE', detail: 'снимок не подписан: файла подписи нет' }
  }
  if (!onDisk.has(SIGNED_FILE)) {
    return { file: SIGNED_FILE, kind: 'SIGNATURE', detail: 'нет описи, под которой стоит подпись' }
  }
  try {
    const content = await readFile(join(folder, SIGNED_FILE))
    const signature = await readFile(join(folder, SIGNATURE_FILE))
    const certificate = certificateIsSound
      ? await readFile(join(folder, CERTIFICATE_FILE), 'utf8')
      : undefined
    return verifyDetached(content, signature, certificate)
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error
    const file = error.about === 'content' ? SIGNED_FILE : SIGNATURE_FILE
    return { file, kind: 'SIGNATURE', detail: error.message }
  }
}

function pick(
  files: ReadonlyMap<string, HashedFile>,
  isWanted: (path: string) => boolean,
): Map<string, HashedFile> {
  return new Map([...files].filter(([path]) => isWanted(path)))
}

function missing(file: string): BagFault {
  return { file, kind: 'MISSING', detail: 'файла нет' }
}

/** A broken list disagrees about many files: one finding for it is enough. */
function addOnce(faults: BagFault[], fault: BagFault): void {
  if (!faults.some((known) => known.file === fault.file)) faults.push(fault)
}
