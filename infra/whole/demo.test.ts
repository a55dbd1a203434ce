import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demonstrationPassword } from '../src/launch/table.js'
import { startInstallation, type Installation } from '../src/launch/installation.js'
import { rootFolder } from '../src/launch/plan.js'
import { filesIn, verify } from '../src/demo/check-bag.js'
import { fillSchool, type Filled } from '../src/demo/demonstration.js'
import { Door } from '../src/demo/door.js'
import { GatewayUser } from '../src/demo/gateway-user.js'
import { smallSchool } from '../src/demo/plan.js'
import { runDemo } from '../src/demo/run-demo.js'
import { serviceDoor } from '../src/demo/settings.js'

// Of a few weeks, so that the fill takes seconds: the day is the school's, not the machine's.
const today = '2026-09-15'

const folder = async (): Promise<string> => {
  const made = await mkdtemp(join(tmpdir(), 'zhurnal-demo-test-'))
  await chmod(made, 0o711)
  return made
}

describe('the demonstration school, filled by the commands of real data', () => {
  let data = ''
  let running: Installation
  let filled: Filled
  const fill = () =>
    fillSchool({ door: doorOf(running), today, data, seeds: smallSchool, say: () => undefined })
  const doorOf = ({ env }: Installation) => new Door(serviceDoor(env).door)
  const as = (username: string) => GatewayUser.signIn(running.urls.gateway, username, demonstrationPassword)
  const idOf = (username: string) =>
    filled.plan.logins.find((login) => login.username === username)?.personId ?? ''

  beforeAll(async () => {
    data = await folder()
    running = await startInstallation({
      data,
      ports: 'free',
      demo: true,
      fill: false,
      web: false,
      fast: true,
      quiet: true,
    })
    filled = await fill()
  }, 180_000)
  afterAll(async () => {
    await running.stop()
    await rm(data, { recursive: true, force: true })
  }, 60_000)

  test('the class teacher sees 30 pupils, lessons kept by day, marks and absences, and what is still owed', async () => {
    const teacher = await as('class-teacher')
    const algebra = filled.plan.courses.find((one) => one.grade === 7 && one.subjectName === 'Алгебра')
    const period = filled.plan.year.periods.find((one) => one.name === '1 четверть')
    const data = await teacher.ask(
      `query($courseId: ID!, $periodId: ID!) { journal(courseId: $courseId, periodId: $periodId) {
        learnersName lessons { date state topic homework attendanceTakenAt } rows { cells } } }`,
      { courseId: algebra?.id, periodId: period?.id },
    )
    type Lesson = { date: string; state: string; topic: string | null; attendanceTakenAt: string | null }
    const page = data['journal'] as { learnersName: string; lessons: Lesson[]; rows: { cells: string[] }[] }
    const past = page.lessons.filter((lesson) => lesson.date < today)
    const held = past.filter((lesson) => lesson.state === 'HELD')
    expect(page.learnersName).toBe('7А')
    expect(page.rows).toHaveLength(30)
    expect(held.length).toBeGreaterThanOrEqual(past.length - 1)
    expect(held.map((lesson) => lesson.attendanceTakenAt?.slice(0, 10))).toEqual(
      held.map((lesson) => lesson.date),
    )
    const marks = page.rows.flatMap((row) => row.cells).filter((cell) => cell.includes('m|'))
    expect(marks.length).toBeGreaterThan(held.length * 3)
    const days = await teacher.ask(
      `query($from: Date!, $to: Date!, $id: ID!) { lessons(from: $from, to: $to, teacherId: $id) { date record { owed { what } } } }`,
      { from: '2026-09-07', to: today, id: idOf('class-teacher') },
    )
    const lessons = days['lessons'] as { date: string; record: { owed: unknown[] } }[]
    expect(lessons.filter((one) => one.date < today && one.record.owed.length > 0).length).toBeGreaterThan(0)
  })

  test('the guardian sees own children and no other pupil; the inspector the report of changes', async () => {
    const guardian = await as('guardian')
    const mine = await guardian.ask('{ viewer { person { guardian { children { id } } } } }')
    const { viewer } = mine as { viewer: { person: { guardian: { children: { id: string }[] } } } }
    const children = viewer.person.guardian.children.map((child) => child.id)
    const other = filled.plan.people.find((one) => one.pupil && !children.includes(one.id))
    const seen = await guardian.ask(
      `query($own: ID!, $other: ID!) { own: pupil(id: $own) { id } other: pupil(id: $other) { id } }`,
      {
        own: idOf('pupil'),
        other: other?.id,
      },
    )
    expect(children).toHaveLength(2)
    expect(seen).toEqual({ own: { id: idOf('pupil') }, other: null })
    const inspector = await as('inspector')
    const report = await inspector.ask(
      `{ markChanges(from: "2026-09-01", to: "${today}", first: 3) { edges { node { to byName } } } }`,
    )
    expect((report['markChanges'] as { edges: unknown[] }).edges).toHaveLength(3)
  })

  test('a second fill on the same day finds all of it there and writes nothing', async () => {
    const size = async () => {
      const data = await (await as('coordinator')).ask('{ checkpoint { treeSize } }')
      return (data['checkpoint'] as { treeSize: number }).treeSize
    }
    const before = await size()
    await fill()
    expect(await size()).toBe(before)
  }, 120_000)
})

test('a timetable file becomes a school: lessons dated and kept, the ledger printed, the snapshot whole until a bit is flipped', async () => {
  const out = await folder()
  const said: string[] = []
  const result = await runDemo({
    timetable: join(rootFolder, 'services/reporting/samples/asc-timetable-small.xml'),
    out,
    say: (line) => void said.push(line),
    installation: { fast: true },
  })
  expect(result.lessonsDated).toBeGreaterThan(300)
  expect(result.lessonsKept).toBeGreaterThan(30)
  expect(result.marks).toBeGreaterThan(100)
  expect(result.snapshot.copies).toBe(2)
  expect(said.join('\n')).toContain('LESSON_WITHOUT_TEACHER 1')
  expect((await readFile(result.ledger.file)).subarray(0, 5).toString()).toBe('%PDF-')
  expect(filesIn(result.snapshot.folder)).toEqual(
    expect.arrayContaining(['bagit.txt', 'data/record/schedule/lesson.ndjson']),
  )
  expect((await verify(result.snapshot.folder)).code).toBe(0)
  const broken = await verify(join(out, 'snapshot-spoiled'))
  expect(broken.code).toBe(1)
  expect(broken.said).toContain(`файл ${result.named}`)
  await rm(out, { recursive: true, force: true })
}, 180_000)
