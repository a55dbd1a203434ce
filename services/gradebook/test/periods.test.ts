// Marks of periods, of the year, of examinations and at the end: proposed by the rule, set by who may, due in seven days.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import type { Viewer } from '@zhurnal/roster/events'
import { codes, startTestGradebook, type TestGradebook } from './harness.js'
import { morning, smallSchool, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool
let classTeacher: Viewer
const year = newUuid()

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
  const of = {
    year_id: s.ids.year,
    name: 'Год',
    kind: 'YEAR',
    starts_on: '2026-09-01',
    ends_on: '2027-05-31',
  }
  await s.tell('roster.period-changed.v1', [{ id: year, ...of, from_grade: 1, to_grade: 9 }])
  classTeacher = s.viewer(['CLASS_TEACHER'], { classes: [s.ids.class7], name: 'Классная А. А.' })
})
beforeEach(() => t.setClock(morning))
afterAll(() => t.stop())

type Cell = {
  mark: {
    value: string
    version: number
    proposed: string | null
    reason: string | null
    byClassTeacher: boolean
  } | null
  exam: { value: string } | null
  final: { value: string; proposed: string | null } | null
  parts: string[]
  mean: string | null
  weightedMean: string | null
  marksCount: number
  missed: number
  lessons: number
  proposed: string | null
  proposedFinal: string | null
  between: boolean
  warnings: string[]
} | null
type Stand = {
  locked: boolean
  viewerCanSet: boolean
  viewerIsAuthor: boolean
  set: number
  due: number
  dueAt: string
}
type Grid = {
  dueAt: string
  courses: (Stand & {
    courseId: string
    subjectName: string
    withoutAttestation: boolean
    partNames: string[]
  })[]
  rows: { pupilName: string; cells: Cell[] }[]
}
type CourseGrid = {
  periods: (Stand & { name: string; closed: boolean })[]
  viewerCanSetFinal: boolean
  rows: {
    pupilId: string
    cells: Cell[]
    exam: object | null
    final: object | null
    proposedFinal: string | null
  }[]
}
const cell = `{ mark { value version proposed reason byClassTeacher } exam { value } final { value proposed } parts mean weightedMean
  marksCount missed lessons proposed proposedFinal between warnings }`
const stand = 'locked viewerCanSet viewerIsAuthor set due'

const grid = async (
  viewer: Viewer,
  periodId = s.ids.q2,
  schoolClassId = s.ids.class7,
): Promise<Grid | null> => {
  const query = `query($c: ID!, $p: ID!) { periodGrid(schoolClassId: $c, periodId: $p) {
    dueAt courses { courseId subjectName withoutAttestation partNames ${stand} } rows { pupilName cells ${cell} } } }`
  const answer = await t.as<{ periodGrid: Grid | null }>(viewer, query, { c: schoolClassId, p: periodId })
  expect(answer.errors).toBeUndefined()
  return answer.data?.periodGrid ?? null
}
const ofCourse = async (viewer: Viewer, courseId: string): Promise<CourseGrid | null> => {
  const query = `query($c: ID!) { courseGrid(courseId: $c) { viewerCanSetFinal periods { name closed dueAt ${stand} }
    rows { pupilId exam { value } final { value } proposedFinal cells ${cell} } } }`
  const answer = await t.as<{ courseGrid: CourseGrid | null }>(viewer, query, { c: courseId })
  expect(answer.errors).toBeUndefined()
  return answer.data?.courseGrid ?? null
}
const cellIn = async (viewer: Viewer, courseId: string, pupilName: string, periodId = s.ids.q2) => {
  const found = await grid(viewer, periodId)
  const at = found?.courses.findIndex((course) => course.courseId === courseId) ?? -1
  return found?.rows.find((row) => row.pupilName.startsWith(pupilName))?.cells[at] ?? null
}
/** Lessons of a course on these days, each with a mark of Анна, or none. */
const marked = async (courseId: string, days: Readonly<Record<string, string | null>>) => {
  for (const [day, value] of Object.entries(days)) {
    const lessonId = await s.lesson(courseId, { day })
    if (value)
      expect(codes(await t.run(s.teacher, 'recordMark', { lessonId, pupilId: s.ids.anna, value }))).toEqual(
        [],
      )
  }
}
const set = (viewer: Viewer, courseId: string, pupilId: string, value: string, more: object = {}) =>
  t.run(viewer, 'setPeriodMark', { courseId, periodId: s.ids.q2, pupilId, value, ...more })

