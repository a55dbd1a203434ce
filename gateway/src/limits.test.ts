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
    [
      'dear',
      `{ ${Array.from({ length: 30 }, (_, i) => `a${i}: schools { classes { pupils { marks { record { works { id kind title } } changes { at from to } } } } }`).join(' ')} }`,
    ],
  ])('what is too %s is told as the document’s fault', (_, query) => {
    expect(faults(parse(query))[0]).toMatch(/^Слишком большой запрос: /)
  })
})
