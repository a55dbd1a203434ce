/**
 * BagIt 1.0 manifests (RFC 8493 §2.1.3): one line a file, «hash, two spaces, path», hashes in lower case, LF.
 * Ours are read strictly: whatever in them is not as we wrote it has been changed by somebody.
 */
import { readFile } from 'node:fs/promises'

export type Algorithm = 'sha256' | 'sha512'
export const ALGORITHMS: readonly Algorithm[] = ['sha256', 'sha512']
const HEX_LENGTH: Record<Algorithm, number> = { sha256: 64, sha512: 128 }

export interface Digests {
  sha256: string
  sha512: string
}

/** A manifest that cannot be read, or that names a file outside of the bag. */
export class ManifestError extends Error {}

/** RFC 8493 §2.1.3: only LF, CR and % are encoded, so that a path stays readable. */
export function encodePath(path: string): string {
  return path.replace(/%/g, '%25').replace(/\n/g, '%0A').replace(/\r/g, '%0D')
}

export function decodePath(encoded: string): string {
  return encoded.replace(/%0A/gi, '\n').replace(/%0D/gi, '\r').replace(/%25/g, '%')
}

/**
 * A bag comes from a disk that others write to. A path that leads out of it, is absolute, or that another system would
 * read as leading out (backslash, drive letter, ~) is refused before any file is opened by it. Throws ManifestError.
 */
export function assertInside(path: string): void {
  const steps = path.split('/')
  const leadsOut = steps.some((step) => step === '' || step === '.' || step === '..')
  if (
    leadsOut ||
    path.includes('\\') ||
    path.includes('\0') ||
    path.startsWith('~') ||
    /^[A-Za-z]:/.test(path)
  ) {
    throw new ManifestError(`путь «${path}» выходит за пределы папки`)
  }
}

export function writeManifest(files: ReadonlyMap<string, Digests>, algorithm: Algorithm): string {
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, digests]) => `${digests[algorithm]}  ${encodePath(path)}\n`)
    .join('')
}

/** path → hash. Throws ManifestError; a missing file throws as node:fs does. */
export async function readManifest(path: string, algorithm: Algorithm): Promise<Map<string, string>> {
  const lines = (await readFile(path, 'utf8')).split('\n')
  if (lines.pop() !== '') throw new ManifestError('последняя строка описи обрезана')
  const entries = new Map<string, string>()
  const form = new RegExp(`^([0-9a-f]{${HEX_LENGTH[algorithm]}})  (.+)$`, 'u')
  for (const [index, line] of lines.entries()) {
    const [, hash, encoded] = form.exec(line) ?? []
    if (!hash || !encoded) throw new ManifestError(`строка ${index + 1} описи записана не по форме`)
    const file = decodePath(encoded)
    assertInside(file)
    if (entries.has(file)) throw new ManifestError(`файл «${file}» назван в описи дважды`)
    entries.set(file, hash)
  }
  return entries
}
