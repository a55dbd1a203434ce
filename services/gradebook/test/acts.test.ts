// Each mutation: it works with its entry and its event, is refused whole, is one write however often it is sent.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import type { Viewer } from '@zhurnal/roster/events'
import { codes, startTestGradebook, type TestGradebook } from './harness.js'
import { morning, smallSchool, strangersToAlgebra, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
})
afterAll(() => t.stop())
beforeEach(() => t.setClock(morning))

type Case = {
  readonly input: Record<string, unknown>
  /** Of the entry that the act leaves. */
  readonly act: string
  readonly subject: string | RegExp
  readonly from: unknown
  readonly to: unknown
  /** The lesson that it makes a fact. */
  readonly holds?: string
  /** A stale repeat of the act by who saw an older version. */
  readonly stale?: () => Promise<Record<string, unknown>>
}
type Act = { readonly name: string; readonly by: () => Viewer; readonly make: () => Promise<Case> }

const markedLesson = async () => {
  const lessonId = await s.lesson(s.ids.algebra)
  const { mark } = (await t.run(s.teacher, 'recordMark', {
    lessonId,
    pupilId: s.ids.anna,
    value: '4',
  })) as unknown as { mark: { id: string } }
  return { lessonId, markId: mark.id, pupilId: s.ids.anna }
}

const lessonActs: Act[] = [
  {
    name: 'describeLesson',
    by: () => s.teacher,
    make: async () => {
      const lessonId = await s.lesson(s.ids.algebra)
      const input = { lessonId, topic: 'Степень', homework: '§ 4' }
      return {
        input,
        act: 'describeLesson',
        subject: `lesson:${lessonId}`,
        from: { topic: null, homework: null },
        to: { topic: 'Степень', homework: '§ 4' },
        holds: lessonId,
        stale: async () => {
          await t.run(s.teacher, 'describeLesson', input)
          return { ...input, topic: 'Корень', expectedVersion: 0 }
        },
      }
    },
  },
  {
    name: 'recordMark',
    by: () => s.teacher,
    make: async () => {
      const lessonId = await s.lesson(s.ids.algebra)
      const input = { lessonId, pupilId: s.ids.anna, value: '5' }
      return {
        input,
        act: 'recordMark',
        subject: /^mark:/,
        from: null,
        to: '5',
        holds: lessonId,
        stale: async () => {
          await t.run(s.teacher, 'recordMark', input)
          return { ...input, expectedMarks: 0 }
        },
      }
    },
  },
  {
    name: 'recordMark',
    by: () => s.teacher,
    make: async () => {
      const marked = await markedLesson()
      const input = { ...marked, value: '3', reason: 'описка', expectedVersion: 1 }
      return {
        input,
        act: 'changeMark',
        subject: `mark:${marked.markId}`,
        from: '4',
        to: '3',
        stale: async () => {
          await t.run(s.teacher, 'recordMark', input)
          return { ...input, value: '2' }
        },
      }
    },
  },
  {
    name: 'withdrawMark',
    by: () => s.teacher,
    make: async () => {
      const marked = await markedLesson()
      const { markId } = marked
      return {
        input: { markId, expectedVersion: 1 },
        act: 'withdrawMark',
        subject: `mark:${markId}`,
        from: '4',
        to: null,
        stale: async () => {
          await t.run(s.teacher, 'recordMark', { ...marked, value: '2' })
          return { markId, expectedVersion: 1 }
        },
      }
    },
  },
  {
    name: 'takeAttendance',
    by: () => s.teacher,
    make: async () => {
      const lessonId = await s.lesson(s.ids.algebra)
      const input = { lessonId, absences: [{ pupilId: s.ids.anna, code: 'LATE', minutesLate: 7 }] }
      return {
        input,
        act: 'takeAttendance',
        subject: `attendance:${lessonId}`,
        from: null,
        to: [{ pupil: s.ids.anna, code: 'LATE', minutes: 7 }],
        holds: lessonId,
        stale: async () => {
          await t.run(s.teacher, 'takeAttendance', input)
          return { lessonId, absences: [], expectedVersion: 0 }
        },
      }
    },
  },
  {
    name: 'addWork',
    by: () => s.teacher,
    make: async () => {
      const lessonId = await s.lesson(s.ids.algebra)
      const id = newUuid()
      return {
        input: { lessonId, id, kind: 'TEST' },
        act: 'addWork',
        subject: `work:${id}`,
        from: null,
        to: { kind: 'TEST', title: 'Контрольная работа', weight: 3 },
      }
    },
  },
  {
    name: 'keepLessons',
    by: () => s.teacher,
    make: async () => {
      const lessonId = await s.lesson(s.ids.algebra)
      return {
        input: {
          lessons: [
            {
              lessonId,
              topic: 'Дроби',
              absences: [],
              marks: [{ pupilId: s.ids.boris, value: '4' }],
              work: { id: newUuid(), kind: 'QUIZ' },
            },
          ],
        },
        act: 'recordMark',
        subject: /^mark:/,
        from: null,
        to: '4',
        holds: lessonId,
      }
    },
  },
]

