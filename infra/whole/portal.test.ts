// The portal as people use it: a real Chromium, the built portal, every service behind it.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { addDays, weekdayOf } from '@zhurnal/kit/time'
import { cell, faultsOf, saved, signIn as signInAt, startPortal, type Portal } from './portal-browser.js'

let portal: Portal

beforeAll(async () => {
  portal = await startPortal()
}, 180_000)

afterEach(async () => {
  await Promise.all(portal.browser.contexts().map((context) => context.close()))
})

afterAll(() => portal?.stop(), 60_000)

/** A person at a computer of their own. */
const signIn = async (login: string, width?: number): Promise<Page> =>
  signInAt(portal, await portal.computer(width), login)

/** The next day on which lessons are given: they are, from Monday to Friday. */
function nextLessonDay(today: string): string {
  const days = [1, 2, 3].map((by) => addDays(today, by))
  return days.find((day) => weekdayOf(day) <= 5) ?? ''
}

test('a class teacher keeps today’s lesson by keyboard and finds all of it after a reload', async () => {
  const page = await signIn('doskin')
  await page.getByRole('link', { name: /Открыть 1 урок: 7А, Алгебра/ }).click()
  await page.getByRole('grid').waitFor()
  expect(await faultsOf(page)).toEqual([])

  await cell(page, 'Азбукина').waitFor()
  await page.keyboard.press('Digit5')
  // The cursor went down by itself; the letter is the physical key, in whatever layout.
  await page.keyboard.press('KeyY')
  await page
    .getByRole('row', { name: /Азбукина/ })
    .getByText('5,00')
    .first()
    .waitFor()
  await saved(page)

  await page.getByLabel('Тема').fill('Линейная функция')
  await page.keyboard.press('Control+Enter')
  await page.getByLabel('Домашнее задание').fill('§ 5, № 314')
  await page.keyboard.press('Control+Enter')
  await page.getByText('сохранено').nth(1).waitFor()
  await saved(page)

  await page.reload()
  await page.getByRole('grid').waitFor()
  const today = (pupil: string) => page.getByRole('row', { name: new RegExp(pupil) })
  expect(await today('Азбукина').innerText()).toMatch(/5[\s\S]*5,00[\s\S]*5,00/)
  expect(await today('Букварёв').innerText()).toMatch(/Н/)
  expect(await page.getByLabel('Тема').inputValue()).toBe('Линейная функция')
  expect(await page.getByLabel('Домашнее задание').inputValue()).toBe('§ 5, № 314')
  expect(await page.getByRole('button', { name: 'Посещаемость отмечена' }).isDisabled()).toBe(true)
}, 90_000)

test('entries made without a connection are sent when it is back, and Ctrl+Z takes the last one away', async () => {
  const page = await signIn('melova')
  await page.getByRole('link', { name: /Открыть 2 урок: 7А, Физика/ }).click()
  await cell(page, 'Азбукина').waitFor()
  await page.context().setOffline(true)
  await page.keyboard.press('Digit4')
  await page.keyboard.press('Digit3')
  await page.getByText('2 записи ещё не отправлены, нет связи').waitFor()
  await page.context().setOffline(false)
  await saved(page)
  await page.keyboard.press('Control+KeyZ')
  await page.getByText('Последняя запись взята назад').waitFor()
  await saved(page)

  await page.reload()
  await page.getByRole('grid').waitFor()
  expect(await page.getByRole('row', { name: /Азбукина/ }).innerText()).toMatch(/4,00/)
  expect(await page.getByRole('row', { name: /Букварёв/ }).innerText()).not.toMatch(/3,00/)
}, 90_000)

test('a deputy puts a substitute on a lesson to come, who finds that lesson and no other of the class', async () => {
  const day = nextLessonDay(portal.school.today)
  const page = await signIn('deputy')
  await page.goto(`${portal.school.installation.urls.web}/deputy/changes?on=${day}`)
  await page.getByRole('button', { name: /^Замена: 1 урок, 7А · Алгебра/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/Мелов Матвей Пробович.*занят: 8А/).check()
  await dialog.getByText('классы придётся объединить').waitFor()
  await dialog.getByLabel('Причина').fill('курсы')
  await dialog.getByRole('button', { name: 'Поставить замену' }).click()
  await page.getByRole('button', { name: /^Снять замену: 1 урок, 7А · Алгебра/ }).waitFor()
  expect(await faultsOf(page)).toEqual([])

  const substitute = await signIn('melova')
  await substitute.goto(`${portal.school.installation.urls.web}/teacher/day?on=${day}`)
  await substitute.getByText('вы заменяете: Доскин Д. П.').waitFor()
  await substitute.getByRole('link', { name: /Открыть 1 урок: 7А, Алгебра/ }).click()
  await substitute.getByText('Вы заменяете: Доскин Д. П. (курсы)').waitFor()
  await substitute.getByText('открыты только эти уроки').waitFor()
  expect(await substitute.getByRole('button', { name: /Открыть урок/ }).count()).toBe(1)
}, 90_000)

test('a coordinator prints the journal of a class, watches it and downloads the PDF', async () => {
  const page = await signIn('coordinator')
  const form = page.getByRole('form', { name: 'Журнал класса' })
  await form.getByRole('combobox', { name: 'Класс' }).selectOption('7А')
  await form.getByRole('button', { name: 'Подготовить' }).click()
  const job = page.getByRole('listitem').filter({ hasText: 'готово, сегодня' }).first()
  await job.waitFor({ timeout: 60_000 })
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    job.getByRole('link', { name: 'Скачать' }).click(),
  ])
  const bytes = await readFile(await download.path())
  expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-')
  expect(bytes.length).toBeGreaterThan(10_000)
  expect(await faultsOf(page)).toEqual([])
}, 120_000)

