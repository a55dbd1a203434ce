/**
 * `verify` of one printed ledger: `<name>.pdf` with `<name>.proof.json` beside it.
 *
 * The proof file: `{checkpoint, vkey, consistency?, entries: [{leaf, index, hashes}]}`: a signed note, the key it is signed
 * with, base64 leaves, 0-based places, hashes of 64 hex digits. `consistency` (RFC 9162 §2.1.4) is needed when the checkpoint
 * is later than the ledger: it shows that nothing before was altered since the ledger was printed.
 */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import type { BagFault } from '../snapshot/check.js'
import { attachedFile } from './attachment.js'
import { type LedgerPosition, positionFault, statedPosition } from './ledger-check.js'
import { extendsTree, includes, leafHash } from './merkle.js'
import {
  type Checkpoint,
  NoteError,
  openNote,
  parseVerifierKey,
  strictBase64,
  type VerifierKey,
} from './note.js'
import { grouped, type Pins, type Verdict } from './verdict.js'

const Hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform((hex) => Buffer.from(hex, 'hex'))

export const LedgerProof = z.object({
  checkpoint: z.string(),
  vkey: z.string(),
  consistency: z.array(Hash).optional(),
  entries: z.array(
    z.object({ leaf: z.string(), index: z.number().int().nonnegative(), hashes: z.array(Hash) }),
  ),
})
type LedgerProof = z.infer<typeof LedgerProof>

/** What of a leaf a reader of the page wants to see; a leaf may hold more. */
const LeafFrame = z.object({ at: z.string(), byName: z.string(), act: z.string() }).partial()

/** Throws only when one of the two files cannot be read. */
export async function verifyLedger(pdfPath: string, proofPath: string, pins: Pins): Promise<Verdict> {
  const pdf = await readFile(pdfPath)
  const proofText = await readFile(proofPath, 'utf8')
  const pdfName = basename(pdfPath)
  const proofName = basename(proofPath)
  const broken = (file: string, detail: string): Verdict => ({
    whole: false,
    checked: [],
    faults: [{ file, kind: 'LOG', detail }],
  })
  const dataSet = attachedFile(pdf)
  const position = dataSet ? statedPosition(dataSet) : undefined
  if (!position) return broken(pdfName, 'к страницам не приложены сведения журнала')
  const proof = readProof(proofText)
  if (!proof) return broken(proofName, 'доказательство не читается')
  const opened = openProof(proof)
  if (typeof opened === 'string') return broken(proofName, opened)
  const faults: BagFault[] = []
  const add = (file: string, detail: string | undefined) => {
    if (detail) faults.push({ file, kind: 'LOG', detail })
  }
  if (pins.keys.length > 0 && !pins.keys.includes(proof.vkey.trim())) {
    add(proofName, 'открытый ключ не тот, что известен со стороны')
  }
  add(pdfName, positionFault(position, opened.key))
  add(proofName, extensionFault(position, opened.checkpoint, proof.consistency ?? []))
  for (const known of pins.known) {
    const isKnownSize = known.size === position.size
    if (isKnownSize && known.rootHash !== position.rootHash)
      add(pdfName, 'корень не тот, что известен со стороны')
  }
  const entries = proof.entries.map((entry) => checkEntry(entry, opened.checkpoint))
  for (const entry of entries) if (entry.fault) add(proofName, entry.fault)
  const checked = [`Место в журнале записей: ${grouped(position.size)}, корень ${position.rootHash}`]
  checked.push(...entries.filter((entry) => !entry.fault).map((entry) => entry.line))
  return { whole: faults.length === 0, faults, checked: faults.length === 0 ? checked : [] }
}

function readProof(text: string): LedgerProof | undefined {
  try {
    return LedgerProof.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function openProof(proof: LedgerProof): { key: VerifierKey; checkpoint: Checkpoint } | string {
  try {
    const key = parseVerifierKey(proof.vkey)
    return { key, checkpoint: openNote(proof.checkpoint, key) }
  } catch (error) {
    if (!(error instanceof NoteError)) throw error
    return error.message
  }
}

function extensionFault(
  position: LedgerPosition,
  checkpoint: Checkpoint,
  hashes: Buffer[],
): string | undefined {
  if (checkpoint.origin !== position.origin) return 'доказательство взято из другого журнала записей'
  const extension = {
    oldSize: position.size,
    oldRoot: Buffer.from(position.rootHash, 'hex'),
    size: checkpoint.size,
    root: checkpoint.root,
    hashes,
  }
  return extendsTree(extension)
    ? undefined
    : 'журнал записей не продолжает тот, по которому напечатаны страницы'
}

function checkEntry(
  entry: LedgerProof['entries'][number],
  checkpoint: Checkpoint,
): { line: string; fault?: string } {
  const leaf = strictBase64(entry.leaf)
  const { index, hashes } = entry
  const at = `запись № ${grouped(index)}`
  const claim = { index, hashes, size: checkpoint.size, root: checkpoint.root }
  if (!leaf || !includes({ ...claim, leafHash: leafHash(leaf) })) {
    return { line: at, fault: `${at}: такой записи на этом месте журнала нет` }
  }
  return { line: `${at}: ${leafSummary(leaf)}` }
}

function leafSummary(leaf: Buffer): string {
  try {
    const { at, byName, act } = LeafFrame.parse(JSON.parse(leaf.toString()))
    return [at, byName, act].filter(Boolean).join(', ')
  } catch {
    return 'стоит в журнале'
  }
}
