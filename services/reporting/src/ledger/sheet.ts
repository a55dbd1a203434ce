/** The paper form: an A4 sheet printed on both sides, and what stands on a page. Lengths in millimetres, sizes in points. */

export const PAGE = { width: 210, height: 297, inside: 20, outside: 8, top: 12, bottom: 20 } as const
export const BODY = {
  width: PAGE.width - PAGE.inside - PAGE.outside,
  height: PAGE.height - PAGE.top - PAGE.bottom,
} as const

/** A piece of text at a place of the page, measured from the body's top left corner. */
export interface Placed {
  x: number
  /** to the top of the capitals of its first line */
  y: number
  text: string
  size: number
  /** of the block it is broken in; without it the text stands in one line */
  width?: number
  face?: 'serif' | 'sans' | 'bold'
  align?: 'left' | 'center' | 'right'
  /** running text, in which words may be divided; names and titles are not */
  divides?: boolean
  /** read from below upwards; then x is its left edge, where the capitals have their tops, and y its lower end */
  upright?: boolean
}

/** Words at given distances in one line: quicker to set than as many single texts. */
export interface PlacedRow {
  x: number
  y: number
  size: number
  face: 'serif' | 'sans'
  /** [gap before it, text] */
  words: [number, string][]
}

export interface Page {
  /** what the footer names after the class: subject or section */
  section: string
  texts: Placed[]
  rows?: PlacedRow[]
  /** [x1, y1, x2, y2] */
  lines: [number, number, number, number][]
  /** grey fields: [x, y, width, height] */
  fields?: [number, number, number, number][]
  /** QR code at this corner, with this side: only the title page has a large one */
  code?: [number, number, number]
}

/** Cap height of both faces, in sizes. */
const CAP = 0.7
const MM_PER_POINT = 25.4 / 72

/** The y at which a text of one line stands in the middle of a strip. */
export function middle(top: number, height: number, size: number): number {
  return top + (height - CAP * size * MM_PER_POINT) / 2
}

/** The x at which an upright text of one line stands in the middle around `center`. */
export function uprightX(center: number, size: number): number {
  return center - (CAP * size * MM_PER_POINT) / 2
}

/** All rules of a table by its edges. */
export function tableLines(xs: readonly number[], ys: readonly number[]): Page['lines'] {
  const [left = 0, right = 0] = [xs.at(0), xs.at(-1)]
  const [top = 0, bottom = 0] = [ys.at(0), ys.at(-1)]
  return [
    ...ys.map((y): [number, number, number, number] => [left, y, right, y]),
    ...xs.map((x): [number, number, number, number] => [x, top, x, bottom]),
  ]
}

/** Edges from sizes: `edges(5, [2, 3])` is `[5, 7, 10]`. */
export function edges(start: number, sizes: readonly number[]): number[] {
  const result = [start]
  for (const size of sizes) result.push((result.at(-1) ?? 0) + size)
  return result
}

/** Cuts a list into runs of at most `size`, as even as can be; an empty list is one empty run. */
export function evenRuns<T>(items: readonly T[], size: number): T[][] {
  const runs = Math.max(1, Math.ceil(items.length / size))
  const each = Math.ceil(items.length / runs)
  return Array.from({ length: runs }, (_, index) => items.slice(index * each, (index + 1) * each))
}
