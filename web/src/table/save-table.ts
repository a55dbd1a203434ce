// A list as a file: CSV for any program, XLSX for a spreadsheet.
import { saveCsv } from '../controls/save-csv.js'
import { csvTable } from '../school/csv.js'
import type { Column } from './columns.js'

export function saveTableAsCsv<Row>(
  name: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): void {
  const lines = rows.map((row) => columns.map(({ text }) => String(text(row))))
  saveCsv(name, csvTable([columns.map(({ title }) => title), ...lines]))
}

/** The library is read when it is wanted: no page waits for it. */
export async function saveTableAsXlsx<Row>(
  name: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Promise<void> {
  const { default: writeXlsxFile } = await import('write-excel-file/browser')
  const header = columns.map(({ title }) => ({ value: title, fontWeight: 'bold' as const }))
  // Text is written as text: a name that begins like a formula stays a name.
  const lines = rows.map((row) => columns.map(({ text }) => cellOf(text(row))))
  const widths = columns.map(({ title, text }) => ({
    width: Math.min(
      60,
      Math.max(title.length, ...rows.slice(0, 500).map((row) => String(text(row)).length)) + 2,
    ),
  }))
  await writeXlsxFile([header, ...lines], {
    sheet: name.slice(0, 31),
    columns: widths,
    stickyRowsCount: 1,
  }).toFile(`${name}.xlsx`)
}

const cellOf = (value: string | number) =>
  typeof value === 'number' ? { value, type: Number } : value === '' ? null : { value, type: String }
