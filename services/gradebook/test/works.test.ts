// Works of a lesson and out of lessons: kinds and weights, cancelled and taken back, retakes, how means come about.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import type { Viewer } from '@zhurnal/roster/events'
import { codes, startTestGradebook, type TestGradebook } from './harness.js'
import { morning, smallSchool, today, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
})
beforeEach(() => t.setClock(morning))
afterAll(() => t.stop())

type Row = {
  pupilId: string
  cells: string[]
  mean: string | null
  weightedMean: string | null
  proposed: string | null
  meanParts: { value: string; weight: number; counted: boolean; why: string | null; workTitle: string }[]
  toReach: { value: number; count: number } | null
  marks: { id: string; value: string; retakeOf: string | null; retaken: boolean; dueOn: string | null }[]
}
type Lesson = { id: string; outside: boolean; date: string | null; workedOn: string; works: { id: string }[] }
async function page(viewer: Viewer, courseId: string): Promise<{ lessons: Lesson[]; rows: Row[] }> {
  const answer = await t.as<{ journal: { lessons: Lesson[]; rows: Row[] } }>(
    viewer,
    `query($c: ID!, $p: ID!) { journal(courseId: $c, periodId: $p) { lessons { id outside date workedOn works { id } }
      rows { pupilId cells mean weightedMean proposed meanParts { value weight counted why workTitle } toReach(target: 5) { value count }
        marks { id value retakeOf retaken dueOn } } } }`,
    { c: courseId, p: s.ids.q2 },
  )
  if (!answer.data) throw new Error(JSON.stringify(answer.errors))
  return answer.data.journal
}
const rowOf = async (courseId: string, pupilId: string): Promise<Row> => {
  const row = (await page(s.teacher, courseId)).rows.find((one) => one.pupilId === pupilId)
  if (!row) throw new Error('no row')
  return row
}
/** Cancelled works of a lesson, by its page and by itself. */
async function cancelledIn(
  viewer: Viewer,
  lessonId: string,
): Promise<{ beside: string[]; onPage: string[] }> {
  type Shown = { id: string; cancelledWorks: { id: string }[] }
  const answer = await t.as<{ journal: { lessons: Shown[] }; _entities: { record: Shown }[] }>(
    viewer,
    `query($c: ID!, $p: ID!, $r: [_Any!]!) { journal(courseId: $c, periodId: $p) { lessons { id cancelledWorks { id } } }
      _entities(representations: $r) { ... on Lesson { record { id cancelledWorks { id } } } } }`,
    { c: s.ids.algebra, p: s.ids.q2, r: [{ __typename: 'Lesson', id: lessonId }] },
  )
  if (!answer.data) throw new Error(JSON.stringify(answer.errors))
  const ids = (shown: Shown | undefined) => shown?.cancelledWorks.map((work) => work.id) ?? ['no lesson']
  return {
    beside: ids(answer.data._entities[0]?.record),
    onPage: ids(answer.data.journal.lessons.find((one) => one.id === lessonId)),
  }
}
const markIn = (payload: Record<string, unknown>) => payload.mark as { id: string; version: number }

/** A lesson of physics in 8А with a control work of weight 3 and Глеб's mark in it, and an answer. */
async function withWork() {
  const lessonId = await s.lesson(s.ids.algebra)
  const workId = newUuid()
  await t.run(s.teacher, 'addWork', { lessonId, id: workId, kind: 'TEST', title: 'Контрольная № 2' })
  const mark = markIn(
    await t.run(s.teacher, 'recordMark', { lessonId, pupilId: s.ids.anna, workId, value: '2' }),
  )
  return { lessonId, workId, mark }
}

