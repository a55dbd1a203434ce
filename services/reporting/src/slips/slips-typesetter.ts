/** Sets slips with login details on A4 sheets; it burns CPU, so it is the file of a worker thread. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { FONT_FOLDERS } from '../ledger/lettering.js'

export type Slip = {
  readonly fullName: string
  readonly className: string | null
  readonly username: string
  readonly password: string
}
export type SlipsTask = {
  readonly school: string
  readonly address: string
  readonly steps: readonly string[]
  readonly slips: readonly Slip[]
}

let compiler: NodeCompiler | undefined

/** The PDF's bytes. Everything of the data is a string of the document, never a part of its program. */
export default function typesetSlips(task: SlipsTask): Uint8Array {
  compiler ??= NodeCompiler.create({ fontArgs: [{ fontPaths: FONT_FOLDERS }] })
  try {
    return compiler.pdf(
      { mainFileContent: readFileSync(templateFile(), 'utf8'), inputs: { data: JSON.stringify(task) } },
      { pdfTags: false },
    )
  } catch (error) {
    // The compiler's message may show the lines that it stumbled over, and passwords in them.
    throw new Error('the slips were not set', { cause: error instanceof Error ? error.name : 'unknown' })
  } finally {
    compiler.evictCache(0)
  }
}

/** Beside `src` and `dist` alike: the same file runs as built and in tests. */
function templateFile(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (folder !== dirname(folder)) {
    const found = join(folder, 'templates', 'login-slips.typ')
    if (existsSync(found)) return found
    folder = dirname(folder)
  }
  throw new Error('the folder with the templates is missing')
}