test('a class in one period: means, what the rule proposes, of what to warn, who may set', async () => {
  const courseId = await s.ownCourse()
  await marked(courseId, { '2026-11-03': '5', '2026-11-05': '4', '2026-11-10': '4', '2026-11-12': '5' })
  const missed = await s.lesson(courseId, { day: '2026-11-24' })
  await t.run(s.teacher, 'takeAttendance', {
    lessonId: missed,
    absences: [{ pupilId: s.ids.dina, code: 'ABSENT' }],
  })
  const found = await grid(classTeacher)
  expect(found?.rows.map((row) => row.pupilName.split(' ')[0])).toEqual([
    'Азбукина',
    'Букварёв',
    'Добрякова',
    'Ершов',
  ])
  // The seventh day after 27 December ends when 4 January begins in Moscow.
  expect(found?.dueAt).toBe('2027-01-03T21:00:00.000Z')
  const at = found?.courses.findIndex((course) => course.courseId === courseId) ?? -1
  expect(found?.courses[at]).toMatchObject({
    locked: false,
    viewerCanSet: true,
    viewerIsAuthor: false,
    set: 0,
    due: 3,
  })
  expect(found?.rows.map((row) => row.cells[at])).toMatchObject([
    {
      weightedMean: '4.50',
      marksCount: 4,
      proposed: '5',
      between: true,
      warnings: [],
      lessons: 5,
      missed: 0,
    },
    { weightedMean: null, marksCount: 0, proposed: null, warnings: ['NO_MARKS'] },
    // She came on the day itself, and missed her only lesson.
    { lessons: 1, missed: 1, proposed: 'н/а', warnings: ['NO_MARKS', 'MANY_ABSENCES'] },
    { lessons: 4, missed: 0, proposed: null, warnings: ['NO_MARKS'] },
  ])
})

test('the school’s rounding, and how many marks are few, decide', async () => {
  const courseId = await s.ownCourse()
  await marked(courseId, { '2026-11-03': '5', '2026-11-05': '4' })
  expect(await cellIn(classTeacher, courseId, 'Азбукина')).toMatchObject({
    proposed: '5',
    warnings: ['FEW_MARKS'],
  })
  await t.run(s.coordinator, 'setMarkRules', { schoolId: s.ids.school, rounding: 0.6, fewMarks: 2 })
  expect(await cellIn(classTeacher, courseId, 'Азбукина')).toMatchObject({ proposed: '4', warnings: [] })
  await t.run(s.coordinator, 'setMarkRules', { schoolId: s.ids.school, rounding: 0.5, fewMarks: 3 })
})

test('a mark keeps what was proposed and why it is another one; against the mean is told', async () => {
  const courseId = await s.ownCourse()
  await marked(courseId, { '2026-11-03': '3', '2026-11-05': '3', '2026-11-10': '4' })
  const before = (await t.log(s.ids.school)).length
  expect(
    codes(await set(s.teacher, courseId, s.ids.anna, '4', { reason: ' Последняя работа сильная ' })),
  ).toEqual([])
  expect(await cellIn(classTeacher, courseId, 'Азбукина')).toMatchObject({
    mark: { value: '4', proposed: '3', reason: 'Последняя работа сильная', byClassTeacher: false },
    warnings: ['AGAINST_MEAN'],
  })
  const [entry] = (await t.log(s.ids.school)).slice(before)
  expect(entry?.leaf).toMatchObject({ act: 'setPeriodMark', to: '4', proposed: '3', byClassTeacher: false })
  expect(codes(await set(s.teacher, courseId, s.ids.anna, '3', { expectedVersion: 7 }))).toEqual(['CONFLICT'])
  expect(codes(await set(s.teacher, courseId, s.ids.anna, '3', { reason: 'я'.repeat(501) }))).toEqual([
    'BAD_INPUT',
  ])
  expect(codes(await set(s.teacher, courseId, s.ids.anna, '3', { expectedVersion: 1 }))).toEqual([])
  expect((await cellIn(classTeacher, courseId, 'Азбукина'))?.mark).toMatchObject({
    value: '3',
    reason: null,
    version: 2,
  })
})

