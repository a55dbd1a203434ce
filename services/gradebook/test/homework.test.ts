// Homework with files, and for single pupils with advice: who enters it, who sees it, what the log and reporting hear.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import type { Viewer } from '@zhurnal/roster/events'
import { codes, startTestGradebook, type TestGradebook } from './harness.js'
import { morning, smallSchool, strangersToAlgebra, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool
let lessonId: string

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
})
beforeEach(async () => {
  t.setClock(morning)
  lessonId = await s.lesson(s.ids.algebra)
})
afterAll(() => t.stop())

const file = (more: object = {}) => ({ fileId: newUuid(), name: 'чертёж.pdf', bytes: 1024, ...more })
const describeLesson = (input: object, viewer = s.teacher) =>
  t.run(viewer, 'describeLesson', { lessonId, ...input })
type Shown = {
  homeworkFiles: { id: string; fileId: string; name: string; url: string }[]
  individualHomework: { pupilId: string; pupilName: string; text: string; advice: string | null }[]
}
async function shown(viewer: Viewer, id = lessonId): Promise<Shown | null> {
  const selection =
    'homeworkFiles { id fileId name bytes url } individualHomework { pupilId pupilName text advice }'
  return (await t.entities(viewer, 'LessonRecord', [id], selection))[0] as Shown | null
}
const told = async () =>
  (await t.events())
    .filter((event) => event.name === 'gradebook.homework-file-changed.v1')
    .flatMap((event) => event.payload)
    .filter((row) => row.class_id === s.ids.class7 || row.group_id === s.ids.group)
const last = async (fileId: string) => (await told()).filter((row) => row.file_id === fileId).at(-1)

test('the full list of files: added, taken off, put back, each told to reporting with who may read', async () => {
  const [one, two] = [file(), file({ name: ' таблица.xlsx ' })]
  expect(codes(await describeLesson({ homeworkFiles: [one, two] }))).toEqual([])
  expect((await shown(s.teacher))?.homeworkFiles).toMatchObject([
    { name: 'чертёж.pdf', url: `/files/${one.fileId}` },
    { name: 'таблица.xlsx', url: `/files/${two.fileId}` },
  ])
  expect(await last(one.fileId)).toMatchObject({
    ...{ version: 1, account_id: s.teacher.account, class_id: s.ids.class7, group_id: null, removed: false },
    ...{ class_ids: [s.ids.class7], teacher_ids: [s.ids.smirnova], day: '2026-11-24', of_specialist: false },
  })
  expect(codes(await describeLesson({ homework: '§ 5' }))).toEqual([])
  expect((await shown(s.teacher))?.homeworkFiles).toHaveLength(2)
  expect(codes(await describeLesson({ homeworkFiles: [two] }))).toEqual([])
  expect((await shown(s.teacher))?.homeworkFiles.map((one) => one.fileId)).toEqual([two.fileId])
  expect(await last(one.fileId)).toMatchObject({ version: 2, removed: true })
  expect(codes(await describeLesson({ homeworkFiles: [one] }))).toEqual([])
  expect([await last(one.fileId), await last(two.fileId)]).toMatchObject([
    { version: 3, removed: false },
    { version: 2, removed: true },
  ])
})

test('before its day a lesson is prepared, not kept; by who keeps it alone, and not on a closed page', async () => {
  const may = async (viewer: Viewer, id = lessonId) =>
    (await t.entities(viewer, 'LessonRecord', [id], 'viewerCanEdit viewerCanPrepare'))[0]
  lessonId = await s.lesson(s.ids.algebra, { day: '2026-11-26' })
  expect(await may(s.teacher)).toEqual({ viewerCanEdit: false, viewerCanPrepare: true })
  expect(await may(s.coordinator)).toEqual({ viewerCanEdit: false, viewerCanPrepare: false })
  expect(codes(await describeLesson({ homework: '§ 8', homeworkFiles: [file()] }))).toEqual([])
  expect(codes(await describeLesson({ topic: 'Круг' }))).toEqual(['TOO_EARLY'])
  const cancelled = await s.lesson(s.ids.algebra, { number: 3, cancelled: true })
  expect(await may(s.teacher, cancelled)).toEqual({ viewerCanEdit: false, viewerCanPrepare: false })
  const courseId = await s.ownCourse()
  const closed = await s.lesson(courseId, { day: '2026-11-26' })
  expect(codes(await t.run(s.teacher, 'closePeriod', { courseId, periodId: s.ids.q2 }))).toEqual([])
  expect(await may(s.teacher, closed)).toEqual({ viewerCanEdit: false, viewerCanPrepare: false })
})

