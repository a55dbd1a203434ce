// A OneRoster bundle as tables: files found by name wherever they lie, columns by name however they are written.
import { UnreadableFileError, type ImportProblem } from '../staged.js'
import { Archive } from '../tables/archive.js'
import { readCsv } from '../tables/csv.js'
import { mostRows } from '../tables/table.js'

/** Files of the rostering part (1EdTech OneRoster 1.1 and 1.2, CSV tables); gradebook and resources are passed over. */
const fileNames = [
  'manifest',
  'orgs',
  'academicSessions',
  'courses',
  'classes',
  'users',
  'roles',
  'enrollments',
  'demographics',
] as const
export type FileName = (typeof fileNames)[number]

/** Columns that are read, of any file. */
const columnNames = [
  'sourcedId',
  'status',
  'name',
  'title',
  'type',
  'grades',
  'grade',
  'courseSourcedId',
  'classCode',
  'classType',
  'schoolSourcedId',
  'orgSourcedId',
  'orgSourcedIds',
  'classSourcedId',
  'userSourcedId',
  'enabledUser',
  'role',
  'roleType',
  'primary',
  'beginDate',
  'endDate',
  'username',
  'givenName',
  'familyName',
  'middleName',
  'identifier',
  'agentSourcedIds',
  'birthDate',
  'subjects',
  'propertyName',
  'value',
  'password',
] as const
export type ColumnName = (typeof columnNames)[number]

export type BundleRow = {
  readonly line: number
  of(column: ColumnName): string
  list(column: ColumnName): string[]
}
export type Bundle = {
  readonly rows: Readonly<Record<FileName, readonly BundleRow[]>>
  readonly problems: ImportProblem[]
}

const mostBytes = 60 * 1024 * 1024
const bare = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '')

/** Throws UnreadableFileError: NOT_ONEROSTER and those of the archive. */
export async function openBundle(path: string): Promise<Bundle> {
  const archive = await Archive.open(path)
  const problems: ImportProblem[] = []
  try {
    const entries = new Map(
      archive.names().map((name) => [bare(name.split('/').at(-1) ?? '').replace(/csv$/, ''), name]),
    )
    const rows = Object.fromEntries(fileNames.map((file) => [file, [] as BundleRow[]])) as Record<
      FileName,
      BundleRow[]
    >
    for (const file of fileNames) {
      const name = entries.get(bare(file))
      const bytes = name && (await archive.bytes(name, mostBytes))
      if (bytes) rows[file] = rowsOf(file, bytes, problems)
    }
    if (rows.users.length === 0)
      throw new UnreadableFileError(
        'NOT_ONEROSTER',
        'В архиве нет файла users.csv с людьми: это не выгрузка OneRoster.',
      )
    checkManifest(rows, entries, problems)
    return { rows, problems }
  } finally {
    archive.close()
  }
}

function rowsOf(file: FileName, bytes: Buffer, problems: ImportProblem[]): BundleRow[] {
  const table = readCsv(bytes, ',')
  for (const problem of table.problems) problems.push({ ...problem, file: `${file}.csv` })
  const [header, ...body] = table.rows
  if (body.length > mostRows)
    throw new UnreadableFileError(
      'TOO_MANY_ROWS',
      `В файле ${file}.csv больше ${mostRows.toLocaleString('ru')} строк.`,
    )
  const places = placesOf(file, header?.cells ?? [], problems)
  return body.map(({ line, cells }) => {
    const of = (column: ColumnName) => cells[places.get(column) ?? -1] ?? ''
    return {
      line,
      of,
      list: (column) =>
        of(column)
          .split(/[,;]/)
          .map((one) => one.trim())
          .filter(Boolean),
    }
  })
}

/** Columns by name without regard to case and signs; one letter too many, too few or wrong is told and understood. */
function placesOf(
  file: FileName,
  header: readonly string[],
  problems: ImportProblem[],
): Map<ColumnName, number> {
  const places = new Map<ColumnName, number>()
  const exact = new Map(columnNames.map((name) => [bare(name), name]))
  const left: [string, number][] = []
  header.forEach((cell, i) => {
    const name = exact.get(bare(cell))
    if (name) places.set(name, i)
    else if (cell.trim() !== '') left.push([cell.trim(), i])
  })
  for (const [cell, i] of left) {
    const close = columnNames.find(
      (name) => !places.has(name) && name.length >= 4 && isOneOff(bare(cell), bare(name)),
    )
    if (!close) continue
    places.set(close, i)
    const message = `Столбец «${cell.slice(0, 60)}» прочитан как ${close}.`
    problems.push({
      line: 1,
      file: `${file}.csv`,
      code: 'COLUMN_MISSPELT',
      message,
      value: cell.slice(0, 60),
    })
  }
  return places
}

/** One letter more, less, other, or two that have changed places. */
function isOneOff(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1 || one === other) return false
  let start = 0
  while (start < one.length && one[start] === other[start]) start += 1
  const [a, b] = [one.slice(start), other.slice(start)]
  const swapped = a.slice(0, 2) === [...b.slice(0, 2)].toReversed().join('') && a.slice(2) === b.slice(2)
  return swapped || a.slice(1) === b || a === b.slice(1) || a.slice(1) === b.slice(1)
}

/** What the manifest says of a file beside what lies in the archive: what lies there counts. */
function checkManifest(
  rows: Bundle['rows'],
  entries: ReadonlyMap<string, string>,
  problems: ImportProblem[],
): void {
  const note = (code: string, message: string, line: number | null = null) =>
    problems.push({ line, file: 'manifest.csv', code, message })
  if (rows.manifest.length === 0)
    return void note('NO_MANIFEST', 'В архиве нет manifest.csv: прочитано то, что есть.')
  for (const row of rows.manifest) {
    const name = /^file\.(\w+)$/i.exec(row.of('propertyName'))?.[1]
    const file = fileNames.find((one) => bare(one) === bare(name ?? ''))
    if (!file) continue
    const isThere = entries.has(bare(file))
    const said = row.of('value').toLowerCase()
    if (said === 'absent' && isThere)
      note('MANIFEST_DIFFERS', `По описи файла ${file}.csv нет, а он есть: прочитан.`, row.line)
    if (said !== 'absent' && !isThere)
      note('MANIFEST_DIFFERS', `По описи файл ${file}.csv есть, а его нет.`, row.line)
    if (said === 'delta')
      note('DELTA', `${file}.csv назван изменениями: прочитан как полный список.`, row.line)
  }
}
