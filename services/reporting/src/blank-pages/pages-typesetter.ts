/** Sets blank pages of a day; it burns CPU, so it is the file of a worker thread. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { FONT_FOLDERS } from '../ledger/lettering.js'
import type { BlankPage } from './page-data.js'

export type PagesTask = {
  readonly school: string
  readonly day: string
  readonly classes: readonly BlankPage[]
}

let compiler: NodeCompiler | undefined

/** The PDF's bytes. Everything of the data is a string of the document, never a part of its program. */
export default function typesetPages(task: PagesTask): Uint8Array {
  compiler ??= NodeCompiler.create({ fontArgs: [{ fontPaths: FONT_FOLDERS }] })
  try {
    return compiler.pdf(
      { mainFileContent: readFileSync(templateFile(), 'utf8'), inputs: { data: JSON.stringify(task) } },
      { pdfTags: false },
    )
  } catch (error) {
    // The diagnostics come as the error's `code`, and a thread hands on a message alone.
    const said = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new Error(`the blank pages were not set: ${said.slice(0, 2000)}`, { cause: error })
  } finally {
    compiler.evictCache(0)
  }
}

/** Beside `src` and `dist` alike: the same file runs as built and in tests. */
function templateFile(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (folder !== dirname(folder)) {
    const found = join(folder, 'templates', 'blank-pages.typ')
    if (existsSync(found)) return found
    folder = dirname(folder)
  }
  throw new Error('the folder with the templates is missing')
}
