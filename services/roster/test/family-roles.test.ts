// Pupil and guardian are so by their cards: a login opens what follows from them, as long as it does.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { asAdministrator, newUuid } from '@zhurnal/kit/testing'
import type { Role } from '../events.js'
import { actsOf, codes } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'
import { signIn, signInTry, withToken, type SignedIn } from './signed-in.js'
import { passportOf } from './testing.js'

let t: TestRoster
let s: Awaited<ReturnType<typeof smallSchool>>
let a: ReturnType<typeof actsOf>
let pupil: string
let guardian: string
const today = '2026-11-24T06:07:00Z'
let count = 0

beforeAll(async () => {
  t = await startTestRoster()
  s = await smallSchool(t)
  a = actsOf(t, s)
})
/** A pupil enrolled by an order, with a guardian: each of them entered as a school enters them, no role given. */
beforeEach(async () => {
  t.setClock(today)
  pupil = newUuid()
  guardian = newUuid()
  const schoolId = s.ids.school
  await s.run('addPeople', {
    schoolId,
    order: { number: `${(count += 1)}-З`, date: '2026-11-20' },
    people: [
      {
        id: pupil,
        lastName: 'Щукин',
        firstName: 'Щит',
        pupil: { schoolClassId: s.ids.class7, from: '2026-11-23' },
      },
    ],
  })
  await s.run('addPeople', {
    schoolId,
    people: [{ id: guardian, lastName: 'Щукина', firstName: 'Щедра', guardianOf: [pupil] }],
  })
})
afterAll(() => t.stop())

/** What the slips say, for the worker that prints them. */
async function slipsOf(...personIds: string[]) {
  const passport = await passportOf(a.as('COORDINATOR'))
  const asked = { passport, schoolId: s.ids.school, personIds, delivery: 'PRINT' }
  const answer = await t.internal('/internal/issue-accounts', asked)
  return ((await answer.json()) as { issued: { username: string; password: string }[] }).issued
}
/** Signs in with the slip, changes the password as it asks, and is who they are. */
async function enter(personId: string): Promise<SignedIn> {
  const [slip = { username: '', password: '' }] = await slipsOf(personId)
  const who = await signIn(t, slip.username, slip.password, `192.0.2.${(count += 1)}`)
  expect(await who.claims()).toMatchObject({ mustChangePassword: true, schools: [] })
  const change = { currentPassword: slip.password, newPassword: 'svoi parol 7' }
  const changed = await who.auth('/auth/change-password', change)
  expect(changed.status).toBe(200)
  const again = await signInTry(t, slip.username, 'svoi parol 7', `192.0.2.${count}`)
  return withToken(t, ((await again.json()) as { token: string }).token)
}
const placeOf = async (who: SignedIn) => {
  const [place] = (await who.claims())?.schools ?? []
  return place && { roles: place.roles, pupils: place.pupils }
}
const seen = async (who: SignedIn) =>
  (
    await who.ask<{ pupil: object | null; viewer: { roles: object[] } }>(
      `{ pupil(id: "${pupil}") { fullName } viewer { roles { id role school { id } } } }`,
    )
  ).data

const order = (kind: string, effectiveOn: string, more = {}) =>
  s.run('recordOrder', {
    schoolId: s.ids.school,
    id: newUuid(),
    number: `${(count += 1)}-Ж`,
    date: '2026-11-24',
    movements: [{ id: newUuid(), kind, pupilId: pupil, effectiveOn, ...more }],
  })

test('enrolled by an order and entered as guardian, both come in by their slips and see the child', async () => {
  for (const [personId, role] of [
    [pupil, 'PUPIL'],
    [guardian, 'GUARDIAN'],
  ] as const) {
    const who = await enter(personId)
    expect(await placeOf(who)).toEqual({ roles: [role], pupils: [pupil] })
    expect(await seen(who)).toEqual({
      pupil: { fullName: 'Щукин Щит' },
      viewer: { roles: [{ id: null, role, school: { id: s.ids.school } }] },
    })
    const card = await t.as<{ person: { roles: { id: null; role: Role }[] } }>(
      a.as('COORDINATOR'),
      `{ person(id: "${personId}") { roles { id role } } }`,
    )
    expect(card.data?.person.roles).toEqual([{ id: null, role }])
  }
})

