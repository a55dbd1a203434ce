/** The left page of a spread: pupils × dates, marks and absences in the cells, the period mark behind them. */
import type { ClassJournalData, LessonData, OpenCellData, PupilData, RowData } from './data-set.js'
import { drawable, fitBlock, fitLine, widthOf } from './lettering.js'
import { BODY, edges, middle, type Page, type Placed, type PlacedRow, tableLines, uprightX } from './sheet.js'
import { courseTitle, heading, HEADING, type Spread } from './spread.js'
import { dayMonth, monthName } from './wording.js'

const NUMBER = 6.5
const PERIOD = 9
const MONTHS = 5
const DATES = 12
const LEGEND = 6
const ROW = { min: 4.8, max: 8.4 }
const CELL = { min: 4.2, max: 9, wanted: 112 }
const MAX_NAME = 76
const NAME_LINE = [9, 8.5, 8, 7.5, 7] as const
export const NAME_BLOCK = [7.5, 7, 6.5, 6, 5.5, 5, 4.5, 4, 3.5, 3] as const
const MARK_SIZE = 8.5
const MARK_SIZES = [8, 7.5, 7, 6.5, 6, 5.5, 5] as const
const HEAD_SIZES = [7.5, 7, 6.5, 6, 5.5, 5, 4.5] as const
const STACK_SIZES = [7, 6.5, 6, 5.5, 5, 4.5, 4, 3.5, 3, 2.5, 2] as const
/** A line may end here without a hyphen. */
const BREAK_HERE = '\u200b'
const CODES =
  'Н — отсутствовал, Б — по болезни, У — по уважительной причине, НП — без уважительной причины, ' +
  'О — опоздал, ОСВ — освобождён; серым закрыты дни, когда ученик не числился в классе (группе)'

interface Grid {
  name: number
  cell: number
  row: number
  /** edges of the columns: number, name, lessons, period mark */
  xs: number[]
  /** edges of the pupils' rows */
  ys: number[]
}

const MORE_CODES =
  'Зачёркнутая отметка (в тесной клетке — в скобках) пересдана и в среднее не идёт; * — отметка из другой школы или портала, см. «Исправления и пояснения»'

export function marksPage(lessons: LessonData[], spread: Spread, data: ClassJournalData): Page {
  const grid = gridFor(lessons.length, spread)
  const pupils = new Map(data.pupils.map((pupil) => [pupil.id, pupil]))
  const page: Page = {
    section: courseTitle(spread.course),
    texts: heading(spread, spread.course.teacher),
    rows: [],
    lines: gridLines(grid, lessons),
    fields: [],
  }
  page.texts.push(...headerTexts(grid, lessons, spread.isLast ? data.period.name : undefined))
  for (const [index, row] of spread.rows.entries()) {
    const top = grid.ys[index] ?? 0
    const pupil = pupils.get(row.pupilId)
    if (pupil) page.texts.push(...nameTexts(pupil, grid, top))
    drawCells(page, row, lessons, grid, top)
    if (spread.isLast && row.periodMark) page.texts.push(periodMark(row.periodMark, grid, top))
  }
  page.texts.push({
    x: 0,
    y: (grid.ys.at(-1) ?? 0) + 2,
    text: CODES,
    size: 5.6,
    face: 'sans',
  })
  if (needsMore(spread.rows))
    page.texts.push({ x: 0, y: (grid.ys.at(-1) ?? 0) + 4.8, text: MORE_CODES, size: 5.6, face: 'sans' })
  return page
}

const needsMore = (rows: readonly RowData[]): boolean =>
  rows.some(({ cells }) =>
    Object.values(cells).some((cell) => !('closed' in cell) && Boolean(cell.retaken ?? cell.foreign)),
  )

function gridFor(count: number, spread: Spread): Grid {
  const period = spread.isLast ? PERIOD : 0
  const room = BODY.width - NUMBER - period
  const cell = count === 0 ? 0 : Math.min(CELL.max, Math.max(CELL.min, CELL.wanted / count))
  const name = Math.min(MAX_NAME, room - cell * count)
  const space = BODY.height - HEADING - MONTHS - DATES - LEGEND
  const rows = Math.max(1, spread.rows.length)
  const row = Math.max(ROW.min, Math.min(ROW.max, space / rows))
  const cells = new Array<number>(count).fill(cell)
  return {
    name,
    cell,
    row,
    xs: edges(0, [NUMBER, name, ...cells, ...(spread.isLast ? [PERIOD] : [])]),
    ys: edges(HEADING + MONTHS + DATES, new Array<number>(spread.rows.length).fill(row)),
  }
}

