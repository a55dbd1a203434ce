// August at the desk of the office: readiness, orders, lists, groups, the new year. A real Chromium, every service real.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import { addDays, weekdayOf } from '@zhurnal/kit/time'
import { readXlsx } from '@zhurnal/reporting/imports/xlsx'
import type { Page } from 'playwright-core'
import { faultsOf, startPortal, type Portal } from './portal-browser.js'
import { button, choice, confirm, Desks, dialog, download, field, heading, row } from './portal-pages.js'

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

const pupilsOf = async (page: Page, classId: string, name: string): Promise<string> => {
  await desks.open(page, `coordinator/classes/${classId}`, name)
  return page.getByRole('region', { name: 'Ученики' }).innerText()
}

test('readiness names what is missing, and each link leads to a page where it is mended', async () => {
  const page = await desks.signIn('coordinator')
  await desks.open(page, 'coordinator/setup', 'Готовность к учебному году')
  await page.getByText('Нет классного руководителя: 8А.').waitFor()
  await page.getByText('Не указан адрес поддержки').waitFor()
  await page.getByText('4 человека без даты рождения.').waitFor()
  const addresses = await page
    .getByRole('link', { name: 'Исправить' })
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')?.slice(1) ?? ''))
  expect(addresses.length).toBeGreaterThan(4)
  for (const address of new Set(addresses)) {
    await desks.open(page, address, /./)
    await page.locator('.waiting').waitFor({ state: 'detached' })
    expect(await page.getByRole('main').getByRole('alert').count()).toBe(0)
  }

  await desks.open(page, 'coordinator/setup', 'Готовность к учебному году')
  const school = page.getByRole('listitem').filter({ has: heading(page, /Параметры школы/) })
  await school.getByRole('link', { name: 'Исправить' }).click()
  await page.getByRole('region', { name: 'Кому сообщать о краже входа' }).getByRole('button').click()
  await field(page, 'Адрес поддержки').fill('pomosch@shkola.example')
  await button(page, 'Сохранить').last().click()
  await page.getByText('pomosch@shkola.example').waitFor()
  await desks.open(page, 'coordinator/setup', 'Готовность к учебному году')
  await heading(page, 'Параметры школы — готово').waitFor()
}, 120_000)

test('a child is enrolled by an order with the consent of the parent, and stands in the alphabet book and in the class', async () => {
  const page = await desks.signIn('coordinator')
  await desks.open(page, 'coordinator/orders/new', 'Новый приказ')
  await choice(page, 'О чём').selectOption('О зачислении')
  await choice(page, 'Кого').selectOption('Новый ученик')
  await field(page, 'Номер приказа').fill('14-у')
  await field(page, 'Фамилия').fill('Новичков')
  await field(page, 'Имя').fill('Назар')
  await field(page, 'Дата рождения').fill('2013-02-03')
  await choice(page, 'В какой класс').selectOption('7А')
  await field(page, 'Кто дал согласие').fill('Новичкова Нонна')
  expect(await faultsOf(page)).toEqual([])
  await button(page, 'Зачислить').click()

  await heading(page, 'Новичков Назар').waitFor()
  await page.getByText('Дал: Новичкова Нонна').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await desks.open(page, 'coordinator/orders/alphabet', 'Алфавитная книга')
  await row(page, /Новичков Назар.*7А.*№ 14-у/).waitFor()
  expect(await pupilsOf(page, portal.school.ids.class7, '7А')).toContain('Новичков Назар')
}, 120_000)

