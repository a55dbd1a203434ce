// Round trips and statements: the same for three lessons and thirty.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import type { Viewer } from '@zhurnal/roster/events'
import { codes, startTestGradebook, type TestGradebook } from './harness.js'
import { smallSchool, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool
const lessons: string[] = []

const days = Array.from({ length: 22 }, (_, i) => `2026-11-${String(i + 3).padStart(2, '0')}`)

/** Plans and keeps so many more lessons of algebra, with a work, marks and attendance in each. */
async function keep(count: number): Promise<void> {
  const fresh: string[] = []
  for (let i = 0; i < count; i += 1) {
    const n = lessons.length + fresh.length
    fresh.push(
      await s.lesson(s.ids.algebra, {
        day: days[n % days.length] ?? '',
        number: 1 + Math.floor(n / days.length),
      }),
    )
  }
  const pupils = [s.ids.anna, s.ids.boris]
  const kept = fresh.map((lessonId) => ({
    lessonId,
    topic: 'Степень',
    work: { id: newUuid(), kind: 'TEST' },
    absences: [{ pupilId: s.ids.anna, code: 'LATE', minutesLate: 3 }],
    marks: pupils.map((pupilId) => ({ pupilId, value: '4' })),
  }))
  expect(codes(await t.run(s.teacher, 'keepLessons', { lessons: kept }))).toEqual([])
  lessons.push(...fresh)
}

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
})
afterAll(() => t.stop())

/** Statements and round trips that a query takes. */
async function cost(
  viewer: Viewer,
  query: string,
  variables: object,
): Promise<{ statements: number; trips: number }> {
  const { db } = t.gradebook.base
  const trips: number[] = []
  const readAll = db.readAll.bind(db)
  db.readAll = (scope, statements) => {
    trips.push(statements.length)
    return readAll(scope, statements)
  }
  const statements = await t.statementsOf(async () => {
    const answer = await t.as<object>(viewer, query, variables)
    expect(answer.errors).toBeUndefined()
    expect(JSON.stringify(answer.data)).toContain(lessons[0] ?? 'no lesson')
  })
  db.readAll = readAll
  return { statements, trips: trips.length }
}

const page = `query($c: ID!, $p: ID!) { journal(courseId: $c, periodId: $p) { learnersName subjectName teacherName periodName locked logPosition viewerCanSetPeriodMarks
  course { id } period { id }
  lessons { id date number startsAt endsAt state lesson { id } roomName topic homework homeworkSetAt taughtBy { id } taughtByName insteadOfName attendanceTakenAt viewerCanEdit editableUntil version marksCount
    works { id kind title sign weight } }
  rows { pupil { id } pupilId pupilName shortName spans { from until } cells mean weightedMean locked periodMark { id value version }
    marks { id value date comment setByName setAt version } absences { id code minutesLate version } } } }`
const day =
  'query($r: [_Any!]!) { _entities(representations: $r) { ... on Lesson { record { id state topic homework attendanceTakenAt viewerCanEdit marksCount version works { id kind sign } owed { what dueAt late } } } } }'

test('the journal page takes one round trip and eight statements, for 3 lessons and for 30', async () => {
  await keep(3)
  const small = await cost(s.teacher, page, { c: s.ids.algebra, p: s.ids.q2 })
  await keep(27)
  const large = await cost(s.teacher, page, { c: s.ids.algebra, p: s.ids.q2 })
  expect([small, large]).toEqual([
    { statements: 8, trips: 1 },
    { statements: 8, trips: 1 },
  ])
})

test('what lessons still lack in it costs two statements more, not one a lesson', async () => {
  const owed =
    'query($c: ID!, $p: ID!) { journal(courseId: $c, periodId: $p) { lessons { id owed { what late } } } }'
  expect(await cost(s.teacher, owed, { c: s.ids.algebra, p: s.ids.q2 })).toEqual({ statements: 10, trips: 3 })
})

test('records, owed, works and counts of a day’s lessons by reference take six statements, for 1 lesson and for 10', async () => {
  const references = (count: number) => ({
    r: lessons.slice(0, count).map((id) => ({ __typename: 'Lesson', id })),
  })
  expect([
    (await cost(s.teacher, day, references(1))).statements,
    (await cost(s.teacher, day, references(10))).statements,
  ]).toEqual([6, 6])
})

test('a page as of an instant takes two round trips', async () => {
  const at =
    'query($c: ID!, $p: ID!) { journal(courseId: $c, periodId: $p, asOf: "2026-11-24T12:00:00Z") { lessons { id marksCount works { id } } rows { cells } } }'
  expect(await cost(s.teacher, at, { c: s.ids.algebra, p: s.ids.q2 })).toEqual({ statements: 12, trips: 2 })
})

test('a pupil’s marks of a year, with subject and work of each, take the same statements for any number of marks', async () => {
  const marks =
    'query($r: [_Any!]!) { _entities(representations: $r) { ... on Pupil { marks { value subjectName work { kind sign } record { id } } } } }'
  expect(
    (await cost(s.inspector, marks, { r: [{ __typename: 'Pupil', id: s.ids.anna }] })).statements,
  ).toBeLessThanOrEqual(5)
})

test('a diary of six weeks takes seven statements', async () => {
  const diary =
    'query($p: ID!) { diary(pupilId: $p, from: "2026-11-01", to: "2026-12-12") { date entries { number subjectName topic homework homeworkFiles { url } advice marks { value version } absence { code } lesson { id } } } }'
  expect(await cost(s.inspector, diary, { p: s.ids.anna })).toEqual({ statements: 7, trips: 2 })
})

test('30 absences, or 50 lessons in one act, take the statements of one', async () => {
  const { db } = t.gradebook.base
  const writing = async (name: string, input: object) => {
    db.counter = { count: 0, statements: [] }
    await t.run(s.teacher, name, input)
    const { count } = db.counter
    db.counter = undefined
    return count
  }
  const kept = async (count: number) => {
    const fresh = await Promise.all(
      Array.from({ length: count }, (_, i) => s.lesson(s.ids.algebra, { number: 1 + (i % 7) })),
    )
    return {
      lessons: fresh.map((lessonId) => ({
        lessonId,
        topic: 'Степень',
        absences: [],
        marks: [{ pupilId: s.ids.anna, value: '5' }],
      })),
    }
  }
  expect(await writing('keepLessons', await kept(50))).toBe(await writing('keepLessons', await kept(1)))
})
