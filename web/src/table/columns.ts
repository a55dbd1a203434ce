// What a list shows of a row: one description for the screen, for sorting, searching and for files.
import type { ReactNode } from 'react'

export type Column<Row> = {
  readonly id: string
  readonly title: string
  /** What it says, for files and for searching; a number sorts as a number. */
  readonly text: (row: Row) => string | number
  /** What is drawn, where that is more than the text. */
  readonly cell?: (row: Row) => ReactNode
  /** What it is sorted by, where that is not the text: a day as YYYY-MM-DD. */
  readonly sortBy?: (row: Row) => string | number
}

/** Small letters, ё as е, hyphens as spaces: as people type names. */
export const folded = (text: string): string =>
  text.toLowerCase().replaceAll('ё', 'е').replaceAll('-', ' ').replace(/\s+/g, ' ').trim()

/** All words of the search stand somewhere in the row. */
export function found<Row>(row: Row, columns: readonly Column<Row>[], search: string): boolean {
  const words = folded(search).split(' ').filter(Boolean)
  if (words.length === 0) return true
  const all = folded(columns.map(({ text }) => text(row)).join(' '))
  return words.every((word) => all.includes(word))
}
