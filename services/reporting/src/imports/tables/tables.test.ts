// Tables as schools write them, and files that are made to hurt.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import iconv from 'iconv-lite'
import writeXlsxFile from 'write-excel-file/node'
import { Archive } from './archive.js'
import { readCsv } from './csv.js'
import { readXlsx } from './xlsx.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhurnal-tables-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const kept = async (name: string, bytes: Uint8Array): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}
const codeOf = (work: Promise<unknown> | (() => unknown)): Promise<unknown> =>
  (typeof work === 'function' ? Promise.resolve().then(work) : work).then(
    () => 'nothing was thrown',
    (error: { code?: string }) => error.code,
  )
const cellsOf = (table: { rows: readonly { cells: readonly string[] }[] }) =>
  table.rows.map(({ cells }) => cells)

describe('CSV', () => {
  const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`
  const letters = fc.constantFrom(...'АаБбЯяЁё7 «»"\';,\tx.')
  const cell = fc.string({ unit: letters, maxLength: 12 }).map((text) => text.trim())
  const tables = fc.array(fc.tuple(cell, cell, cell), { minLength: 2, maxLength: 8 })

  test.each([
    [';', 'utf-8'],
    [',', 'utf-8'],
    ['\t', 'utf-8'],
    [';', 'windows-1251'],
    [',', 'utf-16le'],
  ])('any table written with «%s» in %s reads back the same', async (delimiter, encoding) => {
    await fc.assert(
      fc.asyncProperty(tables, async (rows) => {
        // Something is to be read: a row that is not empty, and a letter by which the encoding is known.
        const whole = [['Фамилия', 'Имя', 'Класс'], ...rows]
        const text = whole.map((row) => row.map(quote).join(delimiter)).join('\r\n')
        const bytes = iconv.encode(text, encoding, { addBOM: encoding === 'utf-16le' })
        const read = readCsv(bytes)
        expect(cellsOf(read)).toEqual(whole.filter((row) => row.some((one) => one !== '')))
        expect(read.problems).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
  test('a cell of several lines counts them, so that later lines are named rightly', async () => {
    const read = readCsv(Buffer.from('Фамилия;Имя\n"Азбукина";"Анна\nМария"\nБукварёв;Борис\n'))
    expect(read.rows.map(({ line }) => line)).toEqual([1, 2, 4])
  })
  test('a last line that is cut off costs that line alone, and is told', async () => {
    const read = readCsv(Buffer.from('Фамилия;Имя\nАзбукина;Анна\n"Буква'))
    expect(cellsOf(read)).toEqual([
      ['Фамилия', 'Имя'],
      ['Азбукина', 'Анна'],
    ])
    expect(read.problems).toEqual([expect.objectContaining({ code: 'BROKEN_LINE', line: 3 })])
  })
  test('bytes that are no text are refused', async () => {
    const noise = Buffer.from(Array.from({ length: 4000 }, (_, i) => 128 + ((i * 37) % 64)))
    expect(await codeOf(() => readCsv(noise))).toBe('ENCODING')
  })
  test('more rows than a municipality has are refused, one at the limit is not', async () => {
    const rows = (count: number) => Buffer.from(`Фамилия;Имя\n${'Азбукина;Анна\n'.repeat(count)}`)
    expect(readCsv(rows(50_000)).rows).toHaveLength(50_001)
    expect(await codeOf(() => readCsv(rows(50_020)))).toBe('TOO_MANY_ROWS')
  })
  test('a cell of a hundred pages is refused', async () => {
    expect(await codeOf(() => readCsv(Buffer.from(`Фамилия;Имя\n${'а'.repeat(10_001)};Анна\n`)))).toBe(
      'TEXT_TOO_LONG',
    )
  })
})

const sheetXml = (rows: string) =>
  `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`
const book = (sheet: string, more: Record<string, Uint8Array> = {}) =>
  zipSync({
    'xl/workbook.xml': strToU8(
      '<?xml version="1.0"?><workbook xmlns:r="r"><sheets><sheet name="1" sheetId="1" r:id="a"/></sheets></workbook>',
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<?xml version="1.0"?><Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    'xl/worksheets/sheet1.xml': strToU8(sheet),
    ...more,
  })

describe('XLSX', () => {
  test('a book that a program wrote: text, numbers, days', async () => {
    const bytes = await writeXlsxFile([
      [{ value: 'Фамилия' }, { value: 'Кабинет' }, { value: 'Дата' }],
      [
        { value: 'Азбукина' },
        { value: 21, type: Number },
        { value: new Date('2013-04-05T00:00:00Z'), type: Date, format: 'dd.mm.yyyy' },
      ],
    ]).toBuffer()
    expect(cellsOf(await readXlsx(await kept('book.xlsx', bytes)))).toEqual([
      ['Фамилия', 'Кабинет', 'Дата'],
      ['Азбукина', '21', '2013-04-05'],
    ])
  })
  test.each([
    ['1', '1900-01-01'],
    ['59', '1900-02-28'],
    ['61', '1900-03-01'],
    ['41369', '2013-04-05'],
    ['41369.75', '2013-04-05'],
    ['0', ''],
    ['-5', ''],
  ])('serial number %s is the day «%s»', async (serial, day) => {
    const styles = strToU8(
      '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    )
    const rows = `<row r="1"><c r="A1" t="inlineStr"><is><t>День</t></is></c><c r="B1" s="1"><v>${serial}</v></c></row>`
    const path = await kept('serial.xlsx', book(sheetXml(rows), { 'xl/styles.xml': styles }))
    expect(cellsOf(await readXlsx(path))[0]?.[1] ?? '').toBe(day)
  })
  test('formulas give the value that is kept in them and are told; an error in a cell is an empty one', async () => {
    const rows = `<row r="3"><c r="A3" t="str"><f>HYPERLINK("http://evil.example","Азбукина")</f><v>Азбукина</v></c><c r="B3" t="e"><v>#REF!</v></c></row>`
    const read = await readXlsx(await kept('formula.xlsx', book(sheetXml(rows))))
    expect(read.rows).toEqual([{ line: 3, cells: ['Азбукина'] }])
    expect(read.problems.map(({ code, line }) => [code, line])).toEqual([
      ['CELL_ERROR', 3],
      ['FORMULA', 3],
    ])
  })
  test('a million empty rows cost no memory and are no rows', async () => {
    const empty = '<row r="9"><c r="A9"/><c r="B9" t="s"><v></v></c></row>'.repeat(1_000_000)
    const path = await kept(
      'empty.xlsx',
      book(sheetXml(`<row r="1"><c r="A1" t="str"><v>Фамилия</v></c></row>${empty}`)),
    )
    const before = process.memoryUsage().rss
    expect(cellsOf(await readXlsx(path))).toEqual([['Фамилия']])
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024)
  }, 60_000)
  test('a document type, and with it entities of the file’s own, is refused', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "ха"><!ENTITY b "&a;&a;&a;&a;">]>${sheetXml('<row r="1"><c t="str"><v>&b;</v></c></row>').replace('<?xml version="1.0"?>', '')}`
    expect(await codeOf(readXlsx(await kept('entities.xlsx', book(bomb))))).toBe('DOCTYPE')
  })
  test.each([
    ['a zip that is no book', zipSync({ 'a.txt': strToU8('а') }), 'NOT_XLSX'],
    ['a book cut off in the middle', book(sheetXml('<row r="1"/>')).subarray(0, 200), 'BROKEN_ZIP'],
    ['a sheet cut off in the middle', book('<worksheet><sheetData><row r="1">'), 'NOT_XLSX'],
  ])('%s is refused', async (_, bytes, code) => {
    expect(await codeOf(readXlsx(await kept('broken.xlsx', bytes)))).toBe(code)
  })
})

describe('an archive', () => {
  test('a bomb ends when it has swollen enough, not when it has filled the memory', async () => {
    const layer = new Uint8Array(110 * 1024 * 1024)
    const path = await kept('bomb.zip', zipSync({ a: layer, b: layer, c: layer }))
    const archive = await Archive.open(path)
    const swallow = async () => {
      for (const name of archive.names()) for await (const _ of (await archive.stream(name)) ?? []) void _
    }
    expect(await codeOf(swallow())).toBe('ZIP_BOMB')
    archive.close()
  }, 60_000)
  test('more files than a bundle has are refused', async () => {
    const files = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`f${i}`, new Uint8Array(1)]))
    expect(await codeOf(Archive.open(await kept('many.zip', zipSync(files))))).toBe('TOO_MANY_FILES')
  })
  test('a path that climbs out of it is refused', async () => {
    const path = await kept('climbs.zip', zipSync({ '../../users.csv': strToU8('а') }))
    expect(await codeOf(Archive.open(path))).toBe('BROKEN_ZIP')
  })
})
