import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  COMMENT,
  COMMENTED,
  definedExtension,
  definedPath,
  definedRoot,
  leafHashes,
  logLines,
  makeLogKey,
  makeSigner,
  ORIGIN,
  sampleBag,
  sampleEntries,
  samplePdf,
  signedNote,
  writeSample,
} from '../../test/sample-bag.js'
import { listFiles } from '../snapshot/folder.js'
import type { Signer } from '../snapshot/signature.js'
import { runVerify } from './cli.js'

let root: string
let signer: Signer
let made = 0
const fresh = (name = '') => join(root, `${(made += 1)}${name}`)

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'zhurnal-verify-'))
  signer = await makeSigner()
})
afterAll(() => rm(root, { recursive: true, force: true }))

async function run(...args: string[]) {
  let text = ''
  const code = await runVerify(args, (part) => (text += part))
  return { code, text }
}
async function bagWith(options: Parameters<typeof sampleBag>[0]) {
  const folder = fresh()
  const bag = sampleBag(options)
  await writeSample(folder, bag, signer)
  return { folder, ...bag }
}

const sound = sampleEntries(37)
/** Written anew after the change, with right numbers and hashes: what somebody who holds the database would do. */
const altered = (change: (entries: typeof sound) => void) => {
  const entries = sampleEntries(37)
  change(entries)
  return logLines(entries)
}
const forgedEntry = {
  entryId: 'entry-0020',
  leaf: Buffer.from('{"act":"recordMark","entry":"entry-0020","to":"2"}'),
}

describe('a whole bag', () => {
  test('is called whole, says what was checked, and exits 0', async () => {
    const { folder, key, hashes } = await bagWith({})
    const result = await run(folder)
    expect(result.text).toMatch(/Файлов 1\d, .*SHA-512/)
    expect(result.text).toMatch(new RegExp(`gradebook: 37, корень ${definedRoot(hashes).toString('hex')}`))
    expect(result.text).toMatch(/не сверен[^]*журнале записей: 1\nЦел\n$/)
    expect(result.code).toBe(0)
    const known = `12:${definedRoot(hashes.slice(0, 12)).toString('hex')}`
    const pinned = await run(folder, '--known', known, '--key', key.vkey)
    expect(pinned.text).toMatch(/\(сверен\)/)
    expect(pinned.code).toBe(0)
  })

  test('is not whole for one who knows another root, key or certificate', async () => {
    const { folder } = await bagWith({})
    const root12 = await run(folder, '--known', `12:${'ab'.repeat(32)}`)
    expect(root12).toMatchObject({
      code: 1,
      text: expect.stringMatching(/gradebook\.ndjson — .*первые 12 записей не те/),
    })
    const beyond = await run(folder, '--known', `40:${'ab'.repeat(32)}`)
    expect(beyond).toMatchObject({ code: 1, text: expect.stringMatching(/не меньше 40, а их 37/) })
    const key = await run(folder, '--key', makeLogKey().vkey)
    expect(key).toMatchObject({
      code: 1,
      text: expect.stringMatching(/gradebook\.vkey — открытый ключ не тот/),
    })
    const certificate = await run(folder, '--certificate', 'ab'.repeat(32))
    expect(certificate).toMatchObject({
      code: 1,
      text: expect.stringMatching(/signer\.pem — .*другим сертификатом/),
    })
  })

  test('answers programs with JSON', async () => {
    const { folder } = await bagWith({})
    expect(JSON.parse((await run(folder, '--json')).text)).toMatchObject({ whole: true, faults: [] })
    await rm(join(folder, 'data/roster/pupils.ndjson'))
    expect(JSON.parse((await run(folder, '--json')).text)).toMatchObject({
      whole: false,
      faults: [{ file: 'data/roster/pupils.ndjson', kind: 'MISSING' }],
    })
  })
})

test('one changed bit in any file of a bag: broken, exit 1, that file is named first and alone as changed', async () => {
  const { folder } = await bagWith({})
  const { files } = await listFiles(folder)
  expect(files).toHaveLength(17)
  for (const file of files) {
    const path = join(folder, file)
    const content = await readFile(path)
    const changed = Buffer.from(content)
    changed[Math.floor(content.length / 2)]! ^= 4
    await writeFile(path, changed)
    const { code, text } = await run(folder)
    expect({ file, code }).toEqual({ file, code: 1 })
    expect(/Повреждён: файл (.+?) — /.exec(text)?.[1]).toBe(file)
    await writeFile(path, content)
  }
  expect((await run(folder)).code).toBe(0)
})

