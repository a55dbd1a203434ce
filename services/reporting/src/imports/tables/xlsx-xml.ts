// XML of a workbook's part as a stream of tags, without a document type: no entity of a file's own is ever expanded.
import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { SaxesParser } from 'saxes'
import { UnreadableFileError } from '../staged.js'

const mostDepth = 64

/** Names of tags come without their prefix. Throws UnreadableFileError: NOT_XLSX, DOCTYPE. */
export async function readXml(
  stream: Readable,
  open: (tag: string, attributes: ReadonlyMap<string, string>) => void,
  close: (tag: string) => void = () => undefined,
  text: (part: string) => void = () => undefined,
): Promise<void> {
  const parser = new SaxesParser()
  let depth = 0
  const bare = (name: string) => name.slice(name.indexOf(':') + 1)
  parser.on('error', () => {
    throw new UnreadableFileError('NOT_XLSX', 'Книга Excel повреждена: её не прочитать.')
  })
  parser.on('doctype', () => {
    throw new UnreadableFileError('DOCTYPE', 'В книге есть DOCTYPE: такие файлы не принимаются.')
  })
  parser.on('opentag', (tag) => {
    depth += 1
    if (depth > mostDepth) throw new UnreadableFileError('NOT_XLSX', 'Книга Excel устроена слишком глубоко.')
    open(bare(tag.name), new Map(Object.entries(tag.attributes)))
  })
  parser.on('closetag', (tag) => {
    depth -= 1
    close(bare(tag.name))
  })
  parser.on('text', text)
  const decoder = new StringDecoder('utf8')
  for await (const chunk of stream as AsyncIterable<Buffer>) parser.write(decoder.write(chunk))
  parser.write(decoder.end())
  parser.close()
}
