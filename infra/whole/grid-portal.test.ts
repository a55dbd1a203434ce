// The journal's grid as a teacher's hands know it: a block from a spreadsheet, a retake, a work cancelled and taken back,
// the page as it was, a page that is closed and opened for an hour. A real Chromium, every service behind it.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { button, Desks, dialog } from './portal-pages.js'
import { cell, faultsOf, saved, startPortal, type Portal } from './portal-browser.js'

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

async function journal(login: string, width?: number, more = ''): Promise<Page> {
  const { school } = portal
  const { algebra7, period } = school.ids
  const context = await desks.computer(width)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(`${school.installation.urls.web}/`)
  await page.getByLabel('Логин').fill(login)
  await page.getByLabel('Пароль').fill(`parol-${login}`)
  await button(page, 'Войти').click()
  await page.getByRole('navigation', { name: 'Разделы' }).waitFor()
  const hat = login === 'coordinator' ? 'coordinator' : login === 'inspector' ? 'inspector' : 'teacher'
  await page.goto(`${school.installation.urls.web}/${hat}/journals/${algebra7}?period=${period}${more}`)
  return page
}

const pupil = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) })
const notice = (page: Page, words: string | RegExp) => page.getByRole('status').getByText(words).waitFor()
const put = (page: Page, text: string) =>
  page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`)

/** Values of today's marks of the course, by pupil, as the server has them. */
async function marksToday(): Promise<Record<string, string[]>> {
  const { school } = portal
  const { algebra7, period } = school.ids
  const { data } = await school.ask<{
    journal: { rows: { pupilId: string; marks: { value: string; date: string }[] }[] }
  }>(
    await school.signIn('doskin'),
    'query($c: ID!, $p: ID!) { journal(courseId: $c, periodId: $p) { rows { pupilId marks { value date } } } }',
    { c: algebra7, p: period },
  )
  return Object.fromEntries(
    data?.journal.rows.map(({ pupilId, marks }) => [
      pupilId,
      marks
        .filter(({ date }) => date === school.today)
        .map(({ value }) => value)
        .sort(),
    ]) ?? [],
  )
}

test('a column of a spreadsheet is laid by names, shown before it is written, and taken back by one Ctrl+Z', async () => {
  const { anna, boris } = portal.school.ids
  const page = await journal('doskin')
  await cell(page, 'Азбукина').waitFor()
  await put(page, 'Букварев Борис\t4\nАзбукина А.\t5\nЯгодкина Яна\t3')
  await page.keyboard.press('Control+KeyV')
  await dialog(page).getByText('Ученики найдены по фамилиям.').waitFor()
  expect(await dialog(page).getByRole('listitem').innerText()).toBe(
    'Ягодкина Яна – такого ученика на странице нет',
  )
  expect(await faultsOf(page)).toEqual([])
  await dialog(page).getByRole('button', { name: 'Вставить 2 клетки' }).click()
  await saved(page)
  expect(await marksToday()).toEqual({ [anna]: ['5'], [boris]: ['4'] })

  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Control+KeyC')
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe('5\n4')

  await page.keyboard.press('Control+KeyZ')
  await notice(page, 'Взято назад: 2')
  await saved(page)
  expect(await marksToday()).toEqual({ [anna]: [], [boris]: [] })
}, 90_000)

test('a two, its comment and its retake stand in one cell, with what the mean is made of and who did it', async () => {
  const { anna } = portal.school.ids
  const page = await journal('doskin')
  await cell(page, 'Азбукина').waitFor()
  await page.keyboard.press('Digit2')
  await saved(page)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Space')
  const open = dialog(page)
  await open.getByLabel('Комментарий к отметке 2').fill('Ошибка в знаке')
  // The only other one there is.
  await open.getByLabel('Пересдача отметки').selectOption({ index: 1 })
  await open
    .getByRole('group', { name: 'Ещё одна отметка' })
    .getByRole('button', { name: '4', exact: true })
    .click()
  await open.getByRole('button', { name: 'Закрыть' }).click()
  await saved(page)
  await page.locator('s', { hasText: '2 пересдана' }).waitFor()
  expect((await cell(page, 'Азбукина').innerText()).replace(/\s+/g, ' ')).toMatch(/^2 пересдана ?\/4/)
  expect((await marksToday())[anna]).toEqual(['2', '4'])

  await page.keyboard.press('Alt+ArrowDown')
  await page.getByRole('status').getByText('«Ошибка в знаке»').waitFor()
  await page.keyboard.press('Escape')
  await pupil(page, 'Азбукина').getByRole('button', { name: '4,00' }).click()
  await open.getByText('пересдана, считается новая').waitFor()
  await open.getByText('Чтобы вышла 5: нужна 1 пятёрка с весом 1').waitFor()
  expect(await faultsOf(page)).toEqual([])
}, 90_000)

test('a mark for an absent pupil asks once', async () => {
  const { boris } = portal.school.ids
  const page = await journal('doskin')
  await cell(page, 'Азбукина').waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('KeyY')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Digit4')
  await notice(page, 'Стоит «Н». Если отметка нужна, нажмите ещё раз')
  expect((await marksToday())[boris]).toEqual([])
  await page.keyboard.press('Digit4')
  await saved(page)
  expect((await marksToday())[boris]).toEqual(['4'])
}, 60_000)

test('«+» adds a work; it is checked, cancelled with its mark, and taken back with it', async () => {
  const { anna } = portal.school.ids
  const page = await journal('doskin')
  await cell(page, 'Азбукина').waitFor()
  await page.keyboard.press('+')
  const works = page.getByRole('region', { name: 'Работы урока' })
  await works.getByLabel('Вид').selectOption('TEST')
  await works.getByLabel('Название').fill('Корни и степени')
  await works.getByRole('button', { name: 'Добавить', exact: true }).click()
  await works.getByRole('button', { name: 'Проверена сегодня: Корни и степени' }).click()
  await works.getByText(/проверена \d+ /).waitFor()

  await page.getByRole('button', { name: /Корни и степени.*Открыть урок/ }).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Digit3')
  await saved(page)
  expect((await marksToday())[anna]).toEqual(['2', '3', '4'])

  await works.getByRole('button', { name: 'Отменить: Корни и степени' }).click()
  await works.getByText('Отметки за неё (1) уйдут').waitFor()
  await works.getByLabel('Почему').fill('Задание с ошибкой')
  await works.getByRole('button', { name: 'Отменить работу' }).click()
  await works.getByRole('button', { name: 'Вернуть с отметками: Корни и степени' }).waitFor()
  expect((await marksToday())[anna]).toEqual(['2', '4'])
  // Not of this tab alone: whoever keeps the lesson finds it after the page is opened anew.
  await page.reload()
  await cell(page, 'Азбукина').waitFor()
  await page.keyboard.press('+')
  await works.getByRole('button', { name: 'Вернуть с отметками' }).click()
  await works.getByRole('button', { name: 'Отменить: Корни и степени' }).waitFor()
  expect((await marksToday())[anna]).toEqual(['2', '3', '4'])

  await page.getByText('Ещё', { exact: true }).click()
  await button(page, 'Работа вне урока').click()
  await dialog(page).getByLabel('Название').fill('Пробный экзамен')
  expect(await faultsOf(page)).toEqual([])
  await dialog(page).getByRole('button', { name: 'Добавить' }).click()
  await page.getByRole('columnheader', { name: /работа вне урока .*Пробный экзамен/ }).waitFor()
}, 120_000)

test('the page as it stood before, on paper, and for an inspector', async () => {
  const before = new Date(Date.now() - 86_400_000).toISOString()
  const page = await journal('inspector', undefined, `&asOf=${before}`)
  await page.getByText(/^Как было/).waitFor()
  expect(await pupil(page, 'Азбукина').innerText()).not.toMatch(/[2-5]/)
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('link', { name: 'Вернуться к нынешней' }).click()
  await page.getByText('Страница открыта для чтения').waitFor()
  await pupil(page, 'Азбукина').getByText('4').first().waitFor()

  await page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
  await page.emulateMedia({ media: 'print' })
  await page.getByRole('columnheader', { name: 'Домашнее задание' }).waitFor()
  expect(await page.getByRole('grid').isVisible()).toBe(false)
  expect(await page.getByRole('navigation').first().isVisible()).toBe(false)
}, 60_000)

test('a period mark against the proposal asks why, beside what the mean is made of', async () => {
  const { school } = portal
  const { algebra7, period, boris } = school.ids
  const page = await journal('doskin')
  await cell(page, 'Азбукина').waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Digit5')
  await dialog(page).getByText('по правилу школы выходит 4').waitFor()
  await dialog(page).getByLabel('Почему 5, а не 4?').fill('Победа на олимпиаде')
  expect(await faultsOf(page)).toEqual([])
  await dialog(page).getByRole('button', { name: 'Выставить 5' }).click()
  await saved(page)
  const { data } = await school.ask<{
    journal: { rows: { pupilId: string; periodMark: { value: string; reason: string } | null }[] }
  }>(
    await school.signIn('doskin'),
    'query($c: ID!, $p: ID!) { journal(courseId: $c, periodId: $p) { rows { pupilId periodMark { value reason } } } }',
    { c: algebra7, p: period },
  )
  expect(data?.journal.rows.find(({ pupilId }) => pupilId === boris)?.periodMark).toEqual({
    value: '5',
    reason: 'Победа на олимпиаде',
  })
}, 60_000)

test('a closed page says why and by whom it is opened; opened for an hour it says until when and takes a mark', async () => {
  const { school } = portal
  const { algebra7, period, doskin: personId, anna } = school.ids
  const page = await journal('doskin', 390)
  await page.getByRole('button', { name: /Азбукина/ }).waitFor()
  const teacher = await school.signIn('doskin')
  const input = { courseId: algebra7, periodId: period }
  expect((await school.run(teacher, 'closePeriod', input)).errors).toEqual([])
  await page.reload()
  await page.getByText('Страница закрыта').waitFor()
  await page.getByText('может координатор').waitFor()
  expect(await faultsOf(page)).toEqual([])

  const coordinator = await school.signIn('coordinator')
  const opened = { ...input, personId, hours: 1, reason: 'Пропущена отметка за устный ответ' }
  expect((await school.run(coordinator, 'unlock', opened)).errors).toEqual([])
  await page.reload()
  await page.getByText('Страница открыта для вас').waitFor()
  await page.getByText(/осталось (1 ч|\d+ мин)/).waitFor()
  await page.getByRole('button', { name: /Азбукина/ }).click()
  const keys = page.getByRole('group', { name: 'Отметки' })
  await keys.getByRole('button', { name: '5', exact: true }).click()
  await saved(page)
  expect((await marksToday())[anna]).toEqual(['2', '4', '5'])
}, 60_000)
