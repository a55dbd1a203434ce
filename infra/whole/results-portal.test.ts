// Results through the portal: a teacher sets marks of a period by keys and says why one goes against the mean; the class
// teacher fills what is missing, and nothing else. A real Chromium, every service behind it.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { button, Desks, dialog, heading } from './portal-pages.js'
import { faultsOf, startPortal, type Portal } from './portal-browser.js'

let portal: Portal
let desks: Desks

beforeAll(async () => {
  portal = await startPortal()
  desks = new Desks(portal)
  const { school } = portal
  const { algebra7, anna, boris } = school.ids
  const token = await school.signIn('doskin')
  const { id } = await school.lessonOf(token, algebra7, school.today)
  for (const [pupilId, value] of [
    [anna, '5'],
    [boris, '3'],
  ])
    expect((await school.run(token, 'recordMark', { lessonId: id, pupilId, value })).errors).toEqual([])
}, 180_000)
afterEach(async () => {
  await Promise.all(portal.browser.contexts().map((context) => context.close()))
})
afterAll(() => portal?.stop(), 60_000)

type Mark = { value: string; reason: string | null; byClassTeacher: boolean } | null
/** Period marks of 7А in a course, by pupil. */
const marksIn = async (courseId: string): Promise<Record<string, Mark>> => {
  const { school } = portal
  const { data } = await school.ask<{
    periodGrid: {
      courses: { courseId: string }[]
      rows: { pupilId: string; cells: ({ mark: Mark } | null)[] }[]
    }
  }>(
    await school.signIn('deputy'),
    `query($c: ID!, $p: ID!) { periodGrid(schoolClassId: $c, periodId: $p) { courses { courseId }
      rows { pupilId cells { mark { value reason byClassTeacher } } } } }`,
    { c: school.ids.class7, p: school.ids.period },
  )
  const grid = data?.periodGrid
  const at = grid?.courses.findIndex((one) => one.courseId === courseId) ?? -1
  return Object.fromEntries((grid?.rows ?? []).map((row) => [row.pupilId, row.cells[at]?.mark ?? null]))
}

