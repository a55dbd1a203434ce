/** One log with its checkpoint and its key: do they belong together, and does the log hold what others know of it? */
import { readFile } from 'node:fs/promises'
import { comparePositions, type KnownPosition, type LogReading, readLog } from './log.js'
import { type Checkpoint, NoteError, openNote, parseVerifierKey, type VerifierKey } from './note.js'
import type { BagFault } from '../snapshot/check.js'

/** The three files of a log: where they lie, and how they are called in a finding. */
export interface LogFiles {
  log: { path: string; name: string }
  note: { path: string; name: string }
  /** `text` when the key is given from outside and lies in no file */
  key: { path: string; name: string } | { text: string; name: string }
}

export interface OpenedLog {
  files: LogFiles
  key: VerifierKey
  /** as written in the file */
  keyText: string
  checkpoint: Checkpoint
}

/** Reads key and checkpoint and checks the signature. A finding instead when they do not hold. */
export async function openLog(files: LogFiles): Promise<OpenedLog | BagFault> {
  const keyText = 'text' in files.key ? files.key.text : (await readFile(files.key.path, 'utf8')).trim()
  let key: VerifierKey
  try {
    key = parseVerifierKey(keyText)
  } catch (error) {
    return noteFault(files.key.name, error)
  }
  try {
    return { files, key, keyText, checkpoint: openNote(await readFile(files.note.path, 'utf8'), key) }
  } catch (error) {
    return noteFault(files.note.name, error)
  }
}

/** A position that another file of the bag states: when log and checkpoint agree, it is that file that is wrong. */
export interface StatedPosition extends KnownPosition {
  file?: string
}

/** Reads the log to its end and compares it with its checkpoint and with what is known from elsewhere. */
export async function checkLog(
  opened: OpenedLog,
  stated: readonly StatedPosition[],
): Promise<{ reading: LogReading; faults: BagFault[] }> {
  const { checkpoint, files } = opened
  const own: StatedPosition = {
    size: checkpoint.size,
    rootHash: checkpoint.root.toString('hex'),
    source: 'контрольная отметка',
  }
  const known = [...stated, own]
  const reading = await readLog(
    files.log.path,
    known.map((position) => position.size),
  )
  const faults: BagFault[] = reading.faults.map((detail) => ({ file: files.log.name, kind: 'LOG', detail }))
  if (reading.faultCount > reading.faults.length) {
    const detail = `и ещё ${reading.faultCount - reading.faults.length} таких строк`
    faults.push({ file: files.log.name, kind: 'LOG', detail })
  }
  const agrees = reading.size === own.size && reading.rootHash === own.rootHash
  if (reading.size > own.size) {
    const detail = `записей ${reading.size}, а контрольная отметка подписана под ${own.size}`
    faults.push({ file: files.log.name, kind: 'LOG', detail })
  }
  for (const { position, message } of comparePositions(reading, known)) {
    const file = agrees ? (stated.find((s) => s === position)?.file ?? files.log.name) : files.log.name
    faults.push({ file, kind: 'LOG', detail: message })
  }
  return { reading, faults }
}

/** Turns a NoteError into a finding about the file; anything else is a failure of ours and goes on. */
export function noteFault(file: string, error: unknown): BagFault {
  if (!(error instanceof NoteError)) throw error
  return { file, kind: 'LOG', detail: error.message }
}