test('a cancelled work takes its marks off the page and out of the mean, and brings them back', async () => {
  const { lessonId, workId } = await withWork()
  await t.run(s.teacher, 'recordMark', { lessonId, pupilId: s.ids.anna, value: '5' })
  expect(await rowOf(s.ids.algebra, s.ids.anna)).toMatchObject({ mean: '3.50', weightedMean: '2.75' })
  const logged = (await t.log(s.ids.school)).length
  const cancelled = await t.run(s.teacher, 'cancelWork', { workId, reason: 'Дали не тот вариант' })
  expect(cancelled).toMatchObject({ errors: [], marks: 1 })
  expect(await rowOf(s.ids.algebra, s.ids.anna)).toMatchObject({ mean: '5.00', weightedMean: '5.00' })
  const entries = (await t.log(s.ids.school)).slice(logged)
  expect(entries.map((entry) => [entry.act, entry.subject.split(':')[0], entry.leaf.to])).toEqual([
    ['cancelWork', 'work', null],
    ['cancelWork', 'mark', null],
  ])
  expect(
    codes(await t.run(s.teacher, 'recordMark', { lessonId, pupilId: s.ids.boris, workId, value: '4' })),
  ).toEqual(['NOT_FOUND'])
  expect(codes(await t.run(s.teacher, 'cancelWork', { workId }))).toEqual(['CONFLICT'])
  expect(await cancelledIn(s.teacher, lessonId)).toEqual({ beside: [workId], onPage: [workId] })
  // For who could not take it back there is none; nor in the past, where nothing is taken back.
  expect(await cancelledIn(s.coordinator, lessonId)).toEqual({ beside: [], onPage: [] })
  const restored = await t.run(s.teacher, 'restoreWork', { workId })
  expect(restored).toMatchObject({ errors: [], marks: 1 })
  expect(await rowOf(s.ids.algebra, s.ids.anna)).toMatchObject({ mean: '3.50', weightedMean: '2.75' })
  expect(await cancelledIn(s.teacher, lessonId)).toEqual({ beside: [], onPage: [] })
  await t.run(s.teacher, 'cancelWork', { workId })
})

test('a work is changed within the window; its weight moves the mean', async () => {
  const { workId } = await withWork()
  const changed = await t.run(s.teacher, 'changeWork', {
    workId,
    weight: 1.25,
    handedInOn: today,
    checkedOn: '2026-11-26',
    internalMonitoring: true,
  })
  expect(changed).toMatchObject({
    errors: [],
    work: { weight: 1.25, handedInOn: today, checkedOn: '2026-11-26', internalMonitoring: true, version: 2 },
  })
  expect(
    codes(await t.run(s.teacher, 'changeWork', { workId, title: 'Поздно', expectedVersion: 1 })),
  ).toEqual(['CONFLICT'])
  expect(codes(await t.run(s.teacher, 'changeWork', { workId, checkedOn: '2026-11-23' }))).toEqual([
    'BAD_INPUT',
  ])
  for (const weight of [0, 10.01, 1.255])
    expect(codes(await t.run(s.teacher, 'changeWork', { workId, weight }))).toEqual(['BAD_INPUT'])
  expect(await t.run(s.teacher, 'changeWork', { workId, clear: ['checkedOn'] })).toMatchObject({
    errors: [],
    work: { checkedOn: null, handedInOn: today },
  })
  // Two weeks from the lesson on: the title may be mended, the weight not; the last instant, and the first one after.
  t.setClock('2026-12-08T20:59:59Z')
  expect(codes(await t.run(s.teacher, 'changeWork', { workId, weight: 2 }))).toEqual([])
  t.setClock('2026-12-08T21:00:00Z')
  expect(codes(await t.run(s.teacher, 'changeWork', { workId, weight: 3 }))).toEqual(['WINDOW_CLOSED'])
  expect(codes(await t.run(s.teacher, 'changeWork', { workId, title: 'Контрольная № 3' }))).toEqual([])
  expect(codes(await t.run(s.teacher, 'cancelWork', { workId }))).toEqual(['WINDOW_CLOSED'])
})

test('a work is another teacher’s, and another school’s, as if it never was', async () => {
  const { workId } = await withWork()
  const never = newUuid()
  for (const viewer of [s.viewer(['TEACHER']), s.coordinator, s.inspector])
    for (const name of ['changeWork', 'cancelWork', 'restoreWork'])
      expect(await t.run(viewer, name, { workId })).toEqual(await t.run(viewer, name, { workId: never }))
})

