// Stolen logins: what stops at once, what is listed, who decides, how the login comes back (4.3, 4.4).
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import type { Role } from '../events.js'
import { actsOf, codes } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'
import { signIn, signInTry, withToken } from './signed-in.js'
import { viewerOf } from './testing.js'

let t: TestRoster
let s: Awaited<ReturnType<typeof smallSchool>>
let a: ReturnType<typeof actsOf>
const password = 'svoi-parol-1'

beforeAll(async () => {
  t = await startTestRoster()
  s = await smallSchool(t)
  a = actsOf(t, s)
})
afterAll(() => t.stop())

let people = 0
async function staffMember(...roles: Role[]) {
  people += 1
  const [id, username] = [newUuid(), `vzlom${people}`]
  await s.run('addPeople', {
    schoolId: s.ids.school,
    ground: 'проверка',
    people: [{ id, lastName: 'Вздоров', firstName: `Номер ${people}`, staff: { position: 'сотрудник' } }],
  })
  await s.run('openAccounts', {
    schoolId: s.ids.school,
    accounts: [{ personId: id, username, password, mustChangePassword: false }],
  })
  await s.run('grantRoles', {
    schoolId: s.ids.school,
    grants: roles.map((role) => ({ id: newUuid(), personId: id, role })),
  })
  const [row] = await a.query<{ account: string }>(
    'select account_id as account from account_person where person_id = $1',
    [id],
  )
  return { id, username, account: row?.account ?? '' }
}

type Act = { entryId: string; what: string; state: string }
const selection =
  'report { id receivedAt dueAt closedAt stopped reportedByName rosterActs { entryId what state } }'
const report = (payload: Record<string, unknown>) =>
  payload.report as {
    id: string
    receivedAt: string
    dueAt: string
    closedAt: string | null
    stopped: string[]
    rosterActs: Act[] | null
  }

/** A coordinator whose login did things, the day before the notice and after. */
async function stolenCoordinator() {
  const thief = await staffMember('COORDINATOR')
  t.setClock('2026-11-23T09:00:00Z')
  const session = await signIn(t, thief.username, password)
  const token = await session.act(
    'createApiToken',
    { name: 'Чужая', schoolIds: [s.ids.school], expiresAt: '2027-01-01T00:00:00Z' },
    'secret',
  )
  const [helper, secret] = [newUuid(), newUuid()]
  await session.act('addPeople', {
    schoolId: s.ids.school,
    ground: 'проверка',
    people: [
      { id: helper, lastName: 'Подставной', firstName: `Пётр ${people}`, staff: { position: 'никто' } },
      { id: secret, lastName: 'Второй', firstName: `Влас ${people}`, staff: { position: 'никто' } },
    ],
  })
  const opened = `podstavnoi${people}`
  await session.act('openAccounts', {
    schoolId: s.ids.school,
    accounts: [{ personId: helper, username: opened, password, mustChangePassword: false }],
  })
  await session.act('appoint', {
    ...{ schoolId: s.ids.school, id: newUuid(), personId: helper, role: 'DEPUTY', from: '2026-11-01' },
    ...{ orderNumber: '13', orderDate: '2026-11-01' },
  })
  t.setClock('2026-11-24T06:07:00Z')
  return { ...thief, session, secret: String(token.secret), helper, opened }
}

const reportOf = (
  viewer: ReturnType<typeof viewerOf>,
  accountId: string,
  more: object = { suspectedSince: '2026-11-23T08:00:00Z' },
) => a.act(viewer, 'reportCompromise', { accountId, ...more }, selection)
const director = () => a.as('DIRECTOR')
const rolesOf = async (person: string) =>
  (
    await a.query<{ role: string }>(
      'select role from role_grant where person_id = $1 and not removed order by role',
      [person],
    )
  ).map((row) => row.role)

