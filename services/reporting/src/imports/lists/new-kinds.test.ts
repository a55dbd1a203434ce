// Orders, guardians, consents, and what a list tells of a card: what is read, and every fault with its line.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import type { ReadHands, Staged } from '../staged.js'
import { readConsents } from './consents.js'
import { readGuardians } from './guardians.js'
import { readOrders } from './orders.js'
import { readPupils } from './pupils.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhurnal-kinds-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function ofText(text: string | Buffer): Promise<ReadHands> {
  const path = join(folder, 'list.csv')
  await writeFile(path, text)
  return { path, fileName: 'list', today: '2026-11-23', periods: [], step: async () => undefined }
}
const problemsOf = ({ problems }: Staged) => problems.map(({ line, code }) => [line, code])

describe('cards in a list of pupils', () => {
  const header =
    'Фамилия;Имя;Класс;Дата рождения;Представитель;СНИЛС;Телефон;Почта;Согласие;Кто дал;Приказ;Дата приказа\n'
  test('number, phone, consent and order are read; the number stands in no problem', async () => {
    const staged = await readPupils(
      await ofText(
        `${header}Примерова;Анна;7А;01.02.2013;Примеров Олег;112-233-445 95;8 900 000 00 01;a@primer.ru;20.08.2026;;12-у;28.08.2026\n` +
          'Шаблонов;Лев;7А;;;112-233-445 96;12;почта;20.08.2027;Шаблонов Иван;;28.08.2026\n',
      ),
    )
    expect(staged.people[0]).toMatchObject({
      snils: '11223344595',
      phone: '+79000000001',
      email: 'a@primer.ru',
      consent: { purpose: 'EDUCATION', from: '2026-08-20', givenByName: 'Примеров Олег' },
      order: { number: '12-у', date: '2026-08-28' },
    })
    expect(staged.people[1]).toMatchObject({
      snils: undefined,
      phone: undefined,
      consent: undefined,
      order: undefined,
    })
    expect(problemsOf(staged)).toEqual([
      [3, 'BAD_PHONE'],
      [3, 'BAD_EMAIL'],
      [3, 'BAD_SNILS'],
      [3, 'CONSENT_TO_COME'],
      [3, 'ORDER_INCOMPLETE'],
    ])
    expect(JSON.stringify(staged.problems)).not.toContain('112-233')
  })
  test.each([
    ['31.02.2013', 'BAD_DATE'],
    ['01.01.2030', 'IMPLAUSIBLE_DATE'],
    ['31.12.1899', 'IMPLAUSIBLE_DATE'],
  ])('the birth date %s is told and not taken', async (day, code) => {
    const staged = await readPupils(await ofText(`${header}Примерова;Анна;7А;${day};;;;;;;;\n`))
    expect(staged.people[0]?.birthDate).toBeUndefined()
    expect(problemsOf(staged)).toEqual([[2, code]])
  })
  test.each([
    ['Aзбукина', 'Азбукина', 'MIXED_LETTERS'],
    ['Zябликова', 'Zябликова', 'MIXED_LETTERS'],
    ['Алиев-оглы', 'Алиев-оглы', undefined],
    ["О'Нилова", "О'Нилова", undefined],
    ['Smith', 'Smith', undefined],
  ])('the surname %s is read as %s', async (written, read, code) => {
    const staged = await readPupils(
      await ofText(`Фамилия;Имя;Отчество;Класс\n${written};Анна;Вагиф Оглы;7А\n`),
    )
    expect(staged.people[0]).toMatchObject({ lastName: read, patronymic: 'Вагиф Оглы' })
    expect(staged.problems.map((one) => one.code)).toEqual(code ? [code] : [])
  })
  test('one name twice is told', async () => {
    const staged = await readPupils(await ofText('Фамилия;Имя;Класс\nПримерова;Анна;7А\nПримерова;Анна;8А\n'))
    expect(problemsOf(staged)).toEqual([[3, 'SAME_NAME']])
  })
})

