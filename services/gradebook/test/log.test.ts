// The log and its proofs: judged by the second implementation, which makes no trees (services/reporting/src/verify).
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { newUuid, rawQuery } from '@zhurnal/kit/testing'
import { extendsTree, includes, leafHash, rootOf } from '../../reporting/src/verify/merkle.js'
import { openNote, parseVerifierKey } from '../../reporting/src/verify/note.js'
import { codes, startTestGradebook, type TestGradebook } from './harness.js'
import { morning, smallSchool, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool
let lessonId: string

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
  lessonId = await s.lesson(s.ids.algebra)
})
afterAll(() => t.stop())
beforeEach(() => t.setClock(morning))

type Point = {
  origin: string
  treeSize: number
  rootHash: string
  note: string
  at: string
  verifierKey: string
}
type Proof = { leaf: string | null; leafHash: string | null; leafIndex: number | null; hashes: string[] }

const checkpoint = async (): Promise<Point> => {
  const answer = await t.as<{ checkpoint: Point }>(
    s.inspector,
    '{ checkpoint { origin treeSize rootHash note at verifierKey } }',
  )
  if (!answer.data) throw new Error(JSON.stringify(answer.errors))
  return answer.data.checkpoint
}
const inclusion = async (entryId: string, treeSize: number): Promise<Proof> => {
  const answer = await t.as<{ proof: Proof }>(
    s.inspector,
    'query($e: ID!, $n: Int!) { proof: inclusionProof(entryId: $e, treeSize: $n) { leaf leafHash leafIndex hashes } }',
    { e: entryId, n: treeSize },
  )
  if (!answer.data || answer.errors) throw new Error(JSON.stringify(answer.errors))
  return answer.data.proof
}
const consistency = async (from: number, to: number) =>
  t.as<{ proof: Proof }>(
    s.inspector,
    'query($a: Int!, $b: Int!) { proof: consistencyProof(fromSize: $a, toSize: $b) { leaf hashes } }',
    { a: from, b: to },
  )
const bytes = (hashes: readonly string[]) => hashes.map((hash) => Buffer.from(hash, 'hex'))
const enter = (value = '4', lesson = lessonId) =>
  t.run(s.teacher, 'recordMark', { lessonId: lesson, pupilId: s.ids.anna, value })

describe('a checkpoint', () => {
  test('is a note signed by the log’s key, which states the origin, the size and the root of all leaves', async () => {
    await enter()
    const point = await checkpoint()
    const stated = openNote(point.note, parseVerifierKey(point.verifierKey))
    const entries = await t.log(s.ids.school)
    expect(stated).toEqual({
      origin: `zhurnal/gradebook/${s.ids.school}`,
      size: entries.length,
      root: rootOf(entries.map((entry) => entry.hash)),
    })
    expect([point.origin, point.treeSize, point.rootHash]).toEqual([
      stated.origin,
      stated.size,
      stated.root.toString('hex'),
    ])
    expect(await checkpoint()).toEqual(point)
    const forged = point.note.replace(`\n${point.treeSize}\n`, `\n${point.treeSize + 1}\n`)
    expect(() => openNote(forged, parseVerifierKey(point.verifierKey))).toThrow()
  })

  test('of an empty log has the root of nothing', async () => {
    const other = await startTestGradebook()
    const school = await smallSchool(other)
    const answer = await other.as<{ checkpoint: Point }>(
      school.inspector,
      '{ checkpoint { treeSize rootHash } }',
    )
    expect(answer.data?.checkpoint).toEqual({ treeSize: 0, rootHash: rootOf([]).toString('hex') })
    await other.stop()
  })
})

test('every leaf is canonical JSON with a salt of 16 bytes, its hash is that of its bytes, and numbers have no gap', async () => {
  const entries = await t.log(s.ids.school)
  expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, i) => i))
  for (const entry of entries) {
    expect(leafHash(Buffer.from(entry.raw, 'utf8')).equals(entry.hash)).toBe(true)
    expect(Object.keys(entry.leaf)).toEqual([...Object.keys(entry.leaf)].sort())
    expect(entry.leaf).toMatchObject({
      entry: entry.id,
      seq: entry.seq,
      log: 'gradebook',
      school: s.ids.school,
    })
    expect(Buffer.from(String(entry.leaf.nonce), 'base64')).toHaveLength(16)
  }
})

test('free text stands in the leaf as a hash of salt and text, and can be erased without breaking the log', async () => {
  const mark = (await enter('3')).mark as { id: string }
  await t.run(s.teacher, 'recordMark', {
    lessonId,
    pupilId: s.ids.anna,
    markId: mark.id,
    value: '4',
    reason: 'Проверила ещё раз',
  })
  const entry = (await t.log(s.ids.school)).at(-1)
  expect(entry?.raw).not.toContain('Проверила')
  expect(entry?.leaf.texts).toEqual({ reason: expect.stringMatching(/^[0-9a-f]{64}$/) })
  const before = await checkpoint()
  await t.admin('delete from log_text where entry_id = $1', [entry?.id])
  expect(await checkpoint()).toEqual(before)
})

