/** A ledger in a snapshot: the PDF carries its data set, and the data set says at which place of the log it was made. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { BagFault } from '../snapshot/check.js'
import { attachedFile } from './attachment.js'
import type { OpenedLog } from './log-check.js'
import { NoteError, openNote, type VerifierKey } from './note.js'

/** The one part of a ledger's data set that speaks of the log. `noteText` is the signed checkpoint it was made with. */
const LedgerFrame = z.object({
  log: z.object({
    origin: z.string(),
    size: z.number().int().nonnegative(),
    rootHash: z.string().regex(/^[0-9a-f]{64}$/),
    noteText: z.string(),
  }),
})

export interface LedgerPosition {
  origin: string
  size: number
  /** 64 hex digits */
  rootHash: string
  noteText: string
}

/** The log position that a ledger's data set states; undefined when the bytes are not one. */
export function statedPosition(dataSet: Buffer): LedgerPosition | undefined {
  try {
    return LedgerFrame.parse(JSON.parse(dataSet.toString())).log
  } catch {
    return undefined
  }
}

/** Does the checkpoint in the data set bear a good signature, and say the same as the data set? Russian when it does not. */
export function positionFault(position: LedgerPosition, key: VerifierKey): string | undefined {
  try {
    const checkpoint = openNote(position.noteText, key)
    const isSame =
      checkpoint.origin === position.origin &&
      checkpoint.size === position.size &&
      checkpoint.root.toString('hex') === position.rootHash
    return isSame ? undefined : 'место в журнале записей не то, что в его подписанной отметке'
  } catch (error) {
    if (!(error instanceof NoteError)) throw error
    return error.message
  }
}

/** `name` is the path in the bag without its ending. Compares PDF and JSON and reads the position; or a finding. */
export async function checkLedger(
  folder: string,
  name: string,
  logs: readonly OpenedLog[],
): Promise<LedgerPosition | BagFault> {
  const [pdf, json] = await Promise.all(
    [`${name}.pdf`, `${name}.json`].map((file) => read(join(folder, file))),
  )
  if (!pdf)
    return { file: `${name}.pdf`, kind: 'MISSING', detail: 'есть сведения журнала, но нет его страниц' }
  if (!json)
    return { file: `${name}.json`, kind: 'MISSING', detail: 'есть страницы журнала, но нет его сведений' }
  const attached = attachedFile(pdf)
  if (!attached)
    return { file: `${name}.pdf`, kind: 'CHANGED', detail: 'к страницам журнала не приложены его сведения' }
  const position = statedPosition(attached)
  if (!position)
    return { file: `${name}.pdf`, kind: 'CHANGED', detail: 'приложенные сведения журнала не читаются' }
  if (!attached.equals(json)) {
    return {
      file: `${name}.json`,
      kind: 'CHANGED',
      detail: 'сведения не те, что приложены к страницам журнала',
    }
  }
  const log = logs.find((opened) => opened.checkpoint.origin === position.origin)
  if (!log)
    return { file: `${name}.pdf`, kind: 'LOG', detail: `в снимке нет журнала записей «${position.origin}»` }
  const fault = positionFault(position, log.key)
  return fault ? { file: `${name}.pdf`, kind: 'LOG', detail: fault } : position
}

async function read(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}
