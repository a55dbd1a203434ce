// The report as an Excel workbook (ECMA-376, SpreadsheetML), row by row: one sheet of changes, one of what was asked.
import { open, type FileHandle } from 'node:fs/promises'
import { ZipWriter } from './zip-writer.js'

/** A text, or an instant as days since 30 December 1899 in the school's zone, as a spreadsheet counts. */
export type Cell = string | number

/** As many rows as a sheet of Excel holds, its head included. */
export const rowsOfSheet = 1_048_576

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const fixed: Readonly<Record<string, string>> = {
  '[Content_Types].xml': `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${kind}.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${kind}.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="${kind}.worksheet+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook ${main} xmlns:r="${office}"><sheets><sheet name="Изменения" sheetId="1" r:id="rId1"/><sheet name="О файле" sheetId="2" r:id="rId2"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': `<styleSheet ${main}><numFmts count="1"><numFmt numFmtId="164" formatCode="dd.mm.yyyy hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf fontId="0"/><xf fontId="1" applyFont="1"/><xf fontId="0" numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`,
}

/** `widths` in characters, one a column. */
export class Workbook {
  private row = 0

  private constructor(
    private readonly file: FileHandle,
    private readonly zip: ZipWriter,
    private readonly columns: number,
  ) {}

  static async create(path: string, head: readonly string[], widths: readonly number[]): Promise<Workbook> {
    const file = await open(path, 'w')
    const zip = new ZipWriter(file)
    for (const [name, text] of Object.entries(fixed)) {
      await zip.begin(name)
      await zip.write(declaration + text)
    }
    await zip.begin('xl/worksheets/sheet1.xml')
    const pane =
      '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    await zip.write(`${declaration}<worksheet ${main}>${pane}${columnsOf(widths)}<sheetData>`)
    const book = new Workbook(file, zip, head.length)
    await book.add([head], 1)
    return book
  }

  async add(rows: readonly (readonly Cell[])[], style = 0): Promise<void> {
    await this.zip.write(rows.map((cells) => rowText((this.row += 1), cells, style)).join(''))
  }

  /** Ends the file; `about` are lines of the second sheet. */
  async finish(about: readonly (readonly string[])[]): Promise<void> {
    const last = `${columnName(this.columns - 1)}${this.row}`
    await this.zip.write(`</sheetData><autoFilter ref="A1:${last}"/></worksheet>`)
    await this.zip.begin('xl/worksheets/sheet2.xml')
    const lines = about.map((cells, i) => rowText(i + 1, cells, 0)).join('')
    await this.zip.write(
      `${declaration}<worksheet ${main}>${columnsOf([24, 80])}<sheetData>${lines}</sheetData></worksheet>`,
    )
    await this.zip.finish()
    await this.file.sync()
    await this.file.close()
  }

  async abandon(): Promise<void> {
    await this.file.close().catch(() => undefined)
  }
}

const columnsOf = (widths: readonly number[]): string =>
  `<cols>${widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`).join('')}</cols>`

const columnName = (index: number): string => String.fromCharCode(65 + index)

function rowText(number: number, cells: readonly Cell[], style: number): string {
  const texts = cells.map((cell, i) => {
    const place = `r="${columnName(i)}${number}"`
    if (typeof cell === 'number') return `<c ${place} s="2"><v>${cell}</v></c>`
    if (cell === '') return ''
    return `<c ${place}${style ? ` s="${style}"` : ''} t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
  })
  return `<row r="${number}">${texts.join('')}</row>`
}

/** What XML 1.0 cannot hold in any form is left out. */
const escaped = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
