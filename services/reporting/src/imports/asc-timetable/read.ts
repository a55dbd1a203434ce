/**
 * Reads an aSc Timetables XML export as a stream: any encoding it declares, both generations of its attributes.
 * Everything that can be understood is given back, with a list of what does not fit; only a file that is not such an
 * export at all is refused.
 */
import { SaxesParser } from 'saxes'
import { noteClashes } from './clashes.js'
import { decode } from './decode.js'
import { Gathering } from './elements.js'
import { noteFaults } from './faults.js'
import { placeCards } from './placements.js'
import { type AscTimetable, AscUnreadableError } from './timetable.js'

export {
  type AscTimetable,
  type AscProblem,
  type AscProblemCode,
  AscUnreadableError,
  problemCounts,
} from './timetable.js'

const MAX_DEPTH = 32
/** Characters of one attribute or of the text in one element: names are short, lists of ids some thousands. */
const MAX_TEXT = 100_000

/** Throws AscUnreadableError when the file as a whole cannot be read; anything less stands in `problems`. */
export async function readAscTimetable(bytes: AsyncIterable<Uint8Array> | Buffer): Promise<AscTimetable> {
  const gathering = new Gathering()
  const parser = parserInto(gathering)
  for await (const { encoding, text } of decode(Buffer.isBuffer(bytes) ? oneChunk(bytes) : bytes)) {
    gathering.timetable.encoding = encoding
    parser.write(text)
  }
  parser.close()
  placeCards(gathering)
  noteFaults(gathering)
  noteClashes(gathering)
  return gathering.timetable
}

/** A file in memory goes the same way as a stream, in portions: the parser is not given 50 MB at once. */
async function* oneChunk(bytes: Buffer): AsyncGenerator<Uint8Array> {
  const portion = 64 * 1024
  for (let start = 0; start < bytes.length || start === 0; start += portion)
    yield bytes.subarray(start, start + portion)
}

function parserInto(gathering: Gathering): SaxesParser {
  const parser = new SaxesParser({ position: true })
  let depth = 0
  let isTimetable = false
  let text = 0
  // Without a thrower of our own saxes goes on after an error and gives half a file.
  parser.on('error', (error) => {
    throw new AscUnreadableError('NOT_XML', `Файл не читается как XML: ${error.message}`, parser.line)
  })
  parser.on('doctype', () => {
    throw new AscUnreadableError('DOCTYPE', 'В файле есть DOCTYPE: такие файлы не принимаются', parser.line)
  })
  parser.on('text', (part) => {
    text += part.length
    if (text > MAX_TEXT) throw tooLong(parser.line)
  })
  parser.on('opentag', (tag) => {
    depth += 1
    text = 0
    if (depth > MAX_DEPTH)
      throw new AscUnreadableError('TOO_DEEP', 'Элементы вложены слишком глубоко', parser.line)
    if (depth === 1 && tag.name !== 'timetable') {
      throw new AscUnreadableError(
        'NOT_TIMETABLE',
        'Это не выгрузка aSc: нет элемента timetable',
        parser.line,
      )
    }
    isTimetable = true
    const attributes = new Map<string, string>()
    for (const [name, value] of Object.entries(tag.attributes)) {
      if (value.length > MAX_TEXT) throw tooLong(parser.line)
      attributes.set(name.toLowerCase(), value)
    }
    gathering.take({ name: tag.name.toLowerCase(), line: parser.line, attributes })
  })
  parser.on('closetag', () => {
    depth -= 1
  })
  parser.on('end', () => {
    if (!isTimetable)
      throw new AscUnreadableError('NOT_TIMETABLE', 'Это не выгрузка aSc: нет элемента timetable')
  })
  return parser
}

function tooLong(line: number): AscUnreadableError {
  return new AscUnreadableError('TEXT_TOO_LONG', `Слишком длинный текст: строка ${line}`, line)
}
