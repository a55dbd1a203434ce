/**
 * Reads an exported log (`data/log/*.ndjson`) from first line to last and recomputes its tree.
 * Memory does not grow with the log: one line and the frontier of the tree are held at a time.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { z } from 'zod'
import { Frontier, leafHash } from './merkle.js'
import { strictBase64 } from './note.js'

const LogLine = z.object({
  seq: z.number(),
  entryId: z.string(),
  leaf: z.string(),
  leafHash: z.string(),
  /** free text that stands beside the entry and can be erased; its hash stands in the leaf */
  texts: z.record(z.string(), z.object({ salt: z.string(), text: z.string() })).nullish(),
})

/** What of a leaf is looked at; all of it is hashed. */
const LeafFrame = z.object({
  entry: z.string(),
  seq: z.number().optional(),
  /** name → hex SHA-256(salt ‖ text) */
  texts: z.record(z.string(), z.string()).optional(),
})

/** A place in a log where it was known from elsewhere: a checkpoint, a printed ledger, a note from another machine. */
export interface KnownPosition {
  size: number
  /** 64 hex digits */
  rootHash: string
  /** what knows it, in Russian, for the message: «контрольная отметка», «журнал 7А» */
  source: string
}

export interface LogReading {
  size: number
  /** 64 hex digits */
  rootHash: string
  /** in Russian, with the number of the line; the first MAX_FAULTS of them */
  faults: string[]
  faultCount: number
  /** root at each size that was asked for and reached */
  rootsAt: Map<number, string>
}

/** A log that was shifted by one line is wrong in each; the first few say where it begins. */
const MAX_FAULTS = 10
const LF = 0x0a

/** Reads the log once. `sizes` are the sizes at which the root is wanted. Throws only when the file cannot be read. */
export async function readLog(path: string, sizes: Iterable<number> = []): Promise<LogReading> {
  const wanted = new Set(sizes)
  const frontier = new Frontier()
  const reading: LogReading = { size: 0, rootHash: '', faults: [], faultCount: 0, rootsAt: new Map() }
  const note = (message: string) => {
    reading.faultCount += 1
    if (reading.faults.length < MAX_FAULTS) reading.faults.push(message)
  }
  if (wanted.has(0)) reading.rootsAt.set(0, frontier.root().toString('hex'))
  for await (const line of linesOf(path)) {
    const hash = checkLine(line, frontier.size, note)
    frontier.push(hash)
    if (wanted.has(frontier.size)) reading.rootsAt.set(frontier.size, frontier.root().toString('hex'))
  }
  reading.size = frontier.size
  reading.rootHash = frontier.root().toString('hex')
  return reading
}

/** Lines of a file, split at LF alone. Not readline: it hides a stream's error and forgives other ends of line. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let held: Buffer[] = []
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    let rest: Buffer = chunk
    for (let end = rest.indexOf(LF); end >= 0; end = rest.indexOf(LF)) {
      yield Buffer.concat([...held, rest.subarray(0, end)]).toString()
      held = []
      rest = rest.subarray(end + 1)
    }
    if (rest.length > 0) held.push(rest)
  }
  // What follows the last LF is a line that was cut off: it goes on to be judged, and fails as JSON.
  if (held.length > 0) yield Buffer.concat(held).toString()
}

/** Returns the leaf's hash, computed and never taken from the file; what does not hold goes to `note`. */
function checkLine(line: string, place: number, note: (message: string) => void): Buffer {
  const at = `строка ${place + 1}`
  const parsed = LogLine.safeParse(parseJson(line))
  if (!parsed.success) {
    note(`${at}: запись не читается`)
    return leafHash(Buffer.from(line))
  }
  const entry = parsed.data
  if (entry.seq !== place) {
    note(`${at}: по порядку должна стоять запись № ${place}, а стоит № ${entry.seq}`)
  }
  const leaf = strictBase64(entry.leaf)
  if (!leaf) {
    note(`${at}: содержание записи № ${entry.seq} не читается`)
    return leafHash(Buffer.from(entry.leaf))
  }
  const hash = leafHash(leaf)
  if (hash.toString('hex') !== entry.leafHash) {
    note(`${at}: запись № ${entry.seq} (${entry.entryId}) изменена: её содержание не сходится с её хешем`)
  }
  const frame = LeafFrame.safeParse(parseJson(leaf.toString()))
  if (!frame.success || frame.data.entry !== entry.entryId) {
    note(`${at}: под номером записи ${entry.entryId} стоит содержание другой записи`)
  } else if (frame.data.seq !== undefined && frame.data.seq !== place) {
    note(`${at}: в самой записи сказано, что она № ${frame.data.seq}, а стоит она под № ${place}`)
  }
  for (const [name, { salt, text }] of Object.entries(entry.texts ?? {})) {
    if (frame.data?.texts?.[name] !== textHash(salt, text)) note(`${at}: пояснение «${name}» изменено`)
  }
  return hash
}

function textHash(salt: string, text: string): string {
  return createHash('sha256').update(Buffer.from(salt, 'base64')).update(text, 'utf8').digest('hex')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export interface PositionFault {
  position: KnownPosition
  /** Russian */
  message: string
}

/**
 * Compares what was read with what is known from elsewhere, and narrows a difference down to the span between the last
 * position that agrees and the first that does not. Returns one finding for each position that does not hold.
 */
export function comparePositions(reading: LogReading, known: readonly KnownPosition[]): PositionFault[] {
  const faults: PositionFault[] = []
  let lastGood = 0
  for (const position of [...known].sort((a, b) => a.size - b.size)) {
    const root = reading.rootsAt.get(position.size)
    if (root === position.rootHash) {
      lastGood = position.size
    } else if (root === undefined) {
      const message = `${position.source}: записей должно быть не меньше ${position.size}, а их ${reading.size}`
      faults.push({ position, message })
    } else {
      const span = lastGood < position.size ? `, искать среди записей № ${lastGood}–${position.size - 1}` : ''
      const message = `${position.source}: первые ${position.size} записей не те, что были${span}`
      faults.push({ position, message })
    }
  }
  return faults
}
