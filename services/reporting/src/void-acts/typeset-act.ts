import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { ActTask } from './act-typesetter.js'

/** Sets one act in a thread that ends with it: acts are few. */
export async function typesetAct(task: ActTask): Promise<Uint8Array> {
  const pool = new Piscina<ActTask, Uint8Array>({ filename: threadFile(), minThreads: 1, maxThreads: 1 })
  try {
    return await pool.run(task)
  } finally {
    await pool.destroy()
  }
}

/** A thread loads JavaScript only: run from sources, in tests, it takes the built file. */
function threadFile(): string {
  const beside = fileURLToPath(new URL('./act-typesetter.js', import.meta.url))
  return existsSync(beside)
    ? beside
    : fileURLToPath(new URL('../../dist/src/void-acts/act-typesetter.js', import.meta.url))
}
