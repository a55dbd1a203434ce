// The portal's own documents, from the files that its client is made from.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Kind, parse, print, visit, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql'

const web = fileURLToPath(new URL('../../web/src/', import.meta.url))
const definitions = readdirSync(web, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.graphql') && !file.startsWith('generated'))
  .flatMap((file) => parse(readFileSync(`${web}${file}`, 'utf8')).definitions)

type Known = OperationDefinitionNode | FragmentDefinitionNode
const isKnown = (one: { kind: string }): one is Known =>
  one.kind === Kind.OPERATION_DEFINITION || one.kind === Kind.FRAGMENT_DEFINITION
const named = (name: string): Known => {
  const found = definitions.filter(isKnown).find((one) => one.name?.value === name)
  if (!found) throw new Error(`the portal has no document ${name}`)
  return found
}

/** The operation `name` with all fragments that it needs, as the portal sends it. */
export function portalDocument(name: string): string {
  const parts = new Map<string, Known>()
  const take = (part: string): void => {
    if (parts.has(part)) return
    const node = named(part)
    parts.set(part, node)
    visit(node, { FragmentSpread: (spread) => take(spread.name.value) })
  }
  take(name)
  return [...parts.values()].map(print).join('\n\n')
}