test('a work out of lessons is a column after the lessons, on its own day, with marks and nothing else', async () => {
  const lessonId = await s.lesson(s.ids.physics)
  const recordId = newUuid()
  const id = newUuid()
  const input = {
    courseId: s.ids.physics,
    id,
    recordId,
    date: '2026-11-20',
    kind: 'TEST',
    title: 'ВПР, физика',
  }
  const who = s.substitute
  expect(codes(await t.run(who, 'addOutsideWork', { ...input, date: '2026-11-25' }))).toEqual(['TOO_EARLY'])
  expect(codes(await t.run(who, 'addOutsideWork', { ...input, date: '2026-08-31' }))).toEqual(['BAD_INPUT'])
  expect(codes(await t.run(who, 'addOutsideWork', { ...input, title: ' ' }))).toEqual(['BAD_INPUT'])
  expect(codes(await t.run(s.teacher, 'addOutsideWork', input))).toEqual(['NOT_FOUND'])
  const made = await t.run(who, 'addOutsideWork', { ...input, internalMonitoring: true })
  expect(made).toMatchObject({
    errors: [],
    record: { id: recordId, outside: true, date: null, workedOn: '2026-11-20', works: [{ id, weight: 3 }] },
  })
  expect(codes(await t.run(who, 'addOutsideWork', input))).toEqual(['ALREADY_EXISTS'])
  expect(
    codes(await t.run(who, 'recordMark', { lessonId: recordId, pupilId: s.ids.gleb, value: '4' })),
  ).toEqual([])
  expect(codes(await t.run(who, 'takeAttendance', { lessonId: recordId, absences: [] }))).toEqual([
    'BAD_INPUT',
  ])
  expect(codes(await t.run(who, 'describeLesson', { lessonId: recordId, topic: 'ВПР' }))).toEqual([
    'BAD_INPUT',
  ])
  const { lessons, rows } = await page(who, s.ids.physics)
  expect(lessons.map((one) => [one.id, one.outside])).toEqual([
    [lessonId, false],
    [recordId, true],
  ])
  expect(rows.find((row) => row.pupilId === s.ids.gleb)?.cells[1]).toMatch(/^m\|.*\|0\|4\|1$/)
  // It is no lesson of the timetable: schedule is told of none.
  expect(JSON.stringify(await t.events())).not.toContain(recordId)
})

test('a retake stands beside the first mark, which then counts no longer', async () => {
  const lessonId = await s.lesson(s.ids.algebra, { number: 6 })
  const first = markIn(await t.run(s.teacher, 'recordMark', { lessonId, pupilId: s.ids.boris, value: '2' }))
  const later = { lessonId, pupilId: s.ids.boris, value: '4', retakeOf: first.id }
  const retaken = await t.run(s.teacher, 'recordMark', later)
  expect(retaken).toMatchObject({ errors: [], mean: '4.00' })
  const row = await rowOf(s.ids.algebra, s.ids.boris)
  expect(row).toMatchObject({ mean: '4.00', weightedMean: '4.00', proposed: '4' })
  expect(row.marks.map((mark) => [mark.value, mark.retaken])).toEqual([
    ['2', true],
    ['4', false],
  ])
  expect(row.meanParts.map((part) => [part.value, part.counted, part.why])).toEqual([
    ['2', false, 'RETAKEN'],
    ['4', true, null],
  ])
  expect(codes(await t.run(s.teacher, 'recordMark', later))).toEqual(['CONFLICT'])
  expect(codes(await t.run(s.teacher, 'recordMark', { ...later, pupilId: s.ids.anna }))).toEqual([
    'NOT_FOUND',
  ])
  const before = await s.lesson(s.ids.algebra, { day: '2026-11-20' })
  const other = markIn(await t.run(s.teacher, 'recordMark', { lessonId, pupilId: s.ids.boris, value: '3' }))
  expect(
    codes(await t.run(s.teacher, 'recordMark', { ...later, lessonId: before, retakeOf: other.id })),
  ).toEqual(['BAD_INPUT'])
  // The retake withdrawn: the first one counts again.
  const { mark } = retaken as unknown as { mark: { id: string } }
  await t.run(s.teacher, 'withdrawMark', { markId: mark.id })
  expect((await rowOf(s.ids.algebra, s.ids.boris)).mean).toBe('2.50')
})

