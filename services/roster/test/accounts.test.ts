// Logins: term of activation, reset, lock, register of handovers, lists; both sides of each edge.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid, rawQuery } from '@zhurnal/kit/testing'
import { actsOf, codes } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'
import { signIn, signInTry } from './signed-in.js'
import { viewerOf } from './testing.js'

let t: TestRoster
let s: Awaited<ReturnType<typeof smallSchool>>
let a: ReturnType<typeof actsOf>
const passwordOfAll = 'vremennyi-parol'

beforeAll(async () => {
  t = await startTestRoster()
  s = await smallSchool(t)
  a = actsOf(t, s)
  await open('anna', s.ids.anna)
  await open('vera', s.ids.vera)
  await open('alla', s.ids.guardian)
  await open('doskin', s.ids.teacher)
})
afterAll(() => t.stop())

const open = (username: string, personId: string, mustChangePassword = true) =>
  s.run('openAccounts', {
    schoolId: s.ids.school,
    accounts: [{ personId, username, password: passwordOfAll, mustChangePassword }],
  })
const classTeacher = (schoolClass = s.ids.class7) =>
  viewerOf({
    schoolId: s.ids.school,
    roles: ['CLASS_TEACHER'],
    classes: [schoolClass],
    name: 'Классный К. К.',
  })

describe('the term for the first sign-in', () => {
  const account = async (personId: string) =>
    (
      await t.as<{ person: { account: { state: string; activateBy: string | null; overdue: boolean } } }>(
        a.as('COORDINATOR'),
        `{ _entities(representations: [{__typename: "Person", id: "${personId}"}]) { ... on Person { account { state activateBy overdue } } } }`,
      )
    ).data as unknown as {
      _entities: [{ account: { state: string; activateBy: string | null; overdue: boolean } }]
    }

  test('is the seventh working day of the school’s own calendar; the day itself is in time, the next is not', async () => {
    // Issued on Tuesday 24 November: 25, 26, 27, 30 November, 1, 2, 3 December.
    expect((await account(s.ids.anna))._entities[0].account).toEqual({
      state: 'NOT_ACTIVATED',
      activateBy: '2026-12-03',
      overdue: false,
    })
    const overdue = async (now: string) => {
      t.setClock(now)
      const own = (await account(s.ids.anna))._entities[0].account.overdue
      const list = await listed(a.as('COORDINATOR'), 'state: OVERDUE')
      t.setClock('2026-11-24T06:07:00Z')
      return [own, list.includes('anna')]
    }
    expect(await overdue('2026-12-03T20:59:00Z')).toEqual([false, false])
    expect(await overdue('2026-12-03T21:01:00Z')).toEqual([true, true])
  })
})

const listed = async (viewer: ReturnType<typeof viewerOf>, args: string): Promise<string[]> => {
  const answer = await t.as<{
    school: { accounts: { edges: { node: { username: string } }[]; totalCount: number } | null }
  }>(viewer, `{ school { accounts(${args}) { edges { node { username } } totalCount } } }`)
  const found = answer.data?.school.accounts
  expect(found?.totalCount).toBe(found?.edges.length)
  return found?.edges.map((edge) => edge.node.username) ?? []
}

