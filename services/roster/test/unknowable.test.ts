// Nobody learns by any answer that another school's thing exists: its id and one that never was are answered alike,
// byte by byte, by every root field and mutation; counts and lists hold nothing of it.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid, probesOf, type IdOf } from '@zhurnal/kit/testing'
import { roleSchema, type Viewer } from '../events.js'
import { actsOf } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'
import { viewerOf } from './testing.js'

type School = Awaited<ReturnType<typeof fullSchool>>
let t: TestRoster
let here: School
let there: School
let viewer: Viewer

beforeAll(async () => {
  t = await startTestRoster()
  here = await fullSchool('nash')
  there = await fullSchool('chuzhoj')
  viewer = viewerOf({
    schoolId: here.ids.school,
    personId: here.ids.teacher,
    roles: roleSchema.options.filter((role) => role !== 'PUPIL' && role !== 'GUARDIAN'),
    classes: [here.ids.class7],
  })
})
afterAll(() => t.stop())

async function fullSchool(login: string) {
  const s = await smallSchool(t)
  const a = actsOf(t, s)
  const { school: schoolId, year, class7, anna, teacher } = s.ids
  const more = {
    group: newUuid(),
    grant: newUuid(),
    consent: newUuid(),
    order: newUuid(),
    division: newUuid(),
    divisionGroup: newUuid(),
  }
  await s.run('createGroups', {
    schoolId,
    yearId: year,
    groups: [{ id: more.group, name: 'Хор', schoolClassIds: [class7], pupilIds: [anna], from: '2026-09-01' }],
  })
  await s.run('grantRoles', { schoolId, grants: [{ id: more.grant, personId: teacher, role: 'TEACHER' }] })
  await s.run('openAccounts', {
    schoolId,
    accounts: [{ personId: teacher, username: login, password: 'parol-parol', mustChangePassword: false }],
  })
  await s.run('recordConsents', {
    schoolId,
    consents: [
      { id: more.consent, personId: anna, purpose: 'EDUCATION', from: '2026-09-01', givenByName: 'Некто' },
    ],
  })
  await s.run('divideClass', {
    id: more.division,
    name: 'Английский',
    yearId: year,
    schoolClassIds: [class7],
    everybody: false,
    from: '2026-11-24',
    groups: [{ id: more.divisionGroup, name: 'первая', pupilIds: [anna] }],
  })
  await s.run('recordOrder', {
    schoolId,
    id: more.order,
    number: '7',
    date: '2026-11-20',
    movements: [
      {
        id: newUuid(),
        kind: 'TRANSFERRED_CLASS',
        pupilId: s.ids.boris,
        effectiveOn: '2026-11-23',
        toClassId: s.ids.class8,
      },
    ],
  })
  const [account] = await a.query<{ id: string }>(
    'select account_id as id from account_person where person_id = $1',
    [teacher],
  )
  return { ids: { ...s.ids, ...more, account: account?.id ?? '' } }
}

/** What an id of that name is of; an `id` of a change is of what the input's type is called by. */
const kinds: readonly (readonly [pattern: RegExp, kind: keyof School['ids']])[] = [
  [/school(?!class)/, 'school'],
  [/year/, 'year'],
  [/class/, 'class7'],
  [/division/, 'division'],
  [/group/, 'group'],
  [/account/, 'account'],
  [/grant|appointment/, 'grant'],
  [/consent/, 'consent'],
  [/order/, 'order'],
  [/guardian/, 'guardian'],
  [/staff|teacher/, 'teacher'],
  [/pupil|person|people|kept|merged/, 'anna'],
]
const idsOf =
  (ids: School['ids']): IdOf =>
  ({ name, type }) => {
    const word = (name === 'id' ? type.replace(/(Change)?Input$/, '') : name).toLowerCase()
    const kind = kinds.find(([pattern]) => pattern.test(word))?.[1] ?? 'anna'
    return ids[kind]
  }
/** A thing that never was: another id each time it is asked for. */
const never: IdOf = () => newUuid()
/** Own things by name; of what an act would make, a new id. */
const own: IdOf = (place) =>
  place.name === 'id' && /Input$/.test(place.type) && !/Change/.test(place.type)
    ? newUuid()
    : idsOf(here.ids)(place)

