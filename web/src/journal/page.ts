// The journal page as it stands in the database, as far as this tab knows. Pure: each change makes a new page that
// shares all rows but the one that changed, so that the grid draws one row anew and not thirty.
import type { CellMarkFragment, JournalPageQuery, LessonColumnFragment } from '../generated/graph.js'
import type { Beside } from './beside.js'
import { emptyCell, parseCell, type Cell, type CellAbsence } from './cells.js'

type JournalAnswer = NonNullable<JournalPageQuery['journal']>
export type LessonColumn = LessonColumnFragment
export type PeriodMarkValue = { readonly id: string; readonly value: string; readonly version: number }

export type PageRow = {
  readonly pupilId: string
  readonly pupilName: string
  readonly shortName: string
  readonly spans: JournalAnswer['rows'][number]['spans']
  /** In the order of the page's lessons. */
  readonly cells: readonly Cell[]
  /** Two decimals with a point, as the API gives it. */
  readonly mean: string | null
  readonly weightedMean: string | null
  /** What the school's rule makes of the weighted mean; null where it makes nothing. */
  readonly proposed: string | null
  readonly locked: boolean
  readonly periodMark: PeriodMarkValue | null
}

export type Page = Omit<JournalAnswer, 'rows' | 'lessons'> & {
  readonly lessons: readonly LessonColumn[]
  readonly rows: readonly PageRow[]
  /** Null until it is read: nobody waits for it. */
  readonly beside: Beside | null
}

export function pageOf(answer: JournalAnswer): Page {
  return {
    ...answer,
    beside: null,
    rows: answer.rows.map((row) => ({
      ...row,
      cells: answer.lessons.map((_, index) => parseCell(row.cells[index] ?? '')),
    })),
  }
}

export const rowOf = (page: Page, pupilId: string): PageRow | undefined =>
  page.rows.find((row) => row.pupilId === pupilId)

export const columnOf = (page: Page, lessonId: string): number =>
  page.lessons.findIndex((lesson) => lesson.id === lessonId)

export const cellOf = (page: Page, lessonId: string, pupilId: string): Cell =>
  rowOf(page, pupilId)?.cells[columnOf(page, lessonId)] ?? emptyCell

export function withRow(page: Page, pupilId: string, change: (row: PageRow) => PageRow): Page {
  return { ...page, rows: page.rows.map((row) => (row.pupilId === pupilId ? change(row) : row)) }
}

export function withCell(row: PageRow, column: number, change: (cell: Cell) => Cell): PageRow {
  return { ...row, cells: row.cells.map((cell, index) => (index === column ? change(cell) : cell)) }
}

export function withLesson(page: Page, lesson: LessonColumn): Page {
  return { ...page, lessons: page.lessons.map((old) => (old.id === lesson.id ? lesson : old)) }
}

/** Puts a mark into its cell, over the one with its id; a work that the page does not know yet joins the lesson. */
export function withMark(page: Page, lessonId: string, pupilId: string, mark: CellMarkFragment): Page {
  const known = withWork(page, lessonId, mark.work)
  const column = columnOf(known, lessonId)
  const works = known.lessons[column]?.works ?? []
  const work = Math.max(
    0,
    works.findIndex(({ id }) => id === mark.work?.id),
  )
  const kept = { id: mark.id, work, value: mark.value, version: mark.version }
  return withRow(known, pupilId, (row) =>
    withCell(row, column, (cell) => {
      const there = cell.marks.some(({ id }) => id === mark.id)
      const marks = there
        ? cell.marks.map((old) => (old.id === mark.id ? kept : old))
        : [...cell.marks, kept].sort((one, other) => one.work - other.work)
      return { ...cell, marks }
    }),
  )
}

function withWork(page: Page, lessonId: string, work: CellMarkFragment['work']): Page {
  const lesson = page.lessons.find(({ id }) => id === lessonId)
  if (!lesson || !work || lesson.works.some(({ id }) => id === work.id)) return page
  return withLesson(page, { ...lesson, works: [...lesson.works, work] })
}

export function withoutMark(page: Page, lessonId: string, pupilId: string, markId: string): Page {
  const column = columnOf(page, lessonId)
  return withRow(page, pupilId, (row) =>
    withCell(row, column, (cell) => ({ ...cell, marks: cell.marks.filter(({ id }) => id !== markId) })),
  )
}

/** Attendance of a lesson as a whole: who is not in the list is present. */
export function withAbsences(page: Page, lessonId: string, absences: ReadonlyMap<string, CellAbsence>): Page {
  const column = columnOf(page, lessonId)
  const rows = page.rows.map((row) => {
    const before = row.cells[column]?.absence ?? null
    const after = absences.get(row.pupilId) ?? null
    const same = before?.code === after?.code && before?.minutes === after?.minutes
    return same ? row : withCell(row, column, (cell) => ({ ...cell, absence: after }))
  })
  return { ...page, rows }
}

export const withMeans = (
  page: Page,
  pupilId: string,
  mean: string | null,
  weightedMean: string | null,
): Page => withRow(page, pupilId, (row) => ({ ...row, mean, weightedMean }))

/** A period mark locks the row that it is set in (6.2). */
export const withPeriodMark = (page: Page, pupilId: string, periodMark: PeriodMarkValue): Page =>
  withRow(page, pupilId, (row) => ({ ...row, periodMark, locked: true }))

/** The work that a digit is for: the lesson's written work where there is one, else the answer. */
export function workForKeys(lesson: LessonColumn): number {
  const written = lesson.works.findLastIndex(({ kind }) => kind !== 'ANSWER')
  return written < 0 ? 0 : written
}

/** The page as read anew, with the rows and lessons of before where nothing of theirs has changed: they are not drawn again. */
export function keptSame(before: Page | null, after: Page): Page {
  if (!before) return after
  const rows = after.rows.map((row) => {
    const old = rowOf(before, row.pupilId)
    return old && JSON.stringify(old) === JSON.stringify(row) ? old : row
  })
  const same = JSON.stringify(before.lessons) === JSON.stringify(after.lessons)
  return { ...after, rows, lessons: same ? before.lessons : after.lessons, beside: before.beside }
}

/** Until when the page, locked, is open for this person; null: it is not. `now` in milliseconds of the epoch. */
export function openUntil(page: Page, now: number): string | null {
  const until = page.beside?.unlockedUntil ?? null
  return until && Date.parse(until) > now ? until : null
}
