// Checks a snapshot the way a stranger does, with the program of `npm run verify` and no server; and spoils one to see
// that the program notices.
import { execFile } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { rootFolder } from '../launch/plan.js'

const program = join(rootFolder, 'services/reporting/dist/src/verify/main.js')

/** Exit code of the program (0 whole, 1 broken) and what it said. */
export function verify(target: string): Promise<{ readonly code: number; readonly said: string }> {
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, [program, target], (error, stdout) => {
      if (child.exitCode === null) reject(error ?? new Error('verify did not end'))
      else resolve({ code: child.exitCode, said: stdout.trim() })
    })
  })
}

/** Files under a folder, by path from it, with `/`. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

/** The folders of a store that are bags. */
export const bagsIn = (store: string): string[] =>
  readdirSync(store)
    .map((name) => join(store, name))
    .filter((path) => statSync(path).isDirectory() && readdirSync(path).includes('bagit.txt'))

/** Copies a bag and flips one bit in the middle of its largest data file. Gives that file's path in the bag. */
export function spoiledCopy(bag: string, copy: string): string {
  cpSync(bag, copy, { recursive: true })
  const data = filesIn(copy).filter((file) => file.startsWith('data/'))
  const sized = data.map((file) => ({ file, size: statSync(join(copy, file)).size }))
  const [largest] = sized.sort((a, b) => b.size - a.size || a.file.localeCompare(b.file))
  if (!largest) throw new Error('the bag holds no data')
  const path = join(copy, largest.file)
  const bytes = readFileSync(path)
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  writeFileSync(path, bytes)
  return largest.file
}

/** Bytes of all files under a folder. */
export const sizeOf = (folder: string): number =>
  filesIn(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)