test('a pupil is moved by an order that is first looked at, and comes back when it is withdrawn', async () => {
  const { class7, class8 } = portal.school.ids
  const page = await desks.signIn('coordinator')
  await desks.open(page, 'coordinator/orders/new', 'Новый приказ')
  await choice(page, 'О чём').selectOption('О переводе в другой класс')
  await field(page, 'Номер приказа').fill('15-у')
  await choice(page, 'Класс').selectOption('8А')
  await page.getByRole('checkbox', { name: 'Глаголев Глеб' }).check()
  await choice(page, 'В какой класс').selectOption('7А')
  await button(page, 'Посмотреть, что изменится').click()
  const follows = page.getByRole('region', { name: 'Что изменится' }).getByRole('listitem')
  await follows.first().waitFor()
  expect(await faultsOf(page)).toEqual([])
  expect(await button(page, 'Посмотреть, что изменится').count()).toBe(0)
  await button(page, 'Провести приказ').click()
  await heading(page, /^Приказ № 15-у/).waitFor()
  await row(page, /Глаголев Глеб.*8А → 7А/).waitFor()
  expect(await faultsOf(page)).toEqual([])
  const address = new URL(page.url()).pathname.slice(1)
  expect(await pupilsOf(page, class7, '7А')).toContain('Глаголев Глеб')

  await desks.open(page, address, /^Приказ № 15-у/)
  await button(page, 'Отменить приказ').click()
  await dialog(page).getByText('1 ученик вернётся').waitFor()
  await dialog(page).getByLabel('Почему').fill('внесён по ошибке')
  expect(await faultsOf(page)).toEqual([])
  await confirm(page, 'Отменить приказ').click()
  await page.getByText(/^Отменён .*: внесён по ошибке$/).waitFor()
  expect(await pupilsOf(page, class7, '7А')).not.toContain('Глаголев Глеб')
  expect(await pupilsOf(page, class8, '8А')).toContain('Глаголев Глеб')
}, 120_000)

test('the head count is that of 20 September first, and of any day that is asked', async () => {
  const page = await desks.signIn('coordinator')
  await desks.open(page, 'coordinator/orders/head-count', 'Численность')
  const on = Number(portal.school.today.slice(0, 4)) - Number(portal.school.today.slice(5) < '09-20')
  await page.getByText(new RegExp(`на 20 сентября ${on}`)).waitFor()
  await button(page, 'Сегодня').click()
  await page.getByText('5 учеников', { exact: true }).waitFor()
  await row(page, '7А 3').waitFor()
  await row(page, '8А 2').waitFor()
  expect(await faultsOf(page)).toEqual([])
}, 90_000)

test('a list goes out as XLSX and as CSV with everybody’s name', async () => {
  const page = await desks.signIn('coordinator')
  await desks.open(page, 'coordinator/people', 'Люди')
  await choice(page, 'Кто').selectOption('7А')
  await page.getByText('3 человека', { exact: true }).waitFor()
  const names = ['Азбукина Анна', 'Букварёв Борис', 'Новичков Назар']
  const book = await download(page, () => button(page, 'Excel').click())
  expect(book.suggestedFilename()).toBe('Люди.xlsx')
  const { rows, problems } = await readXlsx(await book.path())
  expect(problems).toEqual([])
  expect(rows.slice(1).map(({ cells }) => cells[0])).toEqual(names)

  const list = await download(page, () => button(page, 'CSV').click())
  const lines = (await readFile(await list.path(), 'utf8')).trim().split(/\r?\n/)
  expect(lines.slice(1).map((line) => line.split(';')[0]?.replaceAll('"', ''))).toEqual(names)
}, 90_000)

test('a teacher proposes how a class is divided, nobody may be left out, and the class teacher accepts', async () => {
  const teacher = await desks.signIn('melova')
  await teacher.getByRole('link', { name: 'Классы' }).click()
  await teacher.getByRole('link', { name: '7А', exact: true }).click()
  await button(teacher, 'Предложить деление').click()
  await field(teacher, 'Предмет или название').fill('Английский язык')
  await button(teacher, 'Разделить поровну по списку').click()
  const out = teacher.getByRole('radio', { name: 'Новичков Назар: вне групп' })
  await out.check()
  await teacher.getByText('1 ученик вне групп: Новичков Н.').waitFor()
  await button(teacher, 'Предложить').click()
  await teacher.getByText('Не вошли ни в одну группу: Новичков Назар').waitFor()
  expect(await faultsOf(teacher)).toEqual([])
  await button(teacher, 'Разделить поровну по списку').click()
  await button(teacher, 'Предложить').click()
  await teacher.getByText('Предложение: Мелов М. П.').waitFor()
  expect(await button(teacher, 'Принять').count()).toBe(0)

  const leader = await desks.signIn('doskin')
  await desks.open(leader, 'class-teacher/my-class/groups', '7А')
  await heading(leader, 'Английский язык').waitFor()
  expect(await faultsOf(leader)).toEqual([])
  await button(leader, 'Принять').click()
  await leader.getByText('Предложение: Мелов М. П.').waitFor({ state: 'detached' })
  await button(leader, 'Изменить').click()
  const places = leader.getByRole('radio', { checked: true })
  expect(await places.count()).toBe(3)
  expect(await places.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))).toEqual([
    'Азбукина Анна: Группа 1',
    'Букварёв Борис: Группа 1',
    'Новичков Назар: Группа 2',
  ])
}, 120_000)

