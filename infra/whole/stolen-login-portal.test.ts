// The page of a stolen login in a real Chromium: three services in one list, narrowed, decided, told whom it concerns,
// printed (4.4).
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import { addDays, weekdayOf } from '@zhurnal/kit/time'
import { faultsOf, startPortal, type Portal } from './portal-browser.js'
import { button, choice, Desks, download } from './portal-pages.js'
import { settled } from './small-school.js'

let portal: Portal
let desks: Desks

beforeAll(async () => {
  portal = await startPortal()
  desks = new Desks(portal)
}, 180_000)
afterAll(() => portal?.stop(), 60_000)

/** Доскин's login set a mark and, as a deputy too, put a substitute; then it was reported. */
async function theft(): Promise<void> {
  const { school } = portal
  const { ids, today } = school
  const [coordinator, deputy] = [await school.signIn('coordinator'), await school.signIn('deputy')]
  await school.run(await school.signIn('coordinator'), 'appoint', {
    ...{ schoolId: ids.school, id: crypto.randomUUID(), personId: ids.doskin, role: 'DEPUTY', from: today },
    ...{ orderNumber: '7', orderDate: today },
  })
  const thief = await school.signIn('doskin')
  const since = new Date().toISOString()
  const lesson = await school.lessonOf(deputy, ids.algebra7, today)
  const marked = await school.run(thief, 'recordMark', { lessonId: lesson.id, pupilId: ids.anna, value: '2' })
  const day = [1, 2, 3].map((days) => addDays(today, days)).find((one) => weekdayOf(one) <= 5) ?? today
  const coming = await school.lessonOf(deputy, ids.physics8, day)
  const put = { lessonId: coming.id, teacherId: ids.doskin, evenIfBusy: true }
  const changed = await school.run(thief, 'substituteTeacher', put)
  const own = await school.ask<{ viewer: { account: { id: string } } }>(
    thief,
    '{ viewer { account { id } } }',
  )
  const accountId = own.data?.viewer.account.id
  const told = await school.run(coordinator, 'reportCompromise', { accountId, suspectedSince: since })
  expect([marked.errors, changed.errors, told.errors]).toEqual([[], [], []])
  await settled(school.installation, 'roster')
}

test('narrowed, chosen, undone in two services at once, taken back; whom it concerns; the act; on a phone too', async () => {
  await theft()
  const page = await desks.signIn('coordinator')
  await desks.open(page, 'coordinator/security/thefts', 'Кража входа')
  await page.getByRole('link', { name: /Доскин/ }).click()
  const acts = page.getByRole('region', { name: 'Что сделано под этим входом' })
  const line = (text: RegExp) => acts.getByRole('row', { name: text })
  await line(/Отметка поставлена: Азбукина Анна.*ждёт решения/).waitFor()
  await line(/Замена: .*8А, Физика.*ждёт решения/).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await choice(page, 'Где').selectOption('Журналы')
  await line(/Замена/).waitFor({ state: 'detached' })
  await choice(page, 'Где').selectOption('')
  await acts.getByRole('checkbox', { name: /^Выбрать все/ }).check()
  await button(page, 'Отменить выбранное').click()
  await page.getByText('Решено: 2 записи.').waitFor()
  await line(/Отметка поставлена.*отменено/).waitFor()
  await line(/Замена.*отменено/).waitFor()
  await page.getByRole('region', { name: 'Кого известить' }).getByText('отметки и средний балл').waitFor()
  expect(await faultsOf(page)).toEqual([])
  await line(/Отметка поставлена/)
    .getByRole('checkbox')
    .check()
  await button(page, 'Вернуть отменённое').click()
  await line(/Отметка поставлена.*возвращено/).waitFor()
  await button(page, 'Подготовить акт для подписи').click()
  const take = page.getByRole('region', { name: 'Акт' }).getByRole('link', { name: /^Скачать/ })
  await take.waitFor({ timeout: 60_000 })
  const paper = await download(page, () => take.click())
  expect((await readFile(await paper.path())).subarray(0, 5).toString()).toBe('%PDF-')

  const phone = await desks.signIn('coordinator', 390)
  await phone.goto(page.url())
  await phone.getByRole('row', { name: /Отметка поставлена: Азбукина/ }).waitFor()
  expect(await faultsOf(phone)).toEqual([])
  const wide = await phone.evaluate('document.documentElement.scrollWidth > window.innerWidth')
  expect(wide).toBe(false)
  expect(await desks.close()).toEqual([])
}, 120_000)
