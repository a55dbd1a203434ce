import { expect, test } from '@jest/globals'
import { buildSchema, parse } from 'graphql'
import { wholeQuestion } from './whole-answers.js'

const schema = buildSchema(`
  type Query { page(id: ID!): Page  other: Page }
  type Mutation { act(id: ID!): Page }
  type Page { id: ID! name: String rows: [Row!]! }
  type Row { id: ID! cells: [String!]! }`)

type Plan = Parameters<typeof wholeQuestion>[0]
const fetchOf = (operation: string, more: object = {}): Plan =>
  ({
    kind: 'QueryPlan',
    node: { kind: 'Fetch', serviceName: 'gradebook', operation, variableUsages: ['id'], ...more },
  }) as Plan
const asked =
  'query Page($id: ID!) { page(id: $id) { ...Head rows { cells } } } fragment Head on Page { id name }'
const same = 'query Page__gradebook__0($id: ID!) { page(id: $id) { id name rows { cells } } }'
const of = (plan: Plan, source = asked) => wholeQuestion(plan, schema, parse(source), undefined)

test('a question that one subgraph answers field for field is whole, its fragments put in', () => {
  expect(of(fetchOf(same))).toMatchObject({ service: 'gradebook', query: same, variableNames: ['id'] })
})

test.each([
  [
    'a key that the client did not ask for',
    'query ($id: ID!) { page(id: $id) { __typename id name rows { cells } } }',
  ],
  ['another order', 'query ($id: ID!) { page(id: $id) { name id rows { cells } } }'],
  ['a field less', 'query ($id: ID!) { page(id: $id) { id rows { cells } } }'],
  ['a deeper field more', 'query ($id: ID!) { page(id: $id) { id name rows { cells id } } }'],
  ['another name for a field', 'query ($id: ID!) { page(id: $id) { id title: name rows { cells } } }'],
])('with %s it is not', (_, operation) => {
  expect(of(fetchOf(operation))).toBeNull()
})

test('nor is it with more than one fetch, with what a fetch requires, or without any', () => {
  const fetch = fetchOf(same).node
  expect(of({ kind: 'QueryPlan', node: { kind: 'Sequence', nodes: [fetch] } } as Plan)).toBeNull()
  expect(of(fetchOf(same, { requires: [] }))).toBeNull()
  expect(of({ kind: 'QueryPlan' })).toBeNull()
})

test('a mutation is an act, a query is none', () => {
  const act = 'mutation ($id: ID!) { act(id: $id) { id } }'
  expect(of(fetchOf(act), act)).toMatchObject({ act: true, query: act })
  expect(of(fetchOf(same))).toMatchObject({ act: false })
})

test.each([
  [{ id: '1' }, true],
  [{ id: '1', more: 2 }, true],
  [{}, false],
  [{ id: null }, false],
  [{ id: { inner: 1 } }, false],
])('variables %j are as declared: %s', (variables, expected) => {
  expect(of(fetchOf(same))?.accepts(variables)).toBe(expected)
})
