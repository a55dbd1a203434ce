// Logins issued on a whole installation: slips that can be taken once, letters through a real mail server, and what a
// foreign page can make a browser do.
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { SMTPServer } from 'smtp-server'
import { settled, startSmallSchool, type Whole } from './small-school.js'

let w: Whole
let coordinator: string
let mail: SMTPServer
const letters: { to: string; text: string }[] = []

beforeAll(async () => {
  mail = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _, done) =>
      address.startsWith('net.takogo')
        ? done(Object.assign(new Error('no such user'), { responseCode: 550 }))
        : done(),
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const raw = Buffer.concat(parts).toString('utf8')
        const [head = '', body = ''] =
          raw.split(/\r?\n\r?\n/, 2).length === 2
            ? [raw.slice(0, raw.search(/\r?\n\r?\n/)), raw.slice(raw.search(/\r?\n\r?\n/)).trim()]
            : [raw, '']
        const text = /base64/i.test(head) ? Buffer.from(body, 'base64').toString('utf8') : decodeQuoted(body)
        letters.push({ to: session.envelope.rcptTo.map((one) => one.address).join(), text })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => mail.listen(0, '127.0.0.1', resolve))
  const { port } = mail.server.address() as AddressInfo
  w = await startSmallSchool({ SMTP_URL: `smtp://127.0.0.1:${port}` })
  coordinator = await w.signIn('coordinator')
}, 120_000)
afterAll(async () => {
  await w.stop()
  await new Promise<void>((resolve) => mail.close(resolve))
}, 60_000)

const decodeQuoted = (body: string): string =>
  Buffer.from(
    body
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')

const issue = async (personIds: string[], delivery: string) => {
  const started = await w.run<{ job: { id: string } | null }>(
    coordinator,
    'issueAccounts',
    { personIds, delivery },
    'job { id }',
  )
  expect(started.errors).toEqual([])
  return w.waitForJob(coordinator, started.job?.id ?? '')
}
const download = (token: string, url: string) =>
  fetch(`${w.installation.urls.gateway}${url}`, { headers: { authorization: `Bearer ${token}` } })

/** People whose names would be something else in a program, a page or a header. */
const strangeNames = ['#import "x": *', '&lt;script&gt;', '=cmd|x', 'Ёж "Колючий" О’Нил', '$(rm) #panic("x")']

async function newcomers(lastNames: readonly string[]) {
  const people = lastNames.map((lastName, i) => ({
    id: randomUUID(),
    lastName,
    firstName: `Имя ${i}`,
    staff: { position: 'сотрудник' },
  }))
  const added = await w.run(coordinator, 'addPeople', { schoolId: w.ids.school, ground: 'проверка', people })
  expect(added.errors).toEqual([])
  return people.map((person) => person.id)
}

describe('slips', () => {
  test('are one PDF for who asked, taken once; the second time it is gone', async () => {
    const ids = await newcomers([...strangeNames, ...Array.from({ length: 7 }, (_, i) => `Листков ${i}`)])
    const job = await issue([...ids, w.ids.coordinator], 'PRINT')
    expect([job.state, job.error, job.documents.length]).toEqual(['DONE', null, 1])
    expect(job.step).toContain('уже входит со своим паролем')
    const document = job.documents[0]
    expect(document?.pages).toBe(2)
    expect((await download(await w.signIn('director'), document?.url ?? '')).status).toBe(404)
    const first = await download(coordinator, document?.url ?? '')
    const bytes = Buffer.from(await first.arrayBuffer())
    expect([first.status, bytes.subarray(0, 5).toString()]).toEqual([200, '%PDF-'])
    expect(/\/Type \/Pages[^]{0,200}\/Count 2/.test(bytes.toString('latin1'))).toBe(true)
    const second = await download(coordinator, document?.url ?? '')
    expect([second.status, ((await second.json()) as { error: { code: string } }).error.code]).toEqual([
      410,
      'GONE',
    ])
  }, 60_000)

  test('of a list with somebody who is not there are refused as a whole', async () => {
    const [id = ''] = await newcomers(['Одинокий'])
    const job = await issue([id, randomUUID()], 'PRINT')
    expect([job.state, job.documents]).toEqual(['FAILED', []])
  }, 60_000)
})

test('letters go to each one’s own address, are registered, and say who got none', async () => {
  const [good = '', none = '', refused = ''] = await newcomers(['Почтовый &amp;', 'Безадресный', 'Отказный'])
  for (const [personId, email] of [
    [good, 'pochta@shkola.example'],
    [refused, 'net.takogo@shkola.example'],
  ])
    await w.run(coordinator, 'changeContacts', { personId, email })
  const job = await issue([good, none, refused], 'EMAIL')
  expect([job.state, job.error]).toEqual(['DONE', null])
  expect(job.step).toContain('Безадресный Имя 1 (нет адреса почты)')
  expect(job.step).toContain('Отказный Имя 2 (почта не приняла адрес)')
  expect(letters.map((one) => one.to)).toEqual(['pochta@shkola.example'])
  const text = letters[0]?.text ?? ''
  expect(text).toContain('Почтовый &amp; Имя 0')
  const [, login = ''] = /Логин: (\S+)/.exec(text) ?? []
  const [, password = ''] = /Временный пароль: (\S+)/.exec(text) ?? []
  const signedIn = await fetch(`${w.installation.urls.gateway}/auth/sign-in/username`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: login, password }),
  })
  expect(signedIn.status).toBe(200)
  const seen = await w.ask<{ person: { account: { handovers: { toName: string; delivery: string }[] } } }>(
    coordinator,
    'query($id: ID!) { person(id: $id) { account { handovers { toName delivery } } } }',
    { id: good },
  )
  expect(seen.data?.person.account.handovers).toEqual([{ toName: 'Почтовый &amp; Имя 0', delivery: 'EMAIL' }])
}, 60_000)

