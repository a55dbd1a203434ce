import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { SheetTask } from './sheet-typesetter.js'

/** Sets one sheet in a thread that ends with it: pupils leave one by one. */
export async function typesetSheet(task: SheetTask): Promise<Uint8Array> {
  const pool = new Piscina<SheetTask, Uint8Array>({ filename: threadFile(), minThreads: 1, maxThreads: 1 })
  try {
    return await pool.run(task)
  } finally {
    await pool.destroy()
  }
}

/** A thread loads JavaScript only: run from sources, in tests, it takes the built file. */
function threadFile(): string {
  const beside = fileURLToPath(new URL('./sheet-typesetter.js', import.meta.url))
  return existsSync(beside)
    ? beside
    : fileURLToPath(new URL('../../dist/src/transfer-sheet/sheet-typesetter.js', import.meta.url))
}
