// The report of mark changes as files: what a line says, that both formats read back, and that a long one is not held whole.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { parse } from 'csv-parse/sync'
import { strFromU8, unzipSync } from 'fflate'
import { readXlsx } from '../imports/tables/xlsx.js'
import { Clock, columns, csvLine, sheetRow, textsOf, type ChangeTold } from './report-rows.js'
import { Workbook } from './workbook.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhurnal-changes-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const change = (more: Partial<ChangeTold> = {}): ChangeTold => ({
  entryId: 'e1',
  at: '2026-11-24T06:07:08Z',
  byName: 'Доскин Денис Пробович',
  from: '3',
  to: '4',
  reason: 'апелляция; «верно»\nвторая строка',
  voided: false,
  pupilName: 'Азбукина Анна',
  subjectName: 'Алгебра',
  course: { learnersName: '7А' },
  ...more,
})
const clock = new Clock('Europe/Moscow')
const titles = columns.map(([title]) => title)

test('a mark that was taken away, a void act and a first mark say so; text that begins like a formula stays text', () => {
  expect(textsOf(change({ to: null, voided: true, course: null }))).toEqual(
    expect.arrayContaining(['убрана', 'да', '']),
  )
  expect(textsOf(change({ from: null }))[4]).toBe('')
  const [line] = parse(csvLine(textsOf(change({ reason: '=1+1', byName: '-x "y"' }))), {
    delimiter: ';',
  }) as string[][]
  expect([line?.[0], line?.[6]]).toEqual([`'-x "y"`, `'=1+1`])
})

test.each([
  ['Europe/Moscow', '2026-11-24T06:07:08Z', '24.11.2026 09:07:08', 46350 + (9 * 3600 + 7 * 60 + 8) / 86_400],
  ['Asia/Kamchatka', '2026-12-31T12:00:00Z', '01.01.2027 00:00:00', 46388],
])('an instant in %s', (zone, instant, text, serial) => {
  expect(new Clock(zone).text(instant)).toBe(text)
  expect(new Clock(zone).serial(instant)).toBeCloseTo(serial, 9)
})

test('the workbook reads back cell by cell, with what XML cannot hold left out', async () => {
  const path = join(folder, 'small.xlsx')
  const book = await Workbook.create(
    path,
    titles,
    columns.map(([, width]) => width),
  )
  await book.add([
    sheetRow(change({ reason: 'a < b & "c"\u0007 😀' }), clock),
    sheetRow(change({ from: null }), clock),
  ])
  await book.finish([['Школа', 'Школа <проверки>']])
  const { rows } = await readXlsx(path)
  expect(rows.map((row) => row.cells)).toEqual([
    titles,
    [
      // The reader of imports takes the day of an instant; its clock is tested above.
      '2026-11-24',
      'Доскин Денис Пробович',
      'Азбукина Анна',
      '7А',
      'Алгебра',
      '3',
      '4',
      'a < b & "c" 😀',
      '',
      'e1',
    ],
    expect.arrayContaining(['4', 'апелляция; «верно»\nвторая строка']),
  ])
  const parts = unzipSync(await readFile(path))
  expect(strFromU8(parts['xl/worksheets/sheet2.xml'] ?? new Uint8Array())).toContain('Школа &lt;проверки&gt;')
  expect(strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array())).toContain(
    '<autoFilter ref="A1:J3"/>',
  )
})

test('100,000 lines are written without growing with them, and every one is there', async () => {
  const path = join(folder, 'long.xlsx')
  const book = await Workbook.create(
    path,
    titles,
    columns.map(([, width]) => width),
  )
  const page = (n: number) =>
    Array.from({ length: 100 }, (_, i) => sheetRow(change({ entryId: `e${n * 100 + i}` }), clock))
  for (let n = 0; n < 100; n += 1) await book.add(page(n))
  const before = process.memoryUsage().arrayBuffers + process.memoryUsage().external
  for (let n = 100; n < 1000; n += 1) await book.add(page(n))
  const grown = process.memoryUsage().arrayBuffers + process.memoryUsage().external - before
  await book.finish([])
  const sheet = strFromU8(unzipSync(await readFile(path))['xl/worksheets/sheet1.xml'] ?? new Uint8Array())
  expect(sheet.match(/<row /g)).toHaveLength(100_001)
  expect(sheet).toContain('>e99999<')
  // The sheet's text is tens of megabytes: had it been kept, so many would have been taken.
  expect(sheet.length).toBeGreaterThan(40_000_000)
  expect(grown).toBeLessThan(16_000_000)
}, 60_000)