describe('a family that is entered now', () => {
  const enrolled = async () => {
    const schoolId = w.ids.school
    const [pupil, guardian] = [randomUUID(), randomUUID()]
    const place = { schoolClassId: w.ids.class7, from: w.today }
    const family = [
      { id: pupil, lastName: 'Семейкин', firstName: 'Сева', pupil: place },
      { id: guardian, lastName: 'Семейкина', firstName: 'Сима', guardianOf: [pupil] },
    ]
    const order = { number: `${pupil.slice(0, 4)}-З`, date: w.today }
    for (const one of family) {
      const input = {
        schoolId,
        ground: 'приказ о зачислении',
        people: [one],
        ...('pupil' in one ? { order } : {}),
      }
      expect((await w.run(coordinator, 'addPeople', input)).errors).toEqual([])
      const email = `${one.id}@shkola.example`
      expect((await w.run(coordinator, 'changeContacts', { personId: one.id, email })).errors).toEqual([])
    }
    await settled(w.installation, 'roster')
    return { pupil, guardian }
  }
  const auth = (path: string, body: object, token = '') =>
    fetch(`${w.installation.urls.gateway}/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    })
  /** Signs in with what the letter says and changes the password; the token of the session after it. */
  const enter = async (personId: string) => {
    expect((await issue([personId], 'EMAIL')).state).toBe('DONE')
    const text = letters.find(({ to }) => to.startsWith(personId))?.text ?? ''
    const username = /Логин: (\S+)/.exec(text)?.[1] ?? ''
    const currentPassword = /Временный пароль: (\S+)/.exec(text)?.[1] ?? ''
    const first = await auth('sign-in/username', { username, password: currentPassword })
    const { token } = (await first.json()) as { token: string }
    const newPassword = 'svoi parol 77'
    expect((await auth('change-password', { currentPassword, newPassword }, token)).status).toBe(200)
    const again = await auth('sign-in/username', { username, password: newPassword })
    return ((await again.json()) as { token: string }).token
  }
  type Seen = { diary: { date: string }[] | null; viewer: { roles: { role: string }[] } }
  const seen = async (token: string, id: string) =>
    (
      await w.ask<Seen>(
        token,
        'query($id: ID!, $d: Date!) { diary(pupilId: $id, from: $d, to: $d) { date } viewer { roles { role } } }',
        { id, d: w.today },
      )
    ).data

  test('comes in by its letters and reads the own diary, nobody else’s', async () => {
    const { pupil, guardian } = await enrolled()
    for (const [personId, role] of [
      [pupil, 'PUPIL'],
      [guardian, 'GUARDIAN'],
    ] as const) {
      const token = await enter(personId)
      const own = await seen(token, pupil)
      expect(own?.viewer.roles).toEqual([{ role }])
      expect(own?.diary).not.toBeNull()
      expect((await seen(token, w.ids.anna))?.diary).toBeNull()
    }
  }, 60_000)

  test('whose guardianship is ended reads nothing from then on', async () => {
    const { pupil, guardian } = await enrolled()
    const token = await enter(guardian)
    expect((await seen(token, pupil))?.diary).not.toBeNull()
    const remove = [{ guardianId: guardian, pupilId: pupil }]
    const ended = await w.run(coordinator, 'changeGuardians', { schoolId: w.ids.school, add: [], remove })
    expect(ended.errors).toEqual([])
    expect(await seen(token, pupil)).toEqual({ diary: null, viewer: { roles: [] } })
  }, 60_000)
})

describe('a foreign page', () => {
  const cookie = () => `zhurnal.session_token=${coordinator}`
  const post = (path: string, headers: Record<string, string>, body = '{"query":"{ schools { id } }"}') =>
    fetch(`${w.installation.urls.gateway}${path}`, {
      method: 'POST',
      headers: { cookie: cookie(), 'content-type': 'application/json', ...headers },
      body,
    })

  test.each(['/graphql', '/auth/sign-out', '/files', '/imports/pupils'])(
    'lends nobody’s cookie to %s',
    async (path) => {
      for (const headers of [
        { origin: 'https://chuzhoi.example' },
        { 'sec-fetch-site': 'cross-site' },
        { origin: 'null', 'sec-fetch-site': 'cross-site' },
        { origin: 'https://chuzhoi.example', 'content-type': 'text/plain' },
      ])
        expect((await post(path, headers)).status).toBe(403)
    },
  )

  test('a form is no JSON, the portal’s own page and a program go through', async () => {
    expect((await post('/graphql', { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post('/graphql', { 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    expect((await post('/graphql', { origin: new URL(w.installation.urls.web).origin })).status).toBe(200)
    const look = await fetch(`${w.installation.urls.gateway}/files/${randomUUID()}`, {
      headers: { cookie: cookie(), 'sec-fetch-site': 'cross-site' },
    })
    expect(look.status).toBe(403)
    expect((await w.ask(coordinator, '{ schools { id } }')).status).toBe(200)
  })
})