describe('a notice', () => {
  test('stops the login, its sessions, tokens and what it opened, at once; others are told; the term is the end of the next working day', async () => {
    const stolen = await stolenCoordinator()
    const helper = await signIn(t, stolen.opened, password)
    const made = await stolen.session.act(
      'reportCompromise',
      { accountId: stolen.account, suspectedSince: '2026-11-23T08:00:00Z', note: 'письмо с вложением' },
      'report { id dueAt stopped rosterActs { entryId } }',
    )
    expect(made.errors).toEqual([])
    const own = report(made)
    expect(own.stopped).toEqual([
      'Закончены сеансы: 1',
      'Отозван ключ программы «Чужая»',
      `Остановлен вход «${stolen.opened}»`,
    ])
    // Tuesday: until the end of Wednesday in Moscow.
    expect(own.dueAt).toBe('2026-11-25T21:00:00.000Z')
    expect(await stolen.session.claims()).toBeNull()
    expect(await withToken(t, stolen.secret).claims()).toBeNull()
    expect(await helper.claims()).toBeNull()
    expect((await signInTry(t, stolen.username, password)).status).toBe(401)
    expect((await signInTry(t, stolen.opened, password)).status).toBe(401)
    const [told] = await a.query<{ payload: Record<string, unknown>[] }>(
      `select payload from outbox where name = 'roster.account-compromised.v1' order by position desc limit 1`,
    )
    expect(told?.payload[0]).toMatchObject({
      account_id: stolen.account,
      person_id: stolen.id,
      received_at: '2026-11-24T06:07:00.000Z',
      suspected_since: '2026-11-23T08:00:00.000Z',
    })
    expect(JSON.stringify(told)).not.toContain('вложением')
    const seen = report(await reportOf(director(), stolen.account))
    expect(seen).toBeNull()
    expect(codes(await reportOf(a.as('COORDINATOR'), stolen.account))).toEqual(['ALREADY_EXISTS'])
    expect(
      codes(
        await a.act(a.as('COORDINATOR'), 'setAccountState', {
          personId: stolen.id,
          state: 'ACTIVE',
          reason: 'нашёлся',
        }),
      ),
    ).toEqual(['BAD_INPUT'])
  })

  test('of the future is refused, of another’s care is not found, and nothing stops', async () => {
    const victim = await staffMember('TEACHER')
    const before = await a.traces()
    expect(
      codes(await reportOf(a.as('COORDINATOR'), victim.account, { suspectedSince: '2026-11-24T06:07:01Z' })),
    ).toEqual(['BAD_INPUT'])
    const teacher = viewerOf({ schoolId: s.ids.school, roles: ['CLASS_TEACHER'], classes: [s.ids.class7] })
    expect(codes(await reportOf(teacher, victim.account))).toEqual(['NOT_FOUND'])
    expect(codes(await reportOf(director(), victim.account))).toEqual(['NOT_FOUND'])
    expect(await a.traces()).toEqual(before)
    expect((await signInTry(t, victim.username, password)).status).toBe(200)
    expect(
      codes(await reportOf(a.as('COORDINATOR'), victim.account, { suspectedSince: '2026-11-24T06:07:00Z' })),
    ).toEqual([])
  })

  test('on a Friday is due by the end of Monday', async () => {
    const victim = await staffMember('TEACHER')
    t.setClock('2026-11-27T15:00:00Z')
    expect(report(await reportOf(a.as('COORDINATOR'), victim.account, {})).dueAt).toBe(
      '2026-11-30T21:00:00.000Z',
    )
    t.setClock('2026-11-24T06:07:00Z')
  })
})

