// The portal's own documents of lists and cards: what a page costs does not grow with how many are on it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { parse, print, separateOperations } from 'graphql'
import { actsOf } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'

// Fragments are shared between the files: they are read as one text.
const portal = separateOperations(
  parse(
    readdirSync('web/src', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.graphql'))
      .map((path) => readFileSync(join('web/src', path), 'utf8'))
      .join('\n'),
  ),
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
})
afterAll(() => t.stop())

let entered = 0
/** So many pupils more, each with a guardian, a consent, a login, an order, a group of a division; and as many of staff with a role. */
async function grow(count: number): Promise<void> {
  const schoolId = s.ids.school
  const some = Array.from({ length: count }, () => ({
    number: (entered += 1),
    pupil: newUuid(),
    guardian: newUuid(),
    staff: newUuid(),
  }))
  const named = (id: string, lastName: string, number: number) => ({
    id,
    lastName,
    firstName: `Номер ${number}`,
  })
  const people = some.flatMap(({ number, pupil, staff }) => [
    { ...named(pupil, 'Счётов', number), pupil: { schoolClassId: classId, from: '2026-09-01' } },
    { ...named(staff, 'Штатов', number), staff: { position: 'учитель' } },
  ])
  await s.run('addPeople', { schoolId, people })
  await s.run('addPeople', {
    schoolId,
    people: some.map(({ number, pupil, guardian }) => ({
      ...named(guardian, 'Счётова', number),
      guardianOf: [pupil],
    })),
  })
  await s.run('grantRoles', {
    schoolId,
    grants: some.map(({ staff }) => ({ id: newUuid(), personId: staff, role: 'TEACHER' })),
  })
  await s.run('openAccounts', {
    schoolId,
    accounts: some.map(({ number, pupil }) => ({
      personId: pupil,
      username: `schetov${number}`,
      password: 'parol-parol',
      mustChangePassword: true,
    })),
  })
  for (const { number, pupil } of some) {
    await s.run('movePupil', {
      pupilId: pupil,
      schoolClassId: s.ids.class7,
      from: '2026-11-20',
      order: { number: `${number}-П`, date: '2026-11-19' },
    })
    await s.run('movePupil', {
      pupilId: pupil,
      schoolClassId: classId,
      from: '2026-11-23',
      order: { number: `${number}-О`, date: '2026-11-20' },
    })
  }
  await s.run('divideClass', {
    id: newUuid(),
    name: `Деление ${entered}`,
    yearId: s.ids.year,
    schoolClassIds: [classId],
    everybody: false,
    from: '2026-11-24',
    groups: some.map(({ number, pupil }) => ({
      id: newUuid(),
      name: `Группа ${number}`,
      pupilIds: [pupil],
    })),
  })
  await s.run('changeGuardians', {
    schoolId,
    add: some.map(({ pupil }) => ({ guardianId: s.ids.guardian, pupilId: pupil })),
    remove: [],
  })
}

const page = { first: 100, after: null, search: null }
const pages: readonly (readonly [name: string, variables: () => object])[] = [
  ['People', () => ({ ...page, schoolId: s.ids.school, kind: 'PUPIL' })],
  ['People', () => ({ ...page, schoolId: s.ids.school, kind: 'GUARDIAN' })],
  ['People', () => ({ ...page, schoolId: s.ids.school, kind: 'STAFF' })],
  ['People', () => ({ ...page, schoolId: s.ids.school, kind: null, schoolClassId: classId })],
  ['People', () => ({ ...page, schoolId: s.ids.school, kind: null, search: 'Счётов' })],
  // Her guardian is the guardian of all of them.
  ['PersonCard', () => ({ id: s.ids.guardian })],
  ['Accounts', () => ({ ...page, schoolId: s.ids.school })],
  ['CardGaps', () => ({ schoolId: s.ids.school })],
  ['ConsentsMissing', () => ({ ...page, schoolId: s.ids.school })],
  ['AlphabetBook', () => ({ ...page, schoolId: s.ids.school })],
  ['Orders', () => ({ ...page, schoolId: s.ids.school, kind: null })],
  ['Divisions', () => ({ schoolId: s.ids.school, classId, yearId: s.ids.year })],
  ['MyClass', () => ({ classId })],
  ['Appointments', () => ({ schoolId: s.ids.school, on: '2026-11-24' })],
]

/** Statements of a document, and how long its answer is. */
async function cost(name: string, variables: object) {
  const document = portal[name]
  if (!document) throw new Error(`the portal has no document ${name}`)
  const { db } = t.roster.base
  db.counter = { count: 0, statements: [] }
  const answer = await t.as<object>(a.as('COORDINATOR'), print(document), variables)
  const { count } = db.counter
  db.counter = undefined
  expect([name, answer.errors]).toEqual([name, undefined])
  return { name, statements: count, length: JSON.stringify(answer.data).length }
}

/** Statements that any page may take; those of a page with many rows are as many as of one with a few. */
const atMost = 25

test('each list and card takes as many statements for thirty as for two', async () => {
  const inTurn = async () => {
    const found = []
    for (const [name, variables] of pages) found.push(await cost(name, variables()))
    return found
  }
  await grow(2)
  const few = await inTurn()
  await grow(28)
  const many = await inTurn()
  const statements = (found: typeof few) => found.map((one) => `${one.name} ${one.statements}`)
  expect(statements(many)).toEqual(statements(few))
  expect(many.filter((one) => one.statements > atMost)).toEqual([])
  // CardGaps counts by class: its answer does not grow, all others' do.
  expect(many.filter((one, i) => one.length <= (few[i]?.length ?? 0)).map((one) => one.name)).toEqual([])
})
