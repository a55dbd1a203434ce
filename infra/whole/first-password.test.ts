// The first sign-in with a password that was handed out: nothing is shown until it has become an own one.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { faultsOf, startPortal, type Portal } from './portal-browser.js'

let portal: Portal

beforeAll(async () => {
  portal = await startPortal()
  const { school } = portal
  const coordinator = await school.signIn('coordinator')
  const personId = randomUUID()
  const schoolId = school.ids.school
  const person = { id: personId, lastName: 'Новенький', firstName: 'Нил', staff: { position: 'учитель' } }
  const account = { personId, username: 'novenkii', password: 'vremennyi-1', mustChangePassword: true }
  const done = [
    await school.run(coordinator, 'addPeople', { schoolId, people: [person] }),
    await school.run(coordinator, 'grantRoles', {
      schoolId,
      grants: [{ id: randomUUID(), personId, role: 'TEACHER' }],
    }),
    await school.run(coordinator, 'openAccounts', { schoolId, accounts: [account] }),
  ]
  expect(done.flatMap((one) => one.errors)).toEqual([])
}, 180_000)
afterEach(async () => {
  await Promise.all(portal.browser.contexts().map((context) => context.close()))
})
afterAll(() => portal?.stop(), 60_000)

async function signIn(password: string, width: number): Promise<Page> {
  const page = await (await portal.computer(width)).newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(`${portal.school.installation.urls.web}/`)
  await page.getByLabel('Логин').fill('novenkii')
  await page.getByLabel('Пароль').fill(password)
  await page.getByRole('button', { name: 'Войти' }).click()
  return page
}

const field = (page: Page, name: string) => page.getByLabel(name, { exact: true })

/** Fills the form and sends it; gives what is said at the field. */
async function change(page: Page, before: string, after: string, again: string): Promise<void> {
  await field(page, 'Выданный пароль').fill(before)
  await field(page, 'Новый пароль').fill(after)
  await field(page, 'Новый пароль ещё раз').fill(again)
  await page.getByRole('button', { name: 'Сменить пароль' }).click()
}

test('every page asks for a new password first; what is wrong is said at its field, and then the work begins', async () => {
  const page = await signIn('vremennyi-1', 390)
  await page.getByRole('heading', { name: 'Новый пароль' }).waitFor()
  await page.goto(`${portal.school.installation.urls.web}/teacher/day`)
  await page.getByRole('heading', { name: 'Новый пароль' }).waitFor()
  expect(await page.getByRole('navigation', { name: 'Разделы' }).count()).toBe(0)
  await page.getByText('Не короче 8 знаков и не тот, что вам выдали.').waitFor()

  await change(page, 'vremennyi-1', 'korotko', 'korotko')
  await page.getByText('Короче 8 знаков: сделайте длиннее.').waitFor()
  expect(await page.locator('input:focus').getAttribute('name')).toBe('after')
  expect(await faultsOf(page)).toEqual([])

  await change(page, 'vremennyi-1', 'vremennyi-1', 'vremennyi-1')
  await page.getByText('Это тот же пароль, что вам выдали: придумайте другой.').waitFor()
  await change(page, 'vremennyi-1', 'мел и доска 26', 'мел и даска 26')
  await page.getByText('Не совпадает с новым паролем').waitFor()
  await change(page, 'vremennyi-2', 'мел и доска 26', 'мел и доска 26')
  await page.getByText('Не подошёл: проверьте раскладку').waitFor()
  expect(await field(page, 'Выданный пароль').getAttribute('aria-invalid')).toBe('true')

  await change(page, 'vremennyi-1', 'мел и доска 26', 'мел и доска 26')
  await page.getByRole('navigation', { name: 'Разделы' }).waitFor()
  await page.reload()
  await page.getByRole('navigation', { name: 'Разделы' }).waitFor()
}, 90_000)

test('from then on the own password opens the portal and the handed out one does not', async () => {
  const refused = await signIn('vremennyi-1', 1440)
  await refused.getByText('Логин или пароль не подходят').waitFor()
  const page = await signIn('мел и доска 26', 1440)
  await page.getByRole('navigation', { name: 'Разделы' }).waitFor()
}, 60_000)
