import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { SlipsTask } from './slips-typesetter.js'

/** Slips on one A4 sheet: two columns of five, each of a fixed size, so that nobody's is divided. */
export const slipsOnSheet = 10

/** Sets slips in a thread that ends with them: what held passwords is gone. */
export async function typesetSlips(task: SlipsTask): Promise<Uint8Array> {
  const pool = new Piscina<SlipsTask, Uint8Array>({ filename: threadFile(), minThreads: 1, maxThreads: 1 })
  try {
    return await pool.run(task)
  } finally {
    await pool.destroy()
  }
}

/** A thread loads JavaScript only: run from sources, in tests, it takes the built file. */
function threadFile(): string {
  const beside = fileURLToPath(new URL('./slips-typesetter.js', import.meta.url))
  return existsSync(beside)
    ? beside
    : fileURLToPath(new URL('../../dist/src/slips/slips-typesetter.js', import.meta.url))
}
