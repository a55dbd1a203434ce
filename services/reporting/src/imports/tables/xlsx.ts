/**
 * The first sheet of an Excel workbook (ECMA-376, SpreadsheetML) that holds anything, row by row: readers of npm take a
 * workbook into memory as a whole, and a million empty rows with it.
 */
import { UnreadableFileError } from '../staged.js'
import { Archive } from './archive.js'
import { SheetRows } from './xlsx-sheet.js'
import { readXml } from './xlsx-xml.js'
import type { Table } from './table.js'

const mostStringBytes = 60 * 1024 * 1024

/** Throws UnreadableFileError. */
export async function readXlsx(path: string): Promise<Table> {
  const archive = await Archive.open(path)
  try {
    const book = await bookOf(archive)
    const strings = await stringsOf(archive)
    const dateStyles = await dateStylesOf(archive)
    for (const [index, name] of book.sheets.entries()) {
      const sheet = new SheetRows(strings, dateStyles, book.from1904)
      const stream = await archive.stream(name)
      if (!stream) continue
      await readXml(
        stream,
        (tag, attributes) => sheet.open(tag, attributes),
        (tag) => sheet.close(tag),
        (text) => sheet.text(text),
      )
      const table = sheet.table()
      if (table.rows.length === 0) continue
      const others = book.sheets.length - 1
      if (others === 0) return table
      const message = `В файле листов: ${others + 1}. Прочитан ${index + 1}-й, первый непустой.`
      return { ...table, problems: [...table.problems, { line: null, code: 'OTHER_SHEETS', message }] }
    }
    return { rows: [], problems: [] }
  } finally {
    archive.close()
  }
}

type Book = { readonly sheets: readonly string[]; readonly from1904: boolean }

async function bookOf(archive: Archive): Promise<Book> {
  const workbook = await archive.stream('xl/workbook.xml')
  if (!workbook) throw new UnreadableFileError('NOT_XLSX', 'Это архив, но не книга Excel.')
  const ids: string[] = []
  let from1904 = false
  await readXml(workbook, (tag, attributes) => {
    if (tag === 'sheet' && attributes.get('state') !== 'hidden' && attributes.get('state') !== 'veryHidden')
      ids.push(attributes.get('r:id') ?? attributes.get('id') ?? '')
    if (tag === 'workbookPr') from1904 = ['1', 'true'].includes(attributes.get('date1904') ?? '')
  })
  const targets = new Map<string, string>()
  const relations = await archive.stream('xl/_rels/workbook.xml.rels')
  if (relations)
    await readXml(relations, (tag, attributes) => {
      if (tag === 'Relationship') targets.set(attributes.get('Id') ?? '', attributes.get('Target') ?? '')
    })
  const sheets = ids.flatMap((id) => {
    const target = targets.get(id)
    return target ? [target.startsWith('/') ? target.slice(1) : `xl/${target}`] : []
  })
  return { sheets: sheets.length > 0 ? sheets : ['xl/worksheets/sheet1.xml'], from1904 }
}

async function stringsOf(archive: Archive): Promise<string[]> {
  const stream = await archive.stream('xl/sharedStrings.xml')
  const strings: string[] = []
  if (!stream) return strings
  let [current, isText, isPhonetic, size] = ['', false, false, 0]
  await readXml(
    stream,
    (tag) => {
      if (tag === 'si') current = ''
      if (tag === 'rPh') isPhonetic = true
      isText = tag === 't' && !isPhonetic
    },
    (tag) => {
      if (tag === 'si') strings.push(current)
      if (tag === 'rPh') isPhonetic = false
      isText = false
    },
    (text) => {
      if (!isText) return
      current += text
      size += text.length
      if (size > mostStringBytes) throw new UnreadableFileError('TOO_LARGE', 'В книге слишком много текста.')
    },
  )
  return strings
}

/** Formats of numbers that are dates without being written out in the file (ECMA-376, 18.8.30). */
const builtInDates = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58,
])

/** Which cell styles show a number as a date. */
async function dateStylesOf(archive: Archive): Promise<boolean[]> {
  const stream = await archive.stream('xl/styles.xml')
  const styles: boolean[] = []
  if (!stream) return styles
  const custom = new Set<number>()
  let isCellStyles = false
  await readXml(
    stream,
    (tag, attributes) => {
      const code = (attributes.get('formatCode') ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')
      if (tag === 'numFmt' && /[dy]/i.test(code)) custom.add(Number(attributes.get('numFmtId')))
      if (tag === 'cellXfs') isCellStyles = true
      if (tag === 'xf' && isCellStyles) {
        const format = Number(attributes.get('numFmtId') ?? 0)
        styles.push(builtInDates.has(format) || custom.has(format))
      }
    },
    (tag) => {
      if (tag === 'cellXfs') isCellStyles = false
    },
  )
  return styles
}
