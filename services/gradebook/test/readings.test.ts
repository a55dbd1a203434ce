// Who reads pupils' records by the right to see the whole school alone is told to the access log (152-ФЗ, 1.8).
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Viewer } from '@zhurnal/roster/events'
import { codes, startTestGradebook, type TestGradebook } from './harness.js'
import { smallSchool, today, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool
let lessonId: string
let markId: string
let seen = 0

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
  lessonId = await s.lesson(s.ids.algebra)
  const mark = await t.run(s.teacher, 'recordMark', { lessonId, pupilId: s.ids.anna, value: '4' })
  const roll = await t.run(s.teacher, 'takeAttendance', {
    lessonId,
    absences: [{ pupilId: s.ids.boris, code: 'ABSENT' }],
  })
  expect([...codes(mark), ...codes(roll)]).toEqual([])
  markId = (mark.mark as { id: string }).id
})
afterAll(() => t.stop())
beforeEach(async () => {
  seen = (await t.readings()).length
})

/** What has been told since the test began. */
const told = async () => (await t.readings()).slice(seen)
const span = () => `from: "${today}", to: "${today}"`
const queries: Readonly<Record<string, () => string>> = {
  journal: () => `{ journal(courseId: "${s.ids.algebra}", periodId: "${s.ids.q2}") { rows { pupilId } } }`,
  forecast: () => `{ forecast(courseId: "${s.ids.algebra}", periodId: "${s.ids.q2}") { pupilId } }`,
  diary: () => `{ diary(pupilId: "${s.ids.anna}", ${span()}) { date } }`,
  subjects: () => pupil(`subjects(periodId: "${s.ids.q2}") { subjectName }`),
  marks: () => pupil('marks { id }'),
  mark: () =>
    `{ _entities(representations: [{ __typename: "Mark", id: "${markId}" }]) { ... on Mark { value } } }`,
  yearMarks: () => pupil('yearMarks { yearName }'),
  cellHistory: () => `{ cellHistory(lessonId: "${lessonId}", pupilId: "${s.ids.anna}") { at } }`,
  markChanges: () => `{ markChanges(${span()}) { edges { cursor } } }`,
  classAttendance: () => `{ classAttendance(schoolClassId: "${s.ids.class7}", ${span()}) { days } }`,
  absencesOf: () => `{ absencesOf(pupilId: "${s.ids.boris}", ${span()}) { code } }`,
  absentOn: () => `{ absentOn(date: "${today}") { pupilId } }`,
  periodGrid: () =>
    `{ periodGrid(schoolClassId: "${s.ids.class7}", periodId: "${s.ids.q2}") { rows { pupilId } } }`,
  courseGrid: () => `{ courseGrid(courseId: "${s.ids.algebra}") { rows { pupilId } } }`,
}
const pupil = (field: string) =>
  `{ _entities(representations: [{ __typename: "Pupil", id: "${s.ids.anna}" }]) { ... on Pupil { ${field} } } }`

async function read(viewer: Viewer, name: string): Promise<void> {
  const answer = await t.as<object>(viewer, queries[name]?.() ?? '')
  expect(answer.errors).toBeUndefined()
}

const whole = () => [s.ids.anna, s.ids.boris, s.ids.dina, s.ids.egor]
test.each<[string, string, () => string[]]>([
  ['journal', 'журнал: Алгебра, 7А', whole],
  ['forecast', 'журнал: Алгебра, 7А', whole],
  ['diary', 'дневник', () => [s.ids.anna]],
  ['subjects', 'дневник', () => [s.ids.anna]],
  ['marks', 'отметки', () => [s.ids.anna]],
  ['mark', 'отметки', () => [s.ids.anna]],
  ['yearMarks', 'отметки по годам', () => [s.ids.anna]],
  ['cellHistory', 'история клетки журнала', () => [s.ids.anna]],
  ['markChanges', 'изменения отметок', () => [s.ids.anna]],
  ['classAttendance', 'посещаемость: 7А', () => [s.ids.anna, s.ids.boris, s.ids.dina]],
  ['absencesOf', 'пропуски', () => [s.ids.boris]],
  ['absentOn', 'кого нет в школе', () => [s.ids.boris]],
  ['periodGrid', 'отметки за период: 7А', whole],
  ['courseGrid', 'отметки за год: Алгебра', whole],
])('%s: one row of who read whose «%s»', async (name, what, people) => {
  const deputy = s.viewer(['DEPUTY'], { name: 'Завучева Зоя' })
  await read(deputy, name)
  expect((await told()).map((row) => ({ ...row, person_ids: [...row.person_ids].sort() }))).toEqual([
    {
      id: expect.any(String),
      at: '2026-11-24T06:07:00.000Z',
      reader_id: deputy.schools[0]?.person,
      reader_name: 'Завучева Зоя',
      account_id: deputy.account,
      what,
      role: 'DEPUTY',
      person_ids: people().sort(),
      people: people().length,
    },
  ])
})

const close: readonly [string, () => Viewer][] = [
  ['the teacher of the course', () => s.viewer(['TEACHER', 'DEPUTY'], { personId: s.ids.smirnova })],
  ['the class teacher', () => s.viewer(['CLASS_TEACHER', 'DEPUTY'], { classes: [s.ids.class7] })],
]
test.each(close)('%s who is a deputy too reads the own page and leaves no row', async (_, viewer) => {
  await read(viewer(), 'journal')
  await read(viewer(), 'courseGrid')
  await read(viewer(), 'mark')
  await read(viewer(), 'cellHistory')
  expect(await told()).toEqual([])
})