test('the class teacher fills what is missing in the own class, and nothing that is set', async () => {
  const courseId = await s.ownCourse()
  await s.lesson(courseId)
  expect(codes(await set(s.teacher, courseId, s.ids.anna, '5'))).toEqual([])
  expect(codes(await set(classTeacher, courseId, s.ids.anna, '4'))).toEqual(['LOCKED'])
  expect(codes(await set(classTeacher, courseId, s.ids.boris, '4'))).toEqual([])
  expect((await cellIn(classTeacher, courseId, 'Букварёв'))?.mark).toMatchObject({
    value: '4',
    byClassTeacher: true,
  })
  const stranger = s.viewer(['CLASS_TEACHER'], { classes: [s.ids.class8] })
  expect(codes(await set(stranger, courseId, s.ids.dina, '4'))).toEqual(['NOT_FOUND'])
  expect((await grid(s.teacher))?.courses.find((one) => one.courseId === courseId)).toMatchObject({
    set: 2,
    due: 3,
    locked: false,
  })
  expect(codes(await set(s.teacher, courseId, s.ids.dina, 'н/а'))).toEqual([])
  expect((await grid(s.teacher))?.courses.find((one) => one.courseId === courseId)).toMatchObject({
    set: 3,
    locked: true,
  })
})

test('several at once: each its own version and reason, all or nothing', async () => {
  const courseId = await s.ownCourse()
  await s.lesson(courseId)
  const page = { courseId, periodId: s.ids.q2 }
  const one = { pupilId: s.ids.anna, value: '5', reason: 'Олимпиада' }
  expect(
    await t.run(s.teacher, 'setPeriodMarks', { ...page, marks: [one, { pupilId: s.ids.boris, value: '3' }] }),
  ).toMatchObject({
    set: 2,
  })
  const stale = [
    { pupilId: s.ids.dina, value: '4' },
    { pupilId: s.ids.anna, value: '4', expectedVersion: 9 },
  ]
  expect(codes(await t.run(s.teacher, 'setPeriodMarks', { ...page, marks: stale }))).toEqual(['CONFLICT'])
  expect(await cellIn(classTeacher, courseId, 'Добрякова')).toMatchObject({ mark: null })
  expect((await cellIn(classTeacher, courseId, 'Азбукина'))?.mark).toMatchObject({
    value: '5',
    reason: 'Олимпиада',
  })
})

test('the year is made of its periods, and locks no lessons; its own page is closed by itself', async () => {
  const courseId = await s.ownCourse()
  const lessonId = await s.lesson(courseId)
  const inYear = (value: string, more: object = {}) =>
    t.run(s.teacher, 'setPeriodMark', { courseId, periodId: year, pupilId: s.ids.anna, value, ...more })
  await t.run(s.teacher, 'setPeriodMark', { courseId, periodId: s.ids.q1, pupilId: s.ids.anna, value: '4' })
  expect(await cellIn(classTeacher, courseId, 'Азбукина', year)).toMatchObject({
    parts: ['4', ''],
    proposed: '4',
    warnings: ['PART_MISSING'],
  })
  expect(
    (await grid(classTeacher, year))?.courses.find((one) => one.courseId === courseId)?.partNames,
  ).toEqual(['1 четверть', '2 четверть'])
  expect(codes(await inYear('4'))).toEqual([])
  // The year's mark stands, and the second quarter is still open.
  expect(codes(await t.run(s.teacher, 'recordMark', { lessonId, pupilId: s.ids.anna, value: '5' }))).toEqual(
    [],
  )
  await set(s.teacher, courseId, s.ids.anna, '5')
  expect(codes(await t.run(s.teacher, 'recordMark', { lessonId, pupilId: s.ids.anna, value: '4' }))).toEqual([
    'LOCKED',
  ])
  expect(await cellIn(classTeacher, courseId, 'Азбукина', year)).toMatchObject({
    parts: ['4', '5'],
    mean: '4.50',
    proposed: '5',
    mark: { value: '4', proposed: '4' },
    warnings: ['AGAINST_MEAN'],
  })
  await t.run(s.teacher, 'closePeriod', { courseId, periodId: year })
  expect(codes(await inYear('5'))).toEqual(['LOCKED'])
  expect(codes(await t.run(s.teacher, 'recordMark', { lessonId, pupilId: s.ids.boris, value: '5' }))).toEqual(
    [],
  )
})

