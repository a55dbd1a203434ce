/**
 * Checkpoints as C2SP writes them: https://c2sp.org/signed-note and https://c2sp.org/tlog-checkpoint.
 *
 *     zhurnal.example/school-1/gradebook     origin: which log
 *     48213                                  how many entries
 *     n8/h0…=                                root hash, base64
 *
 *     — zhurnal.example/school-1 Az3g…=       name, base64(4 bytes of key id ‖ Ed25519 signature)
 */
import { createHash, createPublicKey, verify } from 'node:crypto'

const ED25519 = 0x01
const SIGNATURE_MARK = '— '

export interface Checkpoint {
  origin: string
  size: number
  root: Buffer
}

export interface VerifierKey {
  name: string
  /** 4 bytes */
  id: Buffer
  /** 32 bytes, raw Ed25519 */
  publicKey: Buffer
}

/** What is wrong with a note or key, in a school's words. */
export class NoteError extends Error {}

/** Reads `name+hex key id+base64(0x01 ‖ public key)`. Throws NoteError when a character of it does not fit the rest. */
export function parseVerifierKey(text: string): VerifierKey {
  const found = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim())
  const [, name, idHex, encoded] = found ?? []
  if (!name || !idHex || !encoded) throw new NoteError('открытый ключ записан не по форме «имя+номер+ключ»')
  const key = strictBase64(encoded)
  if (!key || key.length !== 33 || key[0] !== ED25519) throw new NoteError('открытый ключ не Ed25519')
  const publicKey = key.subarray(1)
  const id = keyId(name, publicKey)
  if (id.toString('hex') !== idHex) throw new NoteError('номер открытого ключа не соответствует самому ключу')
  return { name, id, publicKey }
}

/** First 4 bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). */
export function keyId(name: string, publicKey: Uint8Array): Buffer {
  return createHash('sha256')
    .update(name)
    .update(Buffer.of(0x0a, ED25519))
    .update(publicKey)
    .digest()
    .subarray(0, 4)
}

/** Reads a signed checkpoint and checks its signature. Throws NoteError, which says what does not hold. */
export function openNote(note: string, key: VerifierKey): Checkpoint {
  const { text, signatures } = splitNote(note)
  const own = signatures.find((s) => s.name === key.name && s.id.equals(key.id))
  if (!own) throw new NoteError(`под контрольной отметкой нет подписи ключа «${key.name}»`)
  if (!verify(null, Buffer.from(text), asKeyObject(key.publicKey), own.signature)) {
    throw new NoteError('подпись контрольной отметки неверна')
  }
  return readCheckpoint(text)
}

/** Reads what a note states without asking whether it is signed; for telling what a broken one claims. */
export function statedCheckpoint(note: string): Checkpoint {
  return readCheckpoint(splitNote(note).text)
}

interface NoteSignature {
  name: string
  id: Buffer
  signature: Buffer
}

function splitNote(note: string): { text: string; signatures: NoteSignature[] } {
  const gap = note.lastIndexOf('\n\n')
  if (gap < 0 || !note.endsWith('\n'))
    throw new NoteError('контрольная отметка обрезана или записана не по форме')
  const text = note.slice(0, gap + 1)
  const signatures = note
    .slice(gap + 2, -1)
    .split('\n')
    .map(readSignature)
  return { text, signatures }
}

function readSignature(line: string): NoteSignature {
  const [name, encoded, ...rest] = line.startsWith(SIGNATURE_MARK)
    ? line.slice(SIGNATURE_MARK.length).split(' ')
    : []
  const bytes = strictBase64(encoded ?? '')
  if (!name || !bytes || bytes.length < 5 || rest.length > 0) {
    throw new NoteError('строка подписи контрольной отметки записана не по форме')
  }
  return { name, id: bytes.subarray(0, 4), signature: bytes.subarray(4) }
}

function readCheckpoint(text: string): Checkpoint {
  const [origin, size, root] = text.split('\n')
  const hash = strictBase64(root ?? '')
  if (!origin || !size || !/^(0|[1-9]\d{0,15})$/.test(size) || !hash || hash.length !== 32) {
    throw new NoteError('в контрольной отметке нет названия журнала, числа записей или корня')
  }
  return { origin, size: Number(size), root: hash }
}

function asKeyObject(publicKey: Buffer) {
  return createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') },
    format: 'jwk',
  })
}

/** Node forgives stray characters in base64; a record that is to be compared bit by bit must not. */
export function strictBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return text.length > 0 && bytes.toString('base64') === text ? bytes : undefined
}
