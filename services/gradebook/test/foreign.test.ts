// What was kept elsewhere before: entered with its source, never over what stands here, and taken out again.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { codes, startTestGradebook, type TestGradebook } from './harness.js'
import { morning, smallSchool, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool
const source = 'Прежний портал, файл marks.csv'

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
  t.setClock(morning)
})
afterAll(() => t.stop())

const enter = (rows: object[], more: object = {}) =>
  t.run(s.coordinator, 'enterForeignRecord', { schoolId: s.ids.school, source, rows, ...more })
const counts = (payload: object) => {
  const { errors: _, ...rest } = payload as { errors: unknown }
  return rest
}

test('marks, absences and topics come in with their source, long after the window; a repeat adds nothing', async () => {
  const lessonId = await s.lesson(s.ids.algebra, { day: '2026-09-10' })
  const rows = [
    { lessonId, topic: 'Степени', homework: '№ 12' },
    { lessonId, pupilId: s.ids.anna, value: '5' },
    { lessonId, pupilId: s.ids.anna, value: '5' },
    { lessonId, pupilId: s.ids.anna, value: '3', kind: 'TEST' },
    { lessonId, pupilId: s.ids.boris, code: 'ILL' },
  ]
  const before = (await t.log(s.ids.school)).length
  expect(counts(await enter(rows))).toEqual({ marks: 3, absences: 1, topics: 1, unchanged: 0, against: 0 })
  const entries = (await t.log(s.ids.school)).slice(before)
  expect(entries.map((entry) => [entry.act, entry.subject.split(':')[0], entry.leaf.source])).toEqual([
    ['enterForeignRecord', 'lesson', source],
    ['enterForeignRecord', 'attendance', source],
    ...Array.from({ length: 3 }, () => ['enterForeignRecord', 'mark', source]),
  ])
  expect(counts(await enter(rows))).toEqual({ marks: 0, absences: 0, topics: 0, unchanged: 5, against: 0 })
  // What stands here is never overwritten.
  expect(
    counts(
      await enter([
        { lessonId, topic: 'Другая тема' },
        { lessonId, pupilId: s.ids.boris, code: 'UNEXCUSED' },
      ]),
    ),
  ).toEqual({ marks: 0, absences: 0, topics: 0, unchanged: 0, against: 2 })
  const shown = await t.as<{
    journal: { lessons: object[]; rows: { pupilId: string; marks: object[]; absences: object[] }[] }
  }>(
    s.teacher,
    'query($c: ID!, $p: ID!) { journal(courseId: $c, periodId: $p) { lessons { topic source attendanceTakenAt } rows { pupilId marks { value source work { kind } } absences { code source } } } }',
    { c: s.ids.algebra, p: s.ids.q1 },
  )
  expect(shown.data?.journal.lessons).toEqual([
    { topic: 'Степени', source, attendanceTakenAt: expect.any(String) },
  ])
  expect(shown.data?.journal.rows.find((row) => row.pupilId === s.ids.anna)?.marks).toHaveLength(3)
  expect(shown.data?.journal.rows.find((row) => row.pupilId === s.ids.anna)?.marks).toEqual(
    expect.arrayContaining([
      { value: '5', source, work: { kind: 'ANSWER' } },
      { value: '5', source, work: { kind: 'ANSWER' } },
      { value: '3', source, work: { kind: 'TEST' } },
    ]),
  )
  expect(shown.data?.journal.rows.find((row) => row.pupilId === s.ids.boris)?.absences).toEqual([
    { code: 'ILL', source },
  ])
})

test('a bad row writes nothing of the batch and is named', async () => {
  const lessonId = await s.lesson(s.ids.algebra, { day: '2026-09-11' })
  const first = await s.lesson(s.ids.reading, { day: '2026-09-11' })
  const cancelled = await s.lesson(s.ids.algebra, { day: '2026-09-14', cancelled: true })
  const ahead = await s.lesson(s.ids.algebra, { day: '2026-11-25' })
  const good = { lessonId, pupilId: s.ids.anna, value: '4' }
  const before = await t.footprint()
  const wrong: [object, string][] = [
    [{ ...good, value: '6' }, 'BAD_INPUT'],
    [{ ...good, pupilId: s.ids.vera }, 'NOT_MEMBER'],
    [{ ...good, kind: 'NOTHING' }, 'BAD_INPUT'],
    [{ lessonId, value: '4' }, 'BAD_INPUT'],
    [{ lessonId: newUuid(), topic: 'х' }, 'NOT_FOUND'],
    [{ lessonId: first, pupilId: s.ids.zhenya, value: '5' }, 'NO_MARKS'],
    [{ lessonId: cancelled, topic: 'х' }, 'CANCELLED'],
    [{ lessonId: ahead, topic: 'х' }, 'TOO_EARLY'],
    [{ lessonId, pupilId: s.ids.anna, code: 'ABSENT', minutesLate: 5 }, 'BAD_INPUT'],
  ]
  for (const [row, code] of wrong) expect(codes(await enter([good, row]))).toEqual([code])
  expect(codes(await enter([]))).toEqual(['BAD_INPUT'])
  expect(codes(await enter(Array.from({ length: 501 }, () => good)))).toEqual(['BAD_INPUT'])
  expect(codes(await enter([good], { source: ' ' }))).toEqual(['BAD_INPUT'])
  for (const viewer of [s.teacher, s.viewer(['DIRECTOR']), s.inspector])
    expect(
      codes(await t.run(viewer, 'enterForeignRecord', { schoolId: s.ids.school, source, rows: [good] })),
    ).toEqual(['NOT_FOUND'])
  expect(await t.footprint()).toBe(before)
})

