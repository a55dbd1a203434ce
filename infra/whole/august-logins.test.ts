// August at the sign-in: logins handed out, a second step, the locked desk, appointments, a stolen login, people's data.
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { faultsOf, startPortal, type Portal } from './portal-browser.js'
import {
  button,
  choice,
  confirm,
  Desks,
  dialog,
  download,
  field,
  heading,
  row,
  totp,
} from './portal-pages.js'

let portal: Portal
let desks: Desks

beforeAll(async () => {
  portal = await startPortal()
  desks = new Desks(portal)
}, 180_000)
afterEach(async () => {
  expect(await desks.close()).toEqual([])
})
afterAll(() => portal?.stop(), 60_000)

const sections = (page: Page) => page.getByRole('navigation', { name: 'Разделы' })

/** People entered by the coordinator; gives their ids. */
async function entered(...people: readonly object[]): Promise<string[]> {
  const { school } = portal
  const rows = people.map((person) => ({ id: randomUUID(), ...person }))
  const input = { schoolId: school.ids.school, ground: 'заявление о приёме', people: rows }
  const { errors } = await school.run(await school.signIn('coordinator'), 'addPeople', input)
  expect(errors).toEqual([])
  return rows.map(({ id }) => id)
}

/** Fills the sign-in of a new computer and sends it, whatever comes of it. */
async function knock(login: string, password: string, width?: number): Promise<Page> {
  const page = await (await desks.computer(width)).newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(`${portal.school.installation.urls.web}/`)
  await field(page, 'Логин').fill(login)
  await field(page, 'Пароль').fill(password)
  await button(page, 'Войти').click()
  return page
}

