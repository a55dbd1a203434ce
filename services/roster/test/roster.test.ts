import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid, rawQuery, testKeys } from '@zhurnal/kit/testing'
import type { Role } from '../events.js'
import { smallSchool, startTestRoster, type TestRoster } from './harness.js'
import { passportOf, viewerOf } from './testing.js'

let t: TestRoster
let s: Awaited<ReturnType<typeof smallSchool>>

beforeAll(async () => {
  t = await startTestRoster()
  s = await smallSchool(t)
})
afterAll(() => t.stop())

const as = (roles: Role[], more: { classes?: string[]; pupils?: string[]; personId?: string } = {}) =>
  viewerOf({ schoolId: s.ids.school, roles, ...more })

describe('who may know of a pupil', () => {
  const card =
    'query($id: ID!) { pupil(id: $id) { fullName birthDate guardians { fullName } schoolClass { name } } }'
  type Card = { pupil: { fullName: string; birthDate: string | null; guardians: unknown[] | null } | null }

  test.each([
    ['the coordinator sees the card and the personal data', ['COORDINATOR'], {}, 'personal'],
    ['the class teacher of the class sees the personal data', ['CLASS_TEACHER'], { own: true }, 'personal'],
    ['the class teacher of another class sees the name', ['CLASS_TEACHER'], {}, 'name'],
    ['a teacher sees the name', ['TEACHER'], {}, 'name'],
    ['the director sees the name', ['DIRECTOR'], {}, 'name'],
    ['the inspector sees the name and no personal data', ['INSPECTOR'], {}, 'name'],
    ['the guardian sees the own child', ['GUARDIAN'], { child: true }, 'personal'],
    ['a guardian of another child sees nothing', ['GUARDIAN'], {}, 'nothing'],
    ['another pupil sees nothing', ['PUPIL'], {}, 'nothing'],
    ['who holds no role sees nothing', [], {}, 'nothing'],
  ] as const)('%s', async (_, roles, link: { own?: boolean; child?: boolean }, expected) => {
    const viewer = as([...roles], {
      classes: link.own ? [s.ids.class7] : [],
      pupils: link.child ? [s.ids.anna] : [],
    })
    const byRoot = (await t.as<Card>(viewer, card, { id: s.ids.anna })).data?.pupil
    const byReference = (
      await t.as<{ _entities: ({ fullName: string | null; birthDate: string | null } | null)[] }>(
        viewer,
        'query($r: [_Any!]!) { _entities(representations: $r) { ... on Pupil { fullName birthDate } } }',
        { r: [{ __typename: 'Pupil', id: s.ids.anna }] },
      )
    ).data?._entities[0]
    const seen = { name: byRoot?.fullName ?? null, born: byRoot?.birthDate ?? null }
    expect(seen).toEqual({
      name: expected === 'nothing' ? null : 'Азбукина Анна',
      born: expected === 'personal' ? '2013-05-05' : null,
    })
    expect({ name: byReference?.fullName ?? null, born: byReference?.birthDate ?? null }).toEqual(seen)
  })

  test('somebody of another school sees nothing, by root field and by reference', async () => {
    const stranger = viewerOf({ schoolId: newUuid(), roles: ['COORDINATOR', 'DIRECTOR'] })
    const answer = await t.as<Card>(stranger, card, { id: s.ids.anna })
    expect(answer.data?.pupil).toBeNull()
  })
})

describe('without a good passport', () => {
  test.each([
    ['none', async () => ({})],
    [
      'a forged one',
      async () => ({ authorization: `Bearer ${(await passportOf(as(['COORDINATOR']))).slice(0, -4)}AAAA` }),
    ],
    [
      'an expired one',
      async () => ({ authorization: `Bearer ${await passportOf(as(['COORDINATOR']), -5)}` }),
    ],
  ])('%s: a root field and _entities are refused', async (_, headers) => {
    for (const query of [
      '{ schools { id } }',
      `{ _entities(representations: [{__typename: "Pupil", id: "${s.ids.anna}"}]) { __typename } }`,
    ]) {
      const answer = await t.post('/graphql', { query }, (await headers()) as Record<string, string>)
      expect(answer.status).toBe(403)
      expect(JSON.stringify(await answer.json())).not.toContain('data')
    }
  })
})

