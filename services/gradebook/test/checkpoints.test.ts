// Signed at least daily, and what an older backup put back cannot hide.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { extendsTree, leafHash, rootOf } from '../../reporting/src/verify/merkle.js'
import { startTestGradebook, type TestGradebook } from './harness.js'
import { smallSchool, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool
let lessonId: string

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
  t.setClock('2026-11-24T06:07:00Z')
  lessonId = await s.lesson(s.ids.algebra)
})
afterAll(() => t.stop())

type Point = { treeSize: number; rootHash: string; at: string }
const points = async (viewer = s.inspector): Promise<Point[] | null | undefined> =>
  (await t.as<{ checkpoints: Point[] | null }>(viewer, '{ checkpoints { treeSize rootHash at note } }')).data
    ?.checkpoints
const enter = (value: string) => t.run(s.teacher, 'recordMark', { lessonId, pupilId: s.ids.anna, value })
const look = () => t.gradebook.checkpoints.look()

test('a log that has grown is signed when a day has passed since the last time, and not before; once', async () => {
  expect(await look()).toEqual([])
  await enter('4')
  expect(await look()).toEqual([s.ids.school])
  expect(await points()).toMatchObject([{ treeSize: 1 }])
  await enter('5')
  t.setClock('2026-11-25T06:06:59.998Z')
  expect(await look()).toEqual([])
  t.setClock('2026-11-25T06:07:00.002Z')
  expect(await look()).toEqual([s.ids.school])
  expect(await look()).toEqual([])
  expect(await points()).toMatchObject([{ treeSize: 2 }, { treeSize: 1 }])
  // A log that has not grown needs no other.
  t.setClock('2026-11-27T06:07:00Z')
  expect(await look()).toEqual([])
})

test('two processes at once sign one checkpoint', async () => {
  await enter('3')
  t.setClock('2026-11-29T06:07:00Z')
  await Promise.all([look(), look()])
  expect(await points()).toHaveLength(3)
})

test('they are the inspector’s and the staff’s in charge to see', async () => {
  expect(await points(s.coordinator)).toHaveLength(3)
  for (const viewer of [s.teacher, s.viewer(['GUARDIAN'], { pupils: [s.ids.anna] })])
    expect(await points(viewer)).toBeNull()
})

test('an older backup put back, with other entries written onto it, does not extend a checkpoint of before', async () => {
  const known = (await points())?.[0]
  if (!known) throw new Error('no checkpoint')
  // As one would who holds the server: the state of two entries ago is restored, and life goes on.
  await t.admin(
    `alter table log_entry disable trigger all; delete from log_entry where seq >= 2; alter table log_entry enable trigger all;
     update log_head set size = 2; update log_tree set size = 2; delete from log_node where (index + 1) << level > 2; delete from log_checkpoint where size > 2;
     update mark set withdrawn_at = now()`,
  )
  for (const value of ['5', '5', '5']) await enter(value)
  const answer = await t.as<{ checkpoint: Point; proof: { hashes: string[] } | null }>(
    s.inspector,
    'query($a: Int!, $b: Int!) { checkpoint { treeSize rootHash } proof: consistencyProof(fromSize: $a, toSize: $b) { hashes } }',
    { a: known.treeSize, b: 5 },
  )
  const now = answer.data?.checkpoint
  const hashes = answer.data?.proof?.hashes.map((hash) => Buffer.from(hash, 'hex')) ?? []
  expect(now?.treeSize).toBe(5)
  // The log agrees with itself: its own root is that of its leaves, so nothing in it tells.
  const leaves = (await t.log(s.ids.school)).map((entry) => leafHash(Buffer.from(entry.raw, 'utf8')))
  expect(rootOf(leaves).toString('hex')).toBe(now?.rootHash)
  const claim = (oldRoot: string) => ({
    oldSize: known.treeSize,
    oldRoot: Buffer.from(oldRoot, 'hex'),
    size: 5,
    root: Buffer.from(now?.rootHash ?? '', 'hex'),
    hashes,
  })
  expect(extendsTree(claim(rootOf(leaves.slice(0, known.treeSize)).toString('hex')))).toBe(true)
  expect(extendsTree(claim(known.rootHash))).toBe(false)
})
