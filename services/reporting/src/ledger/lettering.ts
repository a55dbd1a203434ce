/** How text is fitted into the cells of the paper form: sizes in points, lengths in millimetres. */
import { createRequire } from 'node:module'
import { FontMetrics } from './font-metrics.js'

const require = createRequire(import.meta.url)
const fontFile = (family: string, file: string) => require.resolve(`@expo-google-fonts/${family}/${file}`)

/** Folders that the typesetter reads its fonts from. */
export const FONT_FOLDERS = ['pt-serif', 'pt-sans'].map((family) =>
  fontFile(family, 'package.json').replace(/package\.json$/, ''),
)
const METRICS = {
  serif: new FontMetrics(fontFile('pt-serif', '400Regular/PTSerif_400Regular.ttf')),
  bold: new FontMetrics(fontFile('pt-serif', '700Bold/PTSerif_700Bold.ttf')),
  sans: new FontMetrics(fontFile('pt-sans', '400Regular/PTSans_400Regular.ttf')),
}
export type Face = keyof typeof METRICS

const MM_PER_POINT = 25.4 / 72
/** Distance of baselines, in sizes; the template sets the same. */
export const LINE_PITCH = 1.2
/** Capitals of the first line, and what hangs below the last one, in sizes. */
const CAP = 0.7
const DESCENT = 0.25
/** Kerning is not counted: a line may come out a little longer than the sum of its letters. */
const CAUTION = 1.02
/** Stands for a character that the fonts lack; the closing page says so, and the attached data set has the character. */
export const SUBSTITUTE = '◊'
const ZERO_WIDTH_SPACE = '\u200b'

export interface FittedText {
  text: string
  /** points */
  size: number
  lines: number
  /** millimetres, with what hangs below the last line */
  height: number
  /** millimetres from the tops of the first capitals to the last baseline: what the eye takes for the middle */
  ink: number
}

/** The text has no size at which it fits; carries the beginning of it. */
export class TextTooLongError extends Error {}

/** Widths at 1 point: a journal has the same few marks, dates and words thousands of times over. */
const KNOWN_WIDTHS = {
  serif: new Map<string, number>(),
  bold: new Map<string, number>(),
  sans: new Map<string, number>(),
}
const MOST_KNOWN_WIDTHS = 20_000

/** Width in millimetres. */
export function widthOf(text: string, face: Face, size: number): number {
  const known = KNOWN_WIDTHS[face]
  let width = known.get(text)
  if (width === undefined) {
    if (known.size >= MOST_KNOWN_WIDTHS) known.clear()
    width = METRICS[face].width(text, 1)
    known.set(text, width)
  }
  return width * size * MM_PER_POINT * CAUTION
}

/**
 * Text as it can be drawn: one form of composed letters, no control characters, `◊` for what the fonts lack.
 * Line breaks stay.
 */
export function drawable(text: string): string {
  // Most texts are marks, names and dates of letters that both fonts have: only others are looked at one by one.
  if (/^[0-9A-Za-zА-ЯЁа-яё.,:;!?()/«»№§+=–— -]*$/.test(text)) return text.trim()
  const plain = text
    .normalize('NFC')
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(/\t/g, ' ')
    // Direction marks, joiners and the like have no shape of their own.
    .replace(/[\p{Cc}\p{Cf}]/gu, (character) => (character === '\n' ? '\n' : ''))
    .trim()
  return [...plain].map((character) => (isDrawable(character) ? character : SUBSTITUTE)).join('')
}

/** Does the text have a character that would be drawn as `◊`? */
export function lacksLetters(text: string): boolean {
  return !text.includes(SUBSTITUTE) && drawable(text).includes(SUBSTITUTE)
}

function isDrawable(character: string): boolean {
  return character === '\n' || (METRICS.serif.has(character) && METRICS.sans.has(character))
}

/** The largest of `sizes` at which the text stands in one line of this width; undefined when there is none. */
export function fitLine(
  text: string,
  face: Face,
  width: number,
  sizes: readonly number[],
): number | undefined {
  return sizes.find((size) => widthOf(text, face, size) <= width)
}

/**
 * The largest of `sizes` at which the text, broken at spaces, fits into width and height. A word wider than the column
 * gets places where it may be broken. Throws TextTooLongError when not even the smallest size fits.
 */
export function fitBlock(
  text: string,
  face: Face,
  room: { width: number; height: number },
  sizes: readonly number[],
): FittedText {
  for (const size of sizes) {
    const breakable = breakLongWords(text, face, size, room.width)
    const lines = countLines(breakable, face, size, room.width)
    const ink = ((lines - 1) * LINE_PITCH + CAP) * size * MM_PER_POINT
    const height = ink + DESCENT * size * MM_PER_POINT
    if (height <= room.height) return { text: breakable, size, lines, height, ink }
  }
  throw new TextTooLongError(text.slice(0, 60))
}

/** As the typesetter breaks lines without hyphens; with them it never needs more of them. */
function countLines(text: string, face: Face, size: number, width: number): number {
  let lines = 0
  for (const paragraph of text.split('\n')) {
    lines += 1
    let used = 0
    for (const piece of pieces(paragraph)) {
      const bare = widthOf(piece.trimEnd(), face, size)
      if (used > 0 && used + bare > width) {
        lines += 1
        used = 0
      }
      used += widthOf(piece, face, size)
    }
  }
  return lines
}

/** Parts between which a line may end: after spaces (not before a closing mark), after a hyphen before a letter. */
function pieces(paragraph: string): string[] {
  return paragraph.split(/(?<=[ ])(?![ !?:;,.)\]»/%])|(?<=\u200b)|(?<=\p{L}-)(?=\p{L})/u)
}

function breakLongWords(text: string, face: Face, size: number, width: number): string {
  return text
    .split(/( |\n|\u200b)/)
    .map((word) => (widthOf(word, face, size) <= width ? word : breakWord(word, face, size, width)))
    .join('')
}

function breakWord(word: string, face: Face, size: number, width: number): string {
  let result = ''
  let used = 0
  for (const letter of word) {
    const letterWidth = widthOf(letter, face, size)
    if (used + letterWidth > width) {
      result += ZERO_WIDTH_SPACE
      used = 0
    }
    result += letter
    used += letterWidth
  }
  return result
}
