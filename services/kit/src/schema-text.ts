import { readFileSync } from 'node:fs'

/** A service's schema.graphql, which lies beside its package.json: one folder up from sources, two from what is built. */
export function schemaText(from: string): string {
  for (const up of ['../schema.graphql', '../../schema.graphql']) {
    try {
      return readFileSync(new URL(up, from), 'utf8')
    } catch {
      // The other place, then.
    }
  }
  throw new Error('schema.graphql is not there')
}