test('examination and final mark: proposed of year and examination, halves up; author, class teacher, nobody else', async () => {
  const courseId = await s.ownCourse()
  const ends = (viewer: Viewer, kind: string, value: string, more: object = {}) =>
    t.run(viewer, 'setFinalMarks', { courseId, kind, marks: [{ pupilId: s.ids.anna, value, ...more }] })
  const page = async () =>
    (await ofCourse(s.teacher, courseId))?.rows.find((row) => row.pupilId === s.ids.anna)
  expect(await page()).toMatchObject({ exam: null, final: null, proposedFinal: null })
  await t.run(s.teacher, 'setPeriodMark', { courseId, periodId: year, pupilId: s.ids.anna, value: '4' })
  expect(await page()).toMatchObject({ proposedFinal: '4' })
  const before = (await t.log(s.ids.school)).length
  expect(await ends(s.teacher, 'EXAM', '5')).toMatchObject({ errors: [], set: 1 })
  expect(await page()).toMatchObject({ exam: { value: '5' }, proposedFinal: '5' })
  for (const viewer of [
    s.coordinator,
    s.inspector,
    s.viewer(['TEACHER']),
    s.viewer(['CLASS_TEACHER'], { classes: [s.ids.class8] }),
  ])
    expect(codes(await ends(viewer, 'FINAL', '5'))).toEqual(['NOT_FOUND'])
  expect(codes(await ends(classTeacher, 'EXAM', '3'))).toEqual(['LOCKED'])
  expect(codes(await ends(classTeacher, 'FINAL', '5'))).toEqual([])
  expect(
    codes(await ends(s.teacher, 'FINAL', '4', { reason: 'По решению педсовета', expectedVersion: 1 })),
  ).toEqual([])
  expect(codes(await ends(s.teacher, 'FINAL', '6'))).toEqual(['BAD_INPUT'])
  expect((await t.log(s.ids.school)).slice(before)).toMatchObject([
    { act: 'setFinalMark', leaf: { to: '5', kind: 'EXAM', proposed: null } },
    { act: 'setFinalMark', leaf: { to: '5', kind: 'FINAL', proposed: '5', byClassTeacher: true } },
    { act: 'setFinalMark', leaf: { from: '5', to: '4', kind: 'FINAL', byClassTeacher: false } },
  ])
  const [exam] = await t.admin<{ id: string }>(
    `select id from final_mark where course_id = $1 and kind = 'EXAM'`,
    [courseId],
  )
  const away = { finalMarkId: exam?.id ?? '' }
  for (const viewer of [classTeacher, s.coordinator])
    expect(codes(await t.run(viewer, 'withdrawFinalMark', away))).toEqual(['NOT_FOUND'])
  expect(codes(await t.run(s.teacher, 'withdrawFinalMark', { finalMarkId: newUuid() }))).toEqual([
    'NOT_FOUND',
  ])
  expect(codes(await t.run(s.teacher, 'withdrawFinalMark', { ...away, expectedVersion: 5 }))).toEqual([
    'CONFLICT',
  ])
  expect(await t.run(s.teacher, 'withdrawFinalMark', away)).toMatchObject({
    errors: [],
    finalMark: { kind: 'EXAM', value: '5' },
  })
  expect(await page()).toMatchObject({ exam: null, final: { value: '4' } })
  // Closed with the year; an unlock of that page opens it.
  await t.run(s.teacher, 'closePeriod', { courseId, periodId: year })
  expect(codes(await ends(s.teacher, 'EXAM', '4'))).toEqual(['LOCKED'])
  const opened = { courseId, periodId: year, personId: s.ids.smirnova, hours: 1, reason: 'Пересдача' }
  expect(codes(await t.run(s.coordinator, 'unlock', opened))).toEqual([])
  expect(codes(await ends(s.teacher, 'EXAM', '4'))).toEqual([])
})