const pageActs: Act[] = [
  {
    name: 'setPeriodMark',
    by: () => s.teacher,
    make: async () => {
      const input = { courseId: await s.ownCourse(), periodId: s.ids.q2, pupilId: s.ids.anna, value: '4' }
      return {
        input,
        act: 'setPeriodMark',
        subject: /^periodMark:/,
        from: null,
        to: '4',
        stale: async () => {
          await t.run(s.teacher, 'setPeriodMark', input)
          await t.run(s.teacher, 'setPeriodMark', { ...input, value: '5', expectedVersion: 1 })
          return { ...input, value: '3', expectedVersion: 1 }
        },
      }
    },
  },
  {
    name: 'setPeriodMarks',
    by: () => s.teacher,
    make: async () => ({
      input: {
        courseId: await s.ownCourse(),
        periodId: s.ids.q2,
        marks: [{ pupilId: s.ids.anna, value: 'зач' }],
      },
      act: 'setPeriodMark',
      subject: /^periodMark:/,
      from: null,
      to: 'зач',
    }),
  },
  {
    name: 'closePeriod',
    by: () => s.teacher,
    make: async () => {
      const courseId = await s.ownCourse()
      return {
        input: { courseId, periodId: s.ids.q2 },
        act: 'closePeriod',
        subject: `page:${courseId}/${s.ids.q2}`,
        from: 'OPEN',
        to: 'CLOSED',
      }
    },
  },
]
const settingAct: Act = {
  name: 'setEditWindow',
  by: () => s.coordinator,
  make: async () => ({
    input: { schoolId: s.ids.school, window: 'TWO_WEEKS' },
    act: 'setEditWindow',
    subject: `school:${s.ids.school}`,
    from: 'TWO_WEEKS',
    to: 'TWO_WEEKS',
  }),
}
const acts = [...lessonActs, ...pageActs, settingAct].map((act, i) => [i, act.name, act] as const)

