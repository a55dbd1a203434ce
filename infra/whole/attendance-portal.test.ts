// Attendance through the portal: a class teacher finds who is absent, gives reasons by one key and by a note, and the
// administration sees the whole school on one page. A real Chromium, every service behind it.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { button, Desks, dialog, field, heading, row } from './portal-pages.js'
import { faultsOf, startPortal, type Portal } from './portal-browser.js'

let portal: Portal
let desks: Desks

beforeAll(async () => {
  portal = await startPortal()
  desks = new Desks(portal)
  const { school } = portal
  const { algebra7, physics7, anna, boris } = school.ids
  const take = async (login: string, courseId: string, absences: object[]) => {
    const token = await school.signIn(login)
    const { id } = await school.lessonOf(token, courseId, school.today)
    expect((await school.run(token, 'takeAttendance', { lessonId: id, absences })).errors).toEqual([])
  }
  await take('doskin', algebra7, [{ pupilId: anna, code: 'ABSENT' }])
  await take('melova', physics7, [
    { pupilId: anna, code: 'ABSENT' },
    { pupilId: boris, code: 'LATE', minutesLate: 12 },
  ])
}, 180_000)
afterEach(async () => {
  await Promise.all(portal.browser.contexts().map((context) => context.close()))
})
afterAll(() => portal?.stop(), 60_000)

type Line = { code: string; reason: string | null; effective: string }
const linesOf = async (pupilId: string): Promise<Line[]> => {
  const { school } = portal
  const span = `from: "${school.today}", to: "${school.today}"`
  const { data } = await school.ask<{ absencesOf: Line[] }>(
    await school.signIn('deputy'),
    `query($p: ID!) { absencesOf(pupilId: $p, ${span}) { code reason effective } }`,
    { p: pupilId },
  )
  return data?.absencesOf ?? []
}
/** Closes the dialog and waits until the focus is back on the page: a key would go astray. */
const closed = async (page: Page) => {
  await button(page, 'Закрыть').click()
  await dialog(page).waitFor({ state: 'detached' })
}
const whole = (page: Page) => dialog(page).getByRole('group', { name: 'Причина: На весь день' })

test('the board says who is not here; one press gives the reason of the whole day', async () => {
  const page = await desks.signIn('doskin')
  await desks.open(page, 'class-teacher/my-class', '7А')
  await page.getByText('2 пропуска без причины').waitFor()
  await page.getByRole('region', { name: 'Нет сегодня' }).getByRole('button', { name: 'Азбукина А.' }).click()
  await whole(page).getByRole('button', { name: 'болезнь' }).click()
  await dialog(page).getByText('болезнь (Доскин Денис Пробович)').first().waitFor()
  expect(await faultsOf(page)).toEqual([])
  expect(await linesOf(portal.school.ids.anna)).toEqual([
    { code: 'ABSENT', reason: 'ILL', effective: 'ILL' },
    { code: 'ABSENT', reason: 'ILL', effective: 'ILL' },
  ])
  await closed(page)
  await page.getByText('Причины указаны, карточки заполнены.').or(page.getByText('с пробелами')).waitFor()
  expect(await page.getByText('без причины').count()).toBe(0)
})

test('days by pupil: a key on a day, a note for a span, and the list behind each total', async () => {
  const page = await desks.signIn('doskin')
  await desks.open(page, 'class-teacher/attendance', 'Посещаемость 7А')
  const anna = row(page, /Азбукина А\./)
  await anna.getByRole('button', { name: /весь день/ }).press('KeyE')
  await page.getByText(/Азбукина А\., .*: уважительная причина/).waitFor()
  await anna.getByRole('button', { name: 'Азбукина А., по уважительной причине: 2' }).click()
  await heading(page, 'Азбукина А.: по уважительной причине').waitFor()
  await dialog(page).getByRole('row').nth(2).waitFor()
  expect(await dialog(page).getByRole('row').count()).toBe(3)
  expect(await faultsOf(page)).toEqual([])
  await closed(page)
  await anna.getByRole('button', { name: /весь день/ }).press('Backspace')
  await page.getByText(/Азбукина А\., .*: причина снята/).waitFor()

  await anna.getByRole('button', { name: 'Азбукина А.', exact: true }).click()
  await field(page, 'Документ').fill('справка № 7')
  await button(page, 'Записать справку').click()
  await dialog(page).getByText('причина дана 2 пропускам').waitFor()
  await dialog(page).getByText('справка № 7').waitFor()
  expect((await linesOf(portal.school.ids.anna)).map(({ effective }) => effective)).toEqual(['ILL', 'ILL'])
  await button(page, 'Записать справку').click()
  await dialog(page).getByRole('alert').getByText('уже есть справка').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await closed(page)
  const file = page.waitForEvent('download')
  await button(page, 'CSV').click()
  expect((await file).suggestedFilename()).toMatch(/Посещаемость 7А/)
})

test('the whole school on one page, on a phone too; an inspector reads and sets nothing', async () => {
  const page = await desks.signIn('deputy', 390)
  await desks.open(page, 'deputy/attendance/today', 'Нет сегодня')
  await page.getByText('1 ученика нет из 4').waitFor()
  await page.getByText('Ещё не отмечено: 8А (1 урок).').waitFor()
  await row(page, /Азбукина Анна/).waitFor()
  const wide = await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')
  expect(wide).toBe(true)
  const inspector = await desks.signIn('inspector')
  await desks.open(inspector, `inspector/attendance?class=${portal.school.ids.class7}`, 'Посещаемость 7А')
  await row(inspector, /Азбукина А\./)
    .getByRole('button', { name: /весь день/ })
    .click()
  await dialog(inspector).getByText('Алгебра').waitFor()
  expect(await dialog(inspector).getByRole('button', { name: 'болезнь' }).count()).toBe(0)
  expect(await dialog(inspector).getByText('справка № 7').count()).toBe(0)
})

test('blank pages of the day are printed from the board and from the office', async () => {
  const page = await desks.signIn('doskin')
  await desks.open(page, 'class-teacher/my-class', '7А')
  await page
    .getByRole('form', { name: 'Чистые страницы на день' })
    .getByRole('button', { name: 'Подготовить' })
    .click()
  await page.getByRole('link', { name: /Чистые страницы на/ }).waitFor()
  const { school } = portal
  const deputy = await school.signIn('deputy')
  const input = { schoolClassIds: [school.ids.class7, school.ids.class8], date: school.today }
  const { job } = await school.run<{ job: { id: string } }>(deputy, 'printBlankPages', input, 'job { id }')
  const done = await school.waitForJob(deputy, job.id)
  expect([done.state, done.documents.length]).toEqual(['DONE', 1])
  const file = await fetch(`${school.installation.urls.gateway}${done.documents[0]?.url ?? ''}`, {
    headers: { authorization: `Bearer ${deputy}` },
  })
  expect(
    Buffer.from(await file.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
})

test('a lesson that was kept on paper says so', async () => {
  const page = await desks.signIn('doskin')
  const { algebra7, period } = portal.school.ids
  await desks.open(page, `teacher/journals/${algebra7}?period=${period}`, /7А/)
  await page.getByLabel('Внесено с бумаги').check()
  await page.getByText(/Внесено с бумаги \d+/).waitFor()
  // Who signs in anew is told 401 first.
  expect(desks.complaints.filter((one) => !one.includes('401'))).toEqual([])
})
