// Which pupils a page shows. Pure.
import { isMissed } from './cells.js'
import type { Page, PageRow } from './page.js'

export type Filter = 'all' | 'none' | 'one' | 'between' | 'absent'

export const filterName: Readonly<Record<Exclude<Filter, 'all'>, string>> = {
  none: 'без отметок',
  one: 'одна отметка',
  between: 'между двумя',
  absent: 'отсутствуют сегодня',
}

export const filters: readonly Exclude<Filter, 'all'>[] = ['none', 'one', 'between', 'absent']

const marksOf = (row: PageRow): number => row.cells.reduce((sum, cell) => sum + cell.marks.length, 0)

/** Whether a pupil belongs to the class on the day. */
export const belongs = (row: PageRow, day: string): boolean =>
  row.spans.some(({ from, until }) => from <= day && (!until || until >= day))

function passes(page: Page, row: PageRow, filter: Filter, today: string): boolean {
  if (filter === 'none') return belongs(row, today) && marksOf(row) === 0
  if (filter === 'one') return belongs(row, today) && marksOf(row) === 1
  if (filter === 'between') return belongs(row, today) && (page.beside?.between?.has(row.pupilId) ?? false)
  if (filter === 'absent') {
    return page.lessons.some(
      ({ date }, index) => date === today && isMissed(row.cells[index]?.absence ?? null),
    )
  }
  return true
}

export const rowsOf = (page: Page, filter: Filter, today: string): readonly PageRow[] =>
  page.rows.filter((row) => passes(page, row, filter, today))

/** Lessons missed in the span of the page. */
export const missedOf = (row: PageRow): number => row.cells.filter(({ absence }) => isMissed(absence)).length