describe.each(acts)('%i %s', (_, name, act) => {
  test('works: its entry names who, what, from and to, and a lesson that it makes a fact is told in the same transaction', async () => {
    const given = await act.make()
    const before = { log: (await t.log(s.ids.school)).length, events: (await t.events()).length }
    expect(codes(await t.run(act.by(), name, given.input))).toEqual([])
    const entries = (await t.log(s.ids.school)).slice(before.log)
    const entry = entries.find((one) => one.act === given.act)
    const here = act.by().schools[0]
    expect(entry?.leaf).toMatchObject({
      by: here?.person,
      byName: here?.name,
      account: act.by().account,
      from: given.from,
      to: given.to,
      school: s.ids.school,
      log: 'gradebook',
    })
    expect(entry?.subject).toEqual(
      given.subject instanceof RegExp ? expect.stringMatching(given.subject) : given.subject,
    )
    const told = (await t.events()).slice(before.events)
    expect(told.map((event) => [event.name, event.payload.map((row) => row.id)])).toEqual(
      given.holds ? [['gradebook.lesson-held.v1', [given.holds]]] : [],
    )
  })

  test('by whom it is not for is NOT_FOUND, and nothing is written', async () => {
    const given = await act.make()
    const before = await t.footprint()
    const filling = ['setPeriodMark', 'setPeriodMarks']
    const allowed: Record<string, readonly string[]> = {
      closePeriod: ['the coordinator'],
      setEditWindow: ['the coordinator'],
      ...Object.fromEntries(filling.map((one) => [one, ['the class teacher of the class']])),
    }
    const strangers = strangersToAlgebra(s).filter(([who]) => !(allowed[name] ?? []).includes(who))
    const answers = await Promise.all(
      strangers.map(async ([who, viewer]) => [who, ...codes(await t.run(viewer, name, given.input))]),
    )
    expect(answers).toEqual(strangers.map(([who]) => [who, 'NOT_FOUND']))
    expect(await t.footprint()).toBe(before)
  })

  test('sent again with one requestId, or twice at once, is one write with the first answer', async () => {
    const entriesOf = async (write: () => Promise<unknown>) => {
      const before = (await t.log(s.ids.school)).length
      await write()
      return (await t.log(s.ids.school)).length - before
    }
    const single = await act.make()
    const given = await act.make()
    const entries = await entriesOf(() => t.run(act.by(), name, single.input))
    const input = { ...given.input, requestId: newUuid() }
    const answers: unknown[] = []
    const atOnce = async () => {
      answers.push(...(await Promise.all([1, 2, 3].map(() => t.run(act.by(), name, input)))))
    }
    expect(await entriesOf(atOnce)).toBe(entries)
    expect(answers[0]).toMatchObject({ errors: [] })
    expect(answers.slice(1)).toEqual([answers[0], answers[0]])
    const before = await t.footprint()
    expect(await t.run(act.by(), name, input)).toEqual(answers[0])
    expect(await t.footprint()).toBe(before)
    const other = await t.run(act.by(), name, {
      ...(await act.make()).input,
      requestId: input.requestId,
      ...(name === 'setEditWindow' ? { window: 'ONE_WEEK' } : {}),
    })
    expect(codes(other)).toEqual(['REQUEST_REUSED'])
  })
})

test.each(
  acts.filter(([, name]) =>
    ['describeLesson', 'recordMark', 'withdrawMark', 'takeAttendance', 'setPeriodMark'].includes(name),
  ),
)('%i %s by who saw an older version is a CONFLICT and writes nothing', async (_, name, act) => {
  const given = await act.make()
  const stale = await given.stale?.()
  const before = await t.footprint()
  const answer = await t.run(act.by(), name, stale ?? {})
  expect(codes(answer)).toEqual(['CONFLICT'])
  expect(
    answer[name === 'setPeriodMark' ? 'periodMark' : name.endsWith('Mark') ? 'mark' : 'record'],
  ).toBeTruthy()
  expect(await t.footprint()).toBe(before)
})

test.each(acts.filter(([, name]) => !['addWork', 'setEditWindow'].includes(name)))(
  '%i %s of what is not there, or written as no id, is NOT_FOUND',
  async (_, name, act) => {
    const given = await act.make()
    const key = ['lessonId', 'markId', 'courseId'].find((one) => one in given.input) ?? 'lessons'
    for (const id of [newUuid(), 'нет', '-'.repeat(36)]) {
      const input =
        name === 'keepLessons'
          ? { lessons: [{ lessonId: id, topic: 'Дроби' }] }
          : { ...given.input, [key]: id }
      expect(codes(await t.run(act.by(), name, input))).toEqual(['NOT_FOUND'])
    }
  },
)