describe('proofs', () => {
  const points: Point[] = []

  test('of inclusion hold for every entry in trees of sizes 1 to 13, and for no other leaf', async () => {
    for (let size = (await t.log(s.ids.school)).length; size < 13; size += 1) {
      points.push(await checkpoint())
      await enter()
    }
    points.push(await checkpoint())
    const entries = await t.log(s.ids.school)
    const hashes = entries.map((entry) => entry.hash)
    for (const [index, entry] of entries.entries()) {
      for (const size of [index + 1, index + 2, 8, 13].filter((one) => one > index && one <= 13)) {
        const proof = await inclusion(entry.id, size)
        const claim = {
          leafHash: leafHash(Buffer.from(proof.leaf ?? '', 'base64')),
          index: proof.leafIndex ?? -1,
          size,
          hashes: bytes(proof.hashes),
          root: rootOf(hashes.slice(0, size)),
        }
        expect([index, size, includes(claim)]).toEqual([index, size, true])
        expect(includes({ ...claim, leafHash: leafHash(Buffer.of(7)) })).toBe(false)
      }
    }
    expect(points.map((point) => point.rootHash)).toEqual(
      points.map((point) => rootOf(hashes.slice(0, point.treeSize)).toString('hex')),
    )
  })

  test('of consistency hold from every earlier checkpoint to every later one', async () => {
    for (const [i, older] of points.entries()) {
      for (const newer of points.slice(i)) {
        const answer = await consistency(older.treeSize, newer.treeSize)
        const [oldRoot, root] = bytes([older.rootHash, newer.rootHash]) as [Buffer, Buffer]
        const claim = {
          oldSize: older.treeSize,
          oldRoot,
          size: newer.treeSize,
          root,
          hashes: bytes(answer.data?.proof.hashes ?? []),
        }
        expect([claim.oldSize, claim.size, extendsTree(claim)]).toEqual([claim.oldSize, claim.size, true])
      }
    }
  })

  test('of a tree that is not there yet are refused, and of an unknown entry null', async () => {
    const entries = await t.log(s.ids.school)
    const size = entries.length
    for (const [from, to] of [
      [0, size],
      [2, 1],
      [1, size + 1],
    ] as const)
      expect((await consistency(from, to)).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT')
    await expect(inclusion(entries[5]?.id ?? '', 5)).rejects.toThrow('BAD_USER_INPUT')
    await expect(inclusion(entries[5]?.id ?? '', size + 1)).rejects.toThrow('BAD_USER_INPUT')
    for (const id of [newUuid(), 'нет']) expect(await inclusion(id, size)).toBeNull()
  })
})

test('eight writers at once leave no gap and no double number, and the tree holds them all', async () => {
  const before = (await t.log(s.ids.school)).length
  const lessons = await Promise.all(
    Array.from({ length: 8 }, (_, i) => s.lesson(s.ids.algebra, { number: i + 1 })),
  )
  const answers = await Promise.all(
    lessons.flatMap((lesson) => [
      enter('5', lesson),
      enter('4', lesson),
      t.run(s.teacher, 'describeLesson', { lessonId: lesson, homework: '§ 1' }),
      checkpoint(),
    ]),
  )
  expect(answers.flatMap((answer) => ('errors' in answer ? codes(answer) : []))).toEqual([])
  const entries = await t.log(s.ids.school)
  expect(entries.map((entry) => entry.seq)).toEqual(Array.from({ length: before + 24 }, (_, i) => i))
  const instants = entries.map((entry) => String(entry.leaf.at))
  expect(instants).toEqual([...instants].sort())
  expect((await checkpoint()).rootHash).toBe(rootOf(entries.map((entry) => entry.hash)).toString('hex'))
})

type Page = { journal: { logPosition: number; locked: boolean; lessons: object[]; rows: object[] } }
const page = `query($c: ID!, $p: ID!, $at: DateTime) { journal(courseId: $c, periodId: $p, asOf: $at) { logPosition locked
  lessons { id date state topic homework attendanceTakenAt version marksCount works { id kind weight } }
  rows { pupilId locked mean weightedMean periodMark { value version setByName } marks { id value version setByName work { id } } absences { code minutesLate } } } }`

describe('as of an instant', () => {
  const read = async (courseId: string, at?: string) =>
    (await t.as<Page>(s.inspector, page, { c: courseId, p: s.ids.q2, at: at ?? null })).data?.journal

  test('the page is what it was before each act, by the checkpoint taken then', async () => {
    const courseId = await s.ownCourse()
    const [one, two] = [await s.lesson(courseId, { day: '2026-11-23' }), await s.lesson(courseId)]
    const marks: string[] = []
    const pages: [string, unknown][] = []
    const record = async (input: object) => {
      const answer = await t.run(s.teacher, 'recordMark', { lessonId: two, pupilId: s.ids.anna, ...input })
      marks.push((answer.mark as { id: string }).id)
      return answer
    }
    const acts = [
      () => record({ value: '2' }),
      () => record({ value: '5' }),
      () => t.run(s.teacher, 'describeLesson', { lessonId: two, topic: 'Круг', homework: '§ 1' }),
      () => record({ value: '3', markId: marks[0], expectedVersion: 1 }),
      () =>
        t.run(s.teacher, 'takeAttendance', {
          lessonId: two,
          absences: [{ pupilId: s.ids.boris, code: 'LATE', minutesLate: 9 }],
        }),
      () => t.run(s.teacher, 'addWork', { lessonId: one, id: newUuid(), kind: 'TEST' }),
      () => t.run(s.teacher, 'takeAttendance', { lessonId: two, absences: [] }),
      () => t.run(s.teacher, 'describeLesson', { lessonId: two, topic: 'Хорда' }),
      () => t.run(s.teacher, 'withdrawMark', { markId: marks[0] }),
      () =>
        t.run(s.teacher, 'setPeriodMark', { courseId, periodId: s.ids.q2, pupilId: s.ids.anna, value: '4' }),
      () =>
        t.run(s.teacher, 'setPeriodMark', {
          courseId,
          periodId: s.ids.q2,
          pupilId: s.ids.anna,
          value: '5',
          expectedVersion: 1,
        }),
      () => t.run(s.teacher, 'closePeriod', { courseId, periodId: s.ids.q2 }),
    ]
    for (const [i, act] of acts.entries()) {
      t.setClock(`2026-11-24T07:${10 + i}:00Z`)
      const point = await checkpoint()
      const now = await read(courseId)
      expect(now?.logPosition).toBe(point.treeSize)
      pages.push([point.at, now])
      t.setClock(`2026-11-24T07:${10 + i}:30Z`)
      expect(codes(await act())).toEqual([])
    }
    for (const [at, then] of pages) expect(await read(courseId, at)).toEqual(then)
    expect(new Set(pages.map(([, then]) => JSON.stringify(then))).size).toBe(acts.length)
  })

  test('an entry of the very millisecond of a checkpoint is after it: the page as of the checkpoint is the page of its size', async () => {
    t.setClock('2026-11-24T08:00:00Z')
    const lesson = await s.lesson(s.ids.algebra, { number: 5 })
    const before = await checkpoint()
    await enter('5', lesson)
    const between = await checkpoint()
    await enter('2', lesson)
    const after = await checkpoint()
    expect([between.treeSize, after.treeSize]).toEqual([before.treeSize + 1, before.treeSize + 2])
    for (const [point, marks] of [
      [before, 0],
      [between, 1],
      [after, 2],
    ] as const) {
      const then = await read(s.ids.algebra, point.at)
      expect(then?.logPosition).toBe(point.treeSize)
      expect(then?.lessons.find((one) => (one as { id: string }).id === lesson)).toMatchObject({
        marksCount: marks,
      })
    }
  })

  test('before the first entry the page is empty at position 0', async () => {
    const then = await read(s.ids.algebra, '2026-09-01T00:00:00Z')
    expect(then).toMatchObject({ logPosition: 0, locked: false })
    expect(then?.rows).toEqual(
      then?.rows.map((row) => ({
        ...row,
        marks: [],
        absences: [],
        mean: null,
        weightedMean: null,
        periodMark: null,
      })),
    )
  })
})

describe('the report of mark changes', () => {
  type Report = {
    markChanges: {
      edges: {
        cursor: string
        node: {
          from: string | null
          to: string | null
          byName: string
          reason: string | null
          pupilName: string
          subjectName: string
        }
      }[]
      pageInfo: { hasNextPage: boolean; endCursor: string | null }
    } | null
  }
  const report = `query($f: Date!, $t: Date!, $n: Int, $a: String, $c: ID) { markChanges(from: $f, to: $t, first: $n, after: $a, courseId: $c) {
    edges { cursor node { from to byName reason pupilName subjectName } } pageInfo { hasNextPage endCursor } } }`
  const ask = async (variables: object) =>
    (await t.as<Report>(s.inspector, report, { f: '2026-11-24', t: '2026-11-24', ...variables })).data
      ?.markChanges

  test('shows set, changed and withdrawn with names and reason, newest first, page by page', async () => {
    const courseId = await s.ownCourse()
    const lesson = await s.lesson(courseId)
    const { id: markId } = (await enter('3', lesson)).mark as { id: string }
    await t.run(s.teacher, 'recordMark', {
      lessonId: lesson,
      pupilId: s.ids.anna,
      markId,
      value: '4',
      reason: 'описка',
    })
    await t.run(s.teacher, 'withdrawMark', { markId, reason: 'не та клетка' })
    const all = await ask({ c: courseId })
    expect(all?.edges.map(({ node }) => [node.from, node.to, node.reason])).toEqual([
      ['4', null, 'не та клетка'],
      ['3', '4', 'описка'],
      [null, '3', null],
    ])
    expect(all?.edges[0]?.node).toMatchObject({
      byName: 'Смирнова Ольга Викторовна',
      pupilName: 'Азбукина Анна',
      subjectName: 'Геометрия',
    })
    const first = await ask({ c: courseId, n: 2 })
    expect([first?.edges.length, first?.pageInfo.hasNextPage]).toEqual([2, true])
    const rest = await ask({ c: courseId, n: 2, a: first?.pageInfo.endCursor })
    expect(rest?.edges.map(({ node }) => node.to)).toEqual(['3'])
    expect(rest?.pageInfo.hasNextPage).toBe(false)
  })

  test('by the days of the school’s zone: the last second of a day and the first of the next', async () => {
    const courseId = await s.ownCourse()
    const lesson = await s.lesson(courseId, { day: '2026-12-01' })
    t.setClock('2026-12-01T20:59:59Z')
    await enter('3', lesson)
    t.setClock('2026-12-01T21:00:00Z')
    await enter('5', lesson)
    const of = async (day: string) =>
      (await ask({ c: courseId, f: day, t: day }))?.edges.map(({ node }) => node.to)
    expect([await of('2026-12-01'), await of('2026-12-02')]).toEqual([['3'], ['5']])
  })

  test.each([{ n: 0 }, { n: 101 }, { a: 'не курсор' }])('%j is refused', async (variables) => {
    const answer = await t.as(s.inspector, report, { f: '2026-11-24', t: '2026-11-24', ...variables })
    expect(answer.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT')
  })
})

// Last: it breaks the log.
describe('who holds the database', () => {
  test.each(['app', 'system', 'owner'] as const)(
    'as %s can change, remove and empty no entry',
    async (role) => {
      const before = await t.footprint()
      for (const text of [
        `update log_entry set leaf = '{}'`,
        'delete from log_entry',
        'truncate log_entry',
      ]) {
        await expect(
          rawQuery(
            t.database.urls[role],
            `${role === 'owner' ? 'alter table log_entry no force row level security' : `select set_config('app.schools', '${s.ids.school}', false)`}; ${text}`,
          ),
        ).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|ZH001)$/) })
      }
      expect(await t.footprint()).toBe(before)
    },
  )

  test('with the triggers off no longer agrees with the checkpoint, whatever was changed, removed or put in between', async () => {
    const point = await checkpoint()
    const whole = await t.log(s.ids.school)
    const root = async () =>
      rootOf((await t.log(s.ids.school)).map((entry) => leafHash(Buffer.from(entry.raw, 'utf8')))).toString(
        'hex',
      )
    expect(await root()).toBe(point.rootHash)
    const tampered = async (...statements: string[]) => {
      await t.admin(
        `alter table log_entry disable trigger all; ${statements.join(';')}; alter table log_entry enable trigger all`,
      )
      return root()
    }
    const victim = whole[6]
    const keep = 'create table kept as select * from log_entry'
    const back = 'delete from log_entry; insert into log_entry select * from kept; drop table kept'
    const attacks = [
      `update log_entry set leaf = replace(leaf, '"to":"4"', '"to":"5"') where leaf like '%"to":"4"%'`,
      `delete from log_entry where seq = ${whole.length - 1}`,
      `delete from log_entry where id = '${victim?.id}'`,
      `insert into log_entry select school_id, ${whole.length}, gen_random_uuid(), at, act, subject, scope_id, about_id, by_id, leaf, leaf_hash from log_entry where seq = 3`,
    ]
    for (const attack of attacks) {
      expect(await tampered(keep, attack)).not.toBe(point.rootHash)
      expect(await tampered(back)).toBe(point.rootHash)
    }
    // A leaf and its hash changed together: the proof that is given for it fails against the checkpoint of before.
    await tampered(
      `update log_entry set leaf = '{}', leaf_hash = sha256('\\x007b7d'::bytea) where id = '${victim?.id}'`,
    )
    const proof = await inclusion(victim?.id ?? '', point.treeSize)
    const claim = {
      leafHash: leafHash(Buffer.from(proof.leaf ?? '', 'base64')),
      index: proof.leafIndex ?? -1,
      size: point.treeSize,
      hashes: bytes(proof.hashes),
      root: Buffer.from(point.rootHash, 'hex'),
    }
    expect(includes(claim)).toBe(false)
  })
})
