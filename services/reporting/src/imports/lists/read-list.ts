// A list of people, CSV or XLSX: its table, its columns, and what of them is told to who brought it.
import { open, readFile } from 'node:fs/promises'
import { UnreadableFileError, type ImportProblem, type ReadHands } from '../staged.js'
import { readCsv } from '../tables/csv.js'
import { mostRows, type Table } from '../tables/table.js'
import { readXlsx } from '../tables/xlsx.js'
import { findColumns, type Columns, type Field, type OwnHeaders } from './columns.js'

export type ListRow = {
  readonly line: number
  /** The first column of the kind; '' when there is none or it is empty. */
  of(field: Field): string
  /** Every column of the kind that is not empty. */
  all(field: Field): string[]
}

export type List = {
  readonly rows: readonly ListRow[]
  readonly columns: Columns
  readonly problems: ImportProblem[]
}

/** Throws UnreadableFileError: NO_HEADER, EMPTY, TOO_MANY_ROWS and those of the tables. */
export async function readList(hands: ReadHands, own: OwnHeaders = {}): Promise<List> {
  const table = (await isZip(hands.path)) ? await readXlsx(hands.path) : readCsv(await readFile(hands.path))
  await hands.step(0.5, 'Файл прочитан')
  if (table.rows.length === 0) throw new UnreadableFileError('EMPTY', 'В файле нет ни одной строки.')
  const columns = findColumns(table.rows, own)
  if (!columns)
    throw new UnreadableFileError(
      'NO_HEADER',
      'Не видно строки с названиями столбцов: нужны хотя бы «Фамилия» и «Имя» или «ФИО». Возьмите шаблон.',
    )
  const rows = table.rows.slice(columns.header + 1)
  if (rows.length === 0)
    throw new UnreadableFileError('EMPTY', 'Под названиями столбцов нет ни одной строки.')
  if (rows.length > mostRows)
    throw new UnreadableFileError('TOO_MANY_ROWS', `В файле больше ${mostRows.toLocaleString('ru')} строк.`)
  return { rows: rows.map((row) => rowOf(row, columns)), columns, problems: problemsOf(table, columns) }
}

function rowOf(row: Table['rows'][number], { places }: Columns): ListRow {
  const all = (field: Field) =>
    (places.get(field) ?? []).map((i) => row.cells[i] ?? '').filter((cell) => cell !== '')
  return { line: row.line, all, of: (field) => all(field)[0] ?? '' }
}

/** Names each row by its id, else by its line; an id that stands twice names the first row only, and is told. */
export function keysOf({ rows, problems }: Pick<List, 'rows' | 'problems'>): (row: ListRow) => string {
  const taken = new Map<string, number>()
  const keys = new Map<ListRow, string>()
  for (const row of rows) {
    const id = row.of('id')
    const first = taken.get(id)
    keys.set(row, id !== '' && first === undefined ? id : `row ${row.line}`)
    if (id === '') continue
    if (first === undefined) taken.set(id, row.line)
    else {
      const message = `Строка ${row.line}: номер ${id.slice(0, 60)} уже стоит в строке ${first}. Человек узнаётся по имени.`
      problems.push({
        line: row.line,
        column: 'Личный номер',
        code: 'REPEATED_ID',
        message,
        value: id.slice(0, 60),
      })
    }
  }
  return (row) => keys.get(row) ?? `row ${row.line}`
}

function problemsOf(table: Table, columns: Columns): ImportProblem[] {
  const problems: ImportProblem[] = [...table.problems]
  const line = table.rows[columns.header]?.line ?? null
  if (columns.unknown.length > 0)
    problems.push({
      line,
      code: 'UNKNOWN_COLUMNS',
      message: `Столбцы, которых Журнал не знает, не прочитаны: ${columns.unknown.slice(0, 20).join(', ')}.`,
      count: columns.unknown.length,
    })
  if (columns.notKept.length > 0)
    problems.push({
      line,
      code: 'COLUMNS_NOT_KEPT',
      message: `Столбцы не взяты и нигде не сохранены: ${columns.notKept.slice(0, 20).join(', ')}.`,
      count: columns.notKept.length,
    })
  return problems
}

async function isZip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer.toString('latin1') === 'PK'
  } finally {
    await file.close()
  }
}
