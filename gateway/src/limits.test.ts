import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { buildSchema, parse, separateOperations, validate, type DocumentNode } from 'graphql'
import { limits } from './limits.js'

const schema = buildSchema(readFileSync(join(process.cwd(), 'gateway/api.graphql'), 'utf8'))
const folder = join(process.cwd(), 'web/src')
const portal = separateOperations(
  parse(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.graphql'))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n'),
  ),
)
const faults = (document: DocumentNode) => validate(schema, document, limits).map(({ message }) => message)

/** A person as a pupil as a person …, with the name at each step. */
const family = (steps: number): string =>
  `person { id lastName firstName patronymic fullName birthDate ${steps > 0 ? `pupil { id lastName firstName patronymic fullName birthDate ${family(steps - 1)} }` : ''} }`

describe('limits of a document', () => {
  test.each(Object.keys(portal))('the portal asks %s within them', (name) => {
    expect(faults(portal[name] ?? parse('{ __typename }'))).toEqual([])
  })

  test.each([
    ['deep', `{ viewer ${'{ person { pupil '.repeat(8)} { id } ${'} }'.repeat(8)} }`],
    [
      'broad',
      `{ ${Array.from({ length: 31 }, (_, i) => `a${i}: viewer { mustChangePassword }`).join(' ')} }`,
    ],
    ['dear', `{ ${Array.from({ length: 29 }, (_, i) => `a${i}: viewer { ${family(4)} }`).join(' ')} }`],
  ])('what is too %s is told as the document’s fault', (_, query) => {
    expect(faults(parse(query))[0]).toMatch(/^Слишком большой запрос: /)
  })
})
