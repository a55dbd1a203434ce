// Secrets of an installation are made once and kept in `<data>/secrets/`, readable by their owner alone.
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The secret `name` of the installation in `data`: the kept one, or a new one from `make`, kept from now on. */
export function keepSecret(data: string, name: string, make: () => string): string {
  const folder = join(data, 'secrets')
  const file = join(folder, name)
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    // Written aside and linked into place: it is either there whole or not at all, and the first one stays.
    const half = `${file}.${process.pid}`
    writeFileSync(half, make(), { mode: 0o600 })
    try {
      linkSync(half, file)
    } catch (error) {
      if (!existsSync(file)) throw error
    } finally {
      rmSync(half, { force: true })
    }
  }
  return readFileSync(file, 'utf8')
}
