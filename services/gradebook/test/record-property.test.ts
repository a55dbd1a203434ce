// Any interleaving of acts gives a page equal to the one that the log, replayed, gives (design §4).
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import type { Viewer } from '@zhurnal/roster/events'
import fc from 'fast-check'
import { startTestGradebook, type Payload, type TestGradebook } from './harness.js'
import { morning, smallSchool, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
})
beforeEach(() => t.setClock(morning))
afterAll(() => t.stop())

const values = ['2', '3', '4', '5', 'н/а', '.'] as const
const codes = ['ABSENT', 'LATE', 'ILL'] as const
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('record' as const),
      pupil: fc.nat(1),
      value: fc.constantFrom(...values),
      work: fc.nat(2),
      retake: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('change' as const),
      nth: fc.nat(9),
      value: fc.constantFrom(...values),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('withdraw' as const), nth: fc.nat(9) }) },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constantFrom('cancel' as const, 'restore' as const), work: fc.nat(1) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('attend' as const),
      absent: fc.subarray([0, 1]),
      code: fc.constantFrom(...codes),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('describe' as const),
      topic: fc.constantFrom('', 'Дроби', 'Степени'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constantFrom('close' as const, 'unlock' as const, 'endUnlock' as const) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('period' as const),
      pupil: fc.nat(1),
      value: fc.constantFrom('3', '4'),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

type Page = {
  lessons: { id: string; topic: string | null; version: number; works: { id: string }[] }[]
  rows: {
    pupilId: string
    cells: string[]
    mean: string | null
    weightedMean: string | null
    periodMark: { value: string; version: number } | null
    locked: boolean
  }[]
  locked: boolean
}

/** An absence rebuilt from the log has the entry's id: what is compared is what is shown of it. */
const shown = (page: Page) => ({
  ...page,
  rows: page.rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell) =>
      cell
        .split(' ')
        .map((one) => (one.startsWith('a|') ? one.split('|').slice(2, 4).join('|') : one))
        .join(' '),
    ),
  })),
})

async function pageOf(viewer: Viewer, courseId: string, asOf: string | null): Promise<Page> {
  const answer = await t.as<{ journal: Page }>(
    viewer,
    `query($c: ID!, $p: ID!, $a: DateTime) { journal(courseId: $c, periodId: $p, asOf: $a) { locked
      lessons { id topic version works { id } } rows { pupilId cells mean weightedMean periodMark { value version } locked } } }`,
    { c: courseId, p: s.ids.q2, a: asOf },
  )
  if (!answer.data) throw new Error(JSON.stringify(answer.errors))
  return answer.data.journal
}

/** One school year's course of its own for each run, so that runs do not meet. */
async function run(steps: readonly Step[]) {
  const lessonId = await s.lesson(s.ids.algebra, { number: 3 })
  const pupils = [s.ids.anna, s.ids.boris]
  const works = [newUuid(), newUuid()]
  const marks: string[] = []
  let unlockId = ''
  let written = 0
  const act = async (viewer: Viewer, name: string, input: object): Promise<Payload> => {
    const answer = await t.run(viewer, name, { requestId: newUuid(), ...input })
    if (answer.errors.length === 0) written += 1
    return answer
  }
  const where = { courseId: s.ids.algebra, periodId: s.ids.q2 }
  for (const id of works) await act(s.teacher, 'addWork', { lessonId, id, kind: 'TEST' })
  for (const one of steps) {
    const markId = 'nth' in one ? marks[one.nth % Math.max(1, marks.length)] : undefined
    switch (one.act) {
      case 'record': {
        const workId = works[one.work]
        const made = await act(s.teacher, 'recordMark', {
          lessonId,
          pupilId: pupils[one.pupil],
          value: one.value,
          ...(workId ? { workId } : {}),
          ...(one.retake && marks[0] ? { retakeOf: marks[0] } : {}),
        })
        const mark = made.mark as { id: string } | null
        if (mark) marks.push(mark.id)
        break
      }
      case 'change':
        for (const pupilId of markId ? pupils : [])
          await act(s.teacher, 'recordMark', { markId, lessonId, pupilId, value: one.value })
        break
      case 'withdraw':
        if (markId) await act(s.teacher, 'withdrawMark', { markId })
        break
      case 'cancel':
      case 'restore':
        await act(s.teacher, `${one.act}Work`, { workId: works[one.work] })
        break
      case 'attend':
        await act(s.teacher, 'takeAttendance', {
          lessonId,
          absences: one.absent.map((i) => ({ pupilId: pupils[i], code: one.code })),
        })
        break
      case 'describe':
        await act(s.teacher, 'describeLesson', { lessonId, topic: one.topic })
        break
      case 'close':
        await act(s.teacher, 'closePeriod', where)
        break
      case 'unlock': {
        const made = await act(s.coordinator, 'unlock', {
          ...where,
          personId: s.ids.smirnova,
          hours: 1,
          reason: 'Проверка',
        })
        unlockId = (made.unlock as { id: string } | null)?.id ?? unlockId
        break
      }
      case 'endUnlock':
        if (unlockId) await act(s.coordinator, 'endUnlock', { unlockId })
        break
      case 'period':
        await act(s.teacher, 'setPeriodMark', { ...where, pupilId: pupils[one.pupil], value: one.value })
        break
    }
  }
  return { lessonId, written }
}

async function clean(): Promise<void> {
  // The next run starts with an open page: what locks it is put away as its own acts would, and told to the log.
  await t.admin(
    `alter table log_entry disable trigger all; delete from log_entry; delete from log_head; alter table log_entry enable trigger all;
     delete from log_tree; delete from log_node; delete from log_checkpoint; delete from page_close; delete from unlock; delete from period_mark;
     delete from mark; delete from absence; delete from work; delete from lesson_record; delete from ref_lesson`,
  )
}

test('the page that stands is the page of its log, whatever was done in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
      await clean()
      const { lessonId, written } = await run(steps)
      const now = shown(await pageOf(s.teacher, s.ids.algebra, null))
      const replayed = shown(await pageOf(s.teacher, s.ids.algebra, '2027-05-31T00:00:00Z'))
      expect(now.lessons.map((lesson) => lesson.id)).toContain(lessonId)
      expect(replayed).toEqual(now)
      // The log has no gap, and no refused act has left an entry.
      const log = await t.log(s.ids.school)
      expect(log.map((entry) => entry.seq)).toEqual(log.map((_, i) => i))
      expect(log.length).toBeGreaterThanOrEqual(written)
    }),
    { numRuns: 40 },
  )
}, 120_000)
