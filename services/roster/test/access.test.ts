// Sessions, the desk's lock, the second factor, tokens of programs, and the door through which logins are issued.
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid, rawQuery } from '@zhurnal/kit/testing'
import type { Role } from '../events.js'
import { actsOf, codes } from './acts.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'
import { passportFor, signIn, signInTry, withToken, type SignedIn } from './signed-in.js'
import { passportOf, viewerOf } from './testing.js'

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
/** A member of staff with these roles and a login of their own. */
async function staffMember(...roles: Role[]) {
  people += 1
  const [id, username] = [newUuid(), `sotrudnik${people}`]
  await s.run('addPeople', {
    schoolId: s.ids.school,
    people: [{ id, lastName: 'Сотрудников', firstName: `Номер ${people}`, staff: { position: 'сотрудник' } }],
  })
  await s.run('openAccounts', {
    schoolId: s.ids.school,
    accounts: [{ personId: id, username, password, mustChangePassword: false }],
  })
  await s.run('grantRoles', {
    schoolId: s.ids.school,
    grants: roles.map((role) => ({ id: newUuid(), personId: id, role })),
  })
  return { id, username }
}

describe('own sessions', () => {
  const sessions = async (who: SignedIn) =>
    (
      await who.ask<{
        viewer: { sessions: { current: boolean; concurrent: boolean; address: string; userAgent: string }[] }
      }>('{ viewer { sessions { current concurrent address userAgent } } }')
    ).data?.viewer.sessions

  test('say where they are; two places within fifteen minutes are told, two tabs of one place are not', async () => {
    const { id, username } = await staffMember('TEACHER')
    const usedNow = (person: string) =>
      a.query(
        'update auth.session set last_used_at = $2 where "userId" = (select account_id from account_person where person_id = $1)',
        [person, '2026-11-24T06:07:00Z'],
      )
    const first = await signIn(t, username, password, '192.0.2.1', { 'user-agent': 'Browser A' })
    await signIn(t, username, password, '192.0.2.1', { 'user-agent': 'Browser A' })
    await usedNow(id)
    expect((await sessions(first))?.map((one) => [one.concurrent, one.address])).toEqual([
      [false, '192.0.2.1'],
      [false, '192.0.2.1'],
    ])
    const other = await signIn(t, username, password, '198.51.100.9', { 'user-agent': 'Browser A' })
    await usedNow(id)
    const seen = await sessions(other)
    expect(seen?.map((one) => one.concurrent)).toEqual([true, true, true])
    expect(seen?.find((one) => one.current)?.address).toBe('198.51.100.9')
    expect(await other.act('endOtherSessions', {}, 'ended')).toMatchObject({ ended: 2, errors: [] })
    expect(await first.claims()).toBeNull()
    expect((await sessions(other))?.map((one) => one.concurrent)).toEqual([false])
  })

  test('used more than fifteen minutes apart are not at once', async () => {
    const { id, username } = await staffMember('TEACHER')
    await signIn(t, username, password, '192.0.2.1')
    const other = await signIn(t, username, password, '192.0.2.2')
    const apart = (minutes: number, seconds: number) =>
      a.query(
        `update auth.session set last_used_at = $2::timestamptz - case when "ipAddress" = '192.0.2.1' then make_interval(mins => $3, secs => $4) else '0'::interval end
         where "userId" = (select account_id from account_person where person_id = $1)`,
        [id, '2026-11-24T06:07:00Z', minutes, seconds],
      )
    await apart(15, 0)
    expect((await sessions(other))?.map((one) => one.concurrent)).toEqual([true, true])
    await apart(15, 1)
    expect((await sessions(other))?.map((one) => one.concurrent)).toEqual([false, false])
  })
})

