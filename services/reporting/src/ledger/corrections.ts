/** «Исправления и пояснения»: what was changed after the first entry, pages opened once more, marks that came from elsewhere. */
import type { ClassJournalData, CourseData } from './data-set.js'
import { drawable, fitBlock, type FittedText } from './lettering.js'
import { pageTitle } from './lists.js'
import { BODY, edges, type Page, type Placed, tableLines } from './sheet.js'
import { courseTitle } from './spread.js'
import { dayMonth, moment, withInitials } from './wording.js'

const TITLE = 'Исправления и пояснения'
const TOP = 13
const HEADER = 7
const PADDING = 1
const SIZES = [7.5, 7, 6.5, 6, 5.5, 5, 4.5, 4, 3.5, 3] as const
const WIDTHS = [24, 29, 30, 18, 10, 13, 26, BODY.width - 150] as const
const HEADS = ['Когда', 'Предмет', 'Ученик', 'За что', 'Было', 'Стало', 'Кто', 'Почему'] as const
/** What is said of a page as a whole begins in the column of pupils and runs to the end. */
const SPAN_FROM = 2
/** A source that more pupils have than this is a whole journal that was carried over: one line says so. */
const PUPILS_NAMED = 3
/** More than these are told by their number; the attached data have each. */
const MARKS_NAMED = 100

/** Cells of a line; one with fewer than there are columns has its last cell run to the end. */
type Line = { readonly order: string; readonly cells: readonly string[] }
type Row = { readonly cells: readonly FittedText[]; readonly height: number }

export function correctionPages(data: ClassJournalData): Page[] {
  const names = new Map(data.pupils.map(({ id, fullName }) => [id, withInitials(fullName)]))
  const rows = data.courses.flatMap((course) => linesOf(course, names, data)).map(fitLine)
  if (rows.length === 0) {
    const text = 'Исправлений, открытий страниц и отметок из других школ в этом периоде нет.'
    return [{ section: TITLE, texts: [...pageTitle(TITLE), { x: 0, y: TOP + 2, text, size: 9 }], lines: [] }]
  }
  const runs = paged(rows)
  return runs.map((run, i) => page(run, runs.length > 1 ? `страница ${i + 1} из ${runs.length}` : ''))
}

function linesOf(
  course: CourseData,
  names: ReadonlyMap<string, string>,
  { school: { timeZone }, period }: ClassJournalData,
): Line[] {
  const subject = courseTitle(course)
  const changes = (course.corrections ?? []).map((one): Line => ({
    order: one.at,
    cells: [
      moment(one.at, timeZone),
      subject,
      names.get(one.pupilId) ?? '',
      one.date ? dayMonth(one.date) : period.name,
      one.from ?? '',
      one.to ?? 'убрана',
      withInitials(one.by),
      [one.voided ? 'Запись недействительна (п. 4.4).' : '', one.reason ?? ''].filter(Boolean).join(' '),
    ],
  }))
  const unlocks = (course.unlocks ?? []).map((one): Line => ({
    order: one.openedAt,
    cells: [
      moment(one.openedAt, timeZone),
      subject,
      `Страница открыта до ${moment(one.until, timeZone)}: ${withInitials(one.person)}; открыл(а) ${withInitials(one.by)}. Причина: ${one.reason}`,
    ],
  }))
  const byTime = [...changes, ...unlocks].sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
  return [...byTime, ...sourceLines(course, names, subject)]
}

function sourceLines(course: CourseData, names: ReadonlyMap<string, string>, subject: string): Line[] {
  const sources = course.sources ?? []
  return [...new Set(sources.map(({ source }) => source))].flatMap((source): Line[] => {
    const of = sources.filter((one) => one.source === source)
    const line = (text: string): Line => ({ order: '', cells: ['*', subject, text] })
    const count = of.reduce((sum, { marks }) => sum + marks.length, 0)
    if (of.length > PUPILS_NAMED || count > MARKS_NAMED)
      return [line(`Отметки со знаком * (${count}) внесены из: ${source}`)]
    return of.map(({ pupilId, marks }) => {
      const said = marks.map(({ date, value }) => `${dayMonth(date)} — ${value}`).join(', ')
      return line(`${names.get(pupilId) ?? ''}, из другой школы: ${said}. Источник: ${source}`)
    })
  })
}

const widthOfCell = (column: number, count: number): number =>
  column === count - 1 ? WIDTHS.slice(column).reduce((sum, width) => sum + width, 0) : (WIDTHS[column] ?? 0)

function fitLine({ cells }: Line): Row {
  const fitted = cells.map((text, column) =>
    fitBlock(
      drawable(text),
      'serif',
      {
        width: widthOfCell(column, cells.length) - 2 * PADDING,
        height: (BODY.height - TOP - HEADER) / 2,
      },
      SIZES,
    ),
  )
  return { cells: fitted, height: Math.max(5, ...fitted.map(({ height }) => height + 2 * PADDING)) }
}

function paged(rows: readonly Row[]): Row[][] {
  const room = BODY.height - TOP - HEADER
  const pages: Row[][] = [[]]
  let used = 0
  for (const row of rows) {
    if (used + row.height > room) {
      pages.push([])
      used = 0
    }
    pages.at(-1)?.push(row)
    used += row.height
  }
  return pages
}

function page(rows: readonly Row[], aside: string): Page {
  const xs = edges(0, WIDTHS)
  const ys = edges(
    TOP + HEADER,
    rows.map(({ height }) => height),
  )
  const texts: Placed[] = [
    ...pageTitle(TITLE, aside),
    ...HEADS.map((text, i): Placed => ({
      x: (xs[i] ?? 0) + PADDING,
      y: TOP + 2.6,
      text,
      size: 7.5,
      face: 'bold',
    })),
  ]
  const lines = tableLines([0, BODY.width], [TOP, ...ys])
  for (const [index, row] of rows.entries()) {
    const [top, bottom] = [ys[index] ?? 0, ys[index + 1] ?? 0]
    for (const [column, { text, size, ink }] of row.cells.entries()) {
      const x = xs[column] ?? 0
      if (column > 0) lines.push([x, top, x, bottom])
      if (text === '') continue
      const width = widthOfCell(column, row.cells.length) - 2 * PADDING
      texts.push({
        x: x + PADDING,
        y: top + (bottom - top - ink) / 2,
        text,
        size,
        width,
        divides: column >= SPAN_FROM,
      })
    }
  }
  for (const x of xs.slice(1, -1)) lines.push([x, TOP, x, TOP + HEADER])
  return { section: TITLE, texts, lines }
}
