// Sign-in as an attacker would try it, and a school behind one address that must not suffer for it.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newUuid, rawQuery } from '@zhurnal/kit/testing'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'
import { passportFor, signIn, signInTry, withToken } from './signed-in.js'

let t: TestRoster
let s: Awaited<ReturnType<typeof smallSchool>>
const password = 'parol-napadeniya'

beforeAll(async () => {
  t = await startTestRoster()
  s = await smallSchool(t)
  await s.run('openAccounts', {
    schoolId: s.ids.school,
    accounts: [{ personId: s.ids.teacher, username: 'doskin', password, mustChangePassword: false }],
  })
})
afterAll(() => t.stop())

const median = (list: readonly number[]): number =>
  list.toSorted((x, y) => x - y)[Math.floor(list.length / 2)] ?? 0

test('whether a login exists is told neither by answer nor by time: an unknown one is hashed for too', async () => {
  const timed = async (username: string, address: string) => {
    const began = performance.now()
    const answer = await signInTry(t, username, 'ne-tot-parol', address)
    const body = await answer.text()
    return { took: performance.now() - began, told: `${answer.status} ${body}` }
  }
  const [known, unknown] = [[], []] as { took: number; told: string }[][]
  // By turns, so that what else the machine does meets both alike; from many addresses, so that nobody is held up.
  for (let i = 0; i < 25; i += 1) {
    known?.push(await timed('doskin', `198.51.100.${i}`))
    unknown?.push(await timed(`nikto${i}`, `198.51.100.${i}`))
  }
  expect(new Set([...(known ?? []), ...(unknown ?? [])].map((one) => one.told)).size).toBe(1)
  const [yes, no] = [known, unknown].map((list) => median((list ?? []).map((one) => one.took)))
  // A missing hash would be some ten milliseconds of twelve; a lookup more or less is a fraction of one.
  expect(Math.abs((yes ?? 0) - (no ?? 0))).toBeLessThan(Math.max(yes ?? 0, no ?? 0) * 0.5)
})

test('a school of 300 logins behind one address, every third typing wrongly first, gets in whole', async () => {
  const ids = Array.from({ length: 300 }, () => newUuid())
  const logins = ids.map((personId, i) => ({
    personId,
    username: `uchenik${i}`,
    password,
    mustChangePassword: false,
  }))
  await s.run('addPeople', {
    schoolId: s.ids.school,
    ground: 'проверка',
    people: ids.map((id, i) => ({
      id,
      lastName: 'Толпин',
      firstName: `Номер ${i}`,
      pupil: { schoolClassId: s.ids.class7, from: '2026-09-01' },
    })),
  })
  for (let i = 0; i < 300; i += 100)
    await s.run('openAccounts', { schoolId: s.ids.school, accounts: logins.slice(i, i + 100) })
  const enter = async (username: string, i: number): Promise<number> => {
    if (i % 3 === 0)
      expect((await signInTry(t, username, 'oshibka-v-parole', '203.0.113.1')).status).toBe(401)
    return (await signInTry(t, username, password, '203.0.113.1')).status
  }
  const answers: number[] = []
  for (let i = 0; i < 300; i += 10)
    answers.push(...(await Promise.all(logins.slice(i, i + 10).map((one, k) => enter(one.username, i + k)))))
  expect(answers.filter((status) => status === 200)).toHaveLength(300)
  // Seven hundred slow hashes: on a busy machine they take their minute.
}, 240_000)

test('the session is a new one at each sign-in, whatever the visitor brings along', async () => {
  const first = await signIn(t, 'doskin', password, '203.0.113.2')
  const brought = { cookie: `zhurnal.session_token=${first.token}`, origin: 'http://127.0.0.1:3000' }
  const second = await signIn(t, 'doskin', password, '203.0.113.2', brought)
  expect(second.token).not.toBe(first.token)
  const made = await signInTry(t, 'doskin', password, '203.0.113.2', {
    ...brought,
    cookie: 'zhurnal.session_token=podlozhennyi',
  })
  expect(made.headers.getSetCookie().join()).not.toContain('podlozhennyi')
  expect(await passportFor(t, 'podlozhennyi')).toBeNull()
  const cookie = made.headers.getSetCookie().find((one) => one.startsWith('zhurnal.session_token')) ?? ''
  expect(cookie).toMatch(/HttpOnly/i)
  expect(cookie).toMatch(/SameSite=Lax/i)
})

test('who holds a session only does not find the password out: the tenth try waits', async () => {
  const who = await signIn(t, 'doskin', password, '203.0.113.3')
  const tries: number[] = []
  for (let i = 0; i < 10; i += 1)
    tries.push(
      (
        await who.auth('/auth/change-password', {
          currentPassword: `dogadka-${i}`,
          newPassword: 'svoi-parol-9',
        })
      ).status,
    )
  expect(tries).toEqual([400, 400, 400, 400, 400, 400, 400, 400, 400, 429])
  expect((await who.auth('/auth/two-factor/disable', { password })).status).toBe(429)
})

test('sessions and tokens are no one else’s: another login neither sees nor ends them', async () => {
  const own = await signIn(t, 'doskin', password, '203.0.113.5')
  const [session] = await rawQuery<{ id: string }>(
    t.database.urls.owner,
    'select id from auth.session where token = $1',
    [own.token],
  )
  const other = withToken(t, (await signIn(t, 'uchenik1', password, '203.0.113.6')).token)
  expect(
    (await other.act('endSession', { sessionId: session?.id })).errors.map((error) => error.code),
  ).toEqual(['NOT_FOUND'])
  expect(await own.claims()).not.toBeNull()
})