describe('the desk', () => {
  test('locked, shows and takes nothing, after a reload too; the PIN opens it', async () => {
    const { username } = await staffMember('COORDINATOR')
    const who = await signIn(t, username, password)
    expect(codes((await who.act('lockDesk', {})) as never)).toEqual(['NO_PIN'])
    for (const [pin, given, code] of [
      ['123', password, ['BAD_INPUT']],
      ['123456789', password, ['BAD_INPUT']],
      ['12a4', password, ['BAD_INPUT']],
      ['1234', 'ne-tot', ['WRONG_PASSWORD']],
      ['1234', password, []],
    ] as const)
      expect(codes((await who.act('setDeskPin', { pin, password: given })) as never)).toEqual([...code])
    expect(codes((await who.act('unlockDesk', { pin: '1234' })) as never)).toEqual(['NOT_LOCKED'])
    expect(codes((await who.act('lockDesk', {})) as never)).toEqual([])
    expect(await who.claims()).toMatchObject({ schools: [], deskLocked: true })
    const seen = await who.ask<object>(
      `{ viewer { deskLocked hasDeskPin deviceKey sessions { id } apiTokens { id } person { id } roles { id } } schools { id } school { people { edges { cursor } } } pupil(id: "${s.ids.anna}") { id } }`,
    )
    expect(seen.data).toEqual({
      viewer: {
        deskLocked: true,
        hasDeskPin: true,
        deviceKey: null,
        sessions: [],
        apiTokens: null,
        person: null,
        roles: [],
      },
      schools: [],
      school: null,
      pupil: null,
    })
    const acted = await who.act('addPeople', {
      schoolId: s.ids.school,
      ground: 'проверка',
      people: [{ id: newUuid(), lastName: 'Нет', firstName: 'Нет' }],
    })
    expect(codes(acted as never)).toEqual(['NOT_FOUND'])
    expect(codes((await who.act('setDeskPin', { pin: '9999', password })) as never)).toEqual(['NOT_FOUND'])
    const wrong = await who.act('unlockDesk', { pin: '4321' }, 'triesLeft')
    expect([codes(wrong as never), wrong.triesLeft]).toEqual([['WRONG_PIN'], 4])
    expect(codes((await who.act('unlockDesk', { pin: '1234' })) as never)).toEqual([])
    expect((await who.claims())?.schools).toHaveLength(1)
  })

  test('the fifth wrong PIN ends the session, of many at once too', async () => {
    const { username } = await staffMember('TEACHER')
    const who = await signIn(t, username, password)
    await who.act('setDeskPin', { pin: '1234', password })
    await who.act('lockDesk', {})
    const passport = (await passportFor(t, who.token)) ?? ''
    const tries = await Promise.all(
      Array.from({ length: 8 }, async (_, i) => {
        const answer = await t.post(
          '/graphql',
          { query: `mutation { unlockDesk(input: {pin: "000${i}"}) { errors { code } } }` },
          { authorization: `Bearer ${passport}` },
        )
        return ((await answer.json()) as { data: { unlockDesk: { errors: { code: string }[] } } }).data
          .unlockDesk.errors[0]?.code
      }),
    )
    expect(tries.filter((code) => code === 'WRONG_PIN')).toHaveLength(5)
    expect(tries.filter((code) => code === 'NOT_LOCKED')).toHaveLength(3)
    expect(await who.claims()).toBeNull()
  })

  test('the PIN is kept as a slow hash', async () => {
    const rows = await rawQuery<{ hash: string }>(t.database.urls.owner, 'select hash from auth.desk_pin', [])
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every((row) => row.hash.startsWith('$argon2id$'))).toBe(true)
  })
})

/** The code of RFC 6238 that an authenticator shows for the secret of an otpauth address. */
function codeOf(uri: string, at = Date.now()): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const digest = createHmac('sha1', key).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

