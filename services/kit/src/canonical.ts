import { createRequire } from 'node:module'

// The package is CommonJS with types for an ES module; loading it by require makes type and value agree.
const write = createRequire(import.meta.url)('canonicalize') as (value: unknown) => string | undefined

/** Canonical JSON by RFC 8785. Throws for what JSON cannot hold (NaN, a function, nothing at all). */
export function canonicalJson(value: unknown): string {
  const text = write(value)
  if (text === undefined) throw new Error('not JSON')
  return text
}
