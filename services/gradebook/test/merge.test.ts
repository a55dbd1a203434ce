// Two entries of one human being that roster has made one: everything is found under the kept pupil, the log is as it was.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { codes, startTestGradebook, type TestGradebook } from './harness.js'
import { smallSchool, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool
let lessons: string[]
let merged: string
let kept: string

const day = '2026-11-23'
const merge = (version: number, id: string, kept_id: string) =>
  t.tell('roster.person-merged.v1', s.ids.school, [{ id, kept_id, version }])

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
  ;[kept, merged] = [s.ids.anna, s.ids.boris]
  lessons = [
    await s.lesson(s.ids.algebra, { day, number: 1 }),
    await s.lesson(s.ids.algebra, { day, number: 2 }),
    await s.lesson(s.ids.algebra, { day, number: 3 }),
  ]
  const [first = '', second = '', third = ''] = lessons
  const act = async (name: string, input: object) =>
    expect(codes(await t.run(s.teacher, name, input))).toEqual([])
  await act('recordMark', { lessonId: first, pupilId: kept, value: '5' })
  await act('recordMark', { lessonId: first, pupilId: merged, value: '4' })
  await act('takeAttendance', {
    lessonId: second,
    absences: [{ pupilId: merged, code: 'LATE', minutesLate: 5 }],
  })
  const both = [
    { pupilId: kept, code: 'ILL' },
    { pupilId: merged, code: 'UNEXCUSED' },
  ]
  await act('takeAttendance', { lessonId: third, absences: both })
  const period = { courseId: s.ids.algebra, periodId: s.ids.q2 }
  await act('setPeriodMark', { ...period, pupilId: merged, value: '4' })
})
afterAll(() => t.stop())

type Row = {
  pupilId: string
  mean: string
  periodMark: object | null
  marks: { value: string }[]
  absences: object[]
}
const page = async (at: string | null) => {
  const answer = await t.as<{ journal: { rows: Row[] } }>(
    s.inspector,
    `query($c: ID!, $p: ID!, $at: DateTime) { journal(courseId: $c, periodId: $p, asOf: $at) {
      rows { pupilId mean periodMark { value } marks { value } absences { code minutesLate } } } }`,
    { c: s.ids.algebra, p: s.ids.q2, at },
  )
  return answer.data?.journal.rows.find((row) => row.pupilId === kept)
}
const rows = () =>
  t.admin<{ pupil_id: string; made_under: string | null; value: string }>(
    `select pupil_id, made_under, value from mark union all select pupil_id, made_under, code from absence
      union all select pupil_id, made_under, value from period_mark order by value`,
  )

test('page, page as of an instant, diary, marks and history lead to the kept pupil; the log is not touched', async () => {
  const before = await t.log(s.ids.school)
  const [membership] = await t.admin<{ id: string }>('select id from ref_membership where pupil_id = $1', [
    merged,
  ])
  const gone = {
    pupil_id: merged,
    class_id: s.ids.class7,
    group_id: null,
    from_day: '2026-09-01',
    until_day: null,
  }
  await t.tell('roster.membership-changed.v1', s.ids.school, [
    { id: membership?.id, version: 2, removed: true, ...gone },
  ])
  await merge(2, merged, kept)
  const expected = {
    pupilId: kept,
    mean: '4.50',
    periodMark: { value: '4' },
    marks: [{ value: '5' }, { value: '4' }],
    absences: [
      { code: 'LATE', minutesLate: 5 },
      { code: 'ILL', minutesLate: null },
    ],
  }
  const now = await page(null)
  expect(now).toMatchObject({ ...expected, absences: expect.any(Array) })
  expect(now?.absences).toHaveLength(2)
  expect(now?.absences).toEqual(expect.arrayContaining(expected.absences))
  const then = await page('2026-11-24T12:00:00Z')
  expect(then).toMatchObject({ marks: expected.marks, periodMark: expected.periodMark })
  expect(then?.absences).toHaveLength(2)
  expect(then?.absences).toEqual(expect.arrayContaining(expected.absences))
  const [pupil] = await t.entities(
    s.inspector,
    'Pupil',
    [merged],
    `marks { value } diary(from: "${day}", to: "${day}") { entries { marks { value } absence { code } } }`,
  )
  expect(pupil).toEqual({
    marks: [{ value: '5' }, { value: '4' }],
    diary: [
      {
        entries: [
          { marks: [{ value: '5' }, { value: '4' }], absence: null },
          { marks: [], absence: { code: 'LATE' } },
          { marks: [], absence: { code: 'ILL' } },
        ],
      },
    ],
  })
  const changes = await t.as<{ markChanges: { edges: { node: object }[] } }>(
    s.coordinator,
    '{ markChanges(from: "2026-11-24", to: "2026-11-24") { edges { node { to pupilName pupil { id } } } } }',
  )
  expect(changes.data?.markChanges.edges.map(({ node }) => node)).toEqual(
    ['4', '5'].map((to) => ({ to, pupilName: 'Азбукина Анна', pupil: { id: kept } })),
  )
  expect(await t.log(s.ids.school)).toEqual(before)
})

test('rows keep the id under which they were made; of two absences in one lesson the kept one’s stands', async () => {
  expect(await rows()).toEqual([
    { pupil_id: kept, made_under: merged, value: '4' },
    { pupil_id: kept, made_under: merged, value: '4' },
    { pupil_id: kept, made_under: null, value: '5' },
    { pupil_id: kept, made_under: null, value: 'ILL' },
    { pupil_id: kept, made_under: merged, value: 'LATE' },
    { pupil_id: merged, made_under: merged, value: 'UNEXCUSED' },
  ])
})

test('told again, or in an older version, nothing changes; led on to another, everything follows', async () => {
  const before = await rows()
  await merge(2, merged, kept)
  await merge(1, merged, s.ids.gleb)
  expect(await rows()).toEqual(before)
  await t.tell('roster.person-merged.v1', s.ids.school, [
    { id: merged, kept_id: s.ids.dina, version: 3 },
    { id: kept, kept_id: s.ids.dina, version: 2 },
  ])
  const led = await rows()
  expect(
    led
      .filter((row) => row.pupil_id === s.ids.dina)
      .map((row) => row.made_under)
      .toSorted(),
  ).toEqual([merged, merged, merged, kept, kept].toSorted())
})
