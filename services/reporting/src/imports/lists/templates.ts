// Empty lists to fill in, as CSV and XLSX, with one plainly invented row.
import writeXlsxFile from 'write-excel-file/node'

type TemplateKind = 'pupils' | 'staff' | 'guardians' | 'orders' | 'consents' | 'journal'
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
    { header: 'СНИЛС', example: '', width: 16 },
    { header: 'Телефон', example: '+7 900 000-00-01', width: 18 },
    { header: 'Почта', example: '', width: 24 },
    { header: 'Адрес', example: '', width: 34 },
    { header: 'Согласие', example: '2026-08-20', width: 14, isDay: true },
    { header: 'Кто дал', example: 'Примеров Образец Шаблонович', width: 34 },
    { header: 'Согласие представителя', example: '2026-08-20', width: 24, isDay: true },
    { header: 'Приказ', example: '12-у', width: 12 },
    { header: 'Дата приказа', example: '2026-08-28', width: 14, isDay: true },
  ],
  staff: [
    { header: 'Табельный номер', example: 'С-001', width: 18 },
    { header: 'Фамилия', example: 'Шаблонова', width: 20 },
    { header: 'Имя', example: 'Вера', width: 16 },
    { header: 'Отчество', example: 'Образцовна', width: 20 },
    { header: 'Должность', example: 'учитель математики', width: 28 },
    { header: 'Роль', example: 'учитель', width: 18 },
    { header: 'Классное руководство', example: '7А', width: 24 },
    { header: 'СНИЛС', example: '', width: 16 },
    { header: 'Телефон', example: '+7 900 000-00-02', width: 18 },
    { header: 'Почта', example: '', width: 24 },
    { header: 'Согласие', example: '2026-08-20', width: 14, isDay: true },
  ],
  guardians: [
    { header: 'Ребёнок', example: 'Примерова Анна Образцовна', width: 34 },
    { header: 'Дата рождения', example: '2013-05-17', width: 16, isDay: true },
    { header: 'Класс', example: '7А', width: 10 },
    { header: 'Представитель', example: 'Примеров Образец Шаблонович', width: 34 },
    { header: 'Кем приходится', example: 'отец', width: 16 },
    { header: 'Законный представитель', example: 'да', width: 24 },
    { header: 'Телефон', example: '+7 900 000-00-01', width: 18 },
    { header: 'Почта', example: '', width: 24 },
    { header: 'Согласие', example: '2026-08-20', width: 14, isDay: true },
  ],
  orders: [
    { header: 'Номер', example: '31-у', width: 12 },
    { header: 'Дата', example: '2026-10-01', width: 14, isDay: true },
    { header: 'Вид', example: 'переведён в класс', width: 22 },
    { header: 'ФИО', example: 'Примерова Анна Образцовна', width: 34 },
    { header: 'Дата рождения', example: '2013-05-17', width: 16, isDay: true },
    { header: 'Класс (сейчас)', example: '7А', width: 16 },
    { header: 'В класс', example: '7Б', width: 10 },
    { header: 'С какого дня', example: '2026-10-02', width: 16, isDay: true },
    { header: 'Примечание', example: '', width: 34 },
  ],
  journal: [
    { header: 'Дата', example: '2026-09-14', width: 14, isDay: true },
    { header: 'Класс', example: '7А', width: 10 },
    { header: 'Предмет', example: 'Алгебра', width: 22 },
    { header: '№ урока', example: '2', width: 10 },
    { header: 'ФИО', example: 'Примерова Анна Образцовна', width: 34 },
    { header: 'Дата рождения', example: '2013-05-17', width: 16, isDay: true },
    { header: 'Отметка', example: '5', width: 10 },
    { header: 'Вид работы', example: 'контрольная работа', width: 22 },
    { header: 'Пропуск', example: '', width: 10 },
    { header: 'Тема', example: 'Степень с натуральным показателем', width: 40 },
    { header: 'Домашнее задание', example: '№ 45', width: 24 },
  ],
  consents: [
    { header: 'Человек', example: 'Примерова Анна Образцовна', width: 34 },
    { header: 'Дата рождения', example: '2013-05-17', width: 16, isDay: true },
    { header: 'Класс', example: '7А', width: 10 },
    { header: 'На что', example: 'ведение журнала', width: 22 },
    { header: 'Кто дал', example: 'Примеров Образец Шаблонович', width: 34 },
    { header: 'С', example: '2026-08-20', width: 14, isDay: true },
    { header: 'По', example: '', width: 14 },
    { header: 'Документ', example: 'заявление № 7', width: 22 },
  ],
}

export type Template = { readonly fileName: string; readonly mediaType: string; readonly bytes: Buffer }

const titles: Readonly<Record<TemplateKind, string>> = {
  pupils: 'Список учеников',
  staff: 'Список сотрудников',
  guardians: 'Представители',
  orders: 'Приказы о движении',
  consents: 'Согласия',
  journal: 'Журнал прежнего портала',
}

/** Undefined: there is no such template. `name`: `pupils.csv`, `staff.xlsx` and so on. */
export async function templateOf(name: string): Promise<Template | undefined> {
  const [, kind, form] = /^(pupils|staff|guardians|orders|consents|journal)\.(csv|xlsx)$/.exec(name) ?? []
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