test('those who only read get no keys, and a pupil’s family sees its own week', async () => {
  const inspector = await signIn('inspector')
  await inspector.getByRole('link', { name: '7А' }).click()
  await inspector.getByRole('link', { name: 'Алгебра' }).click()
  await inspector.getByText('Страница открыта для чтения').waitFor()
  const before = await inspector.getByRole('row', { name: /Букварёв/ }).innerText()
  await inspector.keyboard.press('ArrowDown')
  await inspector.keyboard.press('Digit2')
  expect(await inspector.getByRole('row', { name: /Букварёв/ }).innerText()).toBe(before)

  const family = await signIn('guardian', 390)
  await family.getByText('Линейная функция').waitFor()
  expect(await family.getByText('Букварёв').count()).toBe(0)
  expect(await faultsOf(family)).toEqual([])
}, 90_000)

test('on a phone a lesson is kept with large keys', async () => {
  const page = await signIn('doskin', 390)
  await page.getByRole('link', { name: /Открыть 1 урок: 7А, Алгебра/ }).click()
  const keys = page.getByRole('group', { name: 'Отметки' })
  await page.getByRole('button', { name: /Азбукина/ }).click()
  await keys.getByRole('button', { name: '4', exact: true }).click()
  await saved(page)
  expect(await page.getByRole('button', { name: /Азбукина/ }).innerText()).toMatch(/4,00[\s\S]*4/)
  expect(await faultsOf(page)).toEqual([])
}, 60_000)

test('a wrong password is told in words and leads nowhere', async () => {
  const page = await portal.browser.newPage()
  await page.goto(`${portal.school.installation.urls.web}/sign-in`)
  await page.getByLabel('Логин').fill('doskin')
  await page.getByLabel('Пароль').fill('неверный-пароль')
  await page.getByRole('button', { name: 'Войти' }).click()
  await page.getByText('Логин или пароль не подходят').waitFor()
  expect(new URL(page.url()).pathname).toBe('/sign-in')
}, 30_000)

const journalPath = ({ ids }: Portal['school']) => `journals/${ids.algebra7}?period=${ids.period}`

test.each([
  [
    'doskin',
    (school: Portal['school']) => ['teacher/day', 'teacher/journals', `teacher/${journalPath(school)}`],
  ],
  [
    'coordinator',
    (school: Portal['school']) =>
      ['office', 'changes', 'journals', 'sessions', journalPath(school)].map((one) => `coordinator/${one}`),
  ],
  ['guardian', () => ['guardian/diary', 'sign-in']],
])(
  'no page of %s loads or runs what the content policy forbids, and a script put into one is not run',
  async (login, paths) => {
    const { school } = portal
    const computer = await portal.computer()
    await computer.addInitScript(watchPolicy)
    const page = await signInAt(portal, computer, login)
    const seen: string[] = []
    for (const path of paths(school)) {
      const answer = await page.goto(`${school.installation.urls.web}/${path}`)
      const policy = answer?.headers()['content-security-policy'] ?? ''
      expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{24}'/)
      expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForLoadState('networkidle')
      seen.push(...(await page.evaluate<string[]>('window.forbidden')))
    }
    expect(seen).toEqual([])
    await page.evaluate(
      "document.body.append(Object.assign(document.createElement('script'), { text: 'window.ran = 1' }))",
    )
    expect(await page.evaluate('typeof window.ran')).toBe('undefined')
    expect(await page.evaluate<string[]>('window.forbidden')).toHaveLength(1)
  },
  120_000,
)

const watchPolicy = `window.forbidden = []; document.addEventListener('securitypolicyviolation',
  (event) => window.forbidden.push(event.violatedDirective + ' ' + event.blockedURI))`
