// Entries without a connection: kept on the device under the account that made them, sent in order when it returns.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { BrowserContext, Page, Request } from 'playwright-core'
import { addDays, weekdayOf } from '@zhurnal/kit/time'
import {
  cell,
  enter,
  faultsOf,
  saved,
  signIn as signInAt,
  startPortal,
  type Portal,
} from './portal-browser.js'

let portal: Portal
let inspector: string

beforeAll(async () => {
  portal = await startPortal()
  inspector = await portal.school.signIn('inspector')
}, 180_000)

afterEach(async () => {
  await Promise.all(portal.browser.contexts().map((context) => context.close()))
})

afterAll(() => portal?.stop(), 60_000)

const signIn = (at: BrowserContext, login: string): Promise<Page> => signInAt(portal, at, login)

type Lesson = 'algebra7' | 'physics7'

/** Lessons are given from Monday to Friday. */
const lessonDay = (ago: number): string =>
  Array.from({ length: ago * 2 + 2 }, (_, index) => addDays(portal.school.today, -1 - index)).filter(
    (day) => weekdayOf(day) <= 5,
  )[ago - 1] ?? ''

/** The journal with the cursor in the first cell of a lesson so many school days ago: each test has its own. */
async function openLesson(page: Page, course: Lesson, daysAgo: number): Promise<void> {
  const { ids, installation, signIn: token, lessonOf } = portal.school
  const teacher = course === 'algebra7' ? 'doskin' : 'melova'
  const lesson = await lessonOf(await token(teacher), ids[course], lessonDay(daysAgo))
  const search = `period=${ids.period}&lesson=${lesson.id}`
  await page.goto(`${installation.urls.web}/teacher/journals/${ids[course]}?${search}`)
  await cell(page, 'Азбукина').waitFor()
}

const bar = (page: Page) => page.locator('[data-unsent-bar]')
const offlineBar = (page: Page, words: string) =>
  bar(page).getByText(`Нет связи. ${words} на этом устройстве.`)

type Change = { pupilName: string; from: string | null; to: string | null; byName: string }

/** Changes of marks of a course that the log holds, oldest first. */
async function changesOf(course: Lesson): Promise<Change[]> {
  const { ids, today, ask } = portal.school
  const { data } = await ask<{ markChanges: { edges: { node: Change }[] } }>(
    inspector,
    `query($c: ID!, $d: Date!) { markChanges(from: $d, to: $d, courseId: $c, first: 100) {
      edges { node { pupilName from to byName } } } }`,
    { c: ids[course], d: today },
  )
  return (data?.markChanges.edges ?? []).map(({ node }) => node).reverse()
}

/** How many acts the school's log holds. */
async function logSize(): Promise<number> {
  const { ids, ask } = portal.school
  const { data } = await ask<{ journal: { logPosition: number } }>(
    inspector,
    'query($c: ID!, $p: ID!) { journal(courseId: $c, periodId: $p) { logPosition } }',
    { c: ids.algebra7, p: ids.period },
  )
  return data?.journal.logPosition ?? -1
}

const isEntry = (request: Request): boolean =>
  /"query":"mutation (RecordMark|WithdrawMark|TakeAttendance|DescribeLesson)/.test(request.postData() ?? '')

/** Requests by which a tab enters something, as they are made. */
function entriesOf(page: Page): Request[] {
  const made: Request[] = []
  page.on('request', (request) => void (isEntry(request) ? made.push(request) : 0))
  return made
}

/** Ids of requests under which something was entered, with how often each was sent. */
const timesSent = (requests: readonly Request[]): Map<string, number> => {
  const times = new Map<string, number>()
  for (const request of requests) {
    const id = /"requestId":"([^"]+)"/.exec(request.postData() ?? '')?.[1] ?? ''
    times.set(id, (times.get(id) ?? 0) + 1)
  }
  return times
}