describe('the second factor', () => {
  const enable = async (who: SignedIn) => {
    const answer = await who.auth('/auth/two-factor/enable', { password })
    const { totpURI, backupCodes } = (await answer.json()) as { totpURI: string; backupCodes: string[] }
    const verified = await who.auth('/auth/two-factor/verify-totp', { code: codeOf(totpURI) })
    return { totpURI, backupCodes, status: [answer.status, verified.status], verified }
  }
  const cookies = (answer: Response) =>
    answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
  const second = (path: string, code: string, cookie: string, more = {}) =>
    t.post(path, { code, ...more }, { cookie, origin: 'http://127.0.0.1:3000' })

  test('asked of a role, nothing else is answered until it is set up; then sign-in takes two steps', async () => {
    const { id, username } = await staffMember('JOURNAL_ADMIN')
    const who = await signIn(t, username, password)
    expect((await who.claims())?.schools).toHaveLength(1)
    const roles = (wanted: Role[]) =>
      a.act(
        a.as('DIRECTOR'),
        'setSecondFactorRoles',
        { schoolId: s.ids.school, roles: wanted },
        'school { id }',
      )
    expect(codes(await roles(['PUPIL']))).toEqual(['BAD_INPUT'])
    expect(codes(await roles(['JOURNAL_ADMIN']))).toEqual([])
    expect(await who.claims()).toMatchObject({ schools: [], mustSetUpSecondFactor: true })
    expect((await who.ask<object>('{ viewer { mustSetUpSecondFactor } schools { id } }')).data).toEqual({
      viewer: { mustSetUpSecondFactor: true },
      schools: [],
    })
    expect((await who.auth('/auth/two-factor/enable', { password: 'ne-tot' })).status).toBe(400)
    const factor = await enable(who)
    expect(factor.status).toEqual([200, 200])
    expect(decodeURIComponent(factor.totpURI)).toContain(`Журнал:${username}?`)
    const rotated = factor.verified.headers.get('set-auth-token')?.split('.')[0] ?? ''
    expect(await who.claims()).toBeNull()
    expect((await withToken(t, decodeURIComponent(rotated)).claims())?.schools).toHaveLength(1)

    const first = await signInTry(t, username, password)
    const challenge = cookies(first)
    expect(await first.json()).toMatchObject({ twoFactorRedirect: true })
    const pretended = first.headers.get('set-auth-token')
    expect(pretended === null ? null : await passportFor(t, decodeURIComponent(pretended))).toBeNull()
    expect((await second('/auth/two-factor/verify-totp', '000000', challenge)).status).toBe(401)
    const right = await second('/auth/two-factor/verify-totp', codeOf(factor.totpURI), challenge, {
      trustDevice: true,
    })
    expect(right.status).toBe(200)
    expect(right.headers.getSetCookie().join()).not.toContain('trust_device')
    const { token } = (await right.json()) as { token: string }
    expect((await withToken(t, token).claims())?.schools).toHaveLength(1)
    // A challenge is good once.
    expect((await second('/auth/two-factor/verify-totp', codeOf(factor.totpURI), challenge)).status).toBe(401)

    const lost = cookies(await signInTry(t, username, password))
    expect(
      (await second('/auth/two-factor/verify-backup-code', factor.backupCodes[0] ?? '', lost)).status,
    ).toBe(200)
    const again = cookies(await signInTry(t, username, password))
    expect(
      (await second('/auth/two-factor/verify-backup-code', factor.backupCodes[0] ?? '', again)).status,
    ).toBe(401)

    expect(
      codes(await a.act(a.as('DIRECTOR'), 'resetSecondFactor', { personId: id, reason: 'потерян телефон' })),
    ).toEqual(['NOT_FOUND'])
    const reset = await a.act(
      a.as('COORDINATOR'),
      'resetSecondFactor',
      { personId: id, reason: 'потерян телефон' },
      'account { secondFactor }',
    )
    expect(reset).toMatchObject({ errors: [], account: { secondFactor: false } })
    expect(await withToken(t, token).claims()).toBeNull()
    expect(await (await signIn(t, username, password)).claims()).toMatchObject({
      mustSetUpSecondFactor: true,
    })
    expect(codes(await roles([]))).toEqual([])
    expect((await (await signIn(t, username, password)).claims())?.schools).toHaveLength(1)
  })

  test('tries of one challenge end at the sixth, and a coordinator does not take off their own', async () => {
    const { id, username } = await staffMember('COORDINATOR')
    const factor = await enable(await signIn(t, username, password))
    const challenge = cookies(await signInTry(t, username, password))
    const answers = []
    for (let i = 0; i < 6; i += 1)
      answers.push((await second('/auth/two-factor/verify-totp', '000000', challenge)).status)
    expect(answers).toEqual([401, 401, 401, 401, 401, 400])
    expect((await second('/auth/two-factor/verify-totp', codeOf(factor.totpURI), challenge)).status).toBe(401)
    const [row] = await a.query<{ account: string }>(
      'select account_id as account from account_person where person_id = $1',
      [id],
    )
    const self = viewerOf({
      schoolId: s.ids.school,
      roles: ['COORDINATOR'],
      personId: id,
      account: row?.account ?? '',
    })
    expect(codes(await a.act(self, 'resetSecondFactor', { personId: id, reason: 'надоело' }))).toEqual([
      'NOT_FOUND',
    ])
  })
})

