// CSV as schools write it: any of three delimiters and three encodings, titles above the header, a last line cut off.
import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import { UnreadableFileError } from '../staged.js'
import {
  mostCharacters,
  mostColumns,
  mostRows,
  type Table,
  type TableProblem,
  type TableRow,
} from './table.js'

/** Throws UnreadableFileError: ENCODING, TOO_MANY_ROWS, TEXT_TOO_LONG. */
export function readCsv(bytes: Buffer, delimiter?: string): Table {
  const text = decodeText(bytes)
  const rows: TableRow[] = []
  const problems: TableProblem[] = []
  const take = (record: string[], lines: number): void => {
    const cells = record.slice(0, mostColumns).map((cell) => cell.trim())
    if (cells.every((cell) => cell === '')) return
    // A record of several lines ends at `lines`; its first line is where it is looked for.
    const line = lines - record.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0)
    if (cells.some((cell) => cell.length > mostCharacters))
      throw new UnreadableFileError('TEXT_TOO_LONG', `Слишком длинный текст в строке ${line}.`, line)
    rows.push({ line, cells })
    if (rows.length > mostRows + 20)
      throw new UnreadableFileError('TOO_MANY_ROWS', `В файле больше ${mostRows.toLocaleString('ru')} строк.`)
  }
  try {
    // Records are taken as they come: after an error the parser gives back none of those before it.
    parse(text, {
      delimiter: delimiter ?? delimiterOf(text),
      relaxColumnCount: true,
      relaxQuotes: true,
      skipEmptyLines: true,
      max_record_size: mostCharacters * mostColumns,
      onRecord: (record: string[], { lines }) => {
        take(record, lines)
        return null
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // What was read before stays: the list is cut off, not lost.
    const line = (rows.at(-1)?.line ?? 0) + 1
    const message = `Строка ${line} оборвана: она и всё, что после неё, не прочитано.`
    problems.push({ line, code: 'BROKEN_LINE', message })
  }
  return { rows, problems }
}

/** Text by its byte order mark, else UTF-8 where it is that, else windows-1251: what Russian Excel writes. */
export function decodeText(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2)
  if (mark.equals(Buffer.of(0xff, 0xfe))) return iconv.decode(bytes, 'utf-16le')
  if (mark.equals(Buffer.of(0xfe, 0xff))) return iconv.decode(bytes, 'utf-16be')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const text = iconv.decode(bytes, 'windows-1251')
    if (!isPlausible(text))
      throw new UnreadableFileError(
        'ENCODING',
        'Кодировка файла не узнаётся. Сохраните его в UTF-8 или windows-1251.',
      )
    return text
  }
}

/** Russian text is letters, digits, spaces and a little else; bytes of another encoding give mostly the else. */
function isPlausible(text: string): boolean {
  const sample = text.slice(0, 20_000)
  const usual = sample.match(/[А-Яа-яЁё\w\s.,;:"'«»()№/+-]/g)?.length ?? 0
  return usual > sample.length * 0.9
}

/** The one that most of the first lines hold, and the same number of times. */
function delimiterOf(text: string): string {
  const lines = text.slice(0, 20_000).split(/\r?\n/).slice(0, 20).filter(Boolean)
  const scores = [';', '\t', ','].map((delimiter) => {
    const counts = lines.map((line) => line.replace(/"[^"]*"/g, '').split(delimiter).length - 1)
    const usual = counts.toSorted((a, b) => b - a)[Math.floor(counts.length / 2)] ?? 0
    return { delimiter, score: usual > 0 ? counts.filter((count) => count === usual).length * usual : 0 }
  })
  return scores.toSorted((a, b) => b.score - a.score)[0]?.delimiter ?? ';'
}