test('a class teacher who is a deputy too leaves none of the own class, and one of another', async () => {
  const own = s.viewer(['CLASS_TEACHER', 'DEPUTY'], { classes: [s.ids.class7] })
  for (const name of [
    'diary',
    'marks',
    'yearMarks',
    'classAttendance',
    'absencesOf',
    'absentOn',
    'periodGrid',
  ])
    await read(own, name)
  expect(await told()).toEqual([])
  const other = s.viewer(['CLASS_TEACHER', 'DEPUTY'], { classes: [s.ids.class8] })
  await read(other, 'diary')
  await read(other, 'classAttendance')
  expect((await told()).map((row) => row.what)).toEqual(['дневник', 'посещаемость: 7А'])
})

test('of a group across classes only pupils of the other class are named', async () => {
  const own = s.viewer(['CLASS_TEACHER', 'DEPUTY'], { classes: [s.ids.class7] })
  const english = `{ journal(courseId: "${s.ids.english}", periodId: "${s.ids.q2}") { rows { pupilId } } }`
  expect((await t.as(own, english)).errors).toBeUndefined()
  expect((await told()).map((row) => row.person_ids)).toEqual([[s.ids.vera]])
})

test('family, a teacher and who only keeps the class leave none', async () => {
  const guardian = s.viewer(['GUARDIAN'], { pupils: [s.ids.anna] })
  for (const name of ['diary', 'subjects', 'marks', 'yearMarks', 'mark', 'cellHistory'])
    await read(guardian, name)
  for (const name of ['journal', 'forecast', 'courseGrid', 'mark']) await read(s.teacher, name)
  const keeper = s.viewer(['CLASS_TEACHER'], { classes: [s.ids.class7] })
  for (const name of ['diary', 'classAttendance', 'absentOn', 'periodGrid']) await read(keeper, name)
  expect(await told()).toEqual([])
})

test('what is not shown is not read: another school, nothing that is there, counts alone', async () => {
  await read(s.viewer(['TEACHER'], { personId: s.ids.orlova }), 'diary')
  const deputy = s.viewer(['DEPUTY'])
  for (const query of [
    `{ journal(courseId: "${s.ids.school}", periodId: "${s.ids.q2}") { rows { pupilId } } }`,
    `{ diary(pupilId: "${s.ids.school}", ${span()}) { date } }`,
    `{ attendanceTaken(date: "${today}") { absent } }`,
  ])
    expect((await t.as(deputy, query)).errors).toBeUndefined()
  expect(await told()).toEqual([])
})

test('several pages in one request are one row, whose first five are named', async () => {
  const courses = ['algebra', 'physics', 'english', 'talks', 'reading'] as const
  const pages = courses.map(
    (name) => `${name}: journal(courseId: "${s.ids[name]}", periodId: "${s.ids.q2}") { rows { pupilId } }`,
  )
  await t.as(s.inspector, `{ ${pages.join(' ')} d: diary(pupilId: "${s.ids.anna}", ${span()}) { date } }`)
  const rows = await told()
  expect(rows).toMatchObject([{ role: 'INSPECTOR', reader_name: 'Проверяющая Раиса Ивановна', people: 7 }])
  expect(rows[0]?.what).toMatch(/^журнал: .+ и ещё 1$/)
  expect(rows[0]?.what.split('; ')).toHaveLength(5)
})

test('homework of single pupils: whose it is, unless they are of the own class or course', async () => {
  const individualHomework = [s.ids.anna, s.ids.boris].map((pupilId) => ({
    pupilId,
    text: 'Повторить таблицу',
  }))
  expect(codes(await t.run(s.teacher, 'describeLesson', { lessonId, individualHomework }))).toEqual([])
  const query = `{ _entities(representations: [{ __typename: "LessonRecord", id: "${lessonId}" }]) {
    ... on LessonRecord { individualHomework { text } } } }`
  const near = [
    s.teacher,
    s.viewer(['TEACHER', 'DEPUTY'], { personId: s.ids.smirnova }),
    s.viewer(['CLASS_TEACHER', 'DEPUTY'], { classes: [s.ids.class7] }),
  ]
  for (const viewer of near)
    expect(await t.as(viewer, query)).toMatchObject({
      data: { _entities: [{ individualHomework: individualHomework.map(({ text }) => ({ text })) }] },
    })
  expect(await told()).toEqual([])
  await t.as(s.viewer(['DEPUTY']), query)
  const [row, ...more] = await told()
  expect(more).toEqual([])
  expect(row).toMatchObject({ what: 'задания отдельным ученикам', people: 2 })
  expect([...(row?.person_ids ?? [])].sort()).toEqual([s.ids.anna, s.ids.boris].sort())
})

test('claims: of others’ pupils only', async () => {
  const guardian = s.viewer(['GUARDIAN'], { pupils: [s.ids.anna], name: 'Азбукина Алла' })
  const claim = await t.run(guardian, 'claimWrongMark', {
    markId,
    explanation: 'Было пять',
    noticedOn: today,
  })
  expect(codes(claim)).toEqual([])
  const query = '{ markClaims { id } }'
  const near = [
    guardian,
    s.teacher,
    s.viewer(['TEACHER', 'DEPUTY'], { personId: s.ids.smirnova }),
    s.viewer(['CLASS_TEACHER', 'DEPUTY'], { classes: [s.ids.class7] }),
    s.viewer(['GUARDIAN', 'DIRECTOR'], { pupils: [s.ids.anna] }),
  ]
  for (const viewer of near)
    expect(await t.as(viewer, query)).toMatchObject({ data: { markClaims: [{ id: expect.any(String) }] } })
  expect(await told()).toEqual([])
  await t.as(s.viewer(['DIRECTOR']), query)
  expect(await told()).toMatchObject([{ what: 'обращения об отметках', person_ids: [s.ids.anna] }])
})
