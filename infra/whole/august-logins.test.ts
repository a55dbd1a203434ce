// August at the sign-in: logins handed out and made anew, a second step, the locked desk. A real Chromium.
import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { faultsOf, startPortal, type Portal } from './portal-browser.js'
import { button, confirm, Desks, dialog, download, field, heading, totp } from './portal-pages.js'

let portal: Portal
let desks: Desks

beforeAll(async () => {
  portal = await startPortal(false)
  desks = new Desks(portal)
}, 180_000)
afterEach(async () => {
  expect(await desks.close()).toEqual([])
})
afterAll(() => portal?.stop(), 60_000)

const sections = (page: Page) => page.getByRole('navigation', { name: 'Разделы' })

test('a class teacher hands out slips: they can be taken once, and to whom they went is noted', async () => {
  const place = { schoolClassId: portal.school.ids.class7, from: portal.school.today }
  await desks.entered({ lastName: 'Новичков', firstName: 'Назар', pupil: place })
  const page = await desks.signIn('doskin')
  await desks.open(page, 'class-teacher/my-class/issue', '7А')
  await page.getByRole('checkbox', { name: /Новичков Назар/ }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await button(page, 'Листки для 1 человека').click()
  const take = page.getByRole('button', { name: /^Скачать:/ })
  await take.waitFor({ timeout: 60_000 })
  await page.getByText('Здесь все уже со входом.').waitFor()
  expect(await faultsOf(page)).toEqual([])
  const slips = await download(page, () => take.click())
  expect((await readFile(await slips.path())).subarray(0, 5).toString()).toBe('%PDF-')
  await take.click()
  await page.getByText('Листки уже забраны или их срок вышел.').waitFor()
  expect(await faultsOf(page)).toEqual([])

  await desks.open(page, 'class-teacher/my-class/accounts', '7А')
  await button(page, 'Новичков Назар').click()
  await confirm(page, 'Отметить выдачу').click()
  await dialog(page).getByLabel('Кому').fill('Новичкова Нонна, мать')
  expect(await faultsOf(page)).toEqual([])
  await confirm(page, 'Отметить').click()
  await dialog(page).waitFor({ state: 'detached' })
  await button(page, 'Новичков Назар').click()
  await dialog(page)
    .getByText(/Доскин Денис.* → Новичкова Нонна, мать, на листке/)
    .waitFor()
}, 150_000)

test('a password is made anew on a phone, opens the portal once and is changed at once', async () => {
  const page = await desks.signIn('doskin', 390)
  await desks.open(page, 'class-teacher/my-class/accounts', '7А')
  await button(page, 'Букварёв Борис').click()
  await confirm(page, 'Новый временный пароль').click()
  await confirm(page, 'Сделать новый пароль').click()
  const password = await dialog(page).getByRole('definition').last().innerText()
  expect(await faultsOf(page)).toEqual([])
  await confirm(page, 'Готово').click()

  const theirs = await desks.knock('boris', password, 390)
  await heading(theirs, 'Новый пароль').waitFor()
  await field(theirs, 'Выданный пароль').fill(password)
  await field(theirs, 'Новый пароль').fill('мел и доска 26')
  await field(theirs, 'Новый пароль ещё раз').fill('мел и доска 26')
  await button(theirs, 'Сменить пароль').click()
  await sections(theirs).waitFor()
  await desks
    .knock('boris', password)
    .then((late) => late.getByText('Логин или пароль не подходят').waitFor())
}, 120_000)

test('a second step is set up with an app and asked from then on; a rule of the school asks it of a role', async () => {
  const page = await desks.signIn('melova')
  await desks.open(page, 'teacher/sessions', 'Мой вход')
  await button(page, 'Включить второй шаг').click()
  await field(page, 'Ваш пароль').fill('parol-melova')
  await button(page, 'Дальше').click()
  await page.getByText('Рисунок не снимается').click()
  const shown = await page.getByText(/^Введите в приложение ключ:/).innerText()
  const key = shown.split(':')[1]?.trim() ?? ''
  expect(await faultsOf(page)).toEqual([])
  await field(page, 'Код из приложения').fill(totp(key, Date.now()))
  await button(page, 'Включить').click()
  await page.getByText('Включён: при входе').waitFor()

  const later = await desks.knock('melova', 'parol-melova', 390)
  await heading(later, 'Второй шаг').waitFor()
  expect(await faultsOf(later)).toEqual([])
  await field(later, 'Код').fill('000000')
  await button(later, 'Войти').click()
  await later.getByText('Код не подошёл').waitFor()
  await field(later, 'Код').fill(totp(key, Date.now() + 30_000))
  await button(later, 'Войти').click()
  await sections(later).waitFor()

  const coordinator = await desks.signIn('coordinator')
  await desks.open(coordinator, 'coordinator/accounts/rules', 'Входы в журнал')
  await coordinator.getByRole('checkbox', { name: 'Завуч' }).check()
  await button(coordinator, 'Сохранить').click()
  await coordinator.locator('button:disabled', { hasText: 'Сохранить' }).waitFor()
  await coordinator.reload()
  await coordinator.getByRole('checkbox', { name: 'Завуч', checked: true }).waitFor()
  const deputy = await desks.knock('deputy', 'parol-deputy')
  await heading(deputy, 'Второй шаг входа').waitFor()
  await deputy.getByText('Школа просит вашу роль входить в два шага').waitFor()
  expect(await sections(deputy).count()).toBe(0)
  expect(await faultsOf(deputy)).toEqual([])
}, 150_000)

test('the desk locks by keys, shows nothing of the journal, stays locked over a reload, and opens where one was', async () => {
  const page = await desks.signIn('doskin')
  await desks.open(page, 'teacher/sessions', 'Мой вход')
  await button(page, 'Задать PIN').click()
  await field(page, 'PIN, от 4 до 8 цифр').fill('2580')
  await field(page, 'Ваш пароль').fill('parol-doskin')
  await button(page, 'Сохранить').click()
  await button(page, 'Сменить PIN').waitFor()

  await page.getByRole('link', { name: 'Журналы' }).click()
  await page.getByRole('main').getByText('Алгебра').first().waitFor()
  const address = page.url()
  await page.keyboard.press('Alt+Shift+KeyL')
  await heading(page, 'Журнал закрыт').waitFor()
  expect(await page.locator('body').innerText()).not.toMatch(/Алгебра|Журналы|7А/)
  expect(await page.locator('nav, header, table').count()).toBe(0)
  expect(await faultsOf(page)).toEqual([])
  await page.reload()
  await heading(page, 'Журнал закрыт').waitFor()
  const open = async (pin: string) => {
    await field(page, 'PIN').fill(pin)
    await button(page, 'Открыть').click()
  }
  await open('1111')
  await page.getByText('PIN не подходит. Осталось попыток: 4.').waitFor()
  await open('2580')
  await page.getByRole('main').getByText('Алгебра').first().waitFor()
  expect(page.url()).toBe(address)

  await page.keyboard.press('Alt+Shift+KeyL')
  for (const left of [4, 3, 2, 1]) {
    await open('1111')
    await page.getByText(`Осталось попыток: ${left}.`).waitFor()
  }
  await open('1111')
  await field(page, 'Логин').waitFor()
}, 120_000)
