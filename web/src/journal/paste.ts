// A block from a spreadsheet laid onto the page: which pupil a line is for, which lesson a column, and what does not fit.
// Pure.
import type { AbsenceCode } from '../generated/graph.js'
import { dayAndMonth } from '../school/dates.js'
import { cellWithMark } from './acts.js'
import { absenceLetter, emptyCell, type Cell } from './cells.js'
import { whyClosed } from './enter.js'
import { workForKeys, type Page, type PageRow } from './page.js'

export type Planned = {
  readonly pupilId: string
  readonly lessonId: string
  readonly pupilName: string
  readonly day: string
  readonly values: readonly string[]
  readonly absence: AbsenceCode | null
  /** What stands there now; «» nothing. */
  readonly stands: string
  readonly becomes: string
}
export type Unfit = { readonly what: string; readonly why: string }
export type PastePlan = {
  readonly byName: boolean
  readonly entries: readonly Planned[]
  readonly unfit: readonly Unfit[]
  /** Squares in which the same stands already. */
  readonly same: number
}
export type Corner = { readonly row: number; readonly column: number }

const mostLines = 200
const marks: ReadonlySet<string> = new Set(['1', '2', '3', '4', '5', '.', 'зач', 'нз', 'н/а', 'осв'])
const letters: Readonly<Record<string, AbsenceCode>> = {
  н: 'ABSENT',
  б: 'ILL',
  у: 'EXCUSED',
  нп: 'UNEXCUSED',
  о: 'LATE',
}

/** Lines and cells as a spreadsheet copies them; the empty line at the end is its own. */
export const linesOf = (text: string): string[][] =>
  text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .slice(0, mostLines)
    .map((line) => line.split('\t').map((cell) => cell.trim()))

type Content = { readonly values: readonly string[]; readonly absence: AbsenceCode | null }

/** What a cell says: marks and an absence, in any order; null: it cannot be read. «ОСВ» in capitals is attendance. */
export function contentOf(text: string): Content | null {
  const values: string[] = []
  let absence: AbsenceCode | null = null
  for (const word of text
    .replace(/^(\d)\/(\d)$/, '$1 $2')
    .split(/[\s;]+/)
    .filter(Boolean)) {
    const small = word.toLowerCase().replace('•', '.')
    const code = word === absenceLetter.RELEASED ? 'RELEASED' : letters[small]
    if (code && !absence) absence = code
    else if (marks.has(small)) values.push(small)
    else return null
  }
  return { values, absence }
}

const isName = (text: string | undefined): boolean =>
  text !== undefined && /^[А-ЯЁа-яёA-Za-z][^\d]+$/.test(text) && contentOf(text) === null

/** Names stand in the first column, or in the second after the numbers of a list; -1: there are none. */
function nameColumn(lines: readonly string[][]): number {
  const most = (column: number) => lines.filter((line) => isName(line[column])).length * 2 > lines.length
  if (most(0)) return 0
  return most(1) && lines.every(([first = '']) => /^(\d+\.?|№.*|)$/.test(first)) ? 1 : -1
}

const words = (name: string): string[] =>
  name.toLowerCase().replaceAll('ё', 'е').replaceAll('.', ' ').split(/\s+/).filter(Boolean)

/** «Азбукина А.» and «азбукина анна» are Азбукина Анна Аркадьевна where there is one such on the page. */
export function pupilNamed(rows: readonly PageRow[], name: string): PageRow | 'none' | 'several' {
  const said = words(name)
  const found = rows.filter(({ pupilName }) => {
    const own = words(pupilName)
    return said.every((word, index) => (index === 0 ? own[0] === word : own[index]?.startsWith(word)))
  })
  const [only] = found
  return found.length > 1 ? 'several' : (only ?? 'none')
}

const notFound = { none: 'такого ученика на странице нет', several: 'таких учеников на странице несколько' }

/** `rows` are those shown, `at` the upper left corner: without names the lines follow the rows from there. */
export function planPaste(
  page: Page,
  rows: readonly PageRow[],
  at: Corner,
  lines: readonly string[][],
  today: string,
): PastePlan {
  const names = nameColumn(lines)
  const entries: Planned[] = []
  const unfit: Unfit[] = []
  let same = 0
  lines.forEach((line, index) => {
    const cells = names < 0 ? line : line.slice(names + 1)
    if (cells.every((text) => text === '')) return
    const name = line[names] ?? ''
    const row = names < 0 ? (rows[at.row + index] ?? 'none') : pupilNamed(rows, name)
    if (row === 'none' || row === 'several') {
      const why = names < 0 ? 'учеников на странице меньше' : notFound[row]
      return unfit.push({ what: name || `строка ${index + 1}: ${cells.join(' ')}`, why })
    }
    cells.forEach((text, by) => {
      const one = text === '' ? null : planCell(page, row, at.column + by, text, today)
      if (one === 'same') same += 1
      else if (one && 'why' in one) unfit.push(one)
      else if (one) entries.push(one)
    })
  })
  return { byName: names >= 0, entries, unfit, same }
}

function planCell(
  page: Page,
  row: PageRow,
  column: number,
  text: string,
  today: string,
): Planned | Unfit | 'same' {
  const lesson = page.lessons[column]
  const what = `${row.shortName}: ${text}`
  if (!lesson) return { what, why: 'уроков на странице меньше' }
  const content = contentOf(text)
  if (!content) return { what, why: 'это не отметка и не буква посещаемости' }
  if (content.absence && lesson.outside) return { what, why: 'у работы вне уроков нет посещаемости' }
  const why = whyClosed(page, { lessonId: lesson.id, pupilId: row.pupilId }, today)
  if (why) return { what, why }
  const cell = row.cells[column]
  const work = workForKeys(lesson)
  const own = cell?.marks.filter((mark) => mark.work === work) ?? []
  const absent = content.absence === null || content.absence === cell?.absence?.code
  if (absent && content.values.every((value, index) => own[index]?.value === value)) return 'same'
  return {
    pupilId: row.pupilId,
    lessonId: lesson.id,
    pupilName: row.shortName,
    day: dayAndMonth(lesson.workedOn),
    ...content,
    stands: cellText(cell),
    becomes: cellText(cellAfter(cell, content, work)),
  }
}

/** Marks go over those of the same work, one by one; what else stands there stays. */
function cellAfter(cell: Cell | undefined, { values, absence }: Content, work: number): Cell {
  const before = cell ?? emptyCell
  const start: Cell = absence ? { ...before, absence: { code: absence, minutes: null } } : before
  return values.reduce((now, value, place) => cellWithMark(now, { work, place, value }), start)
}

/** A cell as a spreadsheet gets it. */
export function cellText(cell: Cell | undefined): string {
  if (!cell || cell.closed) return ''
  const absence = cell.absence ? [absenceLetter[cell.absence.code]] : []
  return [...absence, ...cell.marks.map(({ value }) => value)].join(' ')
}