test('what was typed without a connection survives the tab, and is written once each, in order, when it is back', async () => {
  const [size, known] = [await logSize(), (await changesOf('algebra7')).length]
  const computer = await portal.computer()
  const page = await signIn(computer, 'doskin')
  await openLesson(page, 'algebra7', 1)
  await computer.setOffline(true)
  await page.keyboard.press('Digit5')
  await page.keyboard.press('Digit4')
  await page.keyboard.press('ArrowUp')
  // On top of an own entry that nobody has confirmed yet.
  await page.keyboard.press('Digit4')
  await page.keyboard.press('Shift+Digit3')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Shift+Digit2')
  await page.keyboard.press('KeyJ')
  await offlineBar(page, '6 записей ждут').waitFor()
  await page.close()

  await computer.setOffline(false)
  const again = await computer.newPage()
  const sent = entriesOf(again)
  await openLesson(again, 'algebra7', 1)
  await saved(again)
  await bar(again).waitFor({ state: 'detached' })
  await again.reload()
  await cell(again, 'Азбукина').waitFor()
  expect(await cell(again, 'Азбукина').innerText()).toMatch(/^О\s*4\s*2$/)
  expect(await again.getByRole('row', { name: /Букварёв/ }).innerText()).toMatch(/4\s*3/)

  expect(await logSize()).toBe(size + 6)
  expect((await changesOf('algebra7')).slice(known).map(({ from, to }) => [from, to])).toEqual([
    [null, '5'],
    [null, '4'],
    ['5', '4'],
    [null, '3'],
    [null, '2'],
  ])
  expect([...timesSent(sent).values()]).toEqual([1, 1, 1, 1, 1, 1])
}, 120_000)

test('the next person at the same computer sees and sends nothing of it; its own writer finds and sends it', async () => {
  const size = await logSize()
  const computer = await portal.computer()
  const page = await signIn(computer, 'melova')
  await openLesson(page, 'physics7', 2)
  await computer.setOffline(true)
  await page.keyboard.press('Digit5')
  await page.keyboard.press('Digit4')
  await page.getByLabel('Тема').fill('Рычаги')
  await page.keyboard.press('Control+Enter')
  await offlineBar(page, '3 записи ждут').waitFor()
  await page.locator('summary', { hasText: 'Мелов' }).click()
  await page.getByRole('button', { name: 'Выйти' }).click()
  const question = page.getByRole('dialog', { name: 'Выйти из журнала?' })
  await question
    .getByText(
      '3 записи ещё не отправлены; они останутся на этом устройстве и уйдут, когда вы войдёте снова.',
    )
    .waitFor()
  await question.getByRole('button', { name: 'Выйти' }).click()
  await page.getByText('Выход завершится, как только ответит школьный сервер').waitFor()
  expect(await page.getByText('Азбукина').count()).toBe(0)

  await computer.setOffline(false)
  const sentByOther = entriesOf(page)
  await page.getByLabel('Логин').waitFor()
  await enter(page, 'doskin')
  await openLesson(page, 'algebra7', 2)
  await page.goto(`${portal.school.installation.urls.web}/teacher/journals/${portal.school.ids.physics7}`)
  await page.getByText('Физика').first().waitFor()
  expect([await bar(page).count(), sentByOther.length, await logSize()]).toEqual([0, 0, size])
  // What lies on the device names nobody, neither the pupils nor whose it is.
  const lies = await onDevice(page)
  expect(lies.count).toBe(3)
  expect(lies.text).not.toMatch(/Азбукина|Рычаги|Физика|melova/)
  expect(lies.text).not.toContain(portal.school.ids.melova)

  await page.locator('summary', { hasText: 'Доскин' }).click()
  await page.getByRole('button', { name: 'Выйти' }).click()
  await page.getByLabel('Логин').waitFor()
  await enter(page, 'melova')
  await openLesson(page, 'physics7', 2)
  await saved(page)
  expect(await logSize()).toBe(size + 3)
  expect((await changesOf('physics7')).slice(-2).map(({ to, byName }) => [to, byName])).toEqual([
    ['5', 'Мелов Матвей Пробович'],
    ['4', 'Мелов Матвей Пробович'],
  ])
  expect(await page.getByLabel('Тема').inputValue()).toBe('Рычаги')
  expect((await onDevice(page)).count).toBe(0)
}, 120_000)

/** Runs in the page: everything that the browser keeps of entries, as text. */
const readDevice = `(async () => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const db = await done(indexedDB.open('zhurnal-unsent'))
  const rows = await done(db.transaction('entries').objectStore('entries').getAll())
  db.close()
  const decoder = new TextDecoder()
  return { count: rows.length, text: rows.map((row) => row.queue + decoder.decode(row.sealed)).join(' ') }
})()`
const onDevice = (page: Page) => page.evaluate<{ count: number; text: string }>(readDevice)

