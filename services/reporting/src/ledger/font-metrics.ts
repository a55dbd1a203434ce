/**
 * Widths of text in the fonts that the ledger is set in, read from their TrueType tables (`cmap` format 4, `hmtx`).
 * With them it is known before typesetting what fits into a cell and how many lines a topic takes, so that every page can be
 * planned, and no text is left to run over its border.
 */
import { readFileSync } from 'node:fs'

const CMAP_FORMAT_FOR_BMP = 4
const ZERO_WIDTH_SPACE = '\u200b'

export class FontMetrics {
  readonly #glyphs: Map<number, number>
  readonly #advances: number[]
  readonly #unitsPerEm: number

  /** Throws when the file is not a TrueType font with a Unicode table for the basic plane. */
  constructor(path: string) {
    const font = readFileSync(path)
    const tables = readTables(font)
    const at = (name: string) => {
      const offset = tables.get(name)
      if (offset === undefined) throw new Error(`${path} has no table ${name}`)
      return offset
    }
    this.#unitsPerEm = font.readUInt16BE(at('head') + 18)
    const count = font.readUInt16BE(at('hhea') + 34)
    const hmtx = at('hmtx')
    this.#advances = Array.from({ length: count }, (_, index) => font.readUInt16BE(hmtx + index * 4))
    this.#glyphs = readCmap(font, at('cmap'))
  }

  has(character: string): boolean {
    return this.#glyphs.has(character.codePointAt(0) ?? 0)
  }

  /** Width in points at the size in points, without kerning; what is not in the font counts as a wide letter. */
  width(text: string, size: number): number {
    let units = 0
    for (const character of text) {
      if (character === ZERO_WIDTH_SPACE) continue
      const glyph = this.#glyphs.get(character.codePointAt(0) ?? 0)
      // Fonts of one width for all later glyphs end the table early: the last entry then stands for the rest.
      const advance = glyph === undefined ? undefined : (this.#advances[glyph] ?? this.#advances.at(-1))
      units += advance ?? this.#unitsPerEm
    }
    return (units / this.#unitsPerEm) * size
  }
}

function readTables(font: Buffer): Map<string, number> {
  const count = font.readUInt16BE(4)
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const record = 12 + index * 16
      return [font.toString('latin1', record, record + 4), font.readUInt32BE(record + 8)] as const
    }),
  )
}

/** Code point → glyph, from the first format 4 subtable (OpenType specification, `cmap`). */
function readCmap(font: Buffer, cmap: number): Map<number, number> {
  const count = font.readUInt16BE(cmap + 2)
  for (let index = 0; index < count; index += 1) {
    const table = cmap + font.readUInt32BE(cmap + 4 + index * 8 + 4)
    if (font.readUInt16BE(table) === CMAP_FORMAT_FOR_BMP) return readFormat4(font, table)
  }
  throw new Error('the font has no Unicode table for the basic plane')
}

function readFormat4(font: Buffer, table: number): Map<number, number> {
  const double = font.readUInt16BE(table + 6)
  const ends = table + 14
  const starts = ends + double + 2
  const deltas = starts + double
  const ranges = deltas + double
  const glyphs = new Map<number, number>()
  for (let segment = 0; segment < double; segment += 2) {
    const last = font.readUInt16BE(ends + segment)
    const first = font.readUInt16BE(starts + segment)
    const delta = font.readUInt16BE(deltas + segment)
    const range = font.readUInt16BE(ranges + segment)
    for (let code = first; code <= last && code !== 0xffff; code += 1) {
      const raw = range === 0 ? code : font.readUInt16BE(ranges + segment + range + (code - first) * 2)
      const glyph = range !== 0 && raw === 0 ? 0 : (raw + delta) & 0xffff
      if (glyph !== 0) glyphs.set(code, glyph)
    }
  }
  return glyphs
}
