// An empty installation: its first coordinator, a second school by the command, and the first password in the portal.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startInstallation, type Installation } from '../src/launch/installation.js'
import { rootFolder } from '../src/launch/plan.js'
import { firstStart } from '../src/school/first-start.js'

let folder = ''
let data = ''
let running: Installation | undefined

const start = async () => {
  running = await startInstallation({
    ...{ data, ports: 'free', demo: false, web: false, fast: true, quiet: true },
  })
  return running
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhurnal-school-'))
  await chmod(folder, 0o711)
  data = join(folder, 'data')
})
afterAll(async () => {
  await running?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** The command as a script runs it: nobody sits at the terminal. */
function command(...args: string[]): Promise<{ code: number | null; said: string; complained: string }> {
  const child = spawn(process.execPath, [join(rootFolder, 'infra/dist/school/main.js'), ...args], {
    env: { ...process.env, ZHURNAL_DATA: data, ZHURNAL_DEMO: '0', DATABASE_URL: '', ZHURNAL_TIME_ZONE: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { said: '', complained: '' }
  child.stdout.on('data', (chunk: Buffer) => (text.said += chunk.toString('utf8')))
  child.stderr.on('data', (chunk: Buffer) => (text.complained += chunk.toString('utf8')))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...text }))
  })
}

const schoolFlags = (name: string, login: string) => [
  ...['create', '--name', name, '--short-name', 'ШР', '--time-zone', 'Europe/Samara', '--study-days', '1-6'],
  ...[
    '--year',
    '2026',
    '--periods',
    'half-years',
    '--coordinator',
    'Речная Рада Родионовна',
    '--login',
    login,
  ],
]
const passwordIn = (said: string) => /временный пароль (\S+)/.exec(said)?.[1] ?? ''

async function signIn(login: string, password: string): Promise<{ status: number; token: string }> {
  const answer = await fetch(`${running?.urls.gateway}/auth/sign-in/username`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: login, password }),
  })
  const { token = '' } = (await answer.json()) as { token?: string }
  return { status: answer.status, token }
}

async function ask<T>(token: string, query: string): Promise<T> {
  const answer = await fetch(`${running?.urls.gateway}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  })
  return ((await answer.json()) as { data: T }).data
}

const whoAmI = `{ schools { name timeZone } viewer { mustChangePassword roles { role }
  roles { school { currentYear { name periods { name } } } } person { fullName } } }`
type Whoami = {
  schools: { name: string; timeZone: string }[]
  viewer: {
    mustChangePassword: boolean
    roles: { role: string; school: { currentYear: { name: string; periods: unknown[] } } }[]
    person: { fullName: string } | null
  }
}

test('the command makes a school when nothing runs, and leaves nothing running', async () => {
  const made = await command(...schoolFlags('Школа у реки', 'rechnaya'))
  expect([made.code, made.complained]).toEqual([0, expect.stringContaining('поднимается его база данных')])
  expect(made.said).toContain('Учебный год 2026/27: 01.09.2026 – 31.05.2027')
  expect(made.said).toContain('26.10.2026 – 01.11.2026 Осенние каникулы')
  const password = passwordIn(made.said)
  expect(password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){2}$/)
  await start()
  const { status, token } = await signIn('rechnaya', password)
  expect(status).toBe(200)
  // Till the password is changed nothing is shown and nothing is done.
  expect(await ask<Whoami>(token, whoAmI)).toEqual({
    schools: [],
    viewer: { mustChangePassword: true, roles: [], person: null },
  })
  const changed = await fetch(`${running?.urls.gateway}/auth/change-password`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ currentPassword: password, newPassword: 'река-и-берег-26' }),
  })
  expect(changed.status).toBe(200)
  expect(await ask<Whoami>(token, whoAmI)).toMatchObject({
    schools: [{ name: 'Школа у реки', timeZone: 'Europe/Samara' }],
    viewer: {
      mustChangePassword: false,
      roles: [{ role: 'COORDINATOR', school: { currentYear: { name: '2026/27' } } }],
      person: { fullName: 'Речная Рада Родионовна' },
    },
  })
})

test('where there is a school the first start makes none', async () => {
  expect(await firstStart(running?.env ?? {}, 'Школа', 'Europe/Moscow')).toEqual({ empty: false })
})

test('while it runs the command adds a second school, and lists both', async () => {
  const made = await command(...schoolFlags('Школа на горе', 'gornaya'))
  expect([made.code, made.complained]).toEqual([0, ''])
  expect((await signIn('gornaya', passwordIn(made.said))).status).toBe(200)
  const { said } = await command('list')
  expect(said.trim().split('\n')).toEqual([
    expect.stringMatching(
      /^\S{36} {2}Школа на горе, Europe\/Samara; учеников 0, сотрудников 1; координаторы: gornaya$/,
    ),
    expect.stringMatching(
      /^\S{36} {2}Школа у реки, Europe\/Samara; учеников 0, сотрудников 1; координаторы: rechnaya$/,
    ),
  ])
})

test('a school gets another name, which everybody sees; not one that another school has', async () => {
  const id = (await command('list')).said.slice(0, 36)
  expect(await command('rename', '--id', id, '--name', 'Школа у реки')).toMatchObject({
    code: 1,
    complained: 'Школа «Школа у реки» уже есть: назовите эту иначе.\n',
  })
  expect((await command('rename', '--id', id, '--name', 'Школа на холме', '--short-name', 'ШХ')).said).toBe(
    'Школа называется теперь «Школа на холме».\n',
  )
  expect((await command('list')).said).toContain(`${id}  Школа на холме, Europe/Samara`)
})

test.each([
  [
    'a taken login',
    schoolFlags('Третья школа', 'gornaya'),
    'Логин «gornaya» уже занят: задайте другой, --login.',
  ],
  ['a name that is there', schoolFlags('Школа у реки', 'inaya'), 'Школа «Школа у реки» уже есть'],
  [
    'an unknown zone',
    [...schoolFlags('Третья', 'inaya'), '--time-zone', 'Mars/Olympus'],
    'Нет такого часового пояса',
  ],
  ['a flag that is none', ['create', '--nmae', 'Школа'], 'nmae'],
  ['a rename without a school', ['rename', '--name', 'Иная'], 'Не сказано, какую школу'],
])('%s: one line, and no school', async (_, args, words) => {
  const { code, said, complained } = await command(...args)
  expect([code, said]).toEqual([1, ''])
  expect(complained).toContain(words)
  expect(complained).not.toMatch(/\n\s+at /)
  expect((await command('list')).said.trim().split('\n')).toHaveLength(2)
})

test('the first start of an empty installation leaves a coordinator; with an empty name it leaves none', async () => {
  await running?.stop()
  data = join(folder, 'other')
  const { env } = await start()
  expect(await firstStart(env, '', 'Europe/Moscow')).toEqual({ empty: true })
  expect((await command('list')).said).toBe('Школ пока нет. Завести: npm run school -- create\n')
  const { made, empty } = await firstStart(env, 'Школа', 'Asia/Omsk')
  expect([made?.name, made?.login, empty]).toEqual(['Школа', 'coordinator', false])
  expect((await signIn('coordinator', made?.password ?? '')).status).toBe(200)
  expect(await firstStart(env, 'Школа', 'Asia/Omsk')).toEqual({ empty: false })
})