test('a class teacher hands out slips: they can be taken once, and to whom they went is noted', async () => {
  const place = { schoolClassId: portal.school.ids.class7, from: portal.school.today }
  await entered({ lastName: 'Новичков', firstName: 'Назар', pupil: place })
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

  const theirs = await knock('boris', password, 390)
  await heading(theirs, 'Новый пароль').waitFor()
  await field(theirs, 'Выданный пароль').fill(password)
  await field(theirs, 'Новый пароль').fill('мел и доска 26')
  await field(theirs, 'Новый пароль ещё раз').fill('мел и доска 26')
  await button(theirs, 'Сменить пароль').click()
  await sections(theirs).waitFor()
  await knock('boris', password).then((late) => late.getByText('Логин или пароль не подходят').waitFor())
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

  const later = await knock('melova', 'parol-melova', 390)
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
  const deputy = await knock('deputy', 'parol-deputy')
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
  expect(await page.locator('[hidden], nav, table').count()).toBe(0)
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

test('the director appoints for a time by order and frees again; who read people’s data is seen', async () => {
  const coordinator = await desks.signIn('coordinator')
  await desks.open(coordinator, 'coordinator/people', 'Люди')
  await row(coordinator, /Доскин Денис/).waitFor()

  const page = await desks.signIn('director')
  await desks.open(page, 'director/security', 'Назначения')
  await button(page, 'Назначить').click()
  await choice(page, 'Роль').selectOption('Завуч')
  await choice(page, 'Кого').selectOption({ label: 'Доскин Денис Пробович, учитель математики' })
  await field(page, 'По какой день (если на время)').fill(
    `${Number(portal.school.today.slice(0, 4)) + 1}-05-31`,
  )
  await field(page, 'Номер приказа').fill('31-к')
  expect(await faultsOf(page)).toEqual([])
  await confirm(page, 'Назначить').click()
  await row(page, /Доскин.*Завуч.*31 мая.*№ 31-к/).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await button(page, 'Освободить от роли: Доскин Денис Пробович, Завуч').click()
  await field(page, 'Номер приказа').fill('32-к')
  expect(await faultsOf(page)).toEqual([])
  await confirm(page, 'Освободить').click()
  await row(page, /Доскин.*Завуч.*№ 32-к/).waitFor()
  expect(await row(page, /Доскин.*Завуч/).innerText()).not.toContain('31 мая')

  await desks.open(page, 'director/security/access', 'Кто смотрел персональные данные')
  await row(page, /Порядкин Пётр/).waitFor()
}, 120_000)

test('who reports the own login is out at once; the coordinator sees what was done under it, decides and closes', async () => {
  const [helper = ''] = await entered({
    lastName: 'Помощников',
    firstName: 'Павел',
    staff: { position: 'учитель' },
  })
  const { school } = portal
  const coordinatorToken = await school.signIn('coordinator')
  const grant = {
    id: randomUUID(),
    personId: helper,
    role: 'CLASS_TEACHER',
    schoolClassId: school.ids.class8,
  }
  const account = { personId: helper, username: 'pavel', password: 'parol-pavel', mustChangePassword: false }
  const schoolId = school.ids.school
  const made = [
    await school.run(coordinatorToken, 'grantRoles', { schoolId, grants: [grant] }),
    await school.run(coordinatorToken, 'openAccounts', { schoolId, accounts: [account] }),
  ]
  expect(made.flatMap(({ errors }) => errors)).toEqual([])
  const page = await desks.signIn('pavel')
  await desks.open(page, `class-teacher/people/${school.ids.vera}`, 'Ведёркина Вера')
  const reach = page.locator('section').filter({ has: heading(page, 'Как связаться') })
  await reach.getByRole('button').first().click()
  await reach.getByLabel('Телефон').fill('+7 495 000-00-07')
  await reach.getByRole('button', { name: 'Сохранить' }).click()
  await reach.getByText('+74950000007').waitFor()

  await desks.open(page, 'class-teacher/sessions', 'Мой вход')
  await button(page, 'Мой вход украден').click()
  await dialog(page).getByLabel('Что случилось').fill('пароль стоял на листке')
  const hourAgo = new Date(Date.now() - 3_600_000)
  const local = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Yekaterinburg',
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(hourAgo)
  await dialog(page).getByLabel('С какого времени, если известно').fill(local.replace(' ', 'T'))
  expect(await faultsOf(page)).toEqual([])
  await confirm(page, 'Сообщить и остановить вход').click()
  await field(page, 'Логин').waitFor()
  const refused = await knock('pavel', 'parol-pavel')
  await refused.getByRole('alert').filter({ hasText: /\S/ }).waitFor()
  expect(await sections(refused).count()).toBe(0)

  const coordinator = await desks.signIn('coordinator')
  await desks.open(coordinator, 'coordinator/security/thefts', 'Кража входа')
  await coordinator.getByRole('link', { name: /Помощников/ }).click()
  await coordinator.getByText('пароль стоял на листке').waitFor()
  expect(await faultsOf(coordinator)).toEqual([])
  expect(await button(coordinator, 'Закрыть и вернуть вход').isDisabled()).toBe(true)
  const acts = coordinator.getByRole('region', { name: /Что сделано под этим входом/ })
  for (const box of await acts.getByRole('checkbox').all()) await box.check()
  await button(coordinator, 'Отменить выбранное').click()
  await acts.getByText('отменено').first().waitFor()
  await button(coordinator, 'Закрыть и вернуть вход').click()
  await coordinator.getByText(/^Закрыто сегодня/).waitFor()
  expect(await faultsOf(coordinator)).toEqual([])
  await desks.open(coordinator, `coordinator/people/${school.ids.vera}`, 'Ведёркина Вера')
  expect(await coordinator.getByText('+74950000007').count()).toBe(0)
}, 150_000)

test('two entries become one; a family that refuses gets paper; a consent is given and withdrawn', async () => {
  const [first = ''] = await entered(
    { lastName: 'Двойнёв', firstName: 'Давид', birthDate: '1980-04-05', staff: { position: 'сторож' } },
    { lastName: 'Двойнев', firstName: 'Давид', birthDate: '1980-04-05', staff: { position: 'дворник' } },
  )
  const page = await desks.signIn('coordinator')
  await desks.open(page, 'coordinator/people/duplicates', 'Двойники')
  await row(page, /Двойн[её]в/)
    .getByRole('button', { name: 'Объединить' })
    .click()
  await dialog(page)
    .getByRole('radio', { name: /сторож/ })
    .check()
  await dialog(page).getByLabel('Почему это один человек').fill('внесён дважды')
  expect(await faultsOf(page)).toEqual([])
  await confirm(page, 'Объединить').click()
  await page.getByText('Двойников не видно.').waitFor()
  await desks.open(page, `coordinator/people/${first}`, 'Двойнёв Давид')

  await desks.open(page, `coordinator/people/${portal.school.ids.anna}`, 'Азбукина Анна')
  await button(page, 'Отказ от электронной услуги').click()
  await page.getByText('Семья отказалась от электронного дневника').waitFor()
  await page.getByText(/^Отказ от электронной услуги с /).waitFor()
  await button(page, 'Внести согласие').click()
  await choice(page, 'На что').selectOption('Фотографии и публикации')
  await field(page, 'Кто дал').fill('Азбукина Алла')
  expect(await faultsOf(page)).toEqual([])
  await button(page, 'Сохранить').click()
  await button(page, 'Отозвать с сегодняшнего дня').click()
  await page.getByText(/^Дал: Азбукина Алла.*отозвано/).waitFor()
  expect(await faultsOf(page)).toEqual([])
}, 120_000)
