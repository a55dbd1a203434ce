// Files that schools have, brought in through the portal by its coordinator: a real Chromium, every service behind it.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { rootFolder } from '../src/launch/plan.js'
import { faultsOf, signIn as signInAt, startPortal, type Portal } from './portal-browser.js'

const samples = join(rootFolder, 'services/reporting/samples')
const slow = 60_000
let portal: Portal

beforeAll(async () => {
  portal = await startPortal()
}, 180_000)
afterEach(async () => {
  await Promise.all(portal.browser.contexts().map((context) => context.close()))
})
afterAll(() => portal?.stop(), 60_000)

const signIn = async (width?: number): Promise<Page> =>
  signInAt(portal, await portal.computer(width), 'coordinator')

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name })
/** The main act of the dialog that is open. */
const confirm = (page: Page, name: string) =>
  page.getByRole('dialog').getByRole('button', { name, exact: true })

type File = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }
const list = (name: string, text: string): File => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
})

/** Goes to the page of imports, says what it is, and chooses the file. */
async function bring(page: Page, kind: string, file: string | File): Promise<void> {
  await page.getByRole('link', { name: 'Загрузка данных' }).first().click()
  await page.getByRole('radio', { name: kind }).check()
  await page.getByLabel(`Файл: ${kind}`).setInputFiles(file)
}

/** Classes of the school and people by surname, as everybody sees them. */
async function school(): Promise<{ classes: string[]; staff: string[] }> {
  const token = await portal.school.signIn('coordinator')
  type School = { school: { classes: { name: string }[]; staff: { fullName: string }[] } }
  const { data } = await portal.school.ask<School>(
    token,
    '{ school { classes { name } staff { fullName } } }',
  )
  return {
    classes: data?.school.classes.map(({ name }) => name) ?? [],
    staff: data?.school.staff.map(({ fullName }) => fullName) ?? [],
  }
}

/** Pupils of the list come without a consent: their data need a ground (152-ФЗ). */
const giveGround = (page: Page) => page.getByLabel('Основание').fill('приказ о зачислении')

test('a timetable is brought in, its clashes are seen, it is applied, found in the school, and taken back', async () => {
  const before = await school()
  const page = await signIn()
  await page.getByRole('link', { name: 'Загрузка данных' }).click()
  await page.getByText('Ещё ничего не загружали').waitFor()
  expect(await faultsOf(page)).toEqual([])

  await bring(page, 'Расписание aSc', join(samples, 'asc-timetable-small.xml'))
  await heading(page, 'Что в файле').waitFor({ timeout: slow })
  const counts = page.getByRole('region', { name: 'Сверка в числах' })
  expect(await counts.getByRole('row', { name: /^Уроки недели/ }).innerText()).toMatch(/70/)
  // Who or what is double-booked by the clock stands first and open.
  const groups = page.locator('details', { hasText: /одно время/ })
  expect(await groups.count()).toBe(4)
  expect(await groups.first().getAttribute('open')).not.toBeNull()
  await page.getByText('Урок без кабинета').waitFor()
  expect(await faultsOf(page)).toEqual([])
  expect(await school()).toEqual(before)

  await page.getByLabel('Найти в замечаниях').fill('кабинет')
  await page.getByText('Учитель занят дважды').waitFor({ state: 'detached' })
  await page.getByLabel('Найти', { exact: true }).fill('вторник, 3-й')
  await page.getByRole('combobox', { name: 'Что', exact: true }).selectOption('Уроки недели')
  await page
    .getByRole('row', { name: /вторник, 3-й урок/ })
    .first()
    .waitFor()
  await page.getByRole('row', { name: /среда/ }).first().waitFor({ state: 'detached' })

  await page.getByLabel('Основание').fill('Приказ № 12-ОД')
  await button(page, 'Загрузить').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/3 класса, 10 человек, .*70 уроков недели/).waitFor()
  await dialog.getByText('Прошедшие и проведённые уроки не меняются').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await confirm(page, 'Загрузить').click()
  await heading(page, 'Файл загружен').waitFor({ timeout: slow })
  await page.getByText('Приказ № 12-ОД').waitFor()
  expect(await faultsOf(page)).toEqual([])
  expect((await school()).classes).toEqual(expect.arrayContaining(['10В', '5А', '7Б']))

  await button(page, 'Отменить загрузку').click()
  await confirm(page, 'Отменить загрузку').click()
  await heading(page, 'Загрузка отменена').waitFor({ timeout: slow })
  expect(await school()).toEqual(before)
}, 180_000)