test('a teacher: what is proposed by a key, what goes against it with a reason, and taken back', async () => {
  const { algebra7, anna, boris } = portal.school.ids
  const page = await desks.signIn('doskin')
  await desks.open(page, `teacher/results/${algebra7}`, /Алгебра/)
  const square = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}.*Алгебра`) }).first()
  await square('Азбукина').press('5')
  await page.getByRole('button', { name: /^Азбукина.*Алгебра, .*: 5/ }).waitFor()
  await square('Букварёв').press('5')
  await dialog(page).getByLabel('Почему 5, а не 3?').fill('Победа на олимпиаде')
  expect(await faultsOf(page)).toEqual([])
  await dialog(page).getByRole('button', { name: 'Выставить 5' }).click()
  await page
    .getByRole('button', { name: /^Букварёв.*: 5; не по среднему, причина: Победа на олимпиаде/ })
    .waitFor()
  expect(await marksIn(algebra7)).toMatchObject({
    [anna]: { value: '5', reason: null, byClassTeacher: false },
    [boris]: { value: '5', reason: 'Победа на олимпиаде' },
  })
  await square('Букварёв').click()
  await dialog(page).getByText('Стоит 5').waitFor()
  await dialog(page).getByRole('button', { name: 'Убрать отметку' }).click()
  await dialog(page).getByLabel('Почему отметка убирается').fill('Не тому ученику')
  await dialog(page).getByRole('button', { name: 'Убрать 5' }).click()
  await page.getByRole('button', { name: /^Букварёв.*выходит 3/ }).waitFor()
  expect(await marksIn(algebra7)).toMatchObject({ [boris]: null })
})

test('the class teacher: the class in all subjects, fills what is missing alone; on a phone too', async () => {
  const { algebra7, physics7, class7, period, boris } = portal.school.ids
  const page = await desks.signIn('doskin', 390)
  await desks.open(page, `class-teacher/results?class=${class7}&period=${period}`, 'Итоги')
  await page.getByText(/Ещё не выставлено: \d+ из \d+/).waitFor()
  await page
    .getByRole('button', { name: /^Букварёв.*Физика/ })
    .first()
    .press('4')
  await page.getByRole('button', { name: /^Букварёв.*Физика, .*: 4/ }).waitFor()
  expect(await marksIn(physics7)).toMatchObject({ [boris]: { value: '4', byClassTeacher: true } })
  // It stands now: as who fills he may not change it.
  await page
    .getByRole('button', { name: /^Букварёв.*Физика/ })
    .first()
    .click()
  await dialog(page).getByText('внёс классный руководитель').waitFor()
  expect(await dialog(page).getByRole('radio').count()).toBe(0)
  await button(page, 'Закрыть').click()
  const wide = await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')
  expect(wide).toBe(true)
  const file = page.waitForEvent('download')
  await button(page, 'CSV').click()
  expect((await file).suggestedFilename()).toMatch(/^Итоги 7А/)
  expect((await marksIn(algebra7))[boris]).toBeNull()
})

test('closing a period asks first and says what is missing; an inspector sees and sets nothing', async () => {
  const { algebra7, class7, period } = portal.school.ids
  const inspector = await desks.signIn('inspector')
  await desks.open(inspector, `inspector/results?class=${class7}&period=${period}`, 'Итоги')
  await inspector
    .getByRole('button', { name: /^Азбукина.*Алгебра/ })
    .first()
    .click()
  await dialog(inspector).getByText('Стоит 5').waitFor()
  expect(await dialog(inspector).getByRole('radio').count()).toBe(0)
  const page = await desks.signIn('doskin')
  await desks.open(page, `teacher/results/${algebra7}`, /Алгебра/)
  await button(page, 'закрыть').first().click()
  await dialog(page).getByText('Без отметки за период: 1 ученик').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await dialog(page).getByRole('button', { name: 'Закрыть период' }).click()
  await page.getByText('закрыт', { exact: true }).waitFor()
  await heading(page, /Алгебра/).waitFor()
  expect(desks.complaints.filter((one) => !one.includes('401'))).toEqual([])
})

test('a pupil who leaves takes the marks along on paper; one who comes brings them, each with its source', async () => {
  const { school } = portal
  const { anna } = school.ids
  const page = await desks.signIn('coordinator')
  await desks.open(page, `coordinator/people/${anna}`, /Азбукина/)
  await page
    .getByRole('form', { name: 'Лист текущих отметок' })
    .getByRole('button', { name: 'Подготовить' })
    .click()
  await page.getByRole('link', { name: /Текущие отметки: Азбукина/ }).waitFor()
  expect(await faultsOf(page)).toEqual([])

  // In physics Boris has his period mark already, which locks his row: Anna has none.
  await button(page, 'Отметки из другой школы').click()
  await dialog(page).getByLabel('Предмет').selectOption({ label: 'Физика · 7А' })
  await dialog(page).getByLabel('Откуда отметки').fill('Школа № 3, справка 5')
  const [year = '', month = '', day = ''] = school.today.split('-')
  await dialog(page)
    .getByLabel(/каждая с новой строки/)
    .fill('31.02.2026 4')
  await dialog(page).getByText('такого дня нет').waitFor()
  await dialog(page)
    .getByLabel(/каждая с новой строки/)
    .fill(`${day}.${month}.${year} 4 контрольная`)
  expect(await faultsOf(page)).toEqual([])
  await dialog(page).getByRole('button', { name: 'Внести' }).click()
  await page.getByText(/Внесено: 1.отметка/).waitFor()
  const { data } = await school.ask<{ pupil: { marks: { value: string; source: string | null }[] } }>(
    await school.signIn('deputy'),
    'query($p: ID!) { pupil(id: $p) { marks { value source } } }',
    { p: anna },
  )
  expect(data?.pupil.marks).toContainEqual({ value: '4', source: 'Школа № 3, справка 5' })
})