test('when another has written in the same cell both values are shown, over reloads, until the person decides', async () => {
  const { ids, run, lessonOf, signIn: token } = portal.school
  const other = await token('doskin')
  const lesson = await lessonOf(other, ids.algebra7, lessonDay(3))
  const computer = await portal.computer()
  const page = await signIn(computer, 'doskin')
  await openLesson(page, 'algebra7', 3)
  await computer.setOffline(true)
  await page.keyboard.press('Digit5')
  await page.keyboard.press('Digit4')
  await offlineBar(page, '2 записи ждут').waitFor()
  for (const pupilId of [ids.anna, ids.boris]) {
    const { errors } = await run(other, 'recordMark', { lessonId: lesson.id, pupilId, value: '3' })
    expect(errors).toEqual([])
  }
  await computer.setOffline(false)
  await bar(page).getByText('Не записано: 2 записи.').waitFor()

  await page.reload()
  await bar(page).getByText('Не записано: 2 записи.').waitFor()
  await cell(page, 'Азбукина').waitFor()
  expect(
    await page
      .getByRole('row', { name: /Азбукина/ })
      .locator('[data-stuck]')
      .innerText(),
  ).toMatch(/3\s*5/)
  await bar(page).getByRole('button', { name: 'Показать' }).click()
  const item = (pupil: string) => page.getByRole('dialog').getByRole('listitem').filter({ hasText: pupil })
  expect(await item('Азбукина').innerText()).toMatch(
    /отметка 5[\s\S]*7А · Алгебра[\s\S]*Сейчас стоит: 3 \(Доскин/,
  )
  expect(await faultsOf(page)).toEqual([])
  await item('Азбукина').getByRole('button', { name: 'Понятно' }).click()
  await item('Азбукина').waitFor({ state: 'detached' })
  await item('Букварёв').getByRole('button', { name: 'Записать моё значение всё равно' }).click()
  await page.getByText('Всё записано в журнал.').waitFor()

  await page.reload()
  await cell(page, 'Азбукина').waitFor()
  expect(await bar(page).count()).toBe(0)
  expect(await cell(page, 'Азбукина').innerText()).toBe('3')
  expect((await changesOf('algebra7')).slice(-3).map(({ from, to }) => [from, to])).toEqual([
    [null, '3'],
    [null, '3'],
    ['3', '4'],
  ])
}, 120_000)

test('a text that another has rewritten while the connection was away is not written over, after a reload either', async () => {
  const { ids, run, lessonOf, signIn: token } = portal.school
  const other = await token('doskin')
  const lesson = await lessonOf(other, ids.algebra7, lessonDay(4))
  const computer = await portal.computer()
  const page = await signIn(computer, 'doskin')
  await openLesson(page, 'algebra7', 4)
  await computer.setOffline(true)
  await page.getByLabel('Тема').fill('Корни')
  await page.keyboard.press('Control+Enter')
  await offlineBar(page, '1 запись ждёт').waitFor()
  await page.close()
  await run(other, 'describeLesson', { lessonId: lesson.id, topic: 'Степени', expectedVersion: 0 })

  await computer.setOffline(false)
  const again = await computer.newPage()
  await openLesson(again, 'algebra7', 4)
  await bar(again).getByRole('button', { name: 'Показать' }).click()
  expect(await again.getByRole('dialog').getByRole('listitem').innerText()).toMatch(
    /тема «Корни»[\s\S]*Сейчас стоит: Степени/,
  )
  await again.getByRole('button', { name: 'Закрыть' }).click()
  expect(await again.getByLabel('Тема').inputValue()).toBe('Степени')
}, 120_000)

test('a work added without a connection goes before the marks that were given in it', async () => {
  const computer = await portal.computer()
  const page = await signIn(computer, 'melova')
  await openLesson(page, 'physics7', 4)
  await page.getByRole('button', { name: 'Добавить работу' }).click()
  await page.getByRole('combobox', { name: 'Вид' }).selectOption({ index: 1 })
  await computer.setOffline(true)
  await page.getByLabel('Название, если нужно').fill('Проверка рычагов')
  await page.getByRole('button', { name: 'Добавить', exact: true }).click()
  await page.getByRole('listitem').filter({ hasText: 'Проверка рычагов' }).waitFor()
  await cell(page, 'Азбукина').focus()
  await page.keyboard.press('Digit5')
  await offlineBar(page, '2 записи ждут').waitFor()
  await page.close()

  await computer.setOffline(false)
  const again = await computer.newPage()
  await openLesson(again, 'physics7', 4)
  await saved(again)
  await bar(again).waitFor({ state: 'detached' })
  await again.keyboard.press('Space')
  const dialog = again.getByRole('dialog')
  expect(await dialog.getByLabel('Отметка: Проверка рычагов').inputValue()).toBe('5')
}, 120_000)

test('an entry whose answer was lost is written once, though the tab was closed before it could ask again', async () => {
  const size = await logSize()
  const computer = await portal.computer()
  const page = await signIn(computer, 'doskin')
  const lost = entriesOf(page)
  await openLesson(page, 'algebra7', 5)
  // The server does it, the answer never comes.
  await page.route('**/graphql', async (route) => {
    const entry = isEntry(route.request())
    const answer = await route.fetch()
    return entry ? route.abort() : route.fulfill({ response: answer })
  })
  await page.keyboard.press('Digit5')
  await offlineBar(page, '1 запись ждёт').waitFor()
  expect(await logSize()).toBe(size + 1)
  await page.close()

  const again = await computer.newPage()
  const repeated = entriesOf(again)
  await openLesson(again, 'algebra7', 5)
  await saved(again)
  await bar(again).waitFor({ state: 'detached' })
  expect(await cell(again, 'Азбукина').innerText()).toBe('5')
  expect(await logSize()).toBe(size + 1)
  expect(repeated.map((request) => request.postData())).toEqual([lost[0]?.postData()])
}, 120_000)

test('of two tabs one sends and both show; when it is closed the other sends', async () => {
  const size = await logSize()
  const computer = await portal.computer()
  const first = await signIn(computer, 'doskin')
  await openLesson(first, 'algebra7', 6)
  const second = await computer.newPage()
  await openLesson(second, 'algebra7', 6)
  const [byFirst, bySecond] = [entriesOf(first), entriesOf(second)]

  await computer.setOffline(true)
  await second.keyboard.press('Digit5')
  await offlineBar(second, '1 запись ждёт').waitFor()
  await offlineBar(first, '1 запись ждёт').waitFor()
  expect(await cell(first, 'Азбукина').innerText()).toMatch(/^5\s*отправляется$/)
  await computer.setOffline(false)
  await Promise.all([saved(first), saved(second)])
  expect(new Set(timesSent(byFirst).keys()).size).toBe(1)
  expect(bySecond).toEqual([])

  await first.close()
  await Promise.all([second.waitForRequest(isEntry), second.keyboard.press('Digit4')])
  await saved(second)
  expect(timesSent(bySecond).size).toBe(1)
  expect(await logSize()).toBe(size + 2)
}, 120_000)

test('a tab left open when another person signs in beside it sends nothing in their name', async () => {
  const size = await logSize()
  const computer = await portal.computer()
  const left = await signIn(computer, 'doskin')
  await openLesson(left, 'algebra7', 7)
  await computer.setOffline(true)
  await left.keyboard.press('Digit5')
  await offlineBar(left, '1 запись ждёт').waitFor()
  // The network comes back for the newcomer first: this tab asks again only later.
  await left.route('**/graphql', (route) => route.abort())
  await computer.setOffline(false)
  const beside = await computer.newPage()
  await beside.goto(`${portal.school.installation.urls.web}/sign-in`)
  await enter(beside, 'melova')
  await left.unroute('**/graphql')
  await left.locator('summary', { hasText: 'Мелов' }).waitFor()
  expect(await logSize()).toBe(size)
  expect(await bar(left).count()).toBe(0)
}, 120_000)

test('a browser that keeps nothing says so, and asks before the tab is closed', async () => {
  const computer = await portal.computer()
  await computer.addInitScript("Object.defineProperty(window, 'indexedDB', { value: undefined })")
  const page = await signIn(computer, 'melova')
  await openLesson(page, 'physics7', 8)
  await computer.setOffline(true)
  await page.keyboard.press('Digit5')
  await bar(page).getByText('Нет связи. 1 запись только в этой вкладке: не закрывайте её.').waitFor()
  const asked = page.waitForEvent('dialog')
  const closing = page.close({ runBeforeUnload: true })
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await closing
  await computer.setOffline(false)
  await saved(page)
  await bar(page).waitFor({ state: 'detached' })
}, 120_000)