describe('the list of logins', () => {
  test('is by name, found by name and by login, narrowed by what people are and by class', async () => {
    const coordinator = a.as('COORDINATOR')
    expect(await listed(coordinator, 'first: 100')).toEqual(['alla', 'anna', 'vera', 'doskin'])
    expect(await listed(coordinator, 'search: "азбукина анна"')).toEqual(['anna'])
    expect(await listed(coordinator, 'search: "dosk"')).toEqual(['doskin'])
    expect(await listed(coordinator, 'kind: STAFF')).toEqual(['doskin'])
    expect(await listed(coordinator, `schoolClassId: "${s.ids.class7}"`)).toEqual(['alla', 'anna'])
    expect(await listed(coordinator, 'state: ACTIVE')).toEqual([])
    expect(await listed(coordinator, 'state: NOT_ACTIVATED')).toHaveLength(4)
  })

  test('a class teacher’s holds the own class and its guardians, and nobody else', async () => {
    expect(await listed(classTeacher(), 'first: 10')).toEqual(['alla', 'anna'])
    expect(await listed(classTeacher(s.ids.class8), 'first: 10')).toEqual(['vera'])
    expect(await listed(classTeacher(), `schoolClassId: "${s.ids.class8}"`)).toEqual([])
  })

  test('comes page by page', async () => {
    const page = async (after: string | null) =>
      (
        await t.as<{
          school: {
            accounts: {
              edges: { node: { username: string } }[]
              pageInfo: { hasNextPage: boolean; endCursor: string }
              totalCount: number
            }
          }
        }>(
          a.as('COORDINATOR'),
          'query($after: String) { school { accounts(first: 3, after: $after) { edges { node { username } } pageInfo { hasNextPage endCursor } totalCount } } }',
          { after },
        )
      ).data?.school.accounts
    const first = await page(null)
    expect([first?.edges.length, first?.pageInfo.hasNextPage, first?.totalCount]).toEqual([3, true, 4])
    const second = await page(first?.pageInfo.endCursor ?? null)
    expect(second?.edges.map((edge) => edge.node.username)).toEqual(['doskin'])
    expect(second?.pageInfo.hasNextPage).toBe(false)
  })
})

describe('a new temporary password', () => {
  test('is shown once, the old one and the sessions are worth nothing, the first sign-in must change it', async () => {
    const session = await signIn(t, 'anna', passwordOfAll)
    const input = { requestId: newUuid(), personId: s.ids.anna }
    const teacher = classTeacher()
    const reset = await a.act(teacher, 'resetPassword', input, 'username temporaryPassword')
    expect(reset.errors).toEqual([])
    expect(reset.username).toBe('anna')
    const shown = String(reset.temporaryPassword)
    expect(shown).toMatch(/^[a-hj-km-np-z2-9]{5}-[a-hj-km-np-z2-9]{5}$/)
    expect(await session.claims()).toBeNull()
    expect((await signInTry(t, 'anna', passwordOfAll)).status).toBe(401)
    const again = await signIn(t, 'anna', shown)
    expect((await again.claims())?.mustChangePassword).toBe(true)
    const repeated = await a.act(teacher, 'resetPassword', input, 'username temporaryPassword')
    expect(repeated).toMatchObject({ errors: [], username: 'anna', temporaryPassword: null })
    const kept = await a.query<{ found: boolean }>(
      `select exists (select 1 from log_entry where leaf like $1) or exists (select 1 from outbox where payload::text like $1)
        as found`,
      [`%${shown}%`],
    )
    expect(kept).toEqual([{ found: false }])
    const asOwner = 'select 1 from auth.account where password like $1'
    expect(await rawQuery(t.database.urls.owner, asOwner, [`%${shown}%`])).toEqual([])
    expect((await a.lastEntry()).act).toBe('resetPassword')
  })

  test('once changed, the login is active, since when', async () => {
    const { temporaryPassword } = await a.act(
      a.as('COORDINATOR'),
      'resetPassword',
      { personId: s.ids.vera },
      'temporaryPassword',
    )
    const vera = await signIn(t, 'vera', String(temporaryPassword))
    const change = { currentPassword: String(temporaryPassword), newPassword: 'svoi-nadezhnyi-1' }
    expect((await vera.auth('/auth/change-password', change)).status).toBe(200)
    const answer = await vera.ask<{
      viewer: {
        account: { state: string; activatedAt: string; activateBy: string | null; lastSignInAt: string }
      }
    }>('{ viewer { account { state activatedAt activateBy lastSignInAt } } }')
    expect(answer.data?.viewer.account).toEqual({
      state: 'ACTIVE',
      activatedAt: '2026-11-24T06:07:00.000Z',
      activateBy: null,
      lastSignInAt: '2026-11-24T06:07:00.000Z',
    })
  })

  test('a class teacher has no say over another class, nor over a colleague whose child is in the own class', async () => {
    expect(codes(await a.act(classTeacher(), 'resetPassword', { personId: s.ids.vera }))).toEqual([
      'NOT_FOUND',
    ])
    const [colleague, parent] = [newUuid(), newUuid()]
    await s.run('addPeople', {
      schoolId: s.ids.school,
      people: [
        {
          id: colleague,
          lastName: 'Родителев',
          firstName: 'Роман',
          staff: { position: 'директор' },
          guardianOf: [s.ids.boris],
        },
        { id: parent, lastName: 'Букварёва', firstName: 'Белла', guardianOf: [s.ids.boris] },
      ],
    })
    await open('rodit', colleague)
    await open('bella', parent)
    expect(codes(await a.act(classTeacher(), 'resetPassword', { personId: parent }))).toEqual([])
    expect(codes(await a.act(classTeacher(), 'resetPassword', { personId: colleague }))).toEqual([
      'NOT_FOUND',
    ])
    await s.run('grantRoles', {
      schoolId: s.ids.school,
      grants: [{ id: newUuid(), personId: parent, role: 'DEPUTY', from: '2026-12-01' }],
    })
    expect(codes(await a.act(classTeacher(), 'resetPassword', { personId: parent }))).toEqual(['NOT_FOUND'])
    expect(await listed(classTeacher(), 'search: "bella"')).toEqual([])
  })

  test('is refused for who has no login, and the sixth time within an hour', async () => {
    expect(codes(await a.act(a.as('COORDINATOR'), 'resetPassword', { personId: s.ids.gleb }))).toEqual([
      'NO_ACCOUNT',
    ])
    const tries = []
    for (let i = 0; i < 6; i += 1)
      tries.push(codes(await a.act(a.as('COORDINATOR'), 'resetPassword', { personId: s.ids.guardian })))
    expect(tries).toEqual([[], [], [], [], [], ['TOO_OFTEN']])
    t.setClock('2026-11-24T07:07:01Z')
    expect(codes(await a.act(a.as('COORDINATOR'), 'resetPassword', { personId: s.ids.guardian }))).toEqual([])
    t.setClock('2026-11-24T06:07:00Z')
  })
})