describe('a pupil', () => {
  test('is one before the first day in a class, and on the last; on the day after no more', async () => {
    const who = await enter(pupil)
    const at = async (now: string) => {
      t.setClock(now)
      return placeOf(who)
    }
    const own = { roles: ['PUPIL'], pupils: [pupil] }
    expect(await at('2026-11-22T06:00:00Z')).toEqual(own)
    t.setClock(today)
    await order('LEFT_FOR_SCHOOL', '2026-11-26')
    // Midnight is the school's: in Moscow it is 21:00 of UTC.
    expect(await at('2026-11-25T20:59:59Z')).toEqual(own)
    expect(await at('2026-11-25T21:00:00Z')).toEqual({ roles: [], pupils: [] })
    expect(await seen(who)).toEqual({ pupil: null, viewer: { roles: [] } })
    t.setClock('2026-11-26T06:00:00Z')
    await order('ENROLLED', '2026-11-27', { toClassId: s.ids.class8 })
    expect(await placeOf(who)).toEqual(own)
  })
})

describe('a guardian', () => {
  test('keeps reading what was of a child who left, and nothing once the guardianship is ended', async () => {
    const who = await enter(guardian)
    await order('LEFT_FOR_SCHOOL', '2026-11-24')
    expect(await placeOf(who)).toEqual({ roles: ['GUARDIAN'], pupils: [pupil] })
    expect((await seen(who))?.pupil).toEqual({ fullName: 'Щукин Щит' })
    await s.run('changeGuardians', {
      schoolId: s.ids.school,
      add: [],
      remove: [{ guardianId: guardian, pupilId: pupil }],
    })
    expect(await placeOf(who)).toEqual({ roles: [], pupils: [] })
    expect(await seen(who)).toEqual({ pupil: null, viewer: { roles: [] } })
  })

  test('of two children keeps the other one', async () => {
    await s.run('changeGuardians', {
      schoolId: s.ids.school,
      add: [{ guardianId: guardian, pupilId: s.ids.vera }],
      remove: [{ guardianId: guardian, pupilId: pupil }],
    })
    expect(await placeOf(await enter(guardian))).toEqual({ roles: ['GUARDIAN'], pupils: [s.ids.vera] })
  })

  test('of a child whose card was taken out is none', async () => {
    const who = await enter(guardian)
    await s.run('removePeople', { schoolId: s.ids.school, personIds: [pupil] })
    expect(await placeOf(who)).toEqual({ roles: [], pupils: [] })
  })

  test('who teaches holds both roles; only the one by order can be withdrawn', async () => {
    const grant = newUuid()
    const schoolId = s.ids.school
    await s.run('grantRoles', { schoolId, grants: [{ id: grant, personId: guardian, role: 'TEACHER' }] })
    const who = await enter(guardian)
    expect((await placeOf(who))?.roles).toEqual(['GUARDIAN', 'TEACHER'])
    await s.run('withdrawRoles', { schoolId, grantIds: [grant] })
    expect((await placeOf(who))?.roles).toEqual(['GUARDIAN'])
  })
})

test('neither role is given by hand, and one that an earlier installation gave counts for nothing', async () => {
  const schoolId = s.ids.school
  for (const role of ['PUPIL', 'GUARDIAN'] as const) {
    const traces = await a.traces()
    const grants = [{ id: newUuid(), personId: s.ids.teacher, role }]
    expect(codes(await a.act(a.as('COORDINATOR'), 'grantRoles', { schoolId, grants }))).toEqual(['BAD_INPUT'])
    expect(await a.traces()).toEqual(traces)
    await asAdministrator(
      t.database.name,
      `insert into role_grant (id, school_id, person_id, role) values ('${newUuid()}', '${schoolId}', '${s.ids.teacher}', '${role}')`,
    )
  }
  expect(await placeOf(await enter(s.ids.teacher))).toEqual({ roles: [], pupils: [] })
})

test('who is asking is found by one statement, whatever they are', async () => {
  const who = await enter(guardian)
  await who.claims()
  const { system } = t.roster.base
  system.counter = { count: 0, statements: [] }
  expect(await placeOf(who)).toEqual({ roles: ['GUARDIAN'], pupils: [pupil] })
  const { statements } = system.counter
  system.counter = undefined
  expect(statements.filter((one) => one.includes('account_person'))).toHaveLength(1)
  expect(statements.filter((one) => /^\s*(select|with|update|insert)/i.test(one))).toHaveLength(1)
})
