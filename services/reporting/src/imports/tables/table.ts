// A list as it lies in a file, whatever the file: rows of text that are not empty, each with its line.

export type TableRow = {
  /** Line of a text file, or number of the row of a sheet, from 1. */
  readonly line: number
  /** A date that is typed as one stands as YYYY-MM-DD. */
  readonly cells: readonly string[]
}

export type TableProblem = {
  readonly line: number | null
  readonly code: 'BROKEN_LINE' | 'FORMULA' | 'HIDDEN_ROWS' | 'OTHER_SHEETS' | 'CELL_ERROR'
  readonly message: string
  readonly value?: string
  readonly count?: number
}

export type Table = { readonly rows: readonly TableRow[]; readonly problems: readonly TableProblem[] }

/** A school of a large city has some 3,000 pupils; this is what one would bring for a whole municipality. */
export const mostRows = 50_000
export const mostColumns = 200
export const mostCharacters = 10_000