test('the next year is opened, all move to it but one who repeats, and the move is taken back', async () => {
  const page = await desks.signIn('coordinator')
  await desks.open(page, 'coordinator/orders/new-year', 'Новый учебный год')
  await button(page, /^Открыть \d{4}/).click()
  await button(page, 'Создать классы').click()
  await page.getByText('Созданы').waitFor()
  await button(page, 'Составить план перевода').click()
  await row(page, /Ведёркина Вера/).waitFor()
  await choice(page, 'Что с учеником: Ведёркина Вера').selectOption('Оставлен на повторное обучение')
  await choice(page, 'В какой класс: Ведёркина Вера').selectOption('8А')
  await row(page, /Ведёркина Вера.*Оставлен на повторное обучение 8А/).waitFor()
  await page.getByText(/Переведён в следующий класс: 4/).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await field(page, 'Номер приказа').fill('20-у')
  await button(page, 'Перевести 5 учеников').click()
  await page.getByText('Все ученики переведены или выбыли.').waitFor()
  await page.getByText(/5 учеников, приказ № 20-у/).waitFor()
  expect(await faultsOf(page)).toEqual([])

  await button(page, 'Отменить перевод').click()
  await dialog(page).getByText('5 учеников вернутся').waitFor()
  await confirm(page, 'Отменить перевод').click()
  await page.getByText(/^отменён сегодня/).waitFor()
  await page.getByRole('table', { name: /^Не переведены на/ }).waitFor()
  await row(page, /Глаголев Глеб 8А/).waitFor()
}, 120_000)

test('a day off in the middle of the year: its lessons are counted before they go, and come back', async () => {
  const { today } = portal.school
  const day = [1, 2, 3].map((days) => addDays(today, days)).find((one) => weekdayOf(one) < 6) ?? ''
  const page = await desks.signIn('coordinator')
  await desks.open(page, 'coordinator/orders/calendar', 'Календарь года')
  await button(page, 'Внести дни').click()
  await field(page, 'С какого дня').fill(day)
  await field(page, 'По какой').fill(day)
  await field(page, 'Название').fill('Мороз')
  const gone = dialog(page).getByText(/^Из расписания уйд.+ урок/)
  await gone.waitFor()
  const count = /\d+/.exec(await gone.innerText())?.[0] ?? ''
  await field(page, 'Основание').fill('Приказ № 21')
  expect(await faultsOf(page)).toEqual([])
  await confirm(page, 'Изменить календарь').click()
  await row(page, /Выходной день Мороз нет/).waitFor()

  // The schedule follows in a moment: then the same day as a plain one would bring as many lessons back.
  const back = `появ.+ ${count} урок`
  const again = async (): Promise<string> => {
    await row(page, /Мороз/).getByRole('button', { name: 'Изменить' }).click()
    await choice(page, 'Что это').selectOption('Обычные дни недели')
    const words = await dialog(page).getByRole('status').innerText()
    if (new RegExp(back).test(words)) return words
    await button(page, 'Оставить как есть').click()
    return again()
  }
  expect(await again()).toMatch(/^В расписании/)
  await field(page, 'Основание').fill('Приказ № 22')
  await confirm(page, 'Изменить календарь').click()
  await row(page, /Мороз/).waitFor({ state: 'detached' })
}, 120_000)