describe('a login that is stopped', () => {
  const set = (viewer: ReturnType<typeof viewerOf>, personId: string, state: string) =>
    a.act(viewer, 'setAccountState', { personId, state, reason: 'потерян телефон' }, 'account { state }')

  test('ends its sessions at once, is answered as a wrong password, and opens again', async () => {
    const doskin = await signIn(t, 'doskin', passwordOfAll)
    expect(await set(a.as('COORDINATOR'), s.ids.teacher, 'STOPPED')).toMatchObject({
      errors: [],
      account: { state: 'STOPPED' },
    })
    expect(await doskin.claims()).toBeNull()
    const right = await signInTry(t, 'doskin', passwordOfAll)
    const wrong = await signInTry(t, 'doskin', 'ne-tot-parol')
    expect([right.status, await right.json()]).toEqual([wrong.status, await wrong.json()])
    expect(await listed(a.as('COORDINATOR'), 'state: STOPPED')).toEqual(['doskin'])
    expect(codes(await set(a.as('COORDINATOR'), s.ids.teacher, 'ACTIVE'))).toEqual([])
    expect((await signInTry(t, 'doskin', passwordOfAll)).status).toBe(200)
  })

  test('a class teacher locks and opens in the own class, and closes nobody', async () => {
    expect(codes(await set(classTeacher(), s.ids.anna, 'STOPPED'))).toEqual([])
    expect(codes(await set(classTeacher(), s.ids.anna, 'ACTIVE'))).toEqual([])
    expect(codes(await set(classTeacher(), s.ids.anna, 'CLOSED'))).toEqual(['NOT_FOUND'])
    expect(codes(await set(classTeacher(), s.ids.teacher, 'STOPPED'))).toEqual(['NOT_FOUND'])
  })

  test('closed, it stays closed; a state that is none and an empty reason are refused', async () => {
    const { pupil } = await a.added()
    await open('zakrytyi', pupil)
    expect(codes(await set(a.as('COORDINATOR'), pupil, 'SLEEPING'))).toEqual(['BAD_INPUT'])
    expect(
      codes(
        await a.act(a.as('COORDINATOR'), 'setAccountState', {
          personId: pupil,
          state: 'STOPPED',
          reason: ' ',
        }),
      ),
    ).toEqual(['BAD_INPUT'])
    expect(await set(a.as('COORDINATOR'), pupil, 'CLOSED')).toMatchObject({
      errors: [],
      account: { state: 'CLOSED' },
    })
    expect(codes(await set(a.as('COORDINATOR'), pupil, 'ACTIVE'))).toEqual(['BAD_INPUT'])
    expect(codes(await a.act(a.as('COORDINATOR'), 'resetPassword', { personId: pupil }))).toEqual([
      'NO_ACCOUNT',
    ])
  })

  test('is never the last coordinator’s who can sign in', async () => {
    const { staff } = await a.added()
    await open('koordinator', staff)
    await s.run('grantRoles', {
      schoolId: s.ids.school,
      grants: [{ id: newUuid(), personId: staff, role: 'COORDINATOR' }],
    })
    expect(codes(await set(a.as('COORDINATOR'), staff, 'STOPPED'))).toEqual(['LAST_COORDINATOR'])
    await s.run('grantRoles', {
      schoolId: s.ids.school,
      grants: [{ id: newUuid(), personId: s.ids.teacher, role: 'COORDINATOR' }],
    })
    expect(codes(await set(a.as('COORDINATOR'), staff, 'STOPPED'))).toEqual([])
    expect(codes(await set(a.as('COORDINATOR'), s.ids.teacher, 'STOPPED'))).toEqual(['LAST_COORDINATOR'])
  })
})

