import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readClassName } from '../class-names.js'
import { readDay } from '../dates.js'
import type { ReadHands, Staged } from '../staged.js'
import { fieldOfHeader } from './columns.js'
import { readConsents } from './consents.js'
import { readGuardians } from './guardians.js'
import { readOrders } from './orders.js'
import { readPupils } from './pupils.js'
import { readStaff } from './staff.js'
import { templateOf } from './templates.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhurnal-lists-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const hands = (path: string): ReadHands => ({
  path,
  fileName: 'list',
  today: '2026-11-23',
  periods: [],
  step: async () => undefined,
})
const sample = (name: string) => hands(fileURLToPath(new URL(`../../../samples/${name}`, import.meta.url)))
async function ofText(text: string | Buffer): Promise<ReadHands> {
  const path = join(folder, 'list.csv')
  await writeFile(path, text)
  return hands(path)
}
const problemsOf = ({ problems }: Staged) => problems.map(({ line, code }) => [line, code])
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'nothing was thrown',
    (error: { code?: string }) => error.code,
  )

test.each([
  ['2013-04-05', '2013-04-05', false],
  ['2013-04-05T00:00:00.000Z', '2013-04-05', false],
  ['20130405', '2013-04-05', false],
  ['05.04.2013', '2013-04-05', false],
  ['5.4.13 г.', '2013-04-05', false],
  ['5.4.61', '1961-04-05', false],
  ['25/04/2013', '2013-04-25', false],
  ['04/25/2013', '2013-04-25', false],
  ['04/05/2013', '2013-05-04', true],
  ['29.02.2012', '2012-02-29', false],
  ['29.02.2013', null, false],
  ['31.04.2013', null, false],
  ['вчера', null, false],
  ['', null, false],
])('the day «%s»', (text, day, ambiguous) => {
  expect(readDay(text, 'DAY_FIRST')).toEqual({ day, ambiguous })
})

test.each([
  ['7А', 7, 'А', '7А'],
  ['7а', 7, 'А', '7А'],
  ['7 "А"', 7, 'А', '7А'],
  ['10-Б', 10, 'Б', '10Б'],
  ['11', 11, null, '11'],
  ['7A', 7, 'А', '7А'],
  ['10 физмат', 10, null, '10 физмат'],
])('the class «%s»', (text, grade, letter, name) => {
  expect(readClassName(text)).toEqual({ grade, letter, name })
})
test.each(['', 'А7', '12А', '0Б', 'подготовительный', '2013'])('«%s» is no class', (text) => {
  expect(readClassName(text)).toBeNull()
})

test.each([
  ['Фамилия', 'lastName'],
  ['ФАМИЛИЯ ', 'lastName'],
  ['Ф.И.О.', 'fullName'],
  ['Дата рожд.', undefined],
  ['Дата рождения', 'birthDate'],
  ['birthDate', 'birthDate'],
  ['Представитель 2', 'guardian'],
  ['СНИЛС', 'snils'],
  ['Паспорт', 'notKept'],
  ['№ п/п', 'number'],
  ['Кружок', undefined],
])('the header «%s»', (header, field) => {
  expect(fieldOfHeader(header)).toBe(field)
})