test('a point has the day by which the work is owed, and loses it with the mark', async () => {
  const lessonId = await s.lesson(s.ids.physics)
  const point = { lessonId, pupilId: s.ids.vera, value: '.', dueOn: '2026-12-01' }
  expect(codes(await t.run(s.substitute, 'recordMark', { ...point, value: '5' }))).toEqual(['BAD_INPUT'])
  expect(codes(await t.run(s.substitute, 'recordMark', { ...point, dueOn: '2026-11-23' }))).toEqual([
    'BAD_INPUT',
  ])
  const { id } = markIn(await t.run(s.substitute, 'recordMark', point))
  const dueOn = async () => {
    const { rows } = await page(s.substitute, s.ids.physics)
    return rows.flatMap((row) => row.marks).find((mark) => mark.id === id)?.dueOn
  }
  expect(await dueOn()).toBe('2026-12-01')
  await t.run(s.substitute, 'recordMark', { markId: id, lessonId, pupilId: s.ids.vera, value: '4' })
  expect(await dueOn()).toBeNull()
})

test('the school sets its kinds of work; new works take their weights, works that stand keep theirs', async () => {
  const { lessonId, workId } = await withWork()
  const kinds = [
    { kind: 'ANSWER', title: 'Ответ', sign: '', weight: 1, written: false },
    { kind: 'TEST', title: 'Контрольная', sign: 'К/р', weight: 5, written: true },
    { kind: 'OLYMPIAD', title: 'Олимпиада', sign: 'Ол', weight: 4, written: true },
  ]
  const schoolId = s.ids.school
  expect(codes(await t.run(s.teacher, 'setWorkKinds', { schoolId, kinds }))).toEqual(['NOT_FOUND'])
  expect(codes(await t.run(s.coordinator, 'setWorkKinds', { schoolId, kinds: kinds.slice(1) }))).toEqual([
    'BAD_INPUT',
  ])
  expect(
    codes(await t.run(s.coordinator, 'setWorkKinds', { schoolId, kinds: [...kinds, kinds[1]] })),
  ).toEqual(['BAD_INPUT'])
  expect(await t.run(s.coordinator, 'setWorkKinds', { schoolId, kinds })).toMatchObject({ errors: [], kinds })
  const id = newUuid()
  expect(await t.run(s.teacher, 'addWork', { lessonId, id, kind: 'OLYMPIAD' })).toMatchObject({ errors: [] })
  expect(codes(await t.run(s.teacher, 'addWork', { lessonId, id: newUuid(), kind: 'DICTATION' }))).toEqual([
    'BAD_INPUT',
  ])
  const works = await t.as<{ _entities: { works: { id: string; sign: string; weight: number }[] }[] }>(
    s.teacher,
    'query($r: [_Any!]!) { _entities(representations: $r) { ... on LessonRecord { works { id sign weight } } } }',
    { r: [{ __typename: 'LessonRecord', id: lessonId }] },
  )
  expect(works.data?._entities[0]?.works).toEqual(
    expect.arrayContaining([
      { id: workId, sign: 'К/р', weight: 3 },
      { id, sign: 'Ол', weight: 4 },
    ]),
  )
})

test('the school’s rounding decides what a mean proposes', async () => {
  const lessonId = await s.lesson(s.ids.english)
  const orlova = s.viewer(['TEACHER'], { personId: s.ids.orlova })
  for (const value of ['3', '4']) await t.run(orlova, 'recordMark', { lessonId, pupilId: s.ids.vera, value })
  const proposed = async () =>
    (await page(orlova, s.ids.english)).rows.find((row) => row.pupilId === s.ids.vera)?.proposed
  expect(await proposed()).toBe('4')
  const schoolId = s.ids.school
  expect(codes(await t.run(s.teacher, 'setMarkRules', { schoolId, rounding: 0.6 }))).toEqual(['NOT_FOUND'])
  for (const rounding of [0, 1, 0.555])
    expect(codes(await t.run(s.coordinator, 'setMarkRules', { schoolId, rounding }))).toEqual(['BAD_INPUT'])
  expect(await t.run(s.coordinator, 'setMarkRules', { schoolId, rounding: 0.51 })).toMatchObject({
    errors: [],
    school: { markRules: { rounding: 0.51, homeworkHours: 1, fewMarks: 3 } },
  })
  expect(await proposed()).toBe('3')
})