test('a file that is not what it is called is refused in words, and another can be brought at once', async () => {
  const page = await signIn(390)
  await bring(page, 'Расписание aSc', list('список.csv', 'Фамилия;Имя\nАзбукина;Анна\n'))
  await page.getByText('список.csv: Это не XML').waitFor()
  await bring(page, 'Список учеников', list('ученики.csv', 'Фамилия;Имя;Класс\nНовичкова;Нина;7А\n'))
  await heading(page, 'Что в файле').waitFor({ timeout: slow })
  await button(page, 'Отказаться от файла').click()
  await confirm(page, 'Удалить файл').click()
  await page.getByText('От файла отказались: в школе').waitFor()
}, 120_000)

test('a namesake in a list of pupils is decided about, and the list is applied', async () => {
  const page = await signIn(390)
  const text =
    'ID;Фамилия;Имя;Отчество;Дата рождения;Класс\nП-1;Азбукина;Анна;Львовна;05.04.2013;8А\nП-2;Новичкова;Нина;;01.02.2013;7А\n'
  await bring(page, 'Список учеников', list('ученики.csv', text))
  const person = page.getByRole('group', { name: /Азбукина Анна Львовна/ })
  await person.waitFor({ timeout: slow })
  expect(await button(page, 'Сохранить решения').isDisabled()).toBe(true)
  await person.getByRole('radio', { name: /Это он.*Азбукина Анна, 7А/ }).check()
  expect(await faultsOf(page)).toEqual([])
  await button(page, 'Сохранить решения').click()
  await person.waitFor({ state: 'detached', timeout: slow })
  await page.getByRole('row', { name: /Азбукина Анна Львовна.*изменится/ }).waitFor()
  expect(await page.getByRole('row', { name: /Азбукина/ }).innerText()).toContain('Львовна')

  await giveGround(page)
  await button(page, 'Загрузить').click()
  await page.getByRole('dialog').getByText('Появится: 1 человек').waitFor()
  await confirm(page, 'Загрузить').click()
  await heading(page, 'Файл загружен').waitFor({ timeout: slow })

  await page.getByRole('link', { name: 'Люди' }).first().click()
  await page.getByRole('combobox', { name: 'Кто' }).selectOption('8А')
  await page.getByRole('row', { name: /Азбукина Анна Львовна/ }).waitFor()
  await page.getByLabel('Фамилия или имя').fill('азбук')
  await page.getByText('1 человек', { exact: true }).waitFor()
  expect(await faultsOf(page)).toEqual([])
}, 120_000)

test('a new class whose name tells no grade is given one before it is loaded', async () => {
  const page = await signIn()
  const file = (await readFile(join(samples, 'asc-timetable-small.xml'), 'utf8'))
    .replaceAll('10В', 'Лицей')
    .replace('grade="10"', 'grade=""')
  await bring(page, 'Расписание aSc', { name: 'лицей.xml', mimeType: 'text/xml', buffer: Buffer.from(file) })
  await heading(page, '1 новый класс без параллели').waitFor({ timeout: slow })
  await page.getByRole('combobox', { name: 'Лицей' }).selectOption('10')
  expect(await faultsOf(page)).toEqual([])
  await button(page, 'Сохранить параллели').click()
  await heading(page, '1 новый класс без параллели').waitFor({ state: 'detached', timeout: slow })
  await heading(page, 'Что в файле').waitFor({ timeout: slow })
  expect(await heading(page, /без параллели/).count()).toBe(0)
}, 120_000)

test('a school that has changed since is compared again, and the page says so', async () => {
  const page = await signIn()
  await bring(page, 'Список учеников', list('ещё.csv', 'Фамилия;Имя;Класс\nПоздняев;Павел;9Ю\n'))
  await heading(page, 'Что в файле').waitFor({ timeout: slow })
  const { school } = portal
  const added = await school.run(await school.signIn('coordinator'), 'createClasses', {
    schoolId: school.ids.school,
    yearId: school.ids.year,
    classes: [{ id: crypto.randomUUID(), name: '9Ю', grade: 9, letter: 'Ю' }],
  })
  expect(added.errors).toEqual([])
  await giveGround(page)
  await button(page, 'Загрузить').click()
  await confirm(page, 'Загрузить').click()
  await page.getByText('С тех пор в школе что-то изменилось').waitFor({ timeout: slow })
  await giveGround(page)
  await button(page, 'Загрузить').click()
  await confirm(page, 'Загрузить').click()
  await heading(page, 'Файл загружен').waitFor({ timeout: slow })
}, 120_000)