test('a source is taken out as a whole, unless somebody has changed one of its marks or locked its row', async () => {
  const mine = 'Файл для отмены'
  const lessonId = await s.lesson(s.ids.physics, { day: '2026-09-15' })
  const rows = [
    { lessonId, topic: 'Сила' },
    { lessonId, pupilId: s.ids.vera, value: '4' },
    { lessonId, pupilId: s.ids.gleb, code: 'ABSENT' },
  ]
  await enter(rows, { source: mine })
  const withdraw = () =>
    t.run(s.coordinator, 'withdrawForeignRecord', { schoolId: s.ids.school, source: mine })
  const page = { courseId: s.ids.physics, periodId: s.ids.q1 }
  await t.run(s.substitute, 'setPeriodMark', { ...page, pupilId: s.ids.vera, value: '4' })
  expect(codes(await withdraw())).toEqual(['LOCKED'])
  await t.admin('update period_mark set withdrawn_at = now()')
  expect(counts(await withdraw())).toEqual({ marks: 1, absences: 1, topics: 1 })
  expect(counts(await withdraw())).toEqual({ marks: 0, absences: 0, topics: 0 })
  const shown = await t.as<{ journal: { lessons: object[]; rows: { cells: string[] }[] } }>(
    s.substitute,
    'query($c: ID!, $p: ID!) { journal(courseId: $c, periodId: $p) { lessons { topic source } rows { cells } } }',
    { c: s.ids.physics, p: s.ids.q1 },
  )
  expect(shown.data?.journal.lessons).toEqual([{ topic: null, source: null }])
  expect(shown.data?.journal.rows.map((row) => row.cells)).toEqual([[''], ['']])
})

test('marks of another school stand in one column of their period, each with its own day', async () => {
  const input = {
    courseId: s.ids.physics,
    pupilId: s.ids.gleb,
    source: 'Школа проверки № 2, справка № 5',
    marks: [
      { date: '2026-09-03', value: '4', title: 'Контрольная', weight: 3 },
      { date: '2026-09-20', value: '5' },
    ],
  }
  expect(codes(await t.run(s.teacher, 'enterForeignMarks', input))).toEqual(['NOT_FOUND'])
  expect(codes(await t.run(s.substitute, 'enterForeignMarks', { ...input, pupilId: s.ids.anna }))).toEqual([
    'NOT_MEMBER',
  ])
  expect(
    codes(
      await t.run(s.substitute, 'enterForeignMarks', {
        ...input,
        marks: [{ date: '2026-11-25', value: '4' }],
      }),
    ),
  ).toEqual(['BAD_INPUT'])
  expect(counts(await t.run(s.substitute, 'enterForeignMarks', input))).toEqual({ marks: 2 })
  const shown = await t.as<{
    journal: {
      lessons: { outside: boolean }[]
      rows: { pupilId: string; weightedMean: string; marks: object[] }[]
    }
  }>(
    s.substitute,
    'query($c: ID!, $p: ID!) { journal(courseId: $c, periodId: $p) { lessons { outside } rows { pupilId weightedMean marks { date value source } } } }',
    { c: s.ids.physics, p: s.ids.q1 },
  )
  expect(shown.data?.journal.lessons.map((one) => one.outside)).toEqual([false, true])
  expect(shown.data?.journal.rows.find((row) => row.pupilId === s.ids.gleb)).toEqual({
    pupilId: s.ids.gleb,
    weightedMean: '4.25',
    marks: [
      { date: '2026-09-03', value: '4', source: input.source },
      { date: '2026-09-20', value: '5', source: input.source },
    ],
  })
})