describe('the register of handovers', () => {
  test('says who handed what to whom and when, newest first', async () => {
    const entry = (more: object) => ({
      personId: s.ids.anna,
      toName: 'Азбукина Алла',
      delivery: 'PRINT',
      ...more,
    })
    const record = (handovers: object[]) =>
      a.act(classTeacher(), 'recordHandover', { schoolId: s.ids.school, handovers }, 'recorded')
    expect(await record([entry({ at: '2026-11-23T10:00:00Z' })])).toMatchObject({ recorded: 1, errors: [] })
    expect(await record([entry({ delivery: 'SHOWN', toName: '<b>Анна</b>' })])).toMatchObject({
      recorded: 1,
      errors: [],
    })
    const answer = await t.as<{ _entities: [{ account: { handovers: object[] } }] }>(
      classTeacher(),
      `{ _entities(representations: [{__typename: "Person", id: "${s.ids.anna}"}]) { ... on Person { account { handovers { at byName toName delivery person { id } } } } } }`,
    )
    expect(answer.data?._entities[0].account.handovers).toEqual([
      {
        at: '2026-11-24T06:07:00.000Z',
        byName: 'Классный К. К.',
        toName: '<b>Анна</b>',
        delivery: 'SHOWN',
        person: { id: s.ids.anna },
      },
      {
        at: '2026-11-23T10:00:00.000Z',
        byName: 'Классный К. К.',
        toName: 'Азбукина Алла',
        delivery: 'PRINT',
        person: { id: s.ids.anna },
      },
    ])
    expect(codes(await record([entry({ at: '2026-11-24T06:08:00Z' })]))).toEqual(['BAD_INPUT'])
    expect(codes(await record([entry({ toName: '' })]))).toEqual(['BAD_INPUT'])
    expect(codes(await record([entry({ personId: s.ids.boris })]))).toEqual(['BAD_INPUT'])
    expect(codes(await record([entry({}), entry({ personId: s.ids.vera })]))).toEqual(['NOT_FOUND'])
  })
})
