// The graph through the one door: who is let in, what they see, what a dead service costs, what a proof proves.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createHash, createPublicKey, verify } from 'node:crypto'
import { addDays, weekdayOf } from '@zhurnal/kit/time'
import { startSmallSchool, type Whole } from './small-school.js'

let w: Whole
const token: Record<string, string> = {}

beforeAll(async () => {
  w = await startSmallSchool()
  for (const login of [
    'doskin',
    'melova',
    'deputy',
    'director',
    'coordinator',
    'inspector',
    'guardian',
    'boris',
  ])
    token[login] = await w.signIn(login)
}, 120_000)
afterAll(() => w.stop(), 60_000)

const as = (login: string): string => token[login] ?? ''
const page = `query($c: ID!, $p: ID!) { journal(courseId: $c, periodId: $p) { learnersName subjectName logPosition
  course { id teacher { fullName } } lessons { id date topic homework taughtByName insteadOfName viewerCanEdit } rows { pupilId pupilName cells mean pupil { fullName } } } }`
type Page = {
  journal: {
    learnersName: string
    logPosition: number
    course: { teacher: { fullName: string } | null } | null
    lessons: {
      id: string
      date: string
      topic: string | null
      taughtByName: string
      insteadOfName: string | null
      viewerCanEdit: boolean
    }[]
    rows: {
      pupilId: string
      pupilName: string
      cells: string[]
      mean: string | null
      pupil: { fullName: string } | null
    }[]
  } | null
}
const algebra = () => ({ c: w.ids.algebra7, p: w.ids.period })

test('a teacher keeps a lesson through the gateway, and finds all of it on the page', async () => {
  const lesson = await w.lessonOf(as('doskin'), w.ids.algebra7, w.today)
  const described = await w.run(
    as('doskin'),
    'describeLesson',
    { lessonId: lesson.id, topic: 'Линейная функция', homework: '§ 5' },
    'record { version }',
  )
  const taken = await w.run(as('doskin'), 'takeAttendance', {
    lessonId: lesson.id,
    absences: [{ pupilId: w.ids.boris, code: 'ILL' }],
    expectedVersion: 1,
  })
  const marked = await w.run<{ mark: { value: string; version: number }; mean: string }>(
    as('doskin'),
    'recordMark',
    { lessonId: lesson.id, pupilId: w.ids.anna, value: '4' },
    'mark { id value version } mean',
  )
  expect([described.errors, taken.errors, marked.errors]).toEqual([[], [], []])
  expect([marked.mark.value, marked.mean]).toEqual(['4', '4.00'])
  const { journal } = (await w.ask<Page>(as('doskin'), page, algebra())).data ?? {}
  const place = journal?.lessons.findIndex((one) => one.id === lesson.id) ?? -1
  expect(journal?.lessons[place]).toMatchObject({
    topic: 'Линейная функция',
    taughtByName: 'Доскин Д. П.',
    viewerCanEdit: true,
  })
  expect(
    journal?.rows.map((row) => `${row.pupilName}: ${row.cells[place]?.replace(/[0-9a-f-]{36}/, 'id') ?? ''}`),
  ).toEqual(['Азбукина Анна: m|id|0|4|1', 'Букварёв Борис: a|id|ILL||1'])
})

