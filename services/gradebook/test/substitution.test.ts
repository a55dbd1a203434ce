// Who stands in keeps that lesson's journal and no other of the class (issue 2, step 3).
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { codes, startTestGradebook, type TestGradebook } from './harness.js'
import { morning, smallSchool, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool
let own: string
let substituted: string

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
  own = await s.lesson(s.ids.algebra, { day: '2026-11-20' })
  substituted = await s.lesson(s.ids.algebra, {
    day: '2026-11-23',
    teacher: s.ids.kuznetsov,
    insteadOf: s.ids.smirnova,
  })
  await t.run(s.teacher, 'recordMark', { lessonId: own, pupilId: s.ids.anna, value: '3' })
})
afterAll(() => t.stop())
beforeEach(() => t.setClock(morning))

type Page = {
  journal: {
    lessons: {
      id: string
      taughtByName: string
      insteadOfName: string | null
      substitutionReason: string | null
      viewerCanEdit: boolean
    }[]
    rows: {
      pupilName: string
      cells: string[]
      marks: { value: string }[]
      mean: string | null
      weightedMean: string | null
      periodMark: unknown
    }[]
    viewerCanSetPeriodMarks: boolean
  } | null
}
const page = `query($c: ID!, $p: ID!) { journal(courseId: $c, periodId: $p) { viewerCanSetPeriodMarks
  lessons { id taughtByName insteadOfName substitutionReason viewerCanEdit }
  rows { pupilName cells marks { value } mean weightedMean periodMark { value } } } }`
const pageOf = async (viewer = s.substitute) =>
  (await t.as<Page>(viewer, page, { c: s.ids.algebra, p: s.ids.q2 })).data?.journal

test('the substitute enters marks, attendance and topic; the entry and the page say who stood in for whom', async () => {
  const answer = await t.run(s.substitute, 'recordMark', {
    lessonId: substituted,
    pupilId: s.ids.anna,
    value: '5',
  })
  expect(answer).toMatchObject({ errors: [], mark: { value: '5', setByName: 'Кузнецов Кузьма Кузьмич' } })
  expect((await t.log(s.ids.school)).at(-1)?.leaf).toMatchObject({
    act: 'recordMark',
    byName: 'Кузнецов Кузьма Кузьмич',
    by: s.ids.kuznetsov,
    behalf: s.ids.smirnova,
    behalfName: 'Смирнова О. В.',
  })
  expect(codes(await t.run(s.substitute, 'takeAttendance', { lessonId: substituted, absences: [] }))).toEqual(
    [],
  )
  expect(
    codes(await t.run(s.substitute, 'describeLesson', { lessonId: substituted, topic: 'Повторение' })),
  ).toEqual([])
  const shown = (await pageOf(s.teacher))?.lessons.find((lesson) => lesson.id === substituted)
  expect(shown).toEqual({
    id: substituted,
    taughtByName: 'Кузнецов К. К.',
    insteadOfName: 'Смирнова О. В.',
    substitutionReason: 'болезнь',
    viewerCanEdit: true,
  })
})

test('the substitute sees one column, every pupil’s cell in it, and no mean, period mark or other lesson', async () => {
  await t.run(s.teacher, 'setPeriodMark', {
    courseId: s.ids.algebra,
    periodId: s.ids.q2,
    pupilId: s.ids.boris,
    value: '4',
  })
  const seen = await pageOf()
  expect(seen?.viewerCanSetPeriodMarks).toBe(false)
  expect(seen?.lessons.map((lesson) => lesson.id)).toEqual([substituted])
  expect(seen?.rows.map((row) => row.cells.length)).toEqual([1, 1, 1, 1])
  expect(seen?.rows.flatMap((row) => [row.mean, row.weightedMean, row.periodMark])).toEqual(
    Array.from({ length: 12 }, () => null),
  )
  expect(seen?.rows.flatMap((row) => row.marks)).toEqual([{ value: '5' }])
})

test('the substitute is told no mean by the answer to a mark, the course’s teacher is', async () => {
  const input = { lessonId: substituted, pupilId: s.ids.anna, value: '4' }
  expect(await t.run(s.substitute, 'recordMark', input)).toMatchObject({
    errors: [],
    mean: null,
    weightedMean: null,
  })
  expect(await t.run(s.teacher, 'recordMark', input)).toMatchObject({
    errors: [],
    mean: '4.00',
    weightedMean: '4.00',
  })
})