test('loading that is stopped on the way says so, and is gone on with or taken back', async () => {
  const page = await signIn(390)
  const many = Array.from({ length: 2500 }, (_, i) => `Толпин${i};Тимур;01.02.2014;6Ж`).join('\n')
  await bring(page, 'Список учеников', list('много.csv', `Фамилия;Имя;Дата рождения;Класс\n${many}\n`))
  await heading(page, 'Что в файле').waitFor({ timeout: slow })
  await button(page, 'Показать ещё').click()
  await page
    .getByRole('row', { name: /Толпин40/ })
    .first()
    .waitFor()
  await giveGround(page)
  await button(page, 'Загрузить').click()
  await confirm(page, 'Загрузить').click()
  await heading(page, 'Файл загружается').waitFor()
  await button(page, 'Остановить').click()
  await heading(page, 'Загрузка не закончена').waitFor({ timeout: slow })
  expect(await faultsOf(page)).toEqual([])
  await button(page, 'Продолжить загрузку').click()
  await heading(page, 'Файл загружен').waitFor({ timeout: slow })
  await button(page, 'Отменить загрузку').click()
  await confirm(page, 'Отменить загрузку').click()
  await heading(page, 'Загрузка отменена').waitFor({ timeout: slow })
}, 180_000)

test('a login is opened for a new teacher; the import that brought them is then not undone, and says why', async () => {
  const page = await signIn()
  await bring(
    page,
    'Список сотрудников',
    list('кадры.csv', 'ФИО;Должность\nУказкин Устин Пробович;учитель химии\n'),
  )
  await heading(page, 'Что в файле').waitFor({ timeout: slow })
  await button(page, 'Загрузить').click()
  await confirm(page, 'Загрузить').click()
  await heading(page, 'Файл загружен').waitFor({ timeout: slow })
  const address = page.url()

  await page.getByRole('link', { name: 'Люди' }).first().click()
  await page.getByRole('button', { name: 'Открыть вход: Указкин Устин Пробович' }).click()
  const dialog = page.getByRole('dialog')
  expect(await dialog.getByLabel('Логин').inputValue()).toBe('ukazkin.up')
  await dialog.getByLabel('Логин').fill('doskin')
  await confirm(page, 'Открыть вход').click()
  await dialog.getByText('Такой логин занят').waitFor()
  await dialog.getByLabel('Логин').fill('ukazkin.up')
  await confirm(page, 'Открыть вход').click()
  const password = await dialog.getByText(/^[a-z2-9]{4}(-[a-z2-9]{4}){2}$/).innerText()
  expect(await faultsOf(page)).toEqual([])
  await confirm(page, 'Готово').click()
  await page.getByRole('row', { name: /Указкин.*ukazkin\.up/ }).waitFor()
  expect(await page.getByText(password).count()).toBe(0)

  await page.goto(address)
  await button(page, 'Отменить загрузку').click()
  await confirm(page, 'Отменить загрузку').click()
  await page.getByText('Отменить нельзя').waitFor({ timeout: slow })
  await page.getByText('Указкин Устин Пробович: есть вход «ukazkin.up»').waitFor()
  await page.getByRole('link', { name: 'Загрузка данных' }).first().click()
  await page.getByRole('row', { name: /кадры\.csv.*загружен/ }).waitFor()
  expect(await faultsOf(page)).toEqual([])

  // The password that was shown opens the portal, only to be changed; who came by mistake leaves.
  const theirs = await (await portal.computer(390)).newPage()
  await theirs.goto(`${portal.school.installation.urls.web}/`)
  await theirs.getByLabel('Логин').fill('ukazkin.up')
  await theirs.getByLabel('Пароль').fill(password)
  await theirs.getByRole('button', { name: 'Войти' }).click()
  await heading(theirs, 'Новый пароль').waitFor()
  await button(theirs, 'Выйти').click()
  await theirs.getByLabel('Логин').waitFor()
}, 180_000)

test('who is no coordinator finds neither files nor people', async () => {
  const page = await signInAt(portal, await portal.computer(), 'doskin')
  expect(await page.getByRole('link', { name: 'Загрузка данных' }).count()).toBe(0)
  await page.goto(`${portal.school.installation.urls.web}/teacher/imports`)
  await page.getByText('Данные загружает координатор журнала').waitFor()
  await page.goto(`${portal.school.installation.urls.web}/teacher/people`)
  await page.getByText('Список людей школы ведёт координатор').waitFor()
})
