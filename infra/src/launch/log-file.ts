import { existsSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'

const kept = 4

/**
 * Opens log `file` anew for writing and returns its descriptor; the earlier ones become `file.1` (the latest) to
 * `file.4`.
 */
export function openFreshLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  for (let age = kept; age >= 1; age -= 1) {
    const from = age === 1 ? file : `${file}.${age - 1}`
    if (existsSync(from)) renameSync(from, `${file}.${age}`)
  }
  return openSync(file, 'a', 0o600)
}

/** The last line of `file` that says anything, shortened; empty when there is none. */
export function lastLine(file: string, maxLength = 200): string {
  if (!existsSync(file)) return ''
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
  return (lines.at(-1) ?? '').trim().slice(0, maxLength)
}
