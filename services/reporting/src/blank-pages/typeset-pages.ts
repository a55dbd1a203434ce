import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { PagesTask } from './pages-typesetter.js'

/** Sets the pages in a thread that ends with them: they are printed once a day at most. */
export async function typesetPages(task: PagesTask): Promise<Uint8Array> {
  const pool = new Piscina<PagesTask, Uint8Array>({ filename: threadFile(), minThreads: 1, maxThreads: 1 })
  try {
    return await pool.run(task)
  } finally {
    await pool.destroy()
  }
}

/** A thread loads JavaScript only: run from sources, in tests, it takes the built file. */
function threadFile(): string {
  const beside = fileURLToPath(new URL('./pages-typesetter.js', import.meta.url))
  return existsSync(beside)
    ? beside
    : fileURLToPath(new URL('../../dist/src/blank-pages/pages-typesetter.js', import.meta.url))
}
