/** Class journals as PDF, set in a thread of their own so that the process goes on answering meanwhile. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { ClassJournalData } from './data-set.js'
import type { TypesetDocument, TypesetTask } from './typesetter.js'

/** Of the drawing, not of the program: rises when the same data would look otherwise, and stands on every page. */
export const TEMPLATE_VERSION = 2

/** After so many documents the thread is replaced: memory that the compiler does not give back goes with it. */
const DOCUMENTS_PER_THREAD = 200

let pool: Piscina<TypesetTask, TypesetDocument> | undefined
let begun = 0

/**
 * Sets one class journal. The same data and options give the same bytes.
 * `publicUrl` is the portal's address: the QR code leads to `<publicUrl>/verify/<dataHash>`.
 * Rejects with an Error that says what does not hold in the data set, which text fits on no sheet, or what the compiler
 * found; the classes of errors do not cross from thread to thread.
 */
export async function typesetClassJournal(
  data: ClassJournalData,
  options: { publicUrl: string; templateVersion?: number },
): Promise<TypesetDocument> {
  const { publicUrl, templateVersion = TEMPLATE_VERSION } = options
  return freshPool().run({ data, publicUrl, templateVersion })
}

/** Ends the thread; for a clean stop of the process. Documents that are being set are finished first. */
export async function closeTypesetter(): Promise<void> {
  const closing = pool
  pool = undefined
  begun = 0
  await closing?.close()
}

function freshPool(): Piscina<TypesetTask, TypesetDocument> {
  if (begun >= DOCUMENTS_PER_THREAD) {
    const old = pool
    pool = undefined
    begun = 0
    // Whoever waits for a document of the old thread still gets it; the new thread begins at once.
    void old?.close()
  }
  begun += 1
  // One thread: the compiler itself works on all cores.
  pool ??= new Piscina({ filename: threadFile(), minThreads: 1, maxThreads: 1 })
  return pool
}

/** A thread loads JavaScript only: run from sources, in tests, it takes the built file. */
function threadFile(): string {
  const beside = fileURLToPath(new URL('./typesetter.js', import.meta.url))
  return existsSync(beside)
    ? beside
    : fileURLToPath(new URL('../../dist/src/ledger/typesetter.js', import.meta.url))
}
