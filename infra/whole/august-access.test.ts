// August of those who answer for others: appointments, who read people's data, a stolen login, people's cards.
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { faultsOf, startPortal, type Portal } from './portal-browser.js'
import { button, choice, confirm, Desks, dialog, field, heading, row } from './portal-pages.js'

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
  const asDeputy = page.getByRole('row', { name: /Доскин.*Завуч.*№ 31-к/ })
  const inMay = { hasText: /31(\.05\.| мая)/ }
  await asDeputy.filter(inMay).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await button(page, 'Освободить от роли: Доскин Денис Пробович, Завуч').click()
  await field(page, 'Номер приказа').fill('32-к')
  expect(await faultsOf(page)).toEqual([])
  await confirm(page, 'Освободить').click()
  await asDeputy.filter({ hasNotText: inMay.hasText }).waitFor()

  await desks.open(page, 'director/security/access', 'Кто смотрел персональные данные')
  await row(page, /Порядкин Пётр/).waitFor()
}, 120_000)

test('who reports the own login is out at once; the coordinator sees what was done under it, decides and closes', async () => {
  const [helper = ''] = await desks.entered({
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
  const token = await school.signIn('pavel')
  const slips = { personIds: [school.ids.vera], delivery: 'PRINT' }
  const issued = await school.run<{ job: { id: string } }>(token, 'issueAccounts', slips, 'job { id }')
  expect((await school.waitForJob(token, issued.job.id)).state).toBe('DONE')

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
  const refused = await desks.knock('pavel', 'parol-pavel')
  await refused.getByRole('alert').filter({ hasText: /\S/ }).waitFor()
  expect(await refused.getByRole('navigation', { name: 'Разделы' }).count()).toBe(0)

  const coordinator = await desks.signIn('coordinator')
  await desks.open(coordinator, 'coordinator/security/thefts', 'Кража входа')
  await coordinator.getByRole('link', { name: /Помощников/ }).click()
  await coordinator.getByText('пароль стоял на листке').waitFor()
  expect(await faultsOf(coordinator)).toEqual([])
  expect(await button(coordinator, 'Закрыть и вернуть вход').isDisabled()).toBe(true)
  const acts = coordinator.getByRole('region', { name: /Что сделано под этим входом/ })
  const waiting = acts.getByRole('row').filter({ hasText: 'ждёт решения' })
  const contacts = acts.getByRole('row').filter({ hasText: 'Изменены телефон, почта или адрес' })
  const others = (await waiting.count()) - 1
  expect(others).toBeGreaterThan(0)
  await contacts.getByRole('checkbox').check()
  await button(coordinator, 'Оставить выбранное').click()
  await contacts.getByText('оставлено').waitFor()
  for (const box of await waiting.getByRole('checkbox').all()) await box.check()
  await button(coordinator, 'Отменить выбранное').click()
  await acts
    .getByRole('row')
    .filter({ hasText: 'отменено' })
    .nth(others - 1)
    .waitFor()
  expect(await waiting.count()).toBe(0)
  await button(coordinator, 'Закрыть и вернуть вход').click()
  await coordinator.getByText(/^Закрыто сегодня/).waitFor()
  expect(await faultsOf(coordinator)).toEqual([])
  await desks.open(coordinator, 'coordinator/accounts', 'Входы в журнал')
  await row(coordinator, /Ведёркина Вера.*остановлен/).waitFor()
}, 150_000)

test('two entries become one; a family that refuses gets paper; a consent is given and withdrawn', async () => {
  const [first = ''] = await desks.entered(
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
