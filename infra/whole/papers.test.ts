// Papers of the record on a whole installation: the report of mark changes of any length, a pupil's sheet on leaving, and a
// class journal in which much was done after the first entry.
import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { addDays } from '@zhurnal/kit/time'
import { readXlsx } from '@zhurnal/reporting/imports/xlsx'
import { attachedFile } from '../../services/reporting/src/verify/attachment.js'
import { startSmallSchool, type JobSeen, type Whole } from './small-school.js'

let w: Whole
let coordinator: string
let teacher: string

beforeAll(async () => {
  w = await startSmallSchool()
  ;[coordinator, teacher] = await Promise.all([w.signIn('coordinator'), w.signIn('doskin')])
  await fillRecord()
}, 120_000)
afterAll(() => w.stop(), 60_000)

const marksAtOnce = 200
const rounds = 16

/** A retake, a work out of lessons, a change, an absence, and thousands of marks of another school. */
async function fillRecord(): Promise<void> {
  const lesson = await w.lessonOf(teacher, w.ids.algebra7, w.today)
  const made = await w.run<{ mark: { id: string } }>(
    teacher,
    'recordMark',
    { lessonId: lesson.id, pupilId: w.ids.anna, value: '2' },
    'mark { id }',
  )
  const recordId = randomUUID()
  const workId = randomUUID()
  const outside = { courseId: w.ids.algebra7, id: workId, recordId, date: w.today, kind: 'TEST' }
  await w.run(teacher, 'addOutsideWork', { ...outside, title: 'Пересдача' })
  const retake = { lessonId: recordId, workId, pupilId: w.ids.anna, value: '4', retakeOf: made.mark.id }
  await w.run(teacher, 'recordMark', retake)
  const other = await w.run<{ mark: { id: string } }>(
    teacher,
    'recordMark',
    { lessonId: lesson.id, pupilId: w.ids.boris, value: '3' },
    'mark { id }',
  )
  const change = { lessonId: lesson.id, pupilId: w.ids.boris, markId: other.mark.id, value: '5' }
  await w.run(teacher, 'recordMark', { ...change, reason: 'Ошибка; «верно» — 5' })
  await w.run(teacher, 'takeAttendance', {
    lessonId: lesson.id,
    absences: [{ pupilId: w.ids.anna, code: 'ILL' }],
  })
  for (let i = 0; i < rounds; i += 1)
    await w.run(coordinator, 'enterForeignMarks', {
      courseId: w.ids.physics7,
      pupilId: w.ids.boris,
      source: 'Школа № 3, справка № 5',
      marks: Array.from({ length: marksAtOnce }, () => ({
        date: addDays(w.today, -(i % 10)),
        value: '4',
        title: 'диктант',
      })),
    })
}

const start = async (token: string, name: string, input: object): Promise<JobSeen> => {
  const { job, errors } = await w.run<{ job: { id: string } | null }>(token, name, input, 'job { id }')
  if (!job) throw new Error(JSON.stringify(errors))
  return w.waitForJob(token, job.id)
}
const fetched = async (token: string, url: string) =>
  fetch(`${w.installation.urls.gateway}${url}`, { headers: { authorization: `Bearer ${token}` } })
const bytesOf = async (token: string, url: string | undefined) =>
  Buffer.from(await (await fetched(token, url ?? '')).arrayBuffer())
const span = () => ({ schoolId: w.ids.school, from: addDays(w.today, -1), to: addDays(w.today, 1) })

const inFiles = async (job: JobSeen) => {
  const files = await Promise.all(job.documents.map(({ url }) => bytesOf(coordinator, url)))
  const sheet = files.find((bytes) => bytes.subarray(0, 2).toString() === 'PK') ?? Buffer.alloc(0)
  const table = files.find((bytes) => bytes !== sheet) ?? Buffer.alloc(0)
  const path = join(w.folder, `${randomUUID()}.xlsx`)
  await writeFile(path, sheet)
  const { rows } = await readXlsx(path)
  const lines = table.toString().replace('\uFEFF', '').trimEnd().split('\r\n')
  return { rows: rows.map((row) => row.cells), lines: lines.map((line) => line.split(';')) }
}

test('thousands of changes come as XLSX and CSV, each once, newest first, alike', async () => {
  const job = await start(coordinator, 'saveMarkChanges', { ...span(), changedOnly: false })
  expect([job.state, job.error, job.documents.length]).toEqual(['DONE', null, 2])
  const { rows, lines } = await inFiles(job)
  const count = rounds * marksAtOnce + 4
  expect([rows.length, lines.length]).toEqual([count + 1, count + 1])
  const ids = rows.slice(1).map((cells) => cells.at(-1))
  expect(new Set(ids).size).toBe(count)
  expect(lines.slice(1).map((cells) => cells.at(-1))).toEqual(ids)
  expect(rows[0]).toEqual(lines[0])
  expect(ids).toEqual([...ids].sort().reverse())
}, 120_000)

