// Two entries of one human being: found, made one, and from then on one under either id.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { actsOf, codes } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'
import { signIn, signInTry } from './signed-in.js'
import { viewerOf } from './testing.js'

let t: TestRoster
let s: Awaited<ReturnType<typeof smallSchool>>
let a: ReturnType<typeof actsOf>

beforeAll(async () => {
  t = await startTestRoster()
  s = await smallSchool(t)
  a = actsOf(t, s)
})
afterAll(() => t.stop())

const coordinator = () => a.as('COORDINATOR')
const merge = (keptId: string, mergedId: string, more: object = {}) =>
  a.act(
    coordinator(),
    'mergePeople',
    { keptId, mergedId, reason: 'Записана дважды', ...more },
    'person { id fullName }',
  )
async function pupil(lastName: string, more: object = {}, from = '2026-09-01') {
  const id = newUuid()
  const person = { id, lastName, firstName: 'Зоя', pupil: { schoolClassId: s.ids.class7, from }, ...more }
  await s.run('addPeople', { schoolId: s.ids.school, people: [person] })
  return id
}
const standing = (id: string) =>
  a.query<{ class_id: string | null; group_id: string | null; from_day: string; until_day: string | null }>(
    'select class_id, group_id, from_day, until_day from membership where pupil_id = $1 and not removed order by class_id nulls last',
    [id],
  )

describe('duplicates', () => {
  test('are named by the same name and birth date, ё and hyphen folded, and by nothing less', async () => {
    const [one, two] = [
      await pupil('Зелёная-Лист', { birthDate: '2013-03-03' }),
      await pupil('Зеленая Лист', { birthDate: '2013-03-03' }),
    ]
    await pupil('Зеленая Лист', { birthDate: '2013-03-04' })
    await pupil('Зеленая', { birthDate: '2013-03-03' })
    const answer = await t.as<{ school: { duplicates: object[] } }>(
      coordinator(),
      `{ school(id: "${s.ids.school}") { duplicates { first { id } second { id } why } } }`,
    )
    const [first, second] = [one, two].toSorted()
    expect(answer.data?.school.duplicates).toEqual([
      { first: { id: first }, second: { id: second }, why: 'Совпадают имя и дата рождения' },
    ])
    const teacher = await t.as<{ school: { duplicates: null } }>(
      a.as('DEPUTY'),
      `{ school(id: "${s.ids.school}") { duplicates { why } } }`,
    )
    expect(teacher.data?.school.duplicates).toBeNull()
  })
})