describe('the acts of the login', () => {
  const decide = (
    viewer: ReturnType<typeof viewerOf>,
    reportId: string,
    entryIds: string[],
    verdict: string,
  ) => a.act(viewer, 'decideRosterActs', { reportId, entryIds, verdict }, selection)
  const seenBy = async (viewer: ReturnType<typeof viewerOf>, id: string) =>
    (
      await t.as<{ compromiseReport: { rosterActs: Act[] | null } | null }>(
        viewer,
        `{ compromiseReport(id: "${id}") { rosterActs { entryId what state } } }`,
      )
    ).data?.compromiseReport
  const entry = (acts: readonly Act[] | null, words: string) =>
    acts?.find((act) => act.what.startsWith(words))?.entryId ?? ''

  test('are suspect, void or stand by a decision; a void one is undone, and is done again when it is taken back', async () => {
    const stolen = await stolenCoordinator()
    const coordinator = a.as('COORDINATOR')
    const made = report(await reportOf(coordinator, stolen.account))
    expect(made.rosterActs?.map((act) => [act.what, act.state])).toEqual([
      ['Выпущен ключ для программы', 'SUSPECT'],
      [`Добавлен человек: Подставной Пётр ${people}`, 'SUSPECT'],
      [`Добавлен человек: Второй Влас ${people}`, 'SUSPECT'],
      [`Открыта учётная запись: Подставной Пётр ${people}`, 'SUSPECT'],
      [`Дано назначение: Подставной Пётр ${people}`, 'SUSPECT'],
    ])
    const appointed = entry(made.rosterActs, 'Дано назначение')
    expect(await rolesOf(stolen.helper)).toEqual(['DEPUTY'])
    expect(codes(await decide(coordinator, made.id, [appointed], 'VOID'))).toEqual([])
    expect(await rolesOf(stolen.helper)).toEqual([])
    expect(codes(await decide(coordinator, made.id, [appointed], 'CONFIRM'))).toEqual(['BAD_INPUT'])
    const restored = await decide(coordinator, made.id, [appointed], 'RESTORE')
    expect(report(restored).rosterActs?.find((act) => act.entryId === appointed)?.state).toBe('RESTORED')
    expect(await rolesOf(stolen.helper)).toEqual(['DEPUTY'])
    expect((await a.lastEntry()).to).toEqual({ report: made.id, state: 'RESTORED' })

    const added = entry(made.rosterActs, 'Добавлен человек')
    // What somebody else has put on the added person since holds it, and all of the decision with it.
    await s.run('grantRoles', {
      schoolId: s.ids.school,
      grants: [{ id: newUuid(), personId: stolen.helper, role: 'CLERK' }],
    })
    const before = await a.traces()
    const refused = await decide(coordinator, made.id, [appointed, added], 'VOID')
    expect([codes(refused), refused.errors[0]?.message]).toEqual([
      ['CANNOT_VOID'],
      expect.stringContaining('Добавлен человек'),
    ])
    expect(await a.traces()).toEqual(before)
    expect(await rolesOf(stolen.helper)).toEqual(['CLERK', 'DEPUTY'])

    expect(codes(await a.act(coordinator, 'closeCompromise', { reportId: made.id }))).toEqual(['UNDECIDED'])
    const rest = made.rosterActs?.map((act) => act.entryId).filter((id) => id !== appointed) ?? []
    expect(codes(await decide(coordinator, made.id, rest, 'CONFIRM'))).toEqual([])
    // Its opener's act stands: the login that it opened opens again.
    expect((await signInTry(t, stolen.opened, password)).status).toBe(200)
    expect(codes(await a.act(coordinator, 'closeCompromise', { reportId: made.id }, selection))).toEqual([])
    expect((await signInTry(t, stolen.username, password)).status).toBe(401)
    const { temporaryPassword } = await a.act(
      coordinator,
      'resetPassword',
      { personId: stolen.id },
      'temporaryPassword',
    )
    expect(
      (await (await signIn(t, stolen.username, String(temporaryPassword))).claims())?.mustChangePassword,
    ).toBe(true)
  })

  test('of a coordinator’s login are decided by the director or another coordinator, never by the login itself; of a teacher’s not by the director', async () => {
    const stolen = await stolenCoordinator()
    const made = report(await reportOf(a.as('COORDINATOR'), stolen.account))
    const self = viewerOf({
      schoolId: s.ids.school,
      personId: stolen.id,
      roles: ['COORDINATOR'],
      account: stolen.account,
    })
    const id = entry(made.rosterActs, 'Выпущен')
    for (const viewer of [
      self,
      a.as('DEPUTY'),
      a.as('TEACHER'),
      viewerOf({ schoolId: newUuid(), roles: ['DIRECTOR', 'COORDINATOR'] }),
    ])
      expect(codes(await decide(viewer, made.id, [id], 'VOID'))).toEqual(['NOT_FOUND'])
    expect(codes(await a.act(self, 'closeCompromise', { reportId: made.id }))).toEqual(['NOT_FOUND'])
    expect(codes(await decide(director(), made.id, [id], 'VOID'))).toEqual([])
    expect((await seenBy(director(), made.id))?.rosterActs).toHaveLength(5)
    expect(await seenBy(a.as('TEACHER'), made.id)).toBeNull()
    const teacher = await staffMember('TEACHER')
    const other = report(await reportOf(a.as('COORDINATOR'), teacher.account, {}))
    expect(codes(await a.act(director(), 'closeCompromise', { reportId: other.id }))).toEqual(['NOT_FOUND'])
    expect(codes(await a.act(a.as('COORDINATOR'), 'closeCompromise', { reportId: other.id }))).toEqual([])
  })

  test('written after the notice are void without a decision', async () => {
    const stolen = await staffMember('COORDINATOR')
    const made = report(await reportOf(a.as('COORDINATOR'), stolen.account))
    // A request that held its passport when the notice came, and is written a moment later.
    const late = viewerOf({
      schoolId: s.ids.school,
      personId: stolen.id,
      roles: ['COORDINATOR'],
      account: stolen.account,
    })
    t.setClock('2026-11-24T06:07:01Z')
    const helper = await staffMember()
    await a.act(late, 'grantRoles', {
      schoolId: s.ids.school,
      grants: [{ id: newUuid(), personId: helper.id, role: 'DIRECTOR' }],
    })
    expect(await rolesOf(helper.id)).toEqual(['DIRECTOR'])
    expect(codes(await a.act(a.as('COORDINATOR'), 'closeCompromise', { reportId: made.id }))).toEqual([])
    expect(await rolesOf(helper.id)).toEqual([])
    expect((await seenBy(a.as('COORDINATOR'), made.id))?.rosterActs).toMatchObject([{ state: 'VOID' }])
    t.setClock('2026-11-24T06:07:00Z')
  })

  test('an order is taken back with its movements', async () => {
    const stolen = await staffMember('COORDINATOR')
    t.setClock('2026-11-23T09:00:00Z')
    const thief = viewerOf({
      schoolId: s.ids.school,
      personId: stolen.id,
      roles: ['COORDINATOR'],
      account: stolen.account,
    })
    const movement = { id: newUuid(), kind: 'EXPELLED', pupilId: s.ids.gleb, effectiveOn: '2026-11-23' }
    const entered = await a.act(thief, 'recordOrder', {
      schoolId: s.ids.school,
      id: newUuid(),
      number: '66',
      date: '2026-11-23',
      movements: [movement],
    })
    expect(entered.errors).toEqual([])
    t.setClock('2026-11-24T06:07:00Z')
    const classOf = async () =>
      (
        await t.as<{ pupil: { schoolClass: { name: string } | null } }>(
          a.as('COORDINATOR'),
          `{ pupil(id: "${s.ids.gleb}") { schoolClass { name } } }`,
        )
      ).data?.pupil.schoolClass
    expect(await classOf()).toBeNull()
    const made = report(await reportOf(a.as('COORDINATOR'), stolen.account))
    expect(made.rosterActs?.map((act) => act.what)).toEqual(['Введён приказ'])
    expect(
      codes(await decide(a.as('COORDINATOR'), made.id, [made.rosterActs?.[0]?.entryId ?? ''], 'VOID')),
    ).toEqual([])
    expect(await classOf()).toEqual({ name: '8А' })
  })
})

