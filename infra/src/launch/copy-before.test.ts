import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Complaint } from '../complaint.js'
import { copyOf } from './copy-before.js'

let place = ''
const cluster = () => join(place, 'postgres')
const now = new Date('2026-11-24T06:07:08Z')

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'zhurnal-copy-'))
  await mkdir(join(cluster(), 'base', '1'), { recursive: true })
  await writeFile(join(cluster(), 'PG_VERSION'), '17\n')
  await writeFile(join(cluster(), 'base', '1', '1249'), Buffer.alloc(3_000_000, 7))
})
afterEach(() => rm(place, { recursive: true, force: true }))

test('the copy stands beside the cluster, whole, under the time of its making', async () => {
  const copy = copyOf(cluster(), now, 1_000_000_000)
  expect(copy).toEqual({ folder: `${cluster()}.before-2026-11-24T060708`, bytes: 3_000_003 })
  expect((await readFile(join(copy.folder, 'base/1/1249'))).equals(Buffer.alloc(3_000_000, 7))).toBe(true)
  expect((await readdir(place)).toSorted()).toEqual(['postgres', 'postgres.before-2026-11-24T060708'])
})

test('without room for it nothing is begun, and what is missing is said', async () => {
  expect(() => copyOf(cluster(), now, 5_000_000)).toThrow(Complaint)
  expect(() => copyOf(cluster(), now, 5_000_000)).toThrow(/нужно 6 МБ, свободно 5 МБ/)
  expect(await readdir(place)).toEqual(['postgres'])
})

test('a cluster that cannot be read leaves no half of a copy', async () => {
  await rm(cluster(), { recursive: true })
  expect(() => copyOf(cluster(), now, 1_000_000_000)).toThrow()
  expect(await readdir(place)).toEqual([])
})