test('only what was changed, of one class and teacher, with the reason; an empty report is a report too', async () => {
  const narrowed = { ...span(), schoolClassId: w.ids.class7, actorId: w.ids.doskin, courseId: w.ids.algebra7 }
  const { rows, lines } = await inFiles(await start(coordinator, 'saveMarkChanges', narrowed))
  expect(rows.slice(1).map((cells) => cells.slice(1, -1))).toEqual([
    [
      expect.stringContaining('Доскин'),
      'Букварёв Борис',
      '7А',
      'Алгебра',
      '3',
      '5',
      'Ошибка; «верно» — 5',
      '',
    ],
  ])
  expect(lines).toHaveLength(2)
  const none = await inFiles(
    await start(coordinator, 'saveMarkChanges', { ...narrowed, pupilId: w.ids.anna }),
  )
  expect([none.rows.length, none.lines.length]).toEqual([1, 1])
}, 60_000)

test.each([
  ['doskin', 404],
  ['guardian', 404],
  ['director', 200],
])('the report is kept from %s, or not: %i', async (login, status) => {
  const { documents } = await start(coordinator, 'saveMarkChanges', { ...span(), actorId: w.ids.melova })
  expect((await fetched(await w.signIn(login), documents[0]?.url ?? '')).status).toBe(status)
})

test('a sheet of marks for another school is a PDF that its class teacher reads; who had it made stands in the log of reading', async () => {
  const director = await w.signIn('director')
  const job = await start(director, 'printTransferSheet', { pupilId: w.ids.anna, periodId: w.ids.period })
  expect([job.state, job.error, job.documents.length]).toEqual(['DONE', null, 1])
  const url = job.documents[0]?.url ?? ''
  expect((await bytesOf(teacher, url)).subarray(0, 5).toString()).toBe('%PDF-')
  for (const login of ['melova', 'guardian', 'anna', 'inspector'])
    expect([login, (await fetched(await w.signIn(login), url)).status]).toEqual([login, 404])
  // Who made it has read the marks and absences; the coordinator sees the birth date, too, which the sheet bears (1.8).
  await start(coordinator, 'printTransferSheet', { pupilId: w.ids.anna, periodId: w.ids.period })
  const read = async () => {
    const { data } = await w.ask<{
      accessLog: { edges: { node: { readerName: string; what: string; ground: string } }[] }
    }>(
      coordinator,
      'query($s: ID!, $d: Date!, $p: ID!) { accessLog(schoolId: $s, from: $d, to: $d, personId: $p, first: 500) { edges { node { readerName what ground } } } }',
      { s: w.ids.school, d: w.today, p: w.ids.anna },
    )
    return new Set(
      data?.accessLog.edges.map(
        ({ node }) => `${node.readerName.split(' ')[0]}: ${node.what}, ${node.ground}`,
      ),
    )
  }
  const expected = [
    'Порядкин: дневник, роль: координатор',
    'Порядкин: пропуски, роль: координатор',
    'Порядкин: дата рождения, роль: координатор',
    'Главнов: дневник, роль: директор',
    'Главнов: пропуски, роль: директор',
  ]
  // What gradebook tells comes by queue.
  for (
    const end = Date.now() + 20_000;
    Date.now() < end;
    await new Promise((look) => setTimeout(look, 100))
  ) {
    const found = await read()
    if (expected.every((line) => found.has(line))) break
  }
  expect([...(await read())]).toEqual(expect.arrayContaining(expected))
  for (const line of await read()) expect(line).not.toMatch(/Доскин|Мелова|Азбукин/)
}, 60_000)

test('the class journal with retakes, works out of lessons, changes and marks of another school is printed', async () => {
  const page = { schoolClassId: w.ids.class7, periodId: w.ids.period }
  for (const token of [coordinator, teacher]) {
    const job = await start(token, 'printClassJournal', page)
    expect([job.state, job.error]).toEqual(['DONE', null])
    const bytes = await bytesOf(token, job.documents[0]?.url)
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    const data = JSON.parse(String(attachedFile(bytes))) as {
      results: string[]
      courses: {
        subject: string
        corrections?: object[]
        sources?: { marks: object[] }[]
        lessons: { outside?: true }[]
      }[]
    }
    const algebra = data.courses.find(({ subject }) => subject === 'Алгебра')
    expect(algebra?.corrections).toMatchObject([
      { pupilId: w.ids.boris, from: '3', to: '5', reason: 'Ошибка; «верно» — 5' },
    ])
    expect(algebra?.lessons.at(-1)).toMatchObject({ outside: true, topic: 'Пересдача' })
    const physics = data.courses.find(({ subject }) => subject === 'Физика')
    expect(physics?.sources?.[0]?.marks).toHaveLength(rounds * marksAtOnce)
    expect(data.results).toEqual(['1 четверть', 'Экзамен', 'Итоговая'])
  }
}, 120_000)