test('the letter goes to the other coordinators who have an address and to the school’s support', async () => {
  const [stolen, other] = [await staffMember('COORDINATOR'), await staffMember('COORDINATOR')]
  for (const [personId, email] of [
    [stolen.id, 'sam@shkola.example'],
    [other.id, 'drugoi@shkola.example'],
  ])
    await a.act(a.as('COORDINATOR'), 'changeContacts', { personId, email })
  await s.run('changeSchool', { schoolId: s.ids.school, supportEmail: 'pomosch@podderzhka.example' })
  expect(
    codes(
      await a.act(a.as('COORDINATOR'), 'changeSchool', {
        schoolId: s.ids.school,
        supportEmail: 'a@b.c, d@e.f',
      }),
    ),
  ).toEqual(['BAD_INPUT'])
  const made = report(await reportOf(a.as('COORDINATOR'), stolen.account, {}))
  const answer = await t.internal('/internal/compromise-letter', { reportId: made.id })
  expect(await answer.json()).toMatchObject({
    to: ['drugoi@shkola.example', 'pomosch@podderzhka.example'],
    username: stolen.username,
    dueAt: '25.11.2026',
  })
  expect((await t.internal('/internal/compromise-letter', { reportId: newUuid() })).status).toBe(404)
  expect((await t.post('/internal/compromise-letter', { reportId: made.id })).status).toBe(403)
})
