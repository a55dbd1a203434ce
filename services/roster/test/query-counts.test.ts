// The portal's own documents of people and classes: what a page costs does not grow with how many are on it.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { parse, print, separateOperations } from 'graphql'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { actsOf } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'

const portal = separateOperations(
  parse(readFileSync(join(process.cwd(), 'web/src/people/people.graphql'), 'utf8')),
)

let t: TestRoster
let s: Awaited<ReturnType<typeof smallSchool>>
let a: ReturnType<typeof actsOf>
const classId = newUuid()

beforeAll(async () => {
  t = await startTestRoster()
  s = await smallSchool(t)
  a = actsOf(t, s)
  const classes = [{ id: classId, name: '5В', grade: 5, letter: 'В' }]
  await s.run('createClasses', { schoolId: s.ids.school, yearId: s.ids.year, classes })
  await enrol(1)
})
afterAll(() => t.stop())

const enrol = (count: number) =>
  s.run('addPeople', {
    schoolId: s.ids.school,
    people: Array.from({ length: count }, (_, i) => ({
      id: newUuid(),
      lastName: 'Счётов',
      firstName: `Номер ${i}`,
      pupil: { schoolClassId: classId, from: '2026-09-01' },
    })),
  })

/** Statements of a document, and how many people its answer names. */
async function cost(name: string, variables: object) {
  const document = portal[name]
  if (!document) throw new Error(`the portal has no document ${name}`)
  const { db } = t.roster.base
  db.counter = { count: 0, statements: [] }
  const answer = await t.as<object>(a.as('COORDINATOR'), print(document), variables)
  const { count } = db.counter
  db.counter = undefined
  expect(answer.errors).toBeUndefined()
  return { statements: count, named: JSON.stringify(answer.data).match(/"fullName"/g)?.length ?? 0 }
}

test('the lists of people and of a class take as many statements for thirty as for one', async () => {
  const inTurn = async () => {
    const ofClass = await cost('PeopleOfClass', { classId })
    const found = await cost('People', {
      schoolId: s.ids.school,
      search: 'Счётов',
      kind: null,
      first: 50,
      after: null,
    })
    return [ofClass, found]
  }
  const few = await inTurn()
  expect(few.map((one) => one.named)).toEqual([1, 1])
  await enrol(29)
  const many = await inTurn()
  expect(many.map((one) => one.named)).toEqual([30, 30])
  expect(many.map((one) => one.statements)).toEqual(few.map((one) => one.statements))
})
