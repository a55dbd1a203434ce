// Papers of the record through the portal: the report of mark changes as files, narrowed by class, subject and pupil; a pupil's
// sheet for another school from the office of a deputy. A real Chromium, every service behind it.
import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { Desks } from './portal-pages.js'
import { faultsOf, startPortal, type Portal } from './portal-browser.js'

let portal: Portal
let desks: Desks

beforeAll(async () => {
  portal = await startPortal()
  desks = new Desks(portal)
  const { school } = portal
  const { algebra7, anna, boris } = school.ids
  const token = await school.signIn('doskin')
  const lesson = await school.lessonOf(token, algebra7, school.today)
  for (const pupilId of [anna, boris]) {
    const first = { lessonId: lesson.id, pupilId, value: '3' }
    const { mark } = await school.run<{ mark: { id: string } }>(token, 'recordMark', first, 'mark { id }')
    await school.run(token, 'recordMark', {
      ...first,
      markId: mark.id,
      value: '4',
      reason: 'Ошибка при переносе',
    })
  }
}, 180_000)
afterEach(async () => {
  await Promise.all(portal.browser.contexts().map((context) => context.close()))
})
afterAll(() => portal?.stop(), 60_000)

test.each([[1280], [390]])(
  'a coordinator saves the whole report of one pupil as files, at %i',
  async (width) => {
    const page = await desks.signIn('coordinator', width)
    await desks.open(page, 'coordinator/record', 'Изменения отметок')
    await page.getByText('Букварёв Борис').first().waitFor()
    await page.getByLabel('Класс').selectOption({ label: '7А' })
    await page.getByLabel('Предмет').selectOption({ label: 'Алгебра · 7А' })
    await page.getByLabel('Ученик').selectOption({ label: 'Азбукина Анна' })
    await page
      .getByText('Букварёв Борис')
      .first()
      .waitFor({ state: 'detached' })
      .catch(() => undefined)
    await page.getByRole('button', { name: 'Весь отчёт файлом' }).click()
    const link = page.getByRole('link', { name: /CSV, строк: 1/ })
    await link.waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.screenshot({ path: `${portal.school.folder}/../report-${width}.png`, fullPage: true })
    const file = page.waitForEvent('download')
    await link.click()
    const text = await readFile(await (await file).path(), 'utf8')
    expect(text.trimEnd().split('\r\n').slice(1)).toEqual([
      expect.stringMatching(/Доскин Денис Пробович;Азбукина Анна;7А;Алгебра;3;4;Ошибка при переносе;;/),
    ])
    const fits = await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')
    expect(fits).toBe(true)
  },
)

test('an inspector reads the changes and is offered no job', async () => {
  const page = await desks.signIn('inspector')
  await desks.open(page, 'inspector/record', 'Изменения отметок')
  await page.getByText('Букварёв Борис').first().waitFor()
  expect(await page.getByRole('button', { name: 'Весь отчёт файлом' }).count()).toBe(0)
})

test.each([[1280], [390]])('a deputy has a pupil’s sheet made from the office, at %i', async (width) => {
  const page = await desks.signIn('deputy', width)
  await desks.open(page, 'deputy/office', 'Хозяйство')
  const form = page.getByRole('form', { name: 'Лист текущих отметок' })
  await form.getByLabel('Класс').selectOption({ label: '7А' })
  await form.getByLabel('Ученик').selectOption({ label: 'Азбукина Анна' })
  await form.getByRole('button', { name: 'Подготовить' }).click()
  await page
    .getByRole('link', { name: /Текущие отметки: Азбукина Анна, 7А, 1 четверть/ })
    .first()
    .waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.screenshot({ path: `${portal.school.folder}/../office-${width}.png`, fullPage: true })
})