describe('orders', () => {
  const header = 'Номер;Дата;Вид;ФИО;Класс (сейчас);В класс;С какого дня;Примечание\n'
  test('in windows-1251 with semicolons: an order for each number and date, every kind by its word', async () => {
    const rows = [
      ['переведён в класс', '7Б', 'TRANSFERRED_CLASS'],
      ['переведен', '8А', 'PROMOTED'],
      ['оставлен', '7Б', 'REPEATS'],
      ['выбыл', '', 'LEFT_FOR_SCHOOL'],
      ['отчислена', '', 'EXPELLED'],
      ['окончил', '', 'GRADUATED'],
      ['зачислен', '7А', 'ENROLLED'],
    ] as const
    const lines = rows.map(([kind, to], i) => `31-у;01.10.2026;${kind};Примеров Пример${i};7А;${to};;`)
    const staged = await readOrders(await ofText(iconv.encode(header + lines.join('\r\n'), 'win1251')))
    expect(staged.problems).toEqual([])
    expect(staged.orders).toHaveLength(1)
    expect(staged.orders?.[0]?.moves.map(({ kind, effectiveOn }) => [kind, effectiveOn])).toEqual(
      rows.map(([, , kind]) => [kind, '2026-10-01']),
    )
  })
  test('two that contradict each other are told with both lines, and the first one stays', async () => {
    const staged = await readOrders(
      await ofText(
        `${header}31-у;01.10.2026;переведён в класс;Примерова Анна;7А;7Б;02.10.2026;\n32-у;01.10.2026;выбыл;Примерова Анна;7А;;02.10.2026;\n`,
      ),
    )
    expect(staged.orders?.map(({ number }) => number)).toEqual(['31-у'])
    expect(staged.problems).toEqual([
      expect.objectContaining({
        line: 3,
        code: 'CONTRADICTION',
        message: expect.stringContaining('строка 2'),
      }),
    ])
  })
  test.each([
    [';01.10.2026;выбыл;Примерова Анна;7А;;;', 'NO_ORDER'],
    ['1;31.02.2026;выбыл;Примерова Анна;7А;;;', 'BAD_DATE'],
    ['1;01.10.2027;выбыл;Примерова Анна;7А;;;', 'ORDER_TO_COME'],
    ['1;01.10.2026;ушёл;Примерова Анна;7А;;;', 'UNKNOWN_KIND'],
    ['1;01.10.2026;выбыл;Примерова Анна;7А;7Б;;', 'CLASS_UNREADABLE'],
    ['1;01.10.2026;переведён в класс;Примерова Анна;7А;;;', 'CLASS_UNREADABLE'],
    ['1;01.10.2026;выбыл;Примерова;7А;;;', 'NO_FIRST_NAME'],
  ])('the row %s is left out and told', async (row, code) => {
    const staged = await readOrders(await ofText(`${header}${row}\n`))
    expect(staged.orders).toEqual([])
    expect(problemsOf(staged)).toEqual([[2, code]])
  })
})

test('guardians: one of two children, who they are, whether the law asks for no paper', async () => {
  const staged = await readGuardians(
    await ofText(
      'Ребёнок;Класс;Представитель;Кем приходится;Законный представитель;Телефон;Согласие\n' +
        'Примерова Анна;7А;Примерова Ольга;мать;да;+7 900 000-00-01;20.08.2026\n' +
        'Примеров Пётр;8А;Примерова Ольга;мать;;;\n' +
        'Примеров Пётр;8А;Примеров Иван;дедушка;может быть;;\n' +
        'Примеров Пётр;8А;;;;;\n',
    ),
  )
  const [olga, ivan] = staged.people.filter(({ kind }) => kind === 'GUARDIAN')
  expect(olga).toMatchObject({
    phone: '+79000000001',
    consent: { from: '2026-08-20', givenByName: 'Примерова Ольга' },
  })
  expect(Object.values(olga?.ties ?? {})).toEqual([
    { relation: 'MOTHER', legalRepresentative: true },
    { relation: 'MOTHER', legalRepresentative: undefined },
  ])
  expect(Object.values(ivan?.ties ?? {})).toEqual([
    { relation: 'GRANDPARENT', legalRepresentative: undefined },
  ])
  expect(problemsOf(staged)).toEqual([
    [4, 'YES_OR_NO'],
    [5, 'GUARDIAN_WITHOUT_NAME'],
  ])
})

test('consents: for what, by whom, from and until when', async () => {
  const staged = await readConsents(
    await ofText(
      'Человек;Класс;На что;Кто дал;С;По;Документ\n' +
        'Примерова Анна;7А;ведение журнала;Примеров Олег;20.08.2026;31.05.2027;заявление № 7\n' +
        'Доскин Дмитрий;;публикация;;20.08.2026;;\n' +
        'Доскин Дмитрий;;на всё;;20.08.2026;;\n' +
        'Доскин Дмитрий;;передача;;;;\n' +
        'Доскин Дмитрий;;передача;;20.08.2026;19.08.2026;\n',
    ),
  )
  expect(staged.consents).toMatchObject([
    {
      purpose: 'EDUCATION',
      from: '2026-08-20',
      until: '2027-05-31',
      givenByName: 'Примеров Олег',
      document: 'заявление № 7',
    },
    { purpose: 'PUBLICATION', givenByName: 'Доскин Дмитрий' },
  ])
  expect(staged.people.map(({ kind, mustBeKnown }) => [kind, mustBeKnown])).toEqual([
    ['PUPIL', true],
    ['ANYBODY', true],
  ])
  expect(problemsOf(staged)).toEqual([
    [4, 'UNKNOWN_PURPOSE'],
    [5, 'NO_DATE'],
    [6, 'BAD_SPAN'],
  ])
})