test('a query without a school set in the transaction returns nothing', async () => {
  const rows = await rawQuery(t.database.urls.app, 'select id from person')
  expect(rows).toEqual([])
  const scoped = await rawQuery(
    t.database.urls.app,
    `select set_config('app.schools', '${s.ids.school}', false); `,
  )
  expect(scoped).toHaveLength(1)
})

test('a pupil moved to another class is in the old one till the day before and in the new one from the day on', async () => {
  await s.run('movePupil', { pupilId: s.ids.boris, schoolClassId: s.ids.class8, from: '2026-11-16' })
  const answer = await t.as<{
    before: { schoolClass: { name: string } }
    after: { schoolClass: { name: string } }
  }>(
    as(['COORDINATOR']),
    `query($id: ID!) { before: pupil(id: $id) { schoolClass(on: "2026-11-15") { name } } after: pupil(id: $id) { schoolClass(on: "2026-11-16") { name } } }`,
    { id: s.ids.boris },
  )
  expect([answer.data?.before.schoolClass.name, answer.data?.after.schoolClass.name]).toEqual(['7А', '8А'])
})

test('the personal data of a pupil who moved are the new class teacher’s to see, the former one sees the name', async () => {
  const born = async (schoolClass: string) => {
    const viewer = as(['CLASS_TEACHER'], { classes: [schoolClass] })
    const answer = await t.as<{ pupil: { fullName: string; birthDate: string | null } }>(
      viewer,
      'query($id: ID!) { pupil(id: $id) { fullName birthDate } }',
      { id: s.ids.boris },
    )
    return answer.data?.pupil
  }
  expect(await born(s.ids.class7)).toEqual({ fullName: 'Букварёв Борис', birthDate: null })
  expect(await born(s.ids.class8)).toEqual({ fullName: 'Букварёв Борис', birthDate: '2013-05-05' })
})

test('a deputy who adds people gets NOT_FOUND and nothing is written', async () => {
  const id = newUuid()
  const answer = await t.as<{ addPeople: { errors: { code: string }[] } }>(
    as(['DEPUTY']),
    'mutation($input: AddPeopleInput!) { addPeople(input: $input) { errors { code } } }',
    { input: { schoolId: s.ids.school, people: [{ id, lastName: 'Никто', firstName: 'Некий' }] } },
  )
  expect(answer.data?.addPeople.errors).toEqual([{ code: 'NOT_FOUND' }])
  expect(await rawQuery(t.database.urls.system, 'select 1 from person where id = $1', [id])).toEqual([])
})

