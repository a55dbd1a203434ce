// Empty lists to fill in, as CSV and XLSX, with one plainly invented row.
import writeXlsxFile from 'write-excel-file/node'

type TemplateKind = 'pupils' | 'staff'
type Column = {
  readonly header: string
  readonly example: string
  readonly width: number
  readonly isDay?: true
}

const columns: Readonly<Record<TemplateKind, readonly Column[]>> = {
  pupils: [
    { header: 'Личный номер', example: 'П-0001', width: 16 },
    { header: 'Фамилия', example: 'Примерова', width: 20 },
    { header: 'Имя', example: 'Анна', width: 16 },
    { header: 'Отчество', example: 'Образцовна', width: 20 },
    { header: 'Дата рождения', example: '2013-05-17', width: 16, isDay: true },
    { header: 'Класс', example: '7А', width: 10 },
    { header: 'Дата зачисления', example: '2026-09-01', width: 18, isDay: true },
    { header: 'Представитель 1', example: 'Примеров Образец Шаблонович', width: 34 },
    { header: 'Представитель 2', example: '', width: 34 },
  ],
  staff: [
    { header: 'Табельный номер', example: 'С-001', width: 18 },
    { header: 'Фамилия', example: 'Шаблонова', width: 20 },
    { header: 'Имя', example: 'Вера', width: 16 },
    { header: 'Отчество', example: 'Образцовна', width: 20 },
    { header: 'Должность', example: 'учитель математики', width: 28 },
    { header: 'Роль', example: 'учитель', width: 18 },
    { header: 'Классное руководство', example: '7А', width: 24 },
  ],
}

export type Template = { readonly fileName: string; readonly mediaType: string; readonly bytes: Buffer }

const titles = { pupils: 'Список учеников', staff: 'Список сотрудников' } as const

/** Undefined: there is no such template. `name`: `pupils.csv`, `staff.xlsx` and so on. */
export async function templateOf(name: string): Promise<Template | undefined> {
  const [, kind, form] = /^(pupils|staff)\.(csv|xlsx)$/.exec(name) ?? []
  if (!kind) return undefined
  const of = kind as TemplateKind
  return form === 'csv'
    ? { fileName: `${titles[of]}.csv`, mediaType: 'text/csv; charset=utf-8', bytes: csv(columns[of]) }
    : {
        fileName: `${titles[of]}.xlsx`,
        mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        bytes: await xlsx(columns[of], titles[of]),
      }
}

const russianDay = (day: string): string => day.split('-').toReversed().join('.')

/** With a byte order mark and semicolons: Excel in Russian opens it as it is. */
function csv(list: readonly Column[]): Buffer {
  const lines = [
    list.map(({ header }) => header),
    list.map(({ example, isDay }) => (isDay ? russianDay(example) : example)),
  ]
  return Buffer.from(`\uFEFF${lines.map((line) => line.join(';')).join('\r\n')}\r\n`)
}

async function xlsx(list: readonly Column[], sheet: string): Promise<Buffer> {
  const header = list.map((column) => ({ value: column.header, fontWeight: 'bold' as const }))
  const example = list.map(({ example: value, isDay }) =>
    isDay
      ? { value: new Date(`${value}T00:00:00Z`), type: Date, format: 'dd.mm.yyyy' }
      : { value, type: String },
  )
  return writeXlsxFile([header, example], { sheet, columns: list.map(({ width }) => ({ width })) }).toBuffer()
}