describe('a program’s token', () => {
  const create = (who: SignedIn, more: object = {}) =>
    who.act(
      'createApiToken',
      { name: 'Выгрузка', schoolIds: [s.ids.school], expiresAt: '2027-11-24T00:00:00Z', ...more },
      'secret token { id name revoked expiresAt }',
    )

  test('has the owner’s rights of the moment, never more; ends with its day, its owner and its revocation', async () => {
    const { id, username } = await staffMember('INSPECTOR')
    const owner = await signIn(t, username, password)
    const made = await create(owner)
    expect(made.errors).toEqual([])
    const program = withToken(t, String(made.secret))
    expect(await program.claims()).toMatchObject({
      program: true,
      session: null,
      schools: [{ roles: ['INSPECTOR'] }],
    })
    const kept = await a.query('select 1 from auth.api_token where encode(secret_hash, $1) like $2', [
      'escape',
      `%${String(made.secret)}%`,
    ])
    expect(kept).toEqual([])

    await s.run('grantRoles', {
      schoolId: s.ids.school,
      grants: [{ id: newUuid(), personId: id, role: 'TEACHER' }],
    })
    expect((await program.claims())?.schools[0]?.roles).toEqual(['INSPECTOR', 'TEACHER'])
    await a.query('update role_grant set removed = true where person_id = $1', [id]).catch(() => undefined)
    const grants = await a.query<{ id: string }>('select id from role_grant where person_id = $1', [id])
    await s.run('withdrawRoles', { schoolId: s.ids.school, grantIds: grants.map((one) => one.id) })
    expect((await program.claims())?.schools[0]?.roles).toEqual([])

    t.setClock('2027-11-23T23:59:59Z')
    expect(await program.claims()).not.toBeNull()
    t.setClock('2027-11-24T00:00:00Z')
    expect(await program.claims()).toBeNull()
    t.setClock('2026-11-24T06:07:00Z')
    const tokenId = (made.token as { id: string }).id
    expect(codes(await a.act(a.as('DIRECTOR'), 'revokeApiToken', { tokenId }))).toEqual(['NOT_FOUND'])
    expect(
      await a.act(a.as('COORDINATOR'), 'revokeApiToken', { tokenId }, 'token { revoked ownerName }'),
    ).toMatchObject({
      errors: [],
      token: { revoked: true },
    })
    expect(await program.claims()).toBeNull()
  })

  test('does nothing to its owner’s login, and makes no further tokens', async () => {
    const { username } = await staffMember('COORDINATOR')
    const owner = await signIn(t, username, password)
    const program = withToken(t, String((await create(owner)).secret))
    expect(codes((await create(program)) as never)).toEqual(['NOT_FOUND'])
    expect(codes((await program.act('setDeskPin', { pin: '1234', password })) as never)).toEqual([
      'NOT_FOUND',
    ])
    expect((await program.act('endOtherSessions', {}, 'ended')).ended).toBe(0)
    expect(await owner.claims()).not.toBeNull()
    expect(
      (
        await program.auth('/auth/change-password', {
          currentPassword: password,
          newPassword: 'drugoi-parol-2',
        })
      ).status,
    ).toBe(401)
    expect(
      (await owner.ask<{ viewer: { apiTokens: { name: string }[] } }>('{ viewer { apiTokens { name } } }'))
        .data?.viewer.apiTokens,
    ).toEqual([{ name: 'Выгрузка' }])
  })

  test('a term in the past or beyond a year, no name, another school: refused', async () => {
    const { username } = await staffMember('COORDINATOR')
    const owner = await signIn(t, username, password)
    for (const [more, code] of [
      [{ expiresAt: '2026-11-24T06:07:00Z' }, 'BAD_INPUT'],
      [{ expiresAt: '2027-11-26T06:07:00Z' }, 'BAD_INPUT'],
      [{ name: ' ' }, 'BAD_INPUT'],
      [{ schoolIds: [] }, 'NOT_FOUND'],
      [{ schoolIds: [s.ids.school, newUuid()] }, 'NOT_FOUND'],
    ] as const)
      expect(codes((await create(owner, more)) as never)).toEqual([code])
    const teacher = await signIn(t, (await staffMember('TEACHER')).username, password)
    expect(codes((await create(teacher)) as never)).toEqual(['NOT_FOUND'])
  })

  test('says when it was used last, written at most once a minute', async () => {
    const owner = await signIn(t, (await staffMember('COORDINATOR')).username, password)
    const made = await create(owner)
    const { id } = made.token as { id: string }
    const program = withToken(t, String(made.secret))
    const used = async () =>
      (
        await a.query<{ at: Date | null }>('select last_used_at as at from auth.api_token where id = $1', [
          id,
        ])
      )[0]?.at?.toISOString()
    const until = async (at: string) => {
      for (let i = 0; i < 200 && (await used()) !== at; i += 1)
        await new Promise((resolve) => setTimeout(resolve, 5))
      return used()
    }
    await program.claims()
    expect(await until('2026-11-24T06:07:00.000Z')).toBe('2026-11-24T06:07:00.000Z')
    t.setClock('2026-11-24T06:07:59Z')
    await program.claims()
    t.setClock('2026-11-24T06:08:00Z')
    await program.claims()
    expect(await until('2026-11-24T06:08:00.000Z')).toBe('2026-11-24T06:08:00.000Z')
    t.setClock('2026-11-24T06:07:00Z')
  })
})