test('a list that cannot be is refused, and nothing of it is written', async () => {
  const twice = file()
  const before = await t.footprint()
  for (const homeworkFiles of [
    Array.from({ length: 11 }, () => file()),
    [twice, twice],
    [file({ fileId: 'нет' })],
    [file({ name: ' ' })],
    [file({ name: '<b>.pdf' })],
    [file({ bytes: 0 })],
    [file({ bytes: 20 * 1024 * 1024 + 1 })],
  ])
    expect(codes(await describeLesson({ homeworkFiles }))).toEqual(['BAD_INPUT'])
  for (const individualHomework of [
    [{ pupilId: s.ids.anna, text: 'а'.repeat(2001) }],
    [{ pupilId: s.ids.anna, text: '', advice: 'а'.repeat(2001) }],
    [
      { pupilId: s.ids.anna, text: '1' },
      { pupilId: s.ids.anna, text: '2' },
    ],
  ])
    expect(codes(await describeLesson({ individualHomework }))).toEqual(['BAD_INPUT'])
  expect(await t.footprint()).toBe(before)
  const full = Array.from({ length: 10 }, () => file({ bytes: 20 * 1024 * 1024 }))
  expect(codes(await describeLesson({ homeworkFiles: full }))).toEqual([])
})

test('nobody but who keeps the lesson places any', async () => {
  const before = await t.footprint()
  for (const [who, viewer] of strangersToAlgebra(s))
    expect([who, codes(await describeLesson({ homeworkFiles: [file()] }, viewer))]).toEqual([
      who,
      ['NOT_FOUND'],
    ])
  expect(await t.footprint()).toBe(before)
})

test('files that stand are changed while the window lasts; the first ones are never too late', async () => {
  t.setClock('2026-12-08T20:59:59Z')
  expect(codes(await describeLesson({ homeworkFiles: [file()] }))).toEqual([])
  t.setClock('2026-12-08T21:00:00Z')
  expect(codes(await describeLesson({ homeworkFiles: [] }))).toEqual(['WINDOW_CLOSED'])
  const standing = ((await shown(s.teacher))?.homeworkFiles ?? []).map(({ fileId, name }) => ({
    ...{ fileId, name, bytes: 1024 },
  }))
  expect(codes(await describeLesson({ homeworkFiles: standing }))).toEqual([])
  lessonId = await s.lesson(s.ids.algebra, { number: 2 })
  expect(codes(await describeLesson({ homeworkFiles: [file()] }))).toEqual([])
})

test('advice stands with or without a text; the log has neither in its leaf', async () => {
  const individualHomework = [
    { pupilId: s.ids.boris, text: '', advice: 'Повторить таблицу умножения' },
    { pupilId: s.ids.anna, text: '№ 77', advice: ' ' },
  ]
  expect(codes(await describeLesson({ individualHomework, homeworkFiles: [file()] }))).toEqual([])
  expect((await shown(s.teacher))?.individualHomework).toEqual([
    { pupilId: s.ids.anna, pupilName: 'Азбукина Анна', text: '№ 77', advice: null },
    { pupilId: s.ids.boris, pupilName: 'Букварёв Борис', text: '', advice: 'Повторить таблицу умножения' },
  ])
  const entry = (await t.log(s.ids.school)).at(-1)
  expect(entry?.leaf).toMatchObject({ act: 'describeLesson', individual: [s.ids.boris, s.ids.anna] })
  expect(entry?.raw).not.toMatch(/умножения|№|чертёж/)
  const texts = await t.admin<{ name: string; text: string }>(
    'select name, text from log_text where entry_id = $1 order by name',
    [entry?.id],
  )
  expect(texts.map((one) => one.text)).toEqual(
    expect.arrayContaining(['Повторить таблицу умножения', '№ 77', 'чертёж.pdf']),
  )
  expect(codes(await describeLesson({ individualHomework: [] }))).toEqual([])
  expect((await shown(s.teacher))?.individualHomework).toEqual([])
})