/** Months stand over their dates with a rule of their own; number, name and period mark go through both strips. */
function gridLines(grid: Grid, lessons: readonly LessonData[]): Page['lines'] {
  const top = HEADING
  const dates = HEADING + MONTHS
  const first = grid.xs[2] ?? 0
  const last = grid.xs[2 + lessons.length] ?? first
  const inner = grid.xs.slice(3, 2 + lessons.length)
  const outer = grid.xs.filter((x) => !inner.includes(x))
  const bottom = grid.ys.at(-1) ?? dates
  const lines = tableLines(outer, [top, ...grid.ys])
  if (lessons.length > 0) lines.push([first, dates, last, dates])
  for (const [index, x] of inner.entries()) {
    const isMonthEnd = stripOf(lessons[index]) !== stripOf(lessons[index + 1])
    lines.push([x, isMonthEnd ? top : dates, x, bottom])
  }
  return lines
}

function headerTexts(grid: Grid, lessons: readonly LessonData[], period: string | undefined): Placed[] {
  const height = MONTHS + DATES
  const first = grid.xs[2] ?? 0
  const texts: Placed[] = [
    { x: 0, y: middle(HEADING, height, 8), text: '№', size: 8, width: NUMBER, align: 'center' },
    {
      x: NUMBER + 1,
      y: middle(HEADING, height, 8),
      text: 'Фамилия, имя, отчество',
      size: 8,
      width: grid.name - 2,
    },
  ]
  for (const { from, count, name } of monthsOf(lessons)) {
    const width = count * grid.cell
    // A month of one column has room for its first letters only; the dates below bear its number.
    const text =
      [name, name.slice(0, 4).trim(), name.slice(0, 3)].find(
        (word) => widthOf(word, 'serif', 6.5) < width - 0.4,
      ) ?? ''
    const x = first + from * grid.cell
    texts.push({ x, y: middle(HEADING, MONTHS, 6.5), text, size: 6.5, width, align: 'center' })
  }
  const upright = (center: number, text: string, size: number): Placed => {
    return { x: uprightX(center, size), y: HEADING + height - 1, text, size, upright: true }
  }
  for (const [index, lesson] of lessons.entries()) {
    const text = headOf(lesson)
    const size = fitLine(text, 'serif', DATES - 1.5, HEAD_SIZES) ?? 4.5
    texts.push(upright(first + (index + 0.5) * grid.cell, text, size))
  }
  if (period !== undefined) {
    const text = drawable(period)
    const size = fitLine(text, 'serif', height - 2, [8, 7, 6, 5, 4, 3])
    texts.push(upright((grid.xs.at(-1) ?? 0) - PERIOD / 2, text, size ?? 3))
  }
  return texts
}

/** Marks of another school stand in one column a period, each of its own day: «Исправления и пояснения» lists many of them. */
const MOST_FOREIGN = 4
const isCrowded = (lesson: LessonData, { marks }: OpenCellData): boolean =>
  lesson.outside === true && lesson.source !== undefined && marks.length > MOST_FOREIGN

/** Works out of lessons stand together behind the months. */
const stripOf = (lesson: LessonData | undefined): string =>
  lesson?.outside ? 'outside' : (lesson?.date.slice(0, 7) ?? '')

/** The day, with the sign of a written work; the column of another school's marks has many days. */
function headOf(lesson: LessonData): string {
  if (lesson.outside && lesson.source) return 'др. школа'
  return drawable([dayMonth(lesson.date), ...(lesson.signs ?? [])].join(' '))
}

function monthsOf(lessons: readonly LessonData[]): { from: number; count: number; name: string }[] {
  const months: { from: number; count: number; name: string; key: string }[] = []
  for (const [index, lesson] of lessons.entries()) {
    const key = stripOf(lesson)
    const last = months.at(-1)
    if (last?.key === key) last.count += 1
    else
      months.push({
        from: index,
        count: 1,
        name: lesson.outside ? 'вне уроков' : monthName(lesson.date),
        key,
      })
  }
  return months
}

function nameTexts(pupil: PupilData, grid: Grid, top: number): Placed[] {
  const number: Placed = {
    x: 0,
    y: middle(top, grid.row, 8),
    text: String(pupil.number),
    size: 8,
    width: NUMBER,
    align: 'center',
  }
  return [number, fittedName(pupil.fullName, NUMBER + 1, top, grid.name - 1.6, grid.row)]
}

