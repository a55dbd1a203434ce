/**
 * A small snapshot for tests: a log of marks with its checkpoint and key, a ledger's PDF with its data set, two tables.
 * The tree is built here straight from the definitions of RFC 9162 §2.1, slow and plain, so that the fast code under test
 * is compared with the standard and not with itself.
 */
import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  webcrypto,
} from 'node:crypto'
import { deflateSync } from 'node:zlib'
import * as asn1 from 'asn1js'
import * as pkijs from 'pkijs'
import { type BagEntry, type BagInfo, writeBag } from '../src/snapshot/bag.js'
import { pemSigner, type Signer } from '../src/snapshot/signature.js'

export const ORIGIN = 'journal.example/school-1/gradebook'
const KEY_NAME = 'journal.example/school-1'

const hash = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()

/** One entry has a comment beside it. */
export const COMMENTED = 11
export const COMMENT = 'за работу у доски'
const COMMENT_SALT = Buffer.from('0123456789abcdef')

export interface SampleEntry {
  entryId: string
  leaf: Buffer
}

export function sampleEntries(count: number): SampleEntry[] {
  return Array.from({ length: count }, (_, index) => {
    const entryId = `entry-${String(index).padStart(4, '0')}`
    const texts = { comment: hash(COMMENT_SALT, Buffer.from(COMMENT)).toString('hex') }
    const leaf = {
      act: 'recordMark',
      at: '2026-11-02T06:30:00Z',
      byName: 'Пробная А. Б.',
      entry: entryId,
      ...(index === COMMENTED ? { texts } : {}),
      to: '5',
    }
    return { entryId, leaf: Buffer.from(JSON.stringify(leaf)) }
  })
}

export const leafHashes = (entries: SampleEntry[]) => entries.map(({ leaf }) => hash(Buffer.of(0), leaf))

/** MTH of RFC 9162 §2.1.1, by its own recursion. */
export function definedRoot(hashes: Buffer[]): Buffer {
  if (hashes.length === 0) return hash()
  const [only] = hashes
  if (hashes.length === 1 && only) return only
  const cut = splitPoint(hashes.length)
  return hash(Buffer.of(1), definedRoot(hashes.slice(0, cut)), definedRoot(hashes.slice(cut)))
}

/** PATH of RFC 9162 §2.1.3.1. */
export function definedPath(index: number, hashes: Buffer[]): Buffer[] {
  if (hashes.length <= 1) return []
  const cut = splitPoint(hashes.length)
  const [left, right] = [hashes.slice(0, cut), hashes.slice(cut)]
  return index < cut
    ? [...definedPath(index, left), definedRoot(right)]
    : [...definedPath(index - cut, right), definedRoot(left)]
}

/** PROOF of RFC 9162 §2.1.4.1. */
export function definedExtension(oldSize: number, hashes: Buffer[], isWhole = true): Buffer[] {
  if (oldSize === hashes.length) return isWhole ? [] : [definedRoot(hashes)]
  const cut = splitPoint(hashes.length)
  const [left, right] = [hashes.slice(0, cut), hashes.slice(cut)]
  return oldSize <= cut
    ? [...definedExtension(oldSize, left, isWhole), definedRoot(right)]
    : [...definedExtension(oldSize - cut, right, false), definedRoot(left)]
}

function splitPoint(size: number): number {
  let cut = 1
  while (cut * 2 < size) cut *= 2
  return cut
}

export interface LogKey {
  privateKey: KeyObject
  vkey: string
}

export function makeLogKey(name = KEY_NAME): LogKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  const id = hash(Buffer.from(name), Buffer.of(0x0a, 1), raw).subarray(0, 4)
  return {
    privateKey,
    vkey: `${name}+${id.toString('hex')}+${Buffer.concat([Buffer.of(1), raw]).toString('base64')}`,
  }
}