test('a class teacher of some of a group’s pupils sees homework of the own ones alone', async () => {
  const orlova = s.viewer(['TEACHER'], { personId: s.ids.orlova })
  lessonId = await s.lesson(s.ids.english)
  const individualHomework = [s.ids.anna, s.ids.vera].map((pupilId) => ({ pupilId, text: 'Слова' }))
  expect(codes(await describeLesson({ individualHomework, homeworkFiles: [file()] }, orlova))).toEqual([])
  const seen = await shown(s.viewer(['CLASS_TEACHER'], { classes: [s.ids.class7] }))
  expect(seen?.individualHomework.map((one) => one.pupilId)).toEqual([s.ids.anna])
  expect(seen?.homeworkFiles).toHaveLength(1)
  expect((await shown(orlova))?.individualHomework).toHaveLength(2)
})

test('a substitute, or a new teacher of the course, is told to reporting; other lessons’ files are not told again', async () => {
  const [mine, other] = [file(), file()]
  await describeLesson({ homeworkFiles: [mine] })
  lessonId = await s.lesson(s.ids.english)
  const orlova = s.viewer(['TEACHER'], { personId: s.ids.orlova })
  expect(codes(await describeLesson({ homeworkFiles: [other] }, orlova))).toEqual([])
  const [row] = await t.admin<{ lesson_id: string }>(
    'select lesson_id from homework_file where file_id = $1',
    [mine.fileId],
  )
  await s.lesson(s.ids.algebra, {
    ...{ id: row?.lesson_id ?? '', version: 2, teacher: s.ids.kuznetsov, insteadOf: s.ids.smirnova },
  })
  expect(await last(mine.fileId)).toMatchObject({
    version: 2,
    teacher_ids: [s.ids.kuznetsov, s.ids.smirnova].toSorted(),
  })
  expect(await last(other.fileId)).toMatchObject({ version: 1, teacher_ids: [s.ids.orlova] })
})

test('voided, the files and the advice of before stand again; taken back, those of the stolen login', async () => {
  const before = file({ name: 'прежний.pdf' })
  const standing = [{ pupilId: s.ids.anna, text: '', advice: 'Читать вслух' }]
  await describeLesson({ homeworkFiles: [before], individualHomework: standing })
  t.setClock('2026-11-24T07:00:00Z')
  const thief = s.viewer(['TEACHER'], { personId: s.ids.smirnova, account: newUuid() })
  const theirs = file({ name: 'чужой.pdf' })
  const changed = { homeworkFiles: [theirs], individualHomework: [{ pupilId: s.ids.boris, text: 'Всё' }] }
  expect(codes(await describeLesson(changed, thief))).toEqual([])
  const report = newUuid()
  await s.tell('roster.account-compromised.v1', [
    {
      ...{ id: report, account_id: thief.account, person_id: s.ids.smirnova },
      ...{ received_at: '2026-11-24T06:30:00Z', suspected_since: null },
      ...{ reported_by: newUuid(), reported_by_account: newUuid(), of_coordinator: false },
    },
  ])
  expect(await shown(s.teacher)).toMatchObject({
    homeworkFiles: [{ name: 'прежний.pdf' }],
    individualHomework: [{ pupilId: s.ids.anna, text: '', advice: 'Читать вслух' }],
  })
  expect([await last(before.fileId), await last(theirs.fileId)]).toMatchObject([
    { removed: false },
    { removed: true },
  ])
  t.setClock('2026-11-24T08:00:00Z')
  const [seen] = (await t.entities(
    s.coordinator,
    'CompromiseReport',
    [report],
    'journalActs { entryId }',
  )) as {
    journalActs: { entryId: string }[]
  }[]
  const entryIds = seen?.journalActs.map((act) => act.entryId) ?? []
  const back = { reportId: report, entryIds, verdict: 'RESTORE' }
  expect(codes(await t.run(s.coordinator, 'decideJournalActs', back))).toEqual([])
  expect(await shown(s.teacher)).toMatchObject({
    homeworkFiles: [{ name: 'чужой.pdf' }],
    individualHomework: [{ pupilId: s.ids.boris, text: 'Всё', advice: null }],
  })
})
