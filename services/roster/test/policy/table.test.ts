// The policy table: every role and relation × every Query field, type by reference and mutation of roster, both sides.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parse, type FieldDefinitionNode, type ObjectTypeDefinitionNode } from 'graphql'
import { startTestRoster, type TestRoster } from '../harness.js'
import { makeWorld, names, placeOf, questionOf, valueAt, type Row, type World } from './harness.js'
import { accountRows, prepareAccounts } from './rows-accounts.js'
import { contingentRows, prepareContingent } from './rows-contingent.js'
import { existingRows } from './rows-existing.js'
import { peopleRows } from './rows-people.js'

const rows: readonly Row[] = [...existingRows, ...peopleRows, ...accountRows, ...contingentRows]

let t: TestRoster
let w: World

beforeAll(async () => {
  t = await startTestRoster()
  w = await makeWorld(t)
  await prepareAccounts(w)
  await prepareContingent(w)
})
afterAll(() => t.stop())

const titled = rows.map((row) => [row.about, row] as const)
const reads = titled.flatMap(([about, row]) => (row.kind === 'read' ? [[about, row] as const] : []))
const acts = titled.flatMap(([about, row]) => (row.kind === 'act' ? [[about, row] as const] : []))

describe('who sees', () => {
  test.each(reads)('%s', async (_, row) => {
    const variables = { ...placeOf(w), ...row.variables?.(w) }
    const seen: string[] = []
    for (const member of w.cast) {
      const answer = await t.as<object>(member.viewer, questionOf(row.query), variables)
      if (valueAt(answer.data, row.path) !== null) seen.push(member.name)
      // Not there and not allowed are the same answer: never an error that tells them apart.
      expect([member.name, answer.errors ?? []]).toEqual([member.name, []])
    }
    expect(seen).toEqual(expected(row))
  })
})

describe('who may', () => {
  test.each(acts)('%s', async (_, row) => {
    const may: string[] = []
    for (const member of w.cast) {
      const before = await w.a.traces()
      const payload = await w.a.act(member.viewer, row.name, row.input(w, member), row.select)
      const refused = payload.errors.some((error) => error.code === row.refusal)
      if (!refused) may.push(member.name)
      else expect([member.name, await w.a.traces()]).toEqual([member.name, before])
    }
    expect(may).toEqual(expected(row))
  })
})

const expected = (row: Row): string[] =>
  w.cast
    .filter(({ name, role }) =>
      name === 'other school' ? row.who.includes('other school') : names(row.who, name, role),
    )
    .map(({ name }) => name)

test('without a passport no field, reference or act is answered', async () => {
  for (const query of [
    '{ schools { id } }',
    `{ _entities(representations: [{__typename: "Person", id: "${w.anna}"}]) { __typename } }`,
    'mutation { endSession(input: {sessionId: "x"}) { errors { code } } }',
  ]) {
    const answer = await t.post('/graphql', { query })
    expect(answer.status).toBe(403)
    expect(await answer.text()).not.toContain('data')
  }
})

test('every Query field, mutation, type with a key and field of such a type has a row', () => {
  const covered = new Set(rows.flatMap((row) => row.covers))
  expect(schemaNames().filter((name) => !covered.has(name))).toEqual([])
})

test('every row speaks for something that the schema has', () => {
  const known = new Set(schemaNames())
  expect(rows.flatMap((row) => row.covers).filter((name) => !known.has(name))).toEqual([])
})

function schemaNames(): string[] {
  const text = readFileSync(join(process.cwd(), 'services/roster/schema.graphql'), 'utf8')
  const types = parse(text).definitions.filter(
    (one): one is ObjectTypeDefinitionNode => one.kind === 'ObjectTypeDefinition',
  )
  const fields = (type: ObjectTypeDefinitionNode, kept: (one: FieldDefinitionNode) => boolean) =>
    (type.fields ?? []).filter(kept).map((one) => `${type.name.value}.${one.name.value}`)
  return types.flatMap((type) => {
    const name = type.name.value
    if (name === 'Query' || name === 'Mutation' || name === 'Viewer') return fields(type, () => true)
    const keyed = type.directives?.some((one) => one.name.value === 'key')
    return keyed ? [name, ...fields(type, (one) => one.name.value !== 'id')] : []
  })
}
