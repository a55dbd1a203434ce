// The diary through the portal: a teacher sets homework with a file and advice, the family reads it, finds a wrong mark
// and says so, the teacher answers. A real Chromium, every service behind it.
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { button, Desks, dialog, download, field, heading, row } from './portal-pages.js'
import { faultsOf, startPortal, type Portal } from './portal-browser.js'

let portal: Portal
let desks: Desks
let lessonId: string

beforeAll(async () => {
  portal = await startPortal()
  desks = new Desks(portal)
  const { school } = portal
  const { algebra7, physics7, anna, boris } = school.ids
  const doskin = await school.signIn('doskin')
  lessonId = (await school.lessonOf(doskin, algebra7, school.today)).id
  const done = async (token: string, name: string, input: object) =>
    expect([name, (await school.run(token, name, input)).errors]).toEqual([name, []])
  const work = randomUUID()
  await done(doskin, 'addWork', {
    ...{ lessonId, id: work, kind: 'TEST', title: 'Контрольная № 1', weight: 2, internalMonitoring: true },
  })
  await done(doskin, 'recordMark', {
    lessonId,
    pupilId: anna,
    value: '3',
    workId: work,
    comment: 'Ошибка в знаке',
  })
  await done(doskin, 'recordMark', { lessonId, pupilId: anna, value: '4' })
  await done(doskin, 'recordMark', { lessonId, pupilId: boris, value: '2', comment: 'Не готов' })
  const melova = await school.signIn('melova')
  const physics = await school.lessonOf(melova, physics7, school.today)
  await done(melova, 'takeAttendance', {
    ...{ lessonId: physics.id, absences: [{ pupilId: anna, code: 'LATE', minutesLate: 7 }] },
  })
}, 180_000)
afterEach(async () => {
  await Promise.all(portal.browser.contexts().map((context) => context.close()))
})
afterAll(() => portal?.stop(), 60_000)

const pdf = Buffer.from('%PDF-1.7\nвымышленное задание')
const journal = (school: Portal['school']) =>
  `teacher/journals/${school.ids.algebra7}?period=${school.ids.period}&lesson=${lessonId}`
const fits = (page: Page) => page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')

test('the teacher sets homework with a file for all, and a task with advice for one', async () => {
  const page = await desks.signIn('doskin')
  await desks.open(page, journal(portal.school), /7А/)
  await field(page, 'Домашнее задание').fill('§ 4, № 17')
  await field(page, 'Домашнее задание').press('Control+Enter')
  const files = page.getByRole('region', { name: 'Файлы к заданию' })
  await files
    .locator('input[type=file]')
    .setInputFiles({ name: 'чертёж.pdf', mimeType: 'application/pdf', buffer: pdf })
  await files.getByRole('link', { name: 'чертёж.pdf' }).waitFor()
  await files
    .locator('input[type=file]')
    .setInputFiles({ name: 'письмо.html', mimeType: 'text/html', buffer: Buffer.from('<b>нет</b>') })
  await files.getByRole('alert').getByText('письмо.html: Такой файл не принять').waitFor()
  const single = page.getByRole('region', { name: 'Отдельным ученикам' })
  await single.getByRole('button', { name: 'Добавить ученика' }).click()
  await single.getByLabel('Ученик').selectOption({ label: 'Азбукина Анна' })
  await single.getByLabel('Личное задание').fill('№ 20 со звёздочкой')
  await single.getByLabel('Совет семье').fill('Повторить знаки')
  await single.getByRole('button', { name: 'Записать' }).click()
  await single.getByText('Совет: Повторить знаки').waitFor()
  expect(await faultsOf(page)).toEqual([])
  // Before its day a lesson takes homework, and no topic (3.6.5).
  await page.getByText(/Задать заранее на/).click()
  await page.getByPlaceholder('Можно задать заранее (п. 3.6.5)').fill('Принести циркуль')
  await page.getByPlaceholder('Можно задать заранее (п. 3.6.5)').press('Control+Enter')
  await page.getByText('сохранено', { exact: true }).waitFor()
  expect(await page.getByPlaceholder('Тему записывают в день урока (п. 3.6.3)').isEditable()).toBe(false)
})

test('the family’s week: homework, file, advice, the announced work; a mark opens and is said to be wrong', async () => {
  const page = await desks.signIn('guardian')
  await desks.open(page, 'guardian/diary', /\d/)
  await page.getByText('Дз: § 4, № 17').waitFor()
  await page.getByText('№ 20 со звёздочкой').waitFor()
  await page.getByText('Повторить знаки').waitFor()
  await page.getByText('Внутренний мониторинг:').waitFor()
  await page.getByText('7 мин').waitFor()
  const link = page.getByRole('link', { name: 'чертёж.pdf' })
  const file = await download(page, () => link.click())
  expect(file.suggestedFilename()).toBe('чертёж.pdf')
  const text = await page.locator('main').innerText()
  for (const hidden of ['Букварёв', 'Не готов']) expect(text).not.toContain(hidden)
  expect(await faultsOf(page)).toEqual([])

  await button(page, 'Отметка 3, КР. Подробнее').click()
  await dialog(page).getByText('«Ошибка в знаке»').waitFor()
  await dialog(page).getByText('вес 2. Контрольная внутреннего мониторинга').waitFor()
  await dialog(page).getByText('Доскин Д. П.', { exact: false }).waitFor()
  await dialog(page).getByRole('button', { name: 'Отметка неверна' }).click()
  await dialog(page).getByLabel('Что не так').fill('В тетради стоит 4')
  expect(await faultsOf(page)).toEqual([])
  await dialog(page).getByRole('button', { name: 'Сообщить учителю' }).click()
  await dialog(page).getByText('Учитель ещё не ответил').waitFor()
  expect(await dialog(page).getByRole('button', { name: 'Отметка неверна' }).count()).toBe(0)
})