describe('at the door', () => {
  test.each([
    ['without a token', undefined],
    ['with a made-up token', 'made-up'],
    ['with a passport instead of a session', 'eyJhbGciOiJub25lIn0.e30.'],
  ])('%s nothing is answered', async (_, given) => {
    const answer = await w.ask(given, '{ schools { id } }')
    expect([answer.status, answer.errors?.[0]?.extensions?.code, answer.data]).toEqual([
      401,
      'UNAUTHENTICATED',
      undefined,
    ])
    const file = await fetch(`${w.installation.urls.gateway}/files/0`, {
      headers: given ? { authorization: `Bearer ${given}` } : {},
    })
    expect(file.status).toBe(401)
  })

  test('a session that was ended is nobody’s from the next request on', async () => {
    const session = await w.signIn('director')
    const own = await w.ask<{ viewer: { sessions: { id: string; current: boolean }[] } }>(
      session,
      '{ viewer { sessions { id current } } }',
    )
    const current = own.data?.viewer.sessions.find((one) => one.current)?.id
    expect((await w.run(as('director'), 'endSession', { sessionId: current })).errors).toEqual([])
    expect((await w.ask(session, '{ schools { id } }')).status).toBe(401)
  })

  test('a document that is too deep, too broad or too dear is refused before it is run', async () => {
    const deep = `{ viewer { person { pupil { person { pupil { person { pupil { person { pupil { person { pupil { person { id } } } } } } } } } } } }`
    const broad = `{ ${Array.from({ length: 40 }, (_, i) => `a${i}: schools { id }`).join(' ')} }`
    for (const query of [deep, broad]) {
      const answer = await w.ask(as('inspector'), query)
      expect([answer.data, answer.errors?.length]).toEqual([undefined, 1])
    }
  })

  test('the subgraphs themselves are useless without a passport', async () => {
    for (const service of ['roster', 'schedule', 'gradebook', 'reporting'] as const) {
      const answer = await fetch(`${w.installation.urls[service]}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${as('coordinator')}` },
        body: JSON.stringify({ query: '{ __typename }' }),
      })
      expect(answer.status).toBe(403)
    }
  })
})

describe('a substitution', () => {
  test('opens that one lesson to the substitute, says who stood in for whom, and closes again', async () => {
    let day = addDays(w.today, 1)
    while (weekdayOf(day) > 5) day = addDays(day, 1)
    const lesson = await w.lessonOf(as('deputy'), w.ids.algebra7, day)
    const put = await w.run(as('deputy'), 'substituteTeacher', {
      lessonId: lesson.id,
      teacherId: w.ids.melova,
      reason: 'болезнь',
      evenIfBusy: true,
      expectedVersion: lesson.version,
    })
    expect(put.errors).toEqual([])
    const seen = async () => (await w.ask<Page>(as('melova'), page, algebra())).data?.journal ?? null
    const deadline = Date.now() + 15_000
    while ((await seen()) === null && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 100))
    expect((await seen())?.lessons.map((one) => [one.id, one.taughtByName, one.insteadOfName])).toEqual([
      [lesson.id, 'Мелов М. П.', 'Доскин Д. П.'],
    ])
    const early = await w.run(as('melova'), 'recordMark', {
      lessonId: lesson.id,
      pupilId: w.ids.anna,
      value: '5',
    })
    expect(early.errors.map((error) => error.code)).toEqual(['TOO_EARLY'])
    const others = await w.lessonOf(as('deputy'), w.ids.algebra7, w.today)
    const foreign = await w.run(as('melova'), 'recordMark', {
      lessonId: others.id,
      pupilId: w.ids.anna,
      value: '5',
    })
    expect(foreign.errors.map((error) => error.code)).toEqual(['NOT_FOUND'])
    expect((await w.run(as('deputy'), 'withdrawSubstitution', { lessonId: lesson.id })).errors).toEqual([])
  })
})

describe('a family', () => {
  test.each([
    ['guardian', 'anna', true],
    ['guardian', 'boris', false],
    ['boris', 'boris', true],
    ['boris', 'anna', false],
  ] as const)('%s reads %s: %s', async (login, child, allowed) => {
    const id = w.ids[child]
    const answer = await w.ask<{
      diary: unknown[] | null
      pupil: { fullName: string; marks: unknown[] | null; diary: unknown[] | null } | null
    }>(
      as(login),
      `query($id: ID!, $d: Date!) { diary(pupilId: $id, from: $d, to: $d) { date entries { subjectName topic marks { value } } } pupil(id: $id) { fullName marks { value } diary(from: $d, to: $d) { date } } }`,
      { id, d: w.today },
    )
    expect([answer.data?.diary != null, answer.data?.pupil != null]).toEqual([allowed, allowed])
    expect((await w.ask<Page>(as(login), page, algebra())).data?.journal).toBeNull()
  })
})

