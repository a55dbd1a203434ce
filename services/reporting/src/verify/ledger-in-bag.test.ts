import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import {
  definedRoot,
  leafHashes,
  makeLogKey,
  makeSigner,
  ORIGIN,
  sampleBag,
  sampleEntries,
  signedNote,
  writeSample,
} from '../../test/sample-bag.js'
import { sampleJournal } from '../../test/sample-journal.js'
import { sealDataSet } from '../ledger/data-set.js'
import typeset from '../ledger/typesetter.js'
import { runVerify } from './cli.js'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'zhurnal-ledger-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** A typeset journal of the log's first 25 entries, in a bag whose log has 37. */
async function bagWithLedger(folder: string, size = 25) {
  const key = makeLogKey()
  const logRoot = definedRoot(leafHashes(sampleEntries(37)).slice(0, 25))
  const log = {
    origin: ORIGIN,
    size,
    rootHash: logRoot.toString('hex'),
    noteText: signedNote(key, size, logRoot),
  }
  const data = { ...sampleJournal({ lessons: [12, 5] }), log }
  const { pdf } = await typeset({ data, publicUrl: 'https://journal.example', templateVersion: 1 })
  const bag = sampleBag({ key })
  const entries = bag.entries.filter(({ path }) => !path.startsWith('data/ledgers/'))
  entries.push({ path: 'data/ledgers/7А.pdf', content: Buffer.from(pdf) })
  entries.push({ path: 'data/ledgers/7А.json', content: sealDataSet(data).bytes })
  await writeSample(folder, { ...bag, entries }, await makeSigner())
}
async function verdict(folder: string) {
  let text = ''
  const code = await runVerify([folder], (part) => (text += part))
  return { code, text }
}

test('a typeset ledger in a bag is checked against the log, and one changed bit of it is seen', async () => {
  const folder = join(root, 'whole')
  await bagWithLedger(folder)
  expect(await verdict(folder)).toMatchObject({
    code: 0,
    text: expect.stringMatching(/журнале записей: 1\nЦел/),
  })
  const path = join(folder, 'data/ledgers/7А.pdf')
  const pdf = await readFile(path)
  pdf[Math.floor(pdf.length / 2)]! ^= 1
  await writeFile(path, pdf)
  expect(await verdict(folder)).toMatchObject({
    code: 1,
    text: expect.stringMatching(/Повреждён: файл data\/ledgers\/7А\.pdf/),
  })
})

test('a ledger that states a place in the log which is not so is named, though all is signed', async () => {
  const folder = join(root, 'forged')
  await bagWithLedger(folder, 26)
  const { code, text } = await verdict(folder)
  expect(text).toMatch(/Повреждён: файл data\/ledgers\/7А\.pdf — 7А\.pdf: первые 26 записей не те/)
  expect(code).toBe(1)
})