describe('a log that was altered, in a bag that is signed anew over it', () => {
  test.each([
    [
      'changed',
      (lines: string[]) => void (lines[20] = lines[20]!.replace(/"leaf":"..../, '"leaf":"eyJi')),
      /строка 21: запись № 20/,
    ],
    [
      'removed',
      (lines: string[]) => void lines.splice(20, 1),
      /строка 21: по порядку должна стоять запись № 20, а стоит № 21/,
    ],
    [
      'inserted',
      (lines: string[]) => void lines.splice(20, 0, lines[3]!),
      /строка 21: по порядку .* № 20, а стоит № 3/,
    ],
    [
      'swapped',
      (lines: string[]) => void lines.splice(20, 2, lines[21]!, lines[20]!),
      /строка 21: по порядку .* а стоит № 21/,
    ],
    [
      'given to another',
      (lines: string[]) => void (lines[20] = lines[20]!.replace('entry-0020', 'entry-0021')),
      /под номером записи entry-0021/,
    ],
    [
      'given another comment',
      (lines: string[]) => void (lines[COMMENTED] = lines[COMMENTED]!.replace(COMMENT, 'иное')),
      /строка 12: пояснение «comment» изменено/,
    ],
    ['made unreadable', (lines: string[]) => void (lines[20] = '{'), /строка 21: запись не читается/],
  ])('an entry %s: says at which line', async (_, change, message) => {
    const lines = logLines(sound)
    change(lines)
    const { code, text } = await run((await bagWith({ lines })).folder)
    expect(text).toMatch(/Повреждён: файл data\/log\/gradebook\.ndjson — /)
    expect(text).toMatch(message)
    expect(code).toBe(1)
  })

  test.each([
    [
      'changed',
      altered((entries) => void (entries[20] = forgedEntry)),
      /контрольная отметка: первые 37 записей не те/,
    ],
    [
      'removed',
      altered((entries) => void entries.splice(20, 1)),
      /записей должно быть не меньше 37, а их 36/,
    ],
    [
      'inserted',
      altered((entries) => void entries.splice(20, 0, forgedEntry)),
      /записей 38, а контрольная отметка .* 37/,
    ],
    [
      'swapped',
      altered((entries) => void entries.splice(20, 2, entries[21]!, entries[20]!)),
      /первые 37 записей не те/,
    ],
  ])('an entry %s and all hashes made anew: the checkpoint does not fit', async (_, lines, message) => {
    const { code, text } = await run((await bagWith({ lines })).folder)
    expect(text).toMatch(message)
    // The ledger was printed at 30 entries: that narrows the place down.
    expect(text).toMatch(/7А\.pdf: первые 30 записей не те, что были, искать среди записей № 0–29/)
    expect(code).toBe(1)
  })

  test('and its checkpoint signed anew by who holds the key: the printed ledger and a known root tell', async () => {
    const entries = [...sound]
    entries[20] = forgedEntry
    const key = makeLogKey()
    const hashes = leafHashes(entries)
    const note = signedNote(key, 37, definedRoot(hashes))
    const { folder } = await bagWith({ lines: logLines(entries), key, note })
    expect((await run(folder)).text).toMatch(/ledgers\/7А\.pdf — 7А\.pdf: первые 30 записей не те/)
    const at10 = `10:${definedRoot(hashes.slice(0, 10)).toString('hex')}`
    const at25 = `25:${definedRoot(leafHashes(sound).slice(0, 25)).toString('hex')}`
    const { code, text } = await run(folder, '--known', at10, '--known', at25)
    expect(text).toMatch(
      /известная со стороны: первые 25 записей не те, что были, искать среди записей № 10–24/,
    )
    expect(code).toBe(1)
  })

  test('a truncated checkpoint, and one signed by a forged key', async () => {
    const key = makeLogKey()
    const note = signedNote(key, 37, definedRoot(leafHashes(sound)))
    const truncated = await run((await bagWith({ key, note: note.slice(0, -20) })).folder)
    expect(truncated.text).toMatch(/checkpoints\/gradebook\.note — контрольная отметка обрезана/)
    const forged = signedNote(makeLogKey(), 37, definedRoot(leafHashes(sound)))
    const { code, text } = await run((await bagWith({ key, note: forged })).folder)
    expect(text).toMatch(/checkpoints\/gradebook\.note — под контрольной отметкой нет подписи/)
    expect(code).toBe(1)
  })
})

describe('a log by itself', () => {
  const key = makeLogKey()
  const files = async (lines: string[], end = '\n') => {
    const [log, note] = [fresh('.ndjson'), fresh('.note')]
    await writeFile(log, lines.join('\n') + end)
    await writeFile(note, signedNote(key, 37, definedRoot(leafHashes(sound))))
    return { log, note }
  }

  test('is whole with its note and key, and broken where a line is cut off', async () => {
    const { log, note } = await files(logLines(sound))
    expect(await run(log, '--note', note, '--key', key.vkey)).toMatchObject({ code: 0 })
    const cut = await files(logLines(sound), '\n{"seq":37')
    const { code, text } = await run(cut.log, '--note', cut.note, '--key', key.vkey)
    expect(text).toMatch(/строка 38: запись не читается/)
    expect(code).toBe(1)
    expect(await run(log, '--note', note, '--key', makeLogKey().vkey)).toMatchObject({ code: 1 })
  })

  test('of 100,000 entries is read without being held in memory', async () => {
    const log = fresh('.ndjson')
    const entries = sampleEntries(1)
    const line = logLines(entries)[0]!
    await writeFile(
      log,
      Array.from({ length: 100_000 }, (_, seq) => line.replace('"seq":0', `"seq":${seq}`)).join('\n') + '\n',
    )
    const note = fresh('.note')
    const hash = leafHashes(entries)[0]!
    await writeFile(note, signedNote(key, 100_000, definedRoot(new Array<Buffer>(100_000).fill(hash))))
    const before = process.memoryUsage().rss
    expect(await run(log, '--note', note, '--key', key.vkey)).toMatchObject({ code: 0 })
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6)
  })
})

describe('a ledger with its proof', () => {
  const key = makeLogKey()
  const hashes = leafHashes(sound)
  const printed = definedRoot(hashes.slice(0, 30))
  const log = {
    origin: ORIGIN,
    size: 30,
    rootHash: printed.toString('hex'),
    noteText: signedNote(key, 30, printed),
  }
  const hex = (list: Buffer[]) => list.map((hash) => hash.toString('hex'))
  const proof = {
    checkpoint: signedNote(key, 37, definedRoot(hashes)),
    vkey: key.vkey,
    consistency: hex(definedExtension(30, hashes)),
    entries: [{ leaf: sound[20]!.leaf.toString('base64'), index: 20, hashes: hex(definedPath(20, hashes)) }],
  }
  const files = async (changed: Partial<typeof proof> = {}, position: Partial<typeof log> = {}) => {
    const pdf = fresh('.pdf')
    await writeFile(pdf, samplePdf(JSON.stringify({ log: { ...log, ...position } })))
    await writeFile(pdf.replace('.pdf', '.proof.json'), JSON.stringify({ ...proof, ...changed }))
    return pdf
  }

  test('is whole, and says which entries are proved', async () => {
    const { code, text } = await run(await files(), '--key', key.vkey)
    expect(text).toMatch(/запись № 20: 2026-11-02T06:30:00Z, Пробная А. Б., recordMark\nЦел/)
    expect(code).toBe(0)
  })

  test.each([
    [
      'an entry of another place',
      { entries: [{ ...proof.entries[0]!, index: 21 }] },
      {},
      /proof\.json — запись № 21: такой записи/,
    ],
    ['no consistency', { consistency: [] }, {}, /proof\.json — журнал записей не продолжает/],
    ['a forged key', { vkey: makeLogKey().vkey }, {}, /proof\.json — под контрольной отметкой нет подписи/],
    ['a root that its own note does not bear', {}, { size: 29 }, /\.pdf — место в журнале записей не то/],
  ])('with %s is broken', async (_, changed, position, message) => {
    const { code, text } = await run(await files(changed, position))
    expect(text).toMatch(message)
    expect(code).toBe(1)
  })
})

test.each([
  [[]],
  [['/нет/такой/папки']],
  [['a', 'b']],
  [['.', '--known', '5']],
  [['.', '--key', 'x']],
  [['.', '--unknown']],
  [['.', '--certificate', 'zz']],
])('a wrong call %j gets the usage and exit 2', async (args) => {
  const { code, text } = await run(...args)
  expect(text).toMatch(/npm run verify -- ПАПКА-СНИМКА/)
  expect(code).toBe(2)
})