describe('the log', () => {
  test('an inspector gets a proof of one mark change that verifies by the contract', async () => {
    type Changes = {
      markChanges: { edges: { node: { entryId: string; to: string; byName: string } }[] }
      checkpoint: { origin: string; treeSize: number; rootHash: string; note: string; verifierKey: string }
    }
    const found = await w.ask<Changes>(
      as('inspector'),
      'query($d: Date!) { markChanges(from: $d, to: $d, first: 1) { edges { node { entryId to byName } } } checkpoint { origin treeSize rootHash note verifierKey } }',
      { d: w.today },
    )
    const change = found.data?.markChanges.edges[0]?.node
    const point = found.data?.checkpoint
    if (!change || !point) throw new Error(JSON.stringify(found))
    const { data } = await w.ask<{
      inclusionProof: { leaf: string; leafHash: string; leafIndex: number; hashes: string[] }
    }>(
      as('inspector'),
      'query($e: ID!, $n: Int!) { inclusionProof(entryId: $e, treeSize: $n) { leaf leafHash leafIndex hashes } }',
      { e: change.entryId, n: point.treeSize },
    )
    const proof = data?.inclusionProof
    if (!proof) throw new Error('no proof')
    const leaf = Buffer.from(proof.leaf, 'base64')
    expect(sha256(Buffer.of(0), leaf).toString('hex')).toBe(proof.leafHash)
    expect(JSON.parse(leaf.toString('utf8'))).toMatchObject({
      entry: change.entryId,
      to: change.to,
      byName: change.byName,
      act: 'recordMark',
    })
    expect(climb(proof, point.treeSize)).toBe(point.rootHash)
    expect(signedBy(point.note, point.verifierKey)).toBe(
      `${point.origin}\n${point.treeSize}\n${Buffer.from(point.rootHash, 'hex').toString('base64')}\n`,
    )
  })

  test.each(['doskin', 'guardian', 'boris'])('%s gets neither report nor checkpoint', async (login) => {
    const answer = await w.ask<{ markChanges: unknown; checkpoint: unknown }>(
      as(login),
      'query($d: Date!) { markChanges(from: $d, to: $d) { edges { cursor } } checkpoint { note } }',
      { d: w.today },
    )
    expect(answer.data).toEqual({ markChanges: null, checkpoint: null })
  })
})

test('a dead service costs the page its column and nothing else, and no inner address comes out', async () => {
  await w.installation.kill('schedule', { revive: false })
  const answer = await w.ask<Page>(as('doskin'), page, algebra())
  expect(answer.data?.journal?.rows.map((row) => row.pupilName)).toEqual(['Азбукина Анна', 'Букварёв Борис'])
  expect(answer.data?.journal?.course?.teacher ?? null).toBeNull()
  expect(answer.errors?.map((error) => error.extensions?.code)).toEqual(['SERVICE_UNAVAILABLE'])
  expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|ECONN|valueCompletion/)
  const ready = await fetch(`${w.installation.urls.gateway}/readyz`)
  expect(ready.status).toBe(503)
  await w.installation.restart('schedule')
  expect((await fetch(`${w.installation.urls.gateway}/readyz`)).status).toBe(200)
}, 60_000)

const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest()

/** RFC 9162 §2.1.3.2, written from the text. */
function climb(proof: { leafHash: string; leafIndex: number; hashes: string[] }, treeSize: number): string {
  let [fn, sn] = [proof.leafIndex, treeSize - 1]
  let root: Buffer = Buffer.from(proof.leafHash, 'hex')
  for (const hash of proof.hashes) {
    const sibling = Buffer.from(hash, 'hex')
    if (fn % 2 === 1 || fn === sn) {
      root = sha256(Buffer.of(1), sibling, root)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
    } else root = sha256(Buffer.of(1), root, sibling)
    ;[fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
  }
  return sn === 0 ? root.toString('hex') : 'does not end at the root'
}

/** The text of a C2SP signed note if the key has signed it. */
function signedBy(note: string, verifierKey: string): string {
  const [text = '', signature = ''] = note.split('\n\n')
  const key = Buffer.from(verifierKey.split('+').slice(2).join('+'), 'base64').subarray(1)
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key])
  const bytes = Buffer.from(signature.trim().split(' ').at(-1) ?? '', 'base64').subarray(4)
  const good = verify(
    null,
    Buffer.from(`${text}\n`),
    createPublicKey({ key: spki, format: 'der', type: 'spki' }),
    bytes,
  )
  return good ? `${text}\n` : 'not signed by this key'
}
