/** Reads the data set that a ledger's PDF carries (ISO 32000-1 §7.11.4), without a PDF library: only this one stream. */
import { inflateSync } from 'node:zlib'

/** A data set of a class and period is some hundred kilobytes; what inflates beyond this is not one. */
const MAX_ATTACHMENT_BYTES = 256 * 1024 * 1024

/** Bytes of the first embedded file; undefined when there is none or it does not unpack. */
export function attachedFile(pdf: Buffer): Buffer | undefined {
  const mark = embeddedFileMark(pdf)
  if (mark < 0) return undefined
  const start = pdf.indexOf('stream', mark)
  const dictionary = pdf.subarray(pdf.lastIndexOf(' obj', mark), start).toString('latin1')
  const length = /\/Length\s+(\d+)/.exec(dictionary)?.[1]
  if (start < 0 || !length) return undefined
  // The keyword is followed by LF or by CR LF, and the data begin after it.
  const data = start + 'stream'.length + (pdf[start + 'stream'.length] === 0x0d ? 2 : 1)
  const bytes = pdf.subarray(data, data + Number(length))
  return dictionary.includes('/FlateDecode') ? inflate(bytes) : bytes
}

/** `/EmbeddedFile` as a whole name: `/EmbeddedFiles` is the list of names, not the file. */
function embeddedFileMark(pdf: Buffer): number {
  const name = '/EmbeddedFile'
  for (let at = pdf.indexOf(name); at >= 0; at = pdf.indexOf(name, at + 1)) {
    if (!/[A-Za-z]/.test(String.fromCharCode(pdf[at + name.length] ?? 0))) return at
  }
  return -1
}

function inflate(bytes: Buffer): Buffer | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_ATTACHMENT_BYTES })
  } catch {
    return undefined
  }
}
