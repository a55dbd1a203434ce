/** Bytes to text by the file's own word: byte order mark, else the encoding that its first line declares, else UTF-8. */
import iconv from 'iconv-lite'
import { AscUnreadableError } from './timetable.js'

/** An export of a large school is half a megabyte; this is a hundred times as much. */
const MAX_BYTES = 50 * 1024 * 1024
const DECLARATION_BYTES = 200
const MARKS: [string, Buffer][] = [
  ['utf-8', Buffer.of(0xef, 0xbb, 0xbf)],
  ['utf-16le', Buffer.of(0xff, 0xfe)],
  ['utf-16be', Buffer.of(0xfe, 0xff)],
  // Without a mark: the first two characters of an XML file, «<?», in both orders.
  ['utf-16le', Buffer.of(0x3c, 0x00, 0x3f, 0x00)],
  ['utf-16be', Buffer.of(0x00, 0x3c, 0x00, 0x3f)],
]

export interface Decoded {
  encoding: string
  text: string
}

/**
 * Portions of text. Throws AscUnreadableError: TOO_LARGE, or ENCODING when the encoding is not known or a byte is not
 * of it. Text that was decoded wrongly would become names of people that nobody has; it is refused as a whole.
 */
export async function* decode(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Decoded> {
  let decoder: { write(chunk: Buffer): string; end(): string | undefined } | undefined
  let encoding = ''
  let held: Buffer = Buffer.alloc(0)
  let size = 0
  const portion = (text: string | undefined): Decoded => {
    if (text?.includes('\ufffd')) {
      throw new AscUnreadableError(
        'ENCODING',
        `Файл записан не в той кодировке, которую объявляет (${encoding})`,
      )
    }
    return { encoding, text: text ?? '' }
  }
  for await (const chunk of bytes) {
    size += chunk.length
    if (size > MAX_BYTES) throw new AscUnreadableError('TOO_LARGE', 'Файл больше 50 МБ')
    held = Buffer.concat([held, chunk])
    if (!decoder && held.length < DECLARATION_BYTES) continue
    encoding ||= encodingOf(held)
    decoder ??= iconv.getDecoder(encoding)
    yield portion(decoder.write(held))
    held = Buffer.alloc(0)
  }
  encoding ||= encodingOf(held)
  decoder ??= iconv.getDecoder(encoding)
  yield portion(decoder.write(held))
  yield portion(decoder.end())
}

function encodingOf(start: Buffer): string {
  const marked = MARKS.find(([, mark]) => start.subarray(0, mark.length).equals(mark))
  if (marked) return marked[0]
  const head = start.subarray(0, DECLARATION_BYTES).toString('latin1')
  const declared = /^\s*<\?xml[^>]*encoding=["']([\w.:-]+)/.exec(head)?.[1] ?? 'utf-8'
  if (!iconv.encodingExists(declared)) {
    throw new AscUnreadableError('ENCODING', `Кодировка «${declared}», которую объявляет файл, неизвестна`)
  }
  return declared.toLowerCase()
}