describe('mergePeople', () => {
  test('classes, groups, guardians, login and what the kept card lacks go over; the merged id leads to the kept person', async () => {
    const [kept, merged, guardian, group] = [
      await pupil('Двойная'),
      await pupil('Двойная', { birthDate: '2013-07-07' }),
      newUuid(),
      newUuid(),
    ]
    const schoolId = s.ids.school
    await s.run('addPeople', {
      schoolId,
      people: [{ id: guardian, lastName: 'Двойной', firstName: 'Захар', guardianOf: [merged] }],
    })
    await s.run('createGroups', {
      schoolId,
      yearId: s.ids.year,
      groups: [
        { id: group, name: 'Хор', schoolClassIds: [s.ids.class7], pupilIds: [merged], from: '2026-09-01' },
      ],
    })
    await s.run('openAccounts', {
      schoolId,
      accounts: [
        { personId: merged, username: 'dvoynaya', password: 'parol-dvoynoy', mustChangePassword: false },
      ],
    })
    expect(await merge(kept, merged)).toEqual({ errors: [], person: { id: kept, fullName: 'Двойная Зоя' } })
    expect(await standing(kept)).toEqual([
      { class_id: s.ids.class7, group_id: null, from_day: '2026-09-01', until_day: null },
      { class_id: null, group_id: group, from_day: '2026-09-01', until_day: null },
    ])
    expect(await standing(merged)).toEqual([])
    const question = `query($id: ID!, $refs: [_Any!]!) {
      pupil(id: $id) { id birthDate guardians { id } person { account { username } } movements { kind } }
      _entities(representations: $refs) { ... on Pupil { id fullName } ... on Person { id fullName } }
    }`
    const refs = ['Pupil', 'Person'].map((__typename) => ({ __typename, id: merged }))
    const answer = await t.as(coordinator(), question, { id: merged, refs })
    expect(answer).toEqual({
      data: {
        pupil: {
          id: kept,
          birthDate: '2013-07-07',
          guardians: [{ id: guardian }],
          person: { account: { username: 'dvoynaya' } },
          movements: [{ kind: 'ENROLLED' }],
        },
        _entities: [
          { id: kept, fullName: 'Двойная Зоя' },
          { id: kept, fullName: 'Двойная Зоя' },
        ],
      },
    })
    // The guardian, whose passport names the kept pupil, and a stranger, by the merged id.
    const family = viewerOf({ schoolId, roles: ['GUARDIAN'], personId: guardian, pupils: [kept] })
    const stranger = viewerOf({ schoolId, roles: ['GUARDIAN'], pupils: [s.ids.vera] })
    const seen = async (viewer: typeof family) =>
      (
        await t.as<{ pupil: object | null }>(viewer, 'query($id: ID!) { pupil(id: $id) { id } }', {
          id: merged,
        })
      ).data?.pupil
    expect([await seen(family), await seen(stranger)]).toEqual([{ id: kept }, null])
    const [told] = await a.query<{ payload: object[] }>(
      `select payload from outbox where name = 'roster.person-merged.v1' order by position desc limit 1`,
    )
    expect(told?.payload).toMatchObject([{ id: merged, kept_id: kept }])
    expect(await a.lastFact('person', merged)).toMatchObject({ removed: true })
    expect(await a.lastEntry()).toMatchObject({
      act: 'mergePeople',
      subject: `person:${merged}`,
      to: { leadsTo: kept },
    })
    expect(codes(await merge(kept, merged))).toEqual(['SAME_PERSON'])
  })

  test('who led to the merged entry leads on to the kept one in one step', async () => {
    const [first, second, third] = [await pupil('Тройная'), await pupil('Тройная'), await pupil('Тройная')]
    expect(codes(await merge(second, first))).toEqual([])
    expect(codes(await merge(third, second))).toEqual([])
    const rows = await a.query('select distinct merged_into from person where id = any($1)', [
      [first, second],
    ])
    expect(rows).toEqual([{ merged_into: third }])
    const [told] = await a.query<{ payload: { id: string; kept_id: string }[] }>(
      `select payload from outbox where name = 'roster.person-merged.v1' order by position desc limit 1`,
    )
    expect(told?.payload.map((row) => [row.id, row.kept_id]).toSorted()).toEqual(
      [
        [first, third],
        [second, third],
      ].toSorted(),
    )
  })

  test('in two classes at once is refused; one after the other is fine', async () => {
    const [kept, merged] = [await pupil('Разная'), await pupil('Разная', {}, '2026-10-01')]
    const before = await a.traces()
    expect((await merge(kept, merged)).errors).toMatchObject([
      { code: 'OVERLAP', message: expect.stringContaining('приказ б/н от 1 октября 2026') },
    ])
    expect(await a.traces()).toEqual(before)
    const movements = [{ id: newUuid(), kind: 'EXPELLED', pupilId: kept, effectiveOn: '2026-09-20' }]
    await s.run('recordOrder', {
      schoolId: s.ids.school,
      id: newUuid(),
      number: 'м-1',
      date: '2026-11-20',
      movements,
    })
    expect(codes(await merge(kept, merged))).toEqual([])
    expect(await standing(kept)).toMatchObject([
      { from_day: '2026-09-01', until_day: '2026-09-19' },
      { from_day: '2026-10-01', until_day: null },
    ])
  })

  test('with oneself, a pupil with an adult, two logins, no reason, nobody, without the right: refused, nothing written', async () => {
    const [one, two] = [await pupil('Иная'), await pupil('Иная')]
    const accounts = [one, two].map((personId, i) => ({
      personId,
      username: `inaya${i}`,
      password: 'parol-inoy-0',
      mustChangePassword: false,
    }))
    await s.run('openAccounts', { schoolId: s.ids.school, accounts })
    const before = await a.traces()
    expect(codes(await merge(one, one))).toEqual(['SAME_PERSON'])
    expect(codes(await merge(s.ids.teacher, one))).toEqual(['BAD_INPUT'])
    expect(codes(await merge(one, two))).toEqual(['IN_USE'])
    expect(codes(await merge(one, s.ids.anna, { reason: ' ' }))).toEqual(['BAD_INPUT'])
    expect(codes(await merge(one, newUuid()))).toEqual(['NOT_FOUND'])
    expect(codes(await merge(newUuid(), one))).toEqual(['NOT_FOUND'])
    const input = { keptId: one, mergedId: s.ids.anna, reason: 'проба' }
    expect(codes(await a.act(a.as('DIRECTOR'), 'mergePeople', input))).toEqual(['NOT_FOUND'])
    expect(await a.traces()).toEqual(before)
  })

  test('of two logins one is closed first: the open one is then the kept person’s, whichever card had it', async () => {
    const logins = async (name: string) => {
      const ids = [await pupil(name), await pupil(name)] as const
      const accounts = ids.map((personId, i) => ({
        personId,
        username: `${name === 'Левая' ? 'levaya' : 'pravaya'}${i}`,
        password: 'parol-odin-iz',
        mustChangePassword: false,
      }))
      await s.run('openAccounts', { schoolId: s.ids.school, accounts })
      return ids
    }
    const close = (personId: string) =>
      a.act(coordinator(), 'setAccountState', { personId, state: 'CLOSED', reason: 'двойник' })
    const ownerOf = async (username: string) =>
      (
        await a.query<{ person_id: string }>(
          'select person_id from account_person join auth."user" on id = account_id where username = $1',
          [username],
        )
      ).map((row) => row.person_id)
    const rolesOf = async (username: string) =>
      (await (await signIn(t, username, 'parol-odin-iz')).claims())?.schools.map((school) => school.person)

    const [kept, merged] = await logins('Левая')
    expect(codes(await merge(kept, merged))).toEqual(['IN_USE'])
    expect(codes(await close(kept))).toEqual([])
    expect(codes(await merge(kept, merged))).toEqual([])
    expect([await ownerOf('levaya0'), await ownerOf('levaya1')]).toEqual([[merged], [kept]])
    expect(await rolesOf('levaya1')).toEqual([kept])
    expect((await signInTry(t, 'levaya0', 'parol-odin-iz')).status).toBe(401)

    const [stays, goes] = await logins('Правая')
    expect(codes(await close(goes))).toEqual([])
    expect(codes(await merge(stays, goes))).toEqual([])
    expect([await ownerOf('pravaya0'), await ownerOf('pravaya1')]).toEqual([[stays], [goes]])
    expect(await rolesOf('pravaya0')).toEqual([stays])
  })

  test('a repeat with the same requestId is one merge', async () => {
    const [kept, merged] = [await pupil('Повторная'), await pupil('Повторная')]
    const viewer = coordinator()
    const input = { keptId: kept, mergedId: merged, reason: 'проба', requestId: newUuid() }
    const first = await a.act(viewer, 'mergePeople', input, 'person { id }')
    const traces = await a.traces()
    expect(await a.act(viewer, 'mergePeople', input, 'person { id }')).toEqual(first)
    expect(await a.traces()).toEqual(traces)
  })
})