test('another lesson of the class is NOT_FOUND to the substitute, and so are its record and marks by reference', async () => {
  const before = await t.footprint()
  expect(
    codes(await t.run(s.substitute, 'recordMark', { lessonId: own, pupilId: s.ids.anna, value: '2' })),
  ).toEqual(['NOT_FOUND'])
  expect(codes(await t.run(s.substitute, 'describeLesson', { lessonId: own, topic: 'Чужое' }))).toEqual([
    'NOT_FOUND',
  ])
  expect(
    codes(
      await t.run(s.substitute, 'setPeriodMark', {
        courseId: s.ids.algebra,
        periodId: s.ids.q2,
        pupilId: s.ids.anna,
        value: '2',
      }),
    ),
  ).toEqual(['NOT_FOUND'])
  expect(await t.footprint()).toBe(before)
  expect(await t.entities(s.substitute, 'Lesson', [own, substituted], 'record { id }')).toEqual([
    { record: null },
    { record: { id: substituted } },
  ])
  const marks = await t.admin<{ id: string }>('select id from mark where lesson_id = $1', [own])
  expect(
    await t.entities(
      s.substitute,
      'Mark',
      marks.map((mark) => mark.id),
      'value',
    ),
  ).toEqual([null])
})

test('the course’s own teacher still keeps the substituted lesson, and no entry of theirs is on another’s behalf', async () => {
  expect(
    codes(await t.run(s.teacher, 'recordMark', { lessonId: substituted, pupilId: s.ids.dina, value: '4' })),
  ).toEqual(['NOT_MEMBER'])
  expect(codes(await t.run(s.teacher, 'describeLesson', { lessonId: substituted, homework: '§ 7' }))).toEqual(
    [],
  )
  expect((await t.log(s.ids.school)).at(-1)?.leaf).not.toHaveProperty('behalf')
})

test('a substitution withdrawn before the lesson closes it to the substitute; once the lesson is held they stay who gave it', async () => {
  const lessonId = await s.lesson(s.ids.algebra, { teacher: s.ids.kuznetsov, insteadOf: s.ids.smirnova })
  const held = await s.lesson(s.ids.algebra, {
    number: 2,
    teacher: s.ids.kuznetsov,
    insteadOf: s.ids.smirnova,
  })
  expect(codes(await t.run(s.substitute, 'takeAttendance', { lessonId: held, absences: [] }))).toEqual([])
  for (const [id, number] of [
    [lessonId, 1],
    [held, 2],
  ] as const)
    await s.lesson(s.ids.algebra, { id, number, version: 2 })
  expect(codes(await t.run(s.substitute, 'takeAttendance', { lessonId, absences: [] }))).toEqual([
    'NOT_FOUND',
  ])
  expect(codes(await t.run(s.substitute, 'describeLesson', { lessonId: held, topic: 'Повторение' }))).toEqual(
    [],
  )
  expect((await pageOf(s.teacher))?.lessons.find((lesson) => lesson.id === held)?.insteadOfName).toBe(
    'Смирнова О. В.',
  )
})

test('a class teacher of some of a group’s pupils who stands in for its teacher sees everybody in that lesson, and elsewhere the own class', async () => {
  const theirs = s.viewer(['CLASS_TEACHER'], { personId: s.ids.kuznetsov, classes: [s.ids.class7] })
  const orlova = s.viewer(['TEACHER'], { personId: s.ids.orlova })
  const usual = await s.lesson(s.ids.english, { day: '2026-11-20' })
  const lessonId = await s.lesson(s.ids.english, { teacher: s.ids.kuznetsov, insteadOf: s.ids.orlova })
  for (const [lesson, viewer] of [
    [usual, orlova],
    [lessonId, theirs],
  ] as const) {
    for (const pupilId of [s.ids.anna, s.ids.vera])
      expect(codes(await t.run(viewer, 'recordMark', { lessonId: lesson, pupilId, value: '5' }))).toEqual([])
  }
  const seen = (await t.as<Page>(theirs, page, { c: s.ids.english, p: s.ids.q2 })).data?.journal
  expect(
    seen?.rows.map((row) => [
      row.pupilName,
      row.marks.length,
      row.mean,
      row.cells.map((cell) => cell.slice(0, 1)),
    ]),
  ).toEqual([
    ['Азбукина Анна', 2, '5.00', ['m', 'm']],
    ['Ведёркина Вера', 1, null, ['-', 'm']],
  ])
})