/** A name in one line if that can be read, else in two or more smaller ones. */
export function fittedName(fullName: string, x: number, top: number, width: number, height: number): Placed {
  const name = drawable(fullName)
  const size = fitLine(name, 'serif', width, NAME_LINE)
  if (size !== undefined) return { x, y: middle(top, height, size), text: name, size }
  const fitted = fitBlock(name, 'serif', { width, height: height - 0.6 }, NAME_BLOCK)
  return { x, y: top + (height - fitted.ink) / 2, text: fitted.text, size: fitted.size, width }
}

function periodMark(mark: string, grid: Grid, top: number): Placed {
  const text = drawable(mark)
  const size = fitLine(text, 'bold', PERIOD - 1, [9.5, 8, 7, 6, 5, 4]) ?? 4
  const x = (grid.xs.at(-1) ?? 0) - PERIOD
  return { x, y: middle(top, grid.row, size), text, size, width: PERIOD, align: 'center', face: 'bold' }
}

/** Marks of ordinary size go into one line of text; what is larger than a cell is set by itself, smaller or stacked. */
function drawCells(page: Page, row: RowData, lessons: readonly LessonData[], grid: Grid, top: number): void {
  const line: PlacedRow = {
    x: grid.xs[2] ?? 0,
    y: middle(top, grid.row, MARK_SIZE),
    size: MARK_SIZE,
    face: 'serif',
    words: [],
  }
  let end = 0
  for (const [index, lesson] of lessons.entries()) {
    const cell = row.cells[lesson.id]
    if (!cell) continue
    const left = index * grid.cell
    if ('closed' in cell) {
      page.fields?.push([line.x + left, top, grid.cell, grid.row])
      continue
    }
    const { text, stack, struck } = cellText(isCrowded(lesson, cell) ? { marks: ['…'], foreign: [0] } : cell)
    const width = widthOf(text, 'serif', MARK_SIZE)
    if (width <= grid.cell - 0.3) {
      const start = left + (grid.cell - width) / 2
      const gap = Math.round((start - end) * 1000) / 1000
      line.words.push([gap, text])
      end += gap + width
      strike(page, struck, line.x + start, MARK_SIZE, top + grid.row / 2)
    } else {
      const small = smallCell(text, stack, line.x + left, top, grid)
      page.texts.push(small)
      if (small.text === text) {
        const start = line.x + left + (grid.cell - widthOf(text, 'serif', small.size)) / 2
        strike(page, struck, start, small.size, top + grid.row / 2)
      }
    }
  }
  if (line.words.length > 0) page.rows?.push(line)
}

/** Before a struck mark, and the mark. */
type Struck = readonly [before: string, mark: string]

/** «5», «5/4», «Н 4», «4*», the same in the form that a cell of several lines is broken in, and what is struck out of it. */
function cellText({ marks, retaken, foreign, absence }: OpenCellData): {
  text: string
  stack: string
  struck: Struck[]
} {
  const shown = marks.map((mark, i) => `${drawable(mark)}${foreign?.includes(i) ? '*' : ''}`)
  const all = shown.join('/')
  const head = absence === undefined ? '' : all === '' ? absence : `${absence}\u00a0`
  const bracketed = shown.map((mark, i) => (retaken?.includes(i) ? `(${mark})` : mark))
  const breakable = bracketed.join(`/${BREAK_HERE}`)
  const struck = (retaken ?? []).map((i): Struck => {
    const before = shown.slice(0, i).map((mark) => `${mark}/`)
    return [`${head}${before.join('')}`, shown[i] ?? '']
  })
  const stack = absence === undefined ? breakable : [absence, breakable].filter(Boolean).join('\n')
  return { text: `${head}${all}`, stack, struck }
}

/** A rule through the mark: the page keeps both, as a pen would (3.6.9). */
function strike(page: Page, struck: readonly Struck[], x: number, size: number, y: number): void {
  for (const [before, mark] of struck) {
    const start = x + widthOf(before, 'serif', size)
    page.lines.push([start - 0.2, y, start + widthOf(mark, 'serif', size) + 0.1, y])
  }
}

function smallCell(text: string, stack: string, left: number, top: number, grid: Grid): Placed {
  const width = grid.cell - 0.3
  const size = fitLine(text, 'serif', width, MARK_SIZES)
  const place = { x: left, width: grid.cell, align: 'center' as const }
  if (size !== undefined) return { ...place, y: middle(top, grid.row, size), text, size }
  const room = { width, height: grid.row - 0.6 }
  const stacked = fitBlock(stack, 'serif', room, STACK_SIZES)
  return { ...place, y: top + (grid.row - stacked.ink) / 2, text: stacked.text, size: stacked.size }
}