test('the teacher’s day says that a claim waits; it is answered with the right mark, and the family reads it', async () => {
  const page = await desks.signIn('doskin')
  await desks.open(page, 'teacher/day', /,/)
  await page.getByRole('link', { name: '1 обращение об отметках' }).click()
  await heading(page, 'Обращения об отметках').waitFor()
  await page.getByText('Вашего ответа ждёт 1 обращение.').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await button(page, 'Ответить: Азбукина Анна').click()
  await dialog(page).getByText('В тетради стоит 4').waitFor()
  await dialog(page).getByLabel('Исправить отметку').check()
  await dialog(page).getByLabel('Верная отметка').selectOption('4')
  await dialog(page).getByLabel('Ответ семье').fill('Верно, исправил')
  expect(await faultsOf(page)).toEqual([])
  await dialog(page).getByRole('button', { name: 'Ответить' }).click()
  await page.getByText('Вашего ответа ничего не ждёт.').waitFor()
  await row(page, /Азбукина/)
    .getByText('исправлено')
    .waitFor()

  const family = await desks.signIn('guardian')
  await desks.open(family, 'guardian/diary/claims', 'Обращения об отметках')
  await family.getByText('Отметка исправлена, теперь 4.').waitFor()
  await desks.open(family, 'guardian/diary', /\d/)
  await button(family, 'Отметка 4, КР. Подробнее').click()
  await dialog(family)
    .getByText(/3 → 4 \(«/)
    .waitFor()
})

test('subjects: the mean with how it came about, what five takes; absences with their sums', async () => {
  const page = await desks.signIn('anna', 390)
  await desks.open(page, 'pupil/diary/subjects', '1 четверть')
  await page.getByText(/до 5: нужн/).waitFor()
  expect(await fits(page)).toBe(true)
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Алгебра' }).click()
  await dialog(page).getByText('Чтобы вышла').waitFor()
  await dialog(page).getByText('Контрольная № 1', { exact: false }).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await desks.open(page, 'pupil/diary/absences', 'Пропуски')
  await page.getByText('опозданий – 1').waitFor()
  await desks.open(page, 'pupil/diary', /\d/)
  await page.getByText('Дз: § 4, № 17').waitFor()
  expect(await fits(page)).toBe(true)
})

test('several children: one at a time, by name, and the choice stays from page to page', async () => {
  const { school } = portal
  const { anna, vera } = school.ids
  const [guardian = ''] = await desks.entered({
    lastName: 'Двойкина',
    firstName: 'Дарья',
    guardianOf: [anna, vera],
  })
  const account = {
    personId: guardian,
    username: 'dvoykina',
    password: 'parol-dvoykina',
    mustChangePassword: false,
  }
  const opened = await school.run(await school.signIn('coordinator'), 'openAccounts', {
    ...{ schoolId: school.ids.school, accounts: [account] },
  })
  expect(opened.errors).toEqual([])
  const page = await desks.signIn('dvoykina')
  await desks.open(page, 'guardian/diary', /\d/)
  const children = page.getByRole('navigation', { name: 'Дети' })
  await page.getByText('Дз: § 4, № 17').waitFor()
  await children.getByRole('link', { name: 'Вера' }).click()
  await page.getByRole('region', { name: /./ }).getByText('Физика').first().waitFor()
  await page.getByText('Дз: § 4, № 17').waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'Предметы' }).click()
  await heading(page, '1 четверть').waitFor()
  await page.getByRole('button', { name: 'Физика' }).waitFor()
  expect(await page.getByRole('button', { name: 'Алгебра' }).count()).toBe(0)
  expect(await children.getByRole('link', { name: 'Вера' }).getAttribute('aria-current')).toBe('page')
})

test('on paper: the week, whose it is, and no knobs', async () => {
  const page = await desks.signIn('guardian')
  await desks.open(page, 'guardian/diary', /\d/)
  await page.getByText('Дз: § 4, № 17').waitFor()
  await page.emulateMedia({ media: 'print' })
  const text = await page.locator('body').innerText()
  expect(text).toContain('Азбукина Анна')
  expect(text).toContain('Классный руководитель')
  for (const knob of ['Печать', 'Портфолио', 'Предметы']) expect(text).not.toContain(knob)
  const sheet = await page.pdf({ preferCSSPageSize: true })
  expect(sheet.toString('latin1').match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1)
})

test('those in charge see how claims are answered, and read a pupil’s diary without its knobs', async () => {
  const page = await desks.signIn('deputy')
  await desks.open(page, 'deputy/record/claims', 'Обращения об отметках')
  await row(page, /Доскин Денис Пробович/).waitFor()
  await row(page, /Азбукина Анна/)
    .getByText('исправлено')
    .waitFor()
  expect(await faultsOf(page)).toEqual([])
  await desks.open(page, `deputy/diary?child=${portal.school.ids.anna}`, /\d/)
  await page.getByText('Дз: § 4, № 17').waitFor()
  await button(page, 'Отметка 4, КР. Подробнее').click()
  await dialog(page).getByText(/3 → 4/).waitFor()
  expect(await dialog(page).getByRole('button', { name: 'Отметка неверна' }).count()).toBe(0)
  expect(desks.complaints.filter((one) => !/40[14]|415/.test(one))).toEqual([])
})