test('no mark of a period without attestation, in grade 1, before the period begins, to who did not belong', async () => {
  expect(codes(await set(s.substitute, s.ids.talks, s.ids.anna, '5'))).toEqual(['WITHOUT_ATTESTATION'])
  const first = { courseId: s.ids.reading, periodId: s.ids.q2, pupilId: s.ids.zhenya, value: '5' }
  expect(codes(await t.run(s.teacher, 'setPeriodMark', first))).toEqual(['WITHOUT_ATTESTATION'])
  expect(
    codes(await t.run(s.teacher, 'setFinalMarks', { courseId: s.ids.reading, kind: 'FINAL', marks: [] })),
  ).toEqual(['WITHOUT_ATTESTATION'])
  expect(codes(await set(s.teacher, s.ids.algebra, s.ids.vera, '5'))).toEqual(['NOT_MEMBER'])
  const courseId = await s.ownCourse()
  t.setClock('2026-11-01T20:59:59Z')
  expect(codes(await set(s.teacher, courseId, s.ids.anna, '5'))).toEqual(['TOO_EARLY'])
  t.setClock('2026-11-01T21:00:00Z')
  expect(codes(await set(s.teacher, courseId, s.ids.anna, '5'))).toEqual([])
})

test('who sees the grid: the class whole, or the own courses alone; the same number of statements for any class', async () => {
  const names = async (viewer: Viewer) => (await grid(viewer))?.courses.map((one) => one.subjectName)
  expect(new Set(await names(classTeacher))).toEqual(
    new Set(['Алгебра', 'Английский язык', 'Геометрия', 'Разговоры']),
  )
  expect(await names(s.inspector)).toEqual(await names(classTeacher))
  expect(await names(s.substitute)).toEqual(['Разговоры'])
  expect(await grid(s.substitute, s.ids.q2, s.ids.class1)).toBeNull()
  const family = s.viewer(['GUARDIAN'], { pupils: [s.ids.anna] })
  for (const viewer of [
    family,
    s.viewer(['PUPIL'], { personId: s.ids.anna, pupils: [s.ids.anna] }),
    s.viewer(['TEACHER']),
  ]) {
    expect(await grid(viewer)).toBeNull()
    expect(await ofCourse(viewer, s.ids.algebra)).toBeNull()
  }
  expect(await grid(classTeacher, newUuid())).toBeNull()
  const count = (classId: string) =>
    t.statementsOf(async () => expect(await grid(s.inspector, s.ids.q2, classId)).not.toBeNull())
  expect(await count(s.ids.class7)).toBe(await count(s.ids.class8))
  // A group of two classes shows in each the pupils of that class.
  const english = (found: Grid | null) =>
    found?.courses.findIndex((one) => one.courseId === s.ids.english) ?? -1
  const seventh = await grid(s.inspector)
  const eighth = await grid(s.inspector, s.ids.q2, s.ids.class8)
  const members = (found: Grid | null) =>
    found?.rows.filter((row) => row.cells[english(found)] !== null).map((row) => row.pupilName.split(' ')[0])
  expect(members(seventh)).toEqual(['Азбукина'])
  expect(members(eighth)).toEqual(['Ведёркина'])
})

test('marks by year for the personal file: the family and who sees the results, nobody else', async () => {
  const courseId = await s.ownCourse()
  await t.run(s.teacher, 'setPeriodMark', { courseId, periodId: s.ids.q1, pupilId: s.ids.boris, value: '3' })
  await t.run(s.teacher, 'setPeriodMark', { courseId, periodId: year, pupilId: s.ids.boris, value: '4' })
  await t.run(s.teacher, 'setFinalMarks', {
    courseId,
    kind: 'FINAL',
    marks: [{ pupilId: s.ids.boris, value: '4' }],
  })
  const of = async (viewer: Viewer) =>
    (
      (await t.entities(
        viewer,
        'Pupil',
        [s.ids.boris],
        'yearMarks { yearName subjects { subjectName periods { periodName value } exam { value } final { value } } }',
      )) as { yearMarks: unknown }[]
    )[0]?.yearMarks
  const family = s.viewer(['GUARDIAN'], { pupils: [s.ids.boris] })
  for (const viewer of [family, classTeacher, s.inspector])
    expect(await of(viewer)).toMatchObject([
      {
        yearName: '2026/27',
        subjects: [
          {
            subjectName: 'Геометрия',
            periods: expect.arrayContaining([
              { periodName: '1 четверть', value: '3' },
              { periodName: 'Год', value: '4' },
            ]),
            exam: null,
            final: { value: '4' },
          },
        ],
      },
    ])
  for (const viewer of [s.viewer(['GUARDIAN'], { pupils: [s.ids.anna] }), s.substitute])
    expect(await of(viewer)).toBeNull()
})
