/**
 * The typesetter: pages planned by `pages.ts` become a PDF/A-3b with the data set attached.
 * It burns CPU and blocks while it works, so it is the file of a worker thread (`typeset.ts` holds the pool).
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { toString as qrCode } from 'qrcode'
import { z } from 'zod'
import { type ClassJournalData, sealDataSet } from './data-set.js'
import { FONT_FOLDERS } from './lettering.js'
import { journalPages } from './pages.js'
import { PAGE } from './sheet.js'

export interface TypesetTask {
  data: ClassJournalData
  publicUrl: string
  templateVersion: number
}

export interface TypesetDocument {
  pdf: Uint8Array
  pages: number
  /** of the PDF, 64 hex digits */
  sha256: string
  /** of the data set, 64 hex digits */
  dataHash: string
}

/** The compiler refused the pages, or made another number of them than was planned: never given to anybody. */
export class TypesettingError extends Error {}

let compiler: NodeCompiler | undefined
let template: string | undefined

/** Synchronous but for the QR code. Throws TextTooLongError or TypesettingError. */
export default async function typeset(task: TypesetTask): Promise<TypesetDocument> {
  const { data, bytes, hash: dataHash } = checked(task.data)
  const verifyUrl = `${task.publicUrl.replace(/\/$/, '')}/verify/${dataHash}`
  const pages = journalPages(data, { dataHash, verifyUrl, templateVersion: task.templateVersion })
  const inputs = {
    title: `Классный журнал ${data.class.name}, ${data.period.name} ${data.period.yearName}`,
    author: data.school.shortName,
    sheet: JSON.stringify(PAGE),
    pages: JSON.stringify(pages),
    dataSet: bytes.toString(),
    code: await qrCode(verifyUrl, { type: 'svg', margin: 0, errorCorrectionLevel: 'M' }),
  }
  const pdf = compile(inputs, Math.floor(Date.parse(data.printedAt) / 1000))
  const count = pageCount(pdf)
  if (count !== pages.length)
    throw new TypesettingError(`${pages.length} pages were planned, ${count} came out`)
  return { pdf, pages: count, sha256: createHash('sha256').update(pdf).digest('hex'), dataHash }
}

/** A ZodError keeps its message in a getter, which does not cross from thread to thread. */
function checked(input: unknown) {
  try {
    return sealDataSet(input)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    throw new TypesettingError(
      `the data set does not hold together: ${z.prettifyError(error).slice(0, 2000)}`,
    )
  }
}

function compile(inputs: Record<string, string>, creationTimestamp: number): Buffer {
  template ??= readFileSync(join(templateFolder(), 'class-journal.typ'), 'utf8')
  compiler ??= NodeCompiler.create({ fontArgs: [{ fontPaths: FONT_FOLDERS }] })
  try {
    return compiler.pdf(
      { mainFileContent: template, inputs },
      { pdfStandard: 'a-3b', pdfTags: false, creationTimestamp },
    )
  } catch (error) {
    throw new TypesettingError(compilerMessage(error))
  } finally {
    // What the compiler keeps of a document serves no other one and would grow by megabytes each.
    compiler.evictCache(0)
  }
}

/** The compiler's diagnostics come as the error's `code`. */
function compilerMessage(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code).slice(0, 2000)
  return String(error)
}

function pageCount(pdf: Buffer): number {
  const root = pdf.indexOf('/Type /Pages')
  return Number(/\/Count (\d+)/.exec(pdf.toString('latin1', root, root + 200))?.[1] ?? 0)
}

/** Beside `src` and `dist` alike: the same file runs as built and in tests. */
function templateFolder(): string {
  for (
    let folder = dirname(fileURLToPath(import.meta.url));
    folder !== dirname(folder);
    folder = dirname(folder)
  ) {
    const found = join(folder, 'templates')
    if (existsSync(join(found, 'class-journal.typ'))) return found
  }
  throw new TypesettingError('the folder with the templates is missing')
}
