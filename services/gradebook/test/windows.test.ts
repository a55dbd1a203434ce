// The edit window (3.6.10): what was entered may be changed until its last day is over; a first mark always may be set.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { codes, startTestGradebook, type TestGradebook } from './harness.js'
import { morning, smallSchool, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
})
afterAll(() => t.stop())

type Record = { record: { editableUntil: string | null } }

describe.each([
  // Lesson of 24 November in Moscow; the window is over at the midnight after its last day.
  ['ONE_WEEK', '2026-12-01T21:00:00.000Z', '2026-12-01T21:00:00.000Z'],
  ['TWO_WEEKS', '2026-12-08T21:00:00.000Z', '2026-12-08T21:00:00.000Z'],
  ['THREE_WEEKS', '2026-12-15T21:00:00.000Z', '2026-12-15T21:00:00.000Z'],
  ['ONE_MONTH', '2026-12-24T21:00:00.000Z', '2026-12-24T21:00:00.000Z'],
  ['NEVER_CLOSES', '2027-05-31T21:00:00.000Z', null],
] as const)('with %s', (window, end, shown) => {
  const at = (ms: number) => t.setClock(new Date(new Date(end).getTime() + ms).toISOString())

  test('a change in the last millisecond is taken, in the next WINDOW_CLOSED; a first entry is taken after it too', async () => {
    t.setClock(morning)
    expect(codes(await t.run(s.coordinator, 'setEditWindow', { schoolId: s.ids.school, window }))).toEqual([])
    const lessonId = await s.lesson(s.ids.algebra)
    const later = await s.lesson(s.ids.algebra, { number: 2 })
    const mark = { lessonId, pupilId: s.ids.anna }
    const { id: markId } = (await t.run(s.teacher, 'recordMark', { ...mark, value: '4' })).mark as {
      id: string
    }
    const individualHomework = [{ pupilId: s.ids.anna, text: '§ 8' }]
    await t.run(s.teacher, 'describeLesson', { lessonId, topic: 'Круг', individualHomework })
    await t.run(s.teacher, 'takeAttendance', { lessonId, absences: [] })
    const [entity] = (await t.entities(
      s.teacher,
      'Lesson',
      [lessonId],
      'record { editableUntil }',
    )) as Record[]
    expect(entity?.record.editableUntil).toBe(shown)

    const changes = [
      ['recordMark', { ...mark, markId, value: '3' }],
      ['describeLesson', { lessonId, topic: 'Угол' }],
      ['takeAttendance', { lessonId, absences: [{ pupilId: s.ids.boris, code: 'ILL' }] }],
    ] as const
    at(-1)
    for (const [name, input] of changes)
      expect([name, codes(await t.run(s.teacher, name, input))]).toEqual([name, []])
    at(0)
    const before = await t.footprint()
    const late = [
      ...changes.map(
        ([name, input]) => [name, name === 'describeLesson' ? { lessonId, topic: 'Хорда' } : input] as const,
      ),
      ['withdrawMark', { markId }] as const,
    ]
    for (const [name, input] of late)
      expect([name, codes(await t.run(s.teacher, name, input))]).toEqual([name, ['WINDOW_CLOSED']])
    for (const input of [{ topic: '' }, { individualHomework: [] }])
      expect(codes(await t.run(s.teacher, 'describeLesson', { lessonId, ...input }))).toEqual([
        'WINDOW_CLOSED',
      ])
    expect(await t.footprint()).toBe(before)
    const first = [
      ['recordMark', { ...mark, pupilId: s.ids.boris, value: '5' }],
      ['describeLesson', { lessonId, homework: '§ 9' }],
      ['takeAttendance', { lessonId: later, absences: [] }],
    ] as const
    for (const [name, input] of first)
      expect([name, codes(await t.run(s.teacher, name, input))]).toEqual([name, []])
  })
})