const probes = probesOf(readFileSync('services/roster/schema.graphql', 'utf8'))
  // An id that the act itself gives to what it makes names nothing that is there.
  .filter(({ name }) => !/^Mutation.*\.id$/.test(name) || /^Mutation\.change/.test(name))

const said = (answer: string) => answer.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')

describe('another school’s thing is answered as one that never was', () => {
  test.each(probes.map((probe) => [probe.name, probe] as const))('%s', async (_, probe) => {
    const ask = async (theirs: IdOf) =>
      JSON.stringify(await t.as(viewer, probe.query, probe.variables(own, theirs)))
    const [foreign, none] = [await ask(idsOf(there.ids)), await ask(never)]
    // A refusal may say back the very id that was sent.
    expect(said(foreign)).toBe(said(none))
    // The question itself was a good one: refused or empty, never malformed.
    expect(none).not.toMatch(/GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT|INTERNAL/)
  })

  test('the same places with own things are answered otherwise: the comparison can fail', async () => {
    const root = probes.filter(({ name }) => /^Query\.(school|schoolClass|person|pupil) id$/.test(name))
    expect(root).toHaveLength(4)
    for (const probe of root) {
      const answer = await t.as<object>(viewer, probe.query, probe.variables(own, idsOf(here.ids)))
      expect([probe.name, Object.values(answer.data ?? {})]).not.toEqual([probe.name, [null]])
    }
  })
})

describe('by reference', () => {
  test.each(['School', 'SchoolClass', 'StudyGroup', 'Person', 'Pupil', 'Guardian', 'StaffMember', 'Account'])(
    '%s',
    async (type) => {
      const ask = async (id: string) =>
        JSON.stringify(
          await t.as(viewer, 'query($r: [_Any!]!) { _entities(representations: $r) { __typename } }', {
            r: [{ __typename: type, id }],
          }),
        )
      const id = idsOf(there.ids)({ name: type, type }) ?? ''
      expect(await ask(id)).toBe(await ask(newUuid()))
    },
  )
})

describe('counts and lists', () => {
  const lists = `people(first: 100) { edges { node { id } } pageInfo { hasNextPage } }
    accounts(first: 100) { totalCount edges { node { id } } }
    alphabetBook(first: 100) { totalCount edges { node { pupil { id } } } }
    orders(first: 100) { edges { node { id } } }
    consentsMissing(first: 100) { edges { node { id } } }`
  const asked = async (who: Viewer) =>
    (
      await t.as<{ school: Record<string, { totalCount?: number; edges: unknown[] }> }>(
        who,
        `query($id: ID!) { school(id: $id) { ${lists} } }`,
        { id: here.ids.school },
      )
    ).data?.school ?? {}

  test('hold the own school alone, and count what they show', async () => {
    const found = await asked(viewer)
    expect(Object.keys(found)).toHaveLength(5)
    for (const [name, list] of Object.entries(found))
      expect([name, list.totalCount ?? list.edges.length]).toEqual([name, list.edges.length])
    for (const id of Object.values(there.ids)) expect(JSON.stringify(found)).not.toContain(id)
    expect(JSON.stringify(found)).toContain(here.ids.anna)
  })

  test('a class teacher’s count own pupils and their guardians, not the school', async () => {
    const own = viewerOf({ schoolId: here.ids.school, roles: ['CLASS_TEACHER'], classes: [here.ids.class8] })
    const found = await asked(own)
    expect(found.accounts?.totalCount).toBe(found.accounts?.edges.length)
    expect(JSON.stringify(found)).not.toContain(here.ids.anna)
    expect(JSON.stringify(found)).toContain(here.ids.vera)
  })

  test('another school’s login and name find nothing', async () => {
    const query = `query($id: ID!, $s: String) { school(id: $id) { people(search: $s, first: 10) { edges { node { id } } } accounts(search: $s, first: 10) { totalCount } } }`
    const found = (search: string) => t.as(viewer, query, { id: here.ids.school, s: search })
    expect(await found('chuzhoj')).toEqual(await found('nikogo'))
    expect(await found('nash')).not.toEqual(await found('nikogo'))
  })
})