describe('a list of pupils', () => {
  test('as a school wrote it in windows-1251: what can be used is, and every fault is told with its line', async () => {
    const staged = await readPupils(sample('pupils.csv'))
    const pupils = staged.people.filter(({ kind }) => kind === 'PUPIL')
    expect(pupils.map((one) => [one.key, one.lastName, one.birthDate, one.schoolClass])).toEqual([
      ['П-1', 'Выдумкина', '2013-03-12', '7а'],
      ['П-2', 'Небылицын', '2013-07-01', '7а'],
      ['П-3', 'Потешкин', undefined, '7б'],
      ['П-5', 'Чудова', undefined, '8а'],
      ['П-8', 'Присказкин', undefined, '8а'],
      ['row 13', 'Выдумкина', '2013-03-12', '7а'],
    ])
    expect(staged.classes.map(({ name, grade, letter }) => [name, grade, letter])).toEqual([
      ['7А', 7, 'А'],
      ['7Б', 7, 'Б'],
      ['8А', 8, 'А'],
    ])
    expect(problemsOf(staged)).toEqual([
      [4, 'UNKNOWN_COLUMNS'],
      [13, 'REPEATED_ID'],
      [5, 'BAD_SNILS'],
      [7, 'BAD_DATE'],
      [8, 'NO_SURNAME'],
      [9, 'IMPLAUSIBLE_DATE'],
      [10, 'CLASS_UNREADABLE'],
      [11, 'NO_CLASS'],
      [12, 'GUARDIAN_WITHOUT_NAME'],
      [13, 'SAME_NAME'],
    ])
    expect(staged.people.find(({ kind }) => kind === 'GUARDIAN')).toMatchObject({
      lastName: 'Выдумкин',
      firstName: 'Сказ',
      patronymic: 'Былинович',
      guardianOf: ['П-1'],
    })
    // A number that is not kept stands nowhere, not even in what is wrong.
    expect(JSON.stringify(staged)).not.toContain('000-000')
  })
  test('English headers, commas, one column for the whole name', async () => {
    const staged = await readPupils(await ofText('Full name,Class,Birth date\nAlpha Anna,7A,2013-04-05\n'))
    expect(staged.people).toMatchObject([
      { lastName: 'Alpha', firstName: 'Anna', schoolClass: '7а', birthDate: '2013-04-05' },
    ])
    expect(staged.lastingKeys).toBe(false)
  })
  test('grade and letter in two columns are a class', async () => {
    const staged = await readPupils(await ofText('Фамилия;Имя;Параллель;Буква\nАзбукина;Анна;7;б\n'))
    expect(staged.classes).toMatchObject([{ name: '7Б', grade: 7 }])
  })
  test('a formula is text', async () => {
    const staged = await readPupils(await ofText('Фамилия;Имя;Класс\n=cmd|x;Анна;7А\n'))
    expect(staged.people[0]?.lastName).toBe('=cmd|x')
  })
  test.each([
    ['no header', '1;2;3\n4;5;6\n', 'NO_HEADER'],
    ['a header alone', 'Фамилия;Имя;Класс\n', 'EMPTY'],
    ['nothing at all', '\n\n', 'EMPTY'],
  ])('%s is refused', async (_, text, code) => {
    expect(await codeOf(readPupils(await ofText(text)))).toBe(code)
  })
})

test('a list of the staff: roles by word or by position, classes that they lead', async () => {
  const staged = await readStaff(sample('staff.csv'))
  expect(staged.people.map(({ lastName, position, roles }) => [lastName, position, roles])).toEqual([
    ['Указкина', 'учитель математики', ['TEACHER']],
    ['Мелов', 'учитель физики', ['TEACHER']],
    ['Звонков', 'заместитель директора, учитель истории', ['DEPUTY', 'TEACHER']],
    ['Книжкина', 'библиотекарь', []],
    ['Линейкина', 'учитель', ['TEACHER']],
  ])
  expect(staged.classes.map(({ name, teacher }) => [name, teacher])).toEqual([
    ['7А', 'row 2'],
    ['8А', 'row 4'],
  ])
  expect(problemsOf(staged)).toEqual([
    [2, 'BAD_PHONE'],
    [3, 'BAD_PHONE'],
    [4, 'BAD_PHONE'],
    [5, 'NO_FIRST_NAME'],
    [6, 'BAD_PHONE'],
    [6, 'UNKNOWN_ROLE'],
    [7, 'CLASS_TEACHER_TWICE'],
    [7, 'BAD_PHONE'],
  ])
})
test('nobody becomes a coordinator or director’s deputy by the word «координатор»', async () => {
  const staged = await readStaff(
    await ofText('Фамилия;Имя;Должность;Роль\nХитров;Хитр;учитель;координатор\n'),
  )
  expect(staged.people[0]?.roles).toEqual([])
  expect(problemsOf(staged)).toEqual([[2, 'UNKNOWN_ROLE']])
})

test.each([
  ['pupils.csv', readPupils],
  ['pupils.xlsx', readPupils],
  ['staff.csv', readStaff],
  ['staff.xlsx', readStaff],
  ['guardians.csv', readGuardians],
  ['guardians.xlsx', readGuardians],
  ['orders.csv', readOrders],
  ['orders.xlsx', readOrders],
  ['consents.csv', readConsents],
  ['consents.xlsx', readConsents],
])('the template %s goes in without a word', async (name, read) => {
  const template = await templateOf(name)
  const staged = await read(await ofText(template?.bytes ?? Buffer.alloc(0)))
  expect(staged.problems).toEqual([])
  expect(staged.people.length).toBeGreaterThan(0)
})
test.each(['pupils.pdf', 'nobody.csv', '../pupils.csv', ''])('there is no template «%s»', async (name) => {
  expect(await templateOf(name)).toBeUndefined()
})