export function signedNote(key: LogKey, size: number, root: Buffer, origin = ORIGIN): string {
  const [name = '', id = ''] = key.vkey.split('+')
  const text = `${origin}\n${size}\n${root.toString('base64')}\n`
  const signature = sign(null, Buffer.from(text), key.privateKey)
  return `${text}\n— ${name} ${Buffer.concat([Buffer.from(id, 'hex'), signature]).toString('base64')}\n`
}

export function logLines(entries: SampleEntry[]): string[] {
  return entries.map(({ entryId, leaf }, seq) =>
    JSON.stringify({
      seq,
      entryId,
      leaf: leaf.toString('base64'),
      leafHash: hash(Buffer.of(0), leaf).toString('hex'),
      texts: leaf.includes('"texts"')
        ? { comment: { salt: COMMENT_SALT.toString('base64'), text: COMMENT } }
        : null,
    }),
  )
}

/** A PDF as far as `verify` looks into one: a stream that is an embedded file. */
export function samplePdf(dataSet: string): Buffer {
  const packed = deflateSync(dataSet)
  return Buffer.concat([
    Buffer.from(
      `%PDF-1.7\n1 0 obj\n<< /Type /EmbeddedFile /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`,
    ),
    packed,
    Buffer.from('\nendstream\nendobj\n%%EOF\n'),
  ])
}

export async function makeSigner(): Promise<Signer> {
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])
  const certificate = new pkijs.Certificate()
  certificate.version = 2
  certificate.serialNumber = new asn1.Integer({ value: 7 })
  for (const name of [certificate.issuer, certificate.subject]) {
    const value = new asn1.Utf8String({ value: 'Пробная школа' })
    name.typesAndValues.push(new pkijs.AttributeTypeAndValue({ type: '2.5.4.3', value }))
  }
  certificate.notBefore.value = new Date('2026-01-01T00:00:00Z')
  certificate.notAfter.value = new Date('2046-01-01T00:00:00Z')
  const engine = new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto })
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey, engine)
  await certificate.sign(keys.privateKey, 'SHA-256', engine)
  const base64 = Buffer.from(certificate.toSchema().toBER(false)).toString('base64')
  const pem = `-----BEGIN CERTIFICATE-----\n${base64.replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  return pemSigner(privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), pem)
}

export const INFO: BagInfo = {
  organization: 'МБОУ «Пробная школа № 1»',
  title: 'Классный журнал, 2026/27 учебный год',
  identifier: 'snapshot-1',
  takenAt: new Date('2026-11-20T10:15:30Z'),
}

export interface SampleBag {
  entries: BagEntry[]
  key: LogKey
  hashes: Buffer[]
}

/** 37 entries; the ledger was printed at the 30th. */
export function sampleBag(options: { lines?: string[]; key?: LogKey; note?: string } = {}): SampleBag {
  const entries = sampleEntries(37)
  const hashes = leafHashes(entries)
  const key = options.key ?? makeLogKey()
  const printedAt = definedRoot(hashes.slice(0, 30))
  const dataSet = JSON.stringify({
    log: {
      origin: ORIGIN,
      size: 30,
      rootHash: printedAt.toString('hex'),
      noteText: signedNote(key, 30, printedAt),
    },
  })
  const file = (path: string, text: string): BagEntry => ({ path, content: Buffer.from(text) })
  return {
    key,
    hashes,
    entries: [
      file('data/log/gradebook.ndjson', `${(options.lines ?? logLines(entries)).join('\n')}\n`),
      file('data/checkpoints/gradebook.note', options.note ?? signedNote(key, 37, definedRoot(hashes))),
      file('data/keys/gradebook.vkey', `${key.vkey}\n`),
      file('data/ledgers/7А.json', dataSet),
      { path: 'data/ledgers/7А.pdf', content: samplePdf(dataSet) },
      file('data/roster/pupils.ndjson', '{"id":"p1","fullName":"Пробный Ученик"}\n'),
      file('data/schedule/100% нагрузки.ndjson', '{"id":"c1"}\n'),
    ],
  }
}

export async function writeSample(folder: string, bag: SampleBag, signer: Signer) {
  return writeBag({ folder, entries: bag.entries, info: INFO, signer })
}
