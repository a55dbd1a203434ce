// The block of cells between the cursor and the place where the hand began. Pure.
import { cellText } from './paste.js'
import type { PageRow } from './page.js'

export type Cursor = { readonly row: number; readonly column: number }
export type Block = {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

export const blockOf = (anchor: Cursor | null, cursor: Cursor): Block | null =>
  anchor && {
    top: Math.min(anchor.row, cursor.row),
    bottom: Math.max(anchor.row, cursor.row),
    left: Math.min(anchor.column, cursor.column),
    right: Math.max(anchor.column, cursor.column),
  }

/** The block's cells, or the one of the cursor, as a spreadsheet takes them. */
export function blockText(rows: readonly PageRow[], block: Block): string {
  const lines = rows.slice(Math.max(0, block.top), block.bottom + 1)
  return lines
    .map(({ cells }) =>
      cells
        .slice(block.left, block.right + 1)
        .map(cellText)
        .join('\t'),
    )
    .join('\n')
}

/** «2-4»: the columns of the block in a row; «» where it does not reach. A string, so that equal ones draw nothing anew. */
export const blockIn = (block: Block | null, row: number): string =>
  block && row >= block.top && row <= block.bottom ? `${block.left}-${block.right}` : ''
