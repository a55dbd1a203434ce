// What an import compares a file with: everybody, all classes and groups, in one question each.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { actsOf } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'

let t: TestRoster
let s: Awaited<ReturnType<typeof smallSchool>>
let a: ReturnType<typeof actsOf>

beforeAll(async () => {
  t = await startTestRoster()
  s = await smallSchool(t)
  a = actsOf(t, s)
})
afterAll(() => t.stop())

const page = `query($first: Int, $after: String, $kind: PersonKind, $search: String, $year: ID) { school {
  people(first: $first, after: $after, kind: $kind, search: $search, yearId: $year) { pageInfo { hasNextPage endCursor } edges { node {
    id fullName birthDate version roles { id role schoolClass { id } }
    staff { position } guardian { children { id } }
    pupil { schoolClass { id name } guardians { person { fullName } } memberships { from until schoolClass { name } group { name } } } } } } } }`
type Page = {
  school: {
    people: {
      pageInfo: { hasNextPage: boolean; endCursor: string | null }
      edges: { node: { id: string; fullName: string; birthDate: string | null; pupil: unknown } }[]
    } | null
  }
}
const everything = `{ school { staff { id position person { id lastName version } } groups { id members { id } }
  classes { id name version classTeacher { id } pupils { id birthDate guardians { id person { lastName } } }
    groups { id name schoolClasses { id } members { id } } } } }`

async function counted(query: string, variables: object) {
  const db = t.roster.base.db
  db.counter = { count: 0, statements: [] }
  const answer = await t.as<Page>(a.as('COORDINATOR'), query, variables)
  const { count } = db.counter
  db.counter = undefined
  expect(answer.errors).toBeUndefined()
  return count
}

test('a page of everybody takes as many statements with sixty pupils in six classes as with four in two', async () => {
  const questions = [() => counted(page, { first: 500 }), () => counted(everything, {})]
  const before = [await questions[0]?.(), await questions[1]?.()]
  const schoolId = s.ids.school
  const classes = Array.from({ length: 4 }, (_, i) => ({
    id: newUuid(),
    name: `${i + 1}Б`,
    grade: i + 1,
    letter: 'Б',
  }))
  await s.run('createClasses', { schoolId, yearId: s.ids.year, classes })
  const people = Array.from({ length: 60 }, (_, i) => ({
    id: newUuid(),
    lastName: `Проверкин${'абвгд'[i % 5]}`,
    firstName: `Пётр ${i}`,
    pupil: { schoolClassId: classes[i % 4]?.id ?? '', from: '2026-09-01' },
  }))
  await s.run('addPeople', { schoolId, people })
  await s.run('addPeople', {
    schoolId,
    people: people.map((child) => ({
      id: newUuid(),
      lastName: child.lastName,
      firstName: 'Павел',
      guardianOf: [child.id],
    })),
  })
  await s.run('createGroups', {
    schoolId,
    yearId: s.ids.year,
    groups: classes.map((one, i) => ({
      id: newUuid(),
      name: `группа ${one.name}`,
      schoolClassIds: [one.id],
      pupilIds: people.filter((_, n) => n % 4 === i).map((child) => child.id),
      from: '2026-09-01',
    })),
  })
  const after = [await questions[0]?.(), await questions[1]?.()]
  // The first time nothing had a group to ask for: two statements more at most, however many rows there are.
  expect(after[0]).toBeLessThanOrEqual((before[0] ?? 0) + 2)
  expect(after[1]).toBeLessThanOrEqual((before[1] ?? 0) + 2)
  expect(Math.max(...after.map(Number))).toBeLessThanOrEqual(16)
})

describe('School.people', () => {
  const people = async (variables: object, viewer = a.as('COORDINATOR')) =>
    (await t.as<Page>(viewer, page, variables)).data?.school.people ?? null

  test('page by page gives everybody once, by name', async () => {
    const ids: string[] = []
    let after: string | null = null
    for (let pages = 0; pages < 40; pages += 1) {
      const one = await people({ first: 7, after })
      ids.push(...(one?.edges.map((edge) => edge.node.id) ?? []))
      after = one?.pageInfo.hasNextPage ? (one.pageInfo.endCursor ?? null) : null
      if (after === null) break
    }
    const all = await people({ first: 500 })
    expect(ids).toEqual(all?.edges.map((edge) => edge.node.id))
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('is narrowed by kind, by words of the name and by year; a pupil comes with class, guardians and memberships', async () => {
    expect((await people({ kind: 'STAFF' }))?.edges.map((edge) => edge.node.fullName)).toEqual([
      'Доскин Денис Денисович',
    ])
    expect(
      (await people({ kind: 'GUARDIAN', search: 'азбук' }))?.edges.map((edge) => edge.node.fullName),
    ).toEqual(['Азбукина Алла'])
    expect((await people({ kind: 'PUPIL', year: newUuid() }))?.edges).toEqual([])
    const [anna] = (await people({ kind: 'PUPIL', search: 'анна азбук', year: s.ids.year }))?.edges ?? []
    expect(anna?.node).toMatchObject({
      birthDate: '2013-05-05',
      pupil: {
        schoolClass: { name: '7А' },
        guardians: [{ person: { fullName: 'Азбукина Алла' } }],
        memberships: [{ from: '2026-09-01', until: null, schoolClass: { name: '7А' }, group: null }],
      },
    })
  })

  test.each(['TEACHER', 'INSPECTOR', 'CLERK', 'GUARDIAN'] as const)('is not for %s', async (role) => {
    expect(await people({}, a.as(role))).toBeNull()
  })

  test('a page of 501, and a cursor that is none, are refused with a clear code', async () => {
    for (const wrong of [{ first: 501 }, { after: 'не метка' }]) {
      const answer = await t.as<Page>(a.as('COORDINATOR'), page, wrong)
      expect(answer.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT')
    }
  })
})
