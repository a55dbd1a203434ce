// One login, two schools: the coordinator and the class teacher of one have no way through it into the other.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { asAdministrator, newUuid } from '@zhurnal/kit/testing'
import type { Viewer } from '../events.js'
import { actsOf, codes } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'
import { signIn, signInTry } from './signed-in.js'
import { passportOf, viewerOf } from './testing.js'

type School = Awaited<ReturnType<typeof smallSchool>>
let t: TestRoster
let here: School
let there: School
let a: ReturnType<typeof actsOf>
const password = 'parol-dvuh-shkol'

beforeAll(async () => {
  t = await startTestRoster()
  here = await smallSchool(t)
  there = await smallSchool(t)
  a = actsOf(t, here)
  const login = (personId: string, username: string, mustChangePassword: boolean) => ({
    personId,
    username,
    password,
    mustChangePassword,
  })
  const schoolId = here.ids.school
  await here.run('openAccounts', {
    schoolId,
    accounts: [
      login(here.ids.guardian, 'v.obeih', false),
      login(here.ids.anna, 'novaya', true),
      login(here.ids.teacher, 'odnoj', false),
    ],
  })
  // A guardian who is a deputy at the other school; a pupil whose first password waits.
  for (const [username, personId] of [
    ['v.obeih', there.ids.teacher],
    ['novaya', there.ids.guardian],
  ] as const)
    await asAdministrator(
      t.database.name,
      `insert into account_person (account_id, person_id, school_id)
        select id, '${personId}', '${there.ids.school}' from auth."user" where username = '${username}'`,
    )
  await there.run('grantRoles', {
    schoolId: there.ids.school,
    grants: [{ id: newUuid(), personId: there.ids.teacher, role: 'DEPUTY' }],
  })
})
afterAll(() => t.stop())

const coordinator = () => a.as('COORDINATOR')
const classTeacher = () =>
  viewerOf({ schoolId: here.ids.school, roles: ['CLASS_TEACHER'], classes: [here.ids.class7] })
/** Coordinator of both schools. */
const ofBoth = (): Viewer => {
  const [first, second] = [here, there].map((s) =>
    viewerOf({ schoolId: s.ids.school, roles: ['COORDINATOR'] }),
  )
  return { ...coordinator(), schools: [first, second].flatMap((viewer) => viewer?.schools ?? []) }
}
const setState = (viewer: Viewer, personId: string, state: string) =>
  a.act(viewer, 'setAccountState', { personId, state, reason: 'проба' })
const reset = (viewer: Viewer, personId: string) => a.act(viewer, 'resetPassword', { personId })
const issue = async (viewer: Viewer) => {
  const passport = await passportOf(viewer)
  const asked = { passport, schoolId: here.ids.school, personIds: [here.ids.anna], delivery: 'PRINT' }
  const answer = await t.internal('/internal/issue-accounts', asked)
  return (await answer.json()) as { issued: { username: string }[]; passed: { why: string }[] }
}

test('it opens both schools to its holder', async () => {
  const claims = await (await signIn(t, 'v.obeih', password)).claims()
  expect(claims?.schools.map((school) => [school.id, school.roles]).toSorted()).toEqual(
    [
      [here.ids.school, ['GUARDIAN']],
      [there.ids.school, ['DEPUTY']],
    ].toSorted(),
  )
})

describe('who answers for one school only', () => {
  test('makes no password for it, closes and opens it not, takes no second step off; it stays as it was', async () => {
    const traces = await a.traces()
    for (const viewer of [coordinator(), classTeacher()]) {
      expect((await reset(viewer, here.ids.guardian)).errors).toEqual([
        {
          code: 'OTHER_SCHOOL',
          message: expect.stringContaining('Новый пароль сделать может только координатор обеих школ'),
          field: ['personId'],
        },
      ])
      expect(codes(await setState(viewer, here.ids.guardian, 'ACTIVE'))).toEqual(['OTHER_SCHOOL'])
    }
    expect(codes(await setState(coordinator(), here.ids.guardian, 'CLOSED'))).toEqual(['OTHER_SCHOOL'])
    const factor = { personId: here.ids.guardian, reason: 'проба' }
    expect(codes(await a.act(coordinator(), 'resetSecondFactor', factor))).toEqual(['OTHER_SCHOOL'])
    const passed = {
      personId: here.ids.anna,
      fullName: 'Азбукина Анна',
      why: 'логин служит и в другой школе',
    }
    expect(await issue(coordinator())).toEqual({ issued: [], passed: [passed] })
    expect(await a.traces()).toEqual(traces)
    expect((await signInTry(t, 'v.obeih', password)).status).toBe(200)
    expect((await signInTry(t, 'novaya', password)).status).toBe(200)
  })

  test('may stop it, for a theft cannot wait', async () => {
    expect(codes(await setState(coordinator(), here.ids.guardian, 'STOPPED'))).toEqual([])
    expect((await signInTry(t, 'v.obeih', password)).status).toBe(401)
    expect(codes(await setState(coordinator(), here.ids.guardian, 'ACTIVE'))).toEqual(['OTHER_SCHOOL'])
  })

  test('does all of it to a login of the own school', async () => {
    expect(codes(await setState(coordinator(), here.ids.teacher, 'STOPPED'))).toEqual([])
    expect(codes(await setState(coordinator(), here.ids.teacher, 'ACTIVE'))).toEqual([])
    expect(codes(await reset(coordinator(), here.ids.teacher))).toEqual([])
    expect(codes(await setState(coordinator(), here.ids.teacher, 'CLOSED'))).toEqual([])
  })
})

test('who answers for both schools does all of it', async () => {
  expect(codes(await setState(ofBoth(), here.ids.guardian, 'ACTIVE'))).toEqual([])
  expect(codes(await reset(ofBoth(), here.ids.guardian))).toEqual([])
  expect((await issue(ofBoth())).issued).toMatchObject([{ username: 'novaya' }])
  expect(codes(await setState(ofBoth(), here.ids.guardian, 'CLOSED'))).toEqual([])
})