describe('sign-in', () => {
  const signIn = (username: string, password: string) =>
    t.post('/auth/sign-in/username', { username, password }, { 'x-zhurnal-client': '192.0.2.7' })

  beforeAll(async () => {
    await s.run('openAccounts', {
      schoolId: s.ids.school,
      accounts: [
        { personId: s.ids.teacher, username: 'doskin', password: 'mel-i-doska', mustChangePassword: false },
        { personId: s.ids.guardian, username: 'alla', password: 'vremennyi-1', mustChangePassword: true },
      ],
    })
    await s.run('grantRoles', {
      schoolId: s.ids.school,
      grants: [
        {
          id: newUuid(),
          personId: s.ids.teacher,
          role: 'CLASS_TEACHER',
          schoolClassId: s.ids.class7,
          from: '2026-09-01',
          until: '2026-11-24',
        },
      ],
    })
  })

  type Passport = { passport: string; mustChangePassword: boolean }
  const claims = async (response: Response) => {
    const { passport } = (await response.json()) as Passport
    return JSON.parse(Buffer.from(passport.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
      schools: { roles: string[]; classes: string[] }[]
    }
  }

  test('gives a token that buys a passport with the roles of today; the role ends with its last day', async () => {
    const answer = await signIn('Doskin', 'mel-i-doska')
    expect(answer.status).toBe(200)
    const { token } = (await answer.json()) as { token: string }
    expect((await claims(await t.internal('/internal/passport', { token }))).schools[0]).toMatchObject({
      roles: ['CLASS_TEACHER'],
      classes: [s.ids.class7],
    })
    t.setClock('2026-11-24T21:30:00Z')
    expect((await claims(await t.internal('/internal/passport', { token }))).schools[0]).toMatchObject({
      roles: [],
      classes: [],
    })
    t.setClock('2026-11-24T06:07:00Z')
    const out = await t.post('/auth/sign-out', {}, { authorization: `Bearer ${token}` })
    expect(out.status).toBe(200)
    expect((await t.internal('/internal/passport', { token })).status).toBe(401)
  })

  test('the key of a device’s unsent entries is the account’s own, the same in each session, and nobody’s without one', async () => {
    const key = async (account: string, session: string | null) => {
      const viewer = { ...as(['TEACHER']), account, session }
      return (await t.as<{ viewer: { deviceKey: string | null } }>(viewer, '{ viewer { deviceKey } }')).data
        ?.viewer.deviceKey
    }
    const [one, other] = [newUuid(), newUuid()]
    const first = await key(one, newUuid())
    expect(Buffer.from(first ?? '', 'base64url')).toHaveLength(64)
    expect(await key(one, newUuid())).toBe(first)
    expect(await key(other, newUuid())).not.toBe(first)
    expect(await key(one, null)).toBeNull()
  })

  test('a first password must be changed before anything is shown', async () => {
    const { token } = (await (await signIn('alla', 'vremennyi-1')).json()) as { token: string }
    expect((await claims(await t.internal('/internal/passport', { token }))).schools).toEqual([])
    const change = (currentPassword: string, newPassword: string) =>
      t.post('/auth/change-password', { currentPassword, newPassword }, { authorization: `Bearer ${token}` })
    for (const [before, after, code] of [
      ['vremennyi-1', 'vremennyi-1', 'PASSWORD_UNCHANGED'],
      ['vremennyi-1', 'svoi-2', 'PASSWORD_TOO_SHORT'],
      ['ne-tot-parol', 'svoi-parol-2', 'INVALID_PASSWORD'],
    ] as const) {
      const refused = await change(before, after)
      expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([400, code])
    }
    expect((await claims(await t.internal('/internal/passport', { token }))).schools).toEqual([])
    expect((await change('vremennyi-1', 'svoi-parol-2')).status).toBe(200)
    expect((await claims(await t.internal('/internal/passport', { token }))).schools).toHaveLength(1)
  })

  test('nobody signs up, and the library’s other doors are closed', async () => {
    expect(
      (await t.post('/auth/sign-up/email', { email: 'a@b.cd', password: 'parol-parol', name: 'x' })).status,
    ).toBe(404)
    expect((await t.post('/auth/update-user', { name: 'x' })).status).toBe(404)
  })

  test('a wrong password is 401, and after nine of them 429 with the time to wait, for the right one too', async () => {
    const answers: number[] = []
    for (let i = 0; i < 10; i += 1) answers.push((await signIn('doskin', `wrong-${i}`)).status)
    expect(answers).toEqual([401, 401, 401, 401, 401, 401, 401, 401, 401, 429])
    const blocked = await signIn('doskin', 'mel-i-doska')
    expect(blocked.status).toBe(429)
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  test('the installation’s own commands see its schools and whether a login is taken; nobody else does', async () => {
    const ask = (path: string, headers: Record<string, string> = {}) =>
      fetch(`${t.roster.server.url}${path}`, { headers })
    const answer = await ask('/internal/schools?login=Doskin', {
      authorization: `Bearer ${testKeys.internalToken}`,
    })
    expect(await answer.json()).toEqual({
      schools: [
        {
          id: s.ids.school,
          name: 'Школа проверки',
          timeZone: 'Europe/Moscow',
          demonstration: false,
          coordinators: [],
          pupils: 4,
          staff: 1,
        },
      ],
      loginTaken: true,
    })
    expect((await ask('/internal/schools')).status).toBe(403)
  })

  test('the passport door is closed without the installation’s token', async () => {
    expect((await t.post('/internal/passport', { account: newUuid() })).status).toBe(403)
  })
})
