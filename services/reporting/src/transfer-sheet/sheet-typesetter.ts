/** Sets a sheet of marks as PDF/A-3b with its data attached; it burns CPU, so it is the file of a worker thread. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { toString as qrCode } from 'qrcode'
import { FONT_FOLDERS } from '../ledger/lettering.js'

export type SheetTask = {
  /** The data set: canonical JSON. */
  readonly data: string
  /** 64 hex digits, of the data set. */
  readonly hash: string
  /** Where the code leads. */
  readonly verifyUrl: string
  /** Seconds since 1970: the same data give the same bytes. */
  readonly at: number
}

let compiler: NodeCompiler | undefined

/** The PDF's bytes. Everything of the data is a string of the document, never a part of its program. */
export default async function typesetSheet({ data, hash, verifyUrl, at }: SheetTask): Promise<Uint8Array> {
  compiler ??= NodeCompiler.create({ fontArgs: [{ fontPaths: FONT_FOLDERS }] })
  const code = await qrCode(verifyUrl, { type: 'svg', margin: 0, errorCorrectionLevel: 'M' })
  try {
    return compiler.pdf(
      {
        mainFileContent: readFileSync(templateFile(), 'utf8'),
        inputs: { data, hash, code, verifyUrl },
      },
      { pdfStandard: 'a-3b', pdfTags: false, creationTimestamp: at },
    )
  } catch (error) {
    // The diagnostics come as the error's `code`, and a thread hands on a message alone.
    const said = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new Error(`the sheet was not set: ${said.slice(0, 2000)}`, { cause: error })
  } finally {
    compiler.evictCache(0)
  }
}

/** Beside `src` and `dist` alike: the same file runs as built and in tests. */
function templateFile(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (folder !== dirname(folder)) {
    const found = join(folder, 'templates', 'transfer-sheet.typ')
    if (existsSync(found)) return found
    folder = dirname(folder)
  }
  throw new Error('the folder with the templates is missing')
}
