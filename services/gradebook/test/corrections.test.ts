// Corrections of a page, as the printed journal shows them (3.8): what is one, who sees them, and as of when.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startTestGradebook, type TestGradebook } from './harness.js'
import { morning, smallSchool, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool
let lessonId: string
let markId: string

type Told = {
  journal: {
    corrections: { what: string; pupilId: string; from: string | null; to: string | null; voided: boolean }[]
  } | null
}
const ask = async (viewer: Parameters<TestGradebook['as']>[0], asOf?: string) =>
  (
    await t.as<Told>(
      viewer,
      'query($c: ID!, $p: ID!, $at: DateTime) { journal(courseId: $c, periodId: $p, asOf: $at) { corrections { what pupilId date byName from to reason voided } } }',
      { c: s.ids.algebra, p: s.ids.q2, at: asOf ?? null },
    )
  ).data?.journal?.corrections

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
  t.setClock(morning)
  lessonId = await s.lesson(s.ids.algebra)
  const { mark } = await t.run(s.teacher, 'recordMark', { lessonId, pupilId: s.ids.anna, value: '3' })
  markId = (mark as { id: string }).id
  await t.run(s.teacher, 'recordMark', { lessonId, pupilId: s.ids.boris, value: '5' })
})
afterAll(() => t.stop())

test('a first entry is none; a change and a withdrawal are, with day, name and reason, oldest first', async () => {
  expect(await ask(s.teacher)).toEqual([])
  t.setClock('2026-11-24T07:00:00Z')
  const reason = 'Ошибка при переносе'
  await t.run(s.teacher, 'recordMark', { markId, lessonId, pupilId: s.ids.anna, value: '4', reason })
  t.setClock('2026-11-24T08:00:00Z')
  await t.run(s.teacher, 'withdrawMark', { markId, reason: 'Не тому' })
  const change = {
    what: 'MARK',
    pupilId: s.ids.anna,
    date: '2026-11-24',
    byName: expect.any(String),
    voided: false,
  }
  const told = [
    { ...change, from: '3', to: '4', reason },
    { ...change, from: '4', to: null, reason: 'Не тому' },
  ]
  expect(await ask(s.teacher)).toEqual(told)
  expect(await ask(s.teacher, '2026-11-24T07:30:00Z')).toHaveLength(1)
  expect(await ask(s.inspector)).toHaveLength(2)
})

test('a page of another period has none of them; who sees no results of a row sees no correction of it', async () => {
  const other = await t.as<Told>(
    s.teacher,
    'query($c: ID!, $p: ID!) { journal(courseId: $c, periodId: $p) { corrections { what } } }',
    { c: s.ids.algebra, p: s.ids.q1 },
  )
  expect(other.data?.journal?.corrections ?? []).toEqual([])
  expect(await ask(s.viewer(['TEACHER']))).toBeUndefined()
})
