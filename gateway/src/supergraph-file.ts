import { readFileSync } from 'node:fs'

/** The committed supergraph, beside package.json: one folder up from sources and from what is built. */
export const supergraphText = (): string =>
  readFileSync(new URL('../supergraph.graphql', import.meta.url), 'utf8')
