// What kind a brought file is, by its bytes and never by its name; only kinds that a school keeps are taken.
import { open } from 'node:fs/promises'
import { Archive } from '../imports/tables/archive.js'

const zip = Buffer.from('PK\u0003\u0004', 'latin1')
const marks: readonly (readonly [string, Buffer])[] = [
  ['application/pdf', Buffer.from('%PDF-')],
  ['image/png', Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ['image/jpeg', Buffer.of(0xff, 0xd8, 0xff)],
]
/** Office files are zips; a part with this name is in no other. */
const parts: readonly (readonly [string, string])[] = [
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'word/document.xml'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xl/workbook.xml'],
]
const odt = 'application/vnd.oasis.opendocument.text'

/** The media type of a file on disk: PDF, PNG, JPEG, DOCX, XLSX or ODT; null for anything else. */
export async function mediaTypeOf(path: string): Promise<string | null> {
  const start = await startOf(path)
  const plain = marks.find(([, mark]) => start.subarray(0, mark.length).equals(mark))
  if (plain) return plain[0]
  if (!start.subarray(0, 4).equals(zip)) return null
  // OpenDocument 1.2, part 3, 3.3: the first entry is `mimetype`, stored as it is, right after its local header.
  if (start.subarray(30).toString('latin1').startsWith(`mimetype${odt}`)) return odt
  return officeType(path)
}

async function officeType(path: string): Promise<string | null> {
  const archive = await Archive.open(path).catch(() => null)
  if (!archive) return null
  try {
    const names = archive.names()
    // A document with macros says so by a part of its own; it may run what its writer wants.
    if (!names.includes('[Content_Types].xml') || names.some((name) => /vbaProject\.bin$/i.test(name)))
      return null
    return parts.find(([, part]) => names.includes(part))?.[0] ?? null
  } finally {
    archive.close()
  }
}

async function startOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