describe('the door through which logins are issued', () => {
  const coordinator = () => a.as('COORDINATOR')
  const issue = async (viewer: ReturnType<typeof viewerOf>, personIds: string[], delivery = 'PRINT') =>
    t.internal('/internal/issue-accounts', {
      passport: await passportOf(viewer),
      schoolId: s.ids.school,
      personIds,
      delivery,
    })
  type Made = {
    issued: { personId: string; fullName: string; className: string; username: string; password: string }[]
    passed: { why: string }[]
  }

  test('makes a login of the name and a number, and a new password each time until it is used', async () => {
    const answer = await issue(coordinator(), [s.ids.anna, s.ids.guardian])
    const first = (await answer.json()) as Made
    expect(first.issued.map((one) => [one.fullName, one.className])).toEqual([
      ['Азбукина Анна', '7А'],
      ['Азбукина Алла', '7А'],
    ])
    expect(
      first.issued.every((one) => /^azbukina\d{3}$/.test(one.username) && one.password.length === 11),
    ).toBe(true)
    expect(new Set(first.issued.map((one) => one.username)).size).toBe(2)
    const anna = first.issued[0]
    const second = (await (await issue(coordinator(), [s.ids.anna])).json()) as Made
    expect(second.issued[0]?.username).toBe(anna?.username)
    expect((await signInTry(t, anna?.username ?? '', anna?.password ?? '')).status).toBe(401)
    const who = await signIn(t, anna?.username ?? '', second.issued[0]?.password ?? '')
    expect((await who.claims())?.mustChangePassword).toBe(true)
    await who.auth('/auth/change-password', {
      currentPassword: second.issued[0]?.password,
      newPassword: 'svoi-parol-anny',
    })
    const third = (await (await issue(coordinator(), [s.ids.anna])).json()) as Made
    expect(third).toMatchObject({ issued: [], passed: [{ why: 'уже входит со своим паролем' }] })
    for (const shown of [anna?.password, second.issued[0]?.password]) {
      const found = await a.query(
        `select 1 from log_entry where leaf like $1 union all select 1 from log_text where text like $1 union all select 1 from outbox where payload::text like $1`,
        [`%${shown ?? ''}%`],
      )
      expect(found).toEqual([])
      expect(
        await rawQuery(t.database.urls.owner, 'select 1 from auth.account where password like $1', [
          `%${shown ?? ''}%`,
        ]),
      ).toEqual([])
    }
  })

  test('is a class teacher’s for the own class only, and nobody’s without the installation’s token or a passport', async () => {
    const teacher = (schoolClass: string) =>
      viewerOf({ schoolId: s.ids.school, roles: ['CLASS_TEACHER'], classes: [schoolClass] })
    const before = await a.traces()
    expect((await issue(teacher(s.ids.class8), [s.ids.boris])).status).toBe(404)
    expect((await issue(teacher(s.ids.class7), [s.ids.boris, s.ids.vera])).status).toBe(404)
    expect(
      (await issue(viewerOf({ schoolId: newUuid(), roles: ['COORDINATOR'] }), [s.ids.boris])).status,
    ).toBe(404)
    const body = { passport: 'x', schoolId: s.ids.school, personIds: [s.ids.boris], delivery: 'PRINT' }
    expect((await t.internal('/internal/issue-accounts', body)).status).toBe(404)
    expect((await t.post('/internal/issue-accounts', body)).status).toBe(403)
    expect(await a.traces()).toEqual(before)
    expect((await issue(teacher(s.ids.class7), [s.ids.boris])).status).toBe(200)
  })

  test('by e-mail passes who has no address, and names who it is', async () => {
    const answer = (await (await issue(coordinator(), [s.ids.gleb], 'EMAIL')).json()) as Made
    expect(answer).toMatchObject({
      issued: [],
      passed: [{ fullName: 'Глаголев Глеб', why: 'нет адреса почты' }],
    })
  })

  test('three that run at once make one login each', async () => {
    const ids = Array.from({ length: 6 }, () => newUuid())
    await s.run('addPeople', {
      schoolId: s.ids.school,
      people: ids.map((id, i) => ({
        id,
        lastName: 'Дружных',
        firstName: `Номер ${i}`,
        pupil: { schoolClassId: s.ids.class8, from: '2026-09-01' },
      })),
    })
    const answers = await Promise.all(Array.from({ length: 3 }, () => issue(coordinator(), ids)))
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200])
    const [row] = await a.query<{ people: number; logins: number }>(
      'select count(distinct person_id)::int as people, count(distinct account_id)::int as logins from account_person where person_id = any($1::uuid[])',
      [ids],
    )
    expect(row).toEqual({ people: 6, logins: 6 })
  })
})
