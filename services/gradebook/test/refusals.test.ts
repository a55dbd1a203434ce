// Refused with a clear word, and nothing written: scale, membership, days, locks, two at once.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { codes, startTestGradebook, type Payload, type TestGradebook } from './harness.js'
import { morning, smallSchool, today, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
})
afterAll(() => t.stop())
beforeEach(() => t.setClock(morning))

/** The codes of an act that must write nothing. */
const refused = async (name: string, input: object, viewer = s.teacher): Promise<string[]> => {
  const before = await t.footprint()
  const answer = await t.run(viewer, name, input)
  expect(await t.footprint()).toBe(before)
  expect(answer.errors.every((error) => /[а-яё]/i.test(error.message))).toBe(true)
  return codes(answer)
}
const mark = (lessonId: string, pupilId: string, more: object = {}) => ({
  lessonId,
  pupilId,
  value: '4',
  ...more,
})
const done = async (name: string, input: object): Promise<Payload> => {
  const answer = await t.run(s.teacher, name, input)
  expect(codes(answer)).toEqual([])
  return answer
}
const markIdOf = (answer: Payload) => (answer.mark as { id: string }).id

describe('a mark', () => {
  test.each([
    '0',
    '6',
    '10',
    '',
    '4+',
    ' 4',
    '4 ',
    '3.5',
    'н',
    'Зач',
    'зачёт',
    '..',
    "4'; drop table mark; --",
  ])('«%s» is outside the scale', async (value) => {
    expect(await refused('recordMark', mark(await s.lesson(s.ids.algebra), s.ids.anna, { value }))).toEqual([
      'BAD_INPUT',
    ])
  })

  test.each(['1', '2', '3', '4', '5', 'зач', 'нз', 'н/а', 'осв', '.'])(
    '«%s» is of the scale',
    async (value) => {
      await done('recordMark', mark(await s.lesson(s.ids.algebra), s.ids.anna, { value }))
    },
  )

  test.each([
    ['on the day before joining', 'dina', '2026-11-23', ['NOT_MEMBER']],
    ['on the day of joining', 'dina', '2026-11-24', []],
    ['on the last day', 'egor', '2026-11-17', []],
    ['on the day after the last', 'egor', '2026-11-18', ['NOT_MEMBER']],
    ['of another class', 'vera', today, ['NOT_MEMBER']],
  ] as const)('of a pupil %s', async (_, pupil, day, expected) => {
    const lessonId = await s.lesson(s.ids.algebra, { day })
    const answers = [
      codes(await t.run(s.teacher, 'recordMark', mark(lessonId, s.ids[pupil]))),
      codes(
        await t.run(s.teacher, 'takeAttendance', {
          lessonId,
          absences: [{ pupilId: s.ids[pupil], code: 'ILL' }],
        }),
      ),
      codes(
        await t.run(s.teacher, 'describeLesson', {
          lessonId,
          individualHomework: [{ pupilId: s.ids[pupil], text: '§ 1' }],
        }),
      ),
    ]
    expect(answers).toEqual([expected, expected, expected])
  })

  test('of a pupil of the class who is not in the group is refused, of one in the group not', async () => {
    const lessonId = await s.lesson(s.ids.english)
    const orlova = s.viewer(['TEACHER'], { personId: s.ids.orlova })
    expect(await refused('recordMark', mark(lessonId, s.ids.boris), orlova)).toEqual(['NOT_MEMBER'])
    expect(codes(await t.run(orlova, 'recordMark', mark(lessonId, s.ids.vera)))).toEqual([])
  })

  test('in a first class, or in a cancelled lesson, or for a work of another lesson', async () => {
    expect(await refused('recordMark', mark(await s.lesson(s.ids.reading), s.ids.zhenya))).toEqual([
      'NO_MARKS',
    ])
    const cancelled = await s.lesson(s.ids.algebra, { cancelled: true })
    expect(await refused('recordMark', mark(cancelled, s.ids.anna))).toEqual(['CANCELLED'])
    const [other, work] = [await s.lesson(s.ids.algebra), newUuid()]
    await done('addWork', { lessonId: other, id: work, kind: 'TEST' })
    const lessonId = await s.lesson(s.ids.algebra)
    for (const workId of [work, newUuid(), 'нет'])
      expect(await refused('recordMark', mark(lessonId, s.ids.anna, { workId }))).toEqual(['NOT_FOUND'])
    await done('recordMark', mark(other, s.ids.anna, { workId: work.toUpperCase() }))
  })

  test('that is changed under the name of another pupil or lesson is NOT_FOUND', async () => {
    const lessonId = await s.lesson(s.ids.algebra)
    const markId = markIdOf(await done('recordMark', mark(lessonId, s.ids.anna)))
    expect(await refused('recordMark', mark(lessonId, s.ids.boris, { markId }))).toEqual(['NOT_FOUND'])
    expect(await refused('recordMark', mark(await s.lesson(s.ids.algebra), s.ids.anna, { markId }))).toEqual([
      'NOT_FOUND',
    ])
  })
})

test('an entry is open from 00:00 of the lesson’s day in the school’s zone, and a second earlier it is not', async () => {
  const lessonId = await s.lesson(s.ids.algebra, { day: '2026-11-25' })
  const acts = [
    ['recordMark', mark(lessonId, s.ids.anna)],
    ['takeAttendance', { lessonId, absences: [] }],
    ['describeLesson', { lessonId, topic: 'Степень' }],
  ] as const
  t.setClock('2026-11-24T20:59:59Z')
  for (const [name, input] of acts) expect(await refused(name, input)).toEqual(['TOO_EARLY'])
  await done('describeLesson', { lessonId, homework: 'Принести циркуль' })
  t.setClock('2026-11-24T21:00:00Z')
  for (const [name, input] of acts) await done(name, input)
})

describe('texts and lists', () => {
  test('a topic of blanks holds no lesson; a topic is cleared by an empty string', async () => {
    const lessonId = await s.lesson(s.ids.algebra)
    const events = (await t.events()).length
    expect((await done('describeLesson', { lessonId, topic: '  ' })).record).toMatchObject({
      topic: null,
      state: 'PLANNED',
    })
    expect((await t.events()).length).toBe(events)
    expect((await done('describeLesson', { lessonId, topic: ' Степень ' })).record).toMatchObject({
      topic: 'Степень',
      state: 'HELD',
    })
    expect((await done('describeLesson', { lessonId, topic: '' })).record).toMatchObject({
      topic: null,
      state: 'HELD',
    })
  })

  test.each([
    ['a topic of 2001 characters', 'describeLesson', { topic: 'а'.repeat(2001) }, ['BAD_INPUT']],
    ['homework of 2001 characters', 'describeLesson', { homework: 'а'.repeat(2001) }, ['BAD_INPUT']],
    ['a work of a kind that is not', 'addWork', { id: newUuid(), kind: 'DANCE' }, ['BAD_INPUT']],
    ['a work that weighs nothing', 'addWork', { id: newUuid(), kind: 'TEST', weight: 0 }, ['BAD_INPUT']],
    ['a work that weighs 10.01', 'addWork', { id: newUuid(), kind: 'TEST', weight: 10.01 }, ['BAD_INPUT']],
    ['a work whose id is no UUID', 'addWork', { id: 'контрольная', kind: 'TEST' }, ['BAD_INPUT']],
  ] as const)('%s is refused', async (_, name, input, expected) => {
    expect(await refused(name, { lessonId: await s.lesson(s.ids.algebra), ...input })).toEqual(expected)
  })

  test.each([
    [
      'a pupil twice',
      (id: string) => [
        { pupilId: id, code: 'ILL' },
        { pupilId: id, code: 'ABSENT' },
      ],
    ],
    ['minutes of who is not late', (id: string) => [{ pupilId: id, code: 'ILL', minutesLate: 5 }]],
    ['no minutes late', (id: string) => [{ pupilId: id, code: 'LATE', minutesLate: 0 }]],
    ['241 minutes late', (id: string) => [{ pupilId: id, code: 'LATE', minutesLate: 241 }]],
  ])('attendance with %s is refused', async (_, absences) => {
    const input = { lessonId: await s.lesson(s.ids.algebra), absences: absences(s.ids.anna) }
    expect(await refused('takeAttendance', input)).toEqual(['BAD_INPUT'])
  })

  test('one bad entry of many lessons refuses them all; so does a lesson named twice, or 51 of them', async () => {
    const [one, two] = [await s.lesson(s.ids.algebra), await s.lesson(s.ids.algebra, { number: 2 })]
    const good = {
      lessonId: one,
      topic: 'Степень',
      absences: [],
      marks: [{ pupilId: s.ids.anna, value: '5' }],
    }
    expect(
      await refused('keepLessons', {
        lessons: [good, { lessonId: two, marks: [{ pupilId: s.ids.anna, value: '7' }] }],
      }),
    ).toEqual(['BAD_INPUT'])
    expect(
      await refused('keepLessons', {
        lessons: [good, { lessonId: two, marks: [{ pupilId: s.ids.vera, value: '5' }] }],
      }),
    ).toEqual(['NOT_MEMBER'])
    expect(
      await refused('keepLessons', {
        lessons: [good, { lessonId: await s.lesson(s.ids.physics), topic: 'Сила' }],
      }),
    ).toEqual(['NOT_FOUND'])
    expect(await refused('keepLessons', { lessons: [good, { lessonId: one, homework: '§ 5' }] })).toEqual([
      'BAD_INPUT',
    ])
    expect(await refused('keepLessons', { lessons: Array.from({ length: 51 }, () => good) })).toEqual([
      'BAD_INPUT',
    ])
    const twice = {
      ...good,
      marks: [
        { pupilId: s.ids.anna, value: '5' },
        { pupilId: s.ids.anna, value: '4' },
      ],
    }
    expect((await done('keepLessons', { lessons: [twice, { lessonId: two, homework: '§ 5' }] })).kept).toBe(2)
  })
})

describe('the period mark', () => {
  test.each(['.', '6', ''])('«%s» is refused', async (value) => {
    const input = { courseId: await s.ownCourse(), periodId: s.ids.q2, pupilId: s.ids.anna, value }
    expect(await refused('setPeriodMark', input)).toEqual(['BAD_INPUT'])
  })

  test('is not set for a stranger, twice in one act, in a subject without one, in a first class, before the period', async () => {
    const courseId = await s.ownCourse()
    const page = { courseId, periodId: s.ids.q2 }
    expect(await refused('setPeriodMark', { ...page, pupilId: s.ids.vera, value: '5' })).toEqual([
      'NOT_MEMBER',
    ])
    const twice = [
      { pupilId: s.ids.anna, value: '5' },
      { pupilId: s.ids.anna, value: '4' },
    ]
    expect(await refused('setPeriodMarks', { ...page, marks: twice })).toEqual(['BAD_INPUT'])
    expect(
      await refused('setPeriodMarks', {
        ...page,
        marks: [
          { pupilId: s.ids.anna, value: '5' },
          { pupilId: s.ids.vera, value: '4' },
        ],
      }),
    ).toEqual(['NOT_MEMBER'])
    expect(
      await refused(
        'setPeriodMark',
        { ...page, courseId: s.ids.talks, pupilId: s.ids.anna, value: '5' },
        s.substitute,
      ),
    ).toEqual(['WITHOUT_ATTESTATION'])
    expect(
      await refused('setPeriodMark', { ...page, courseId: s.ids.reading, pupilId: s.ids.zhenya, value: '5' }),
    ).toEqual(['WITHOUT_ATTESTATION'])
    t.setClock('2026-11-01T20:59:59Z')
    expect(await refused('setPeriodMark', { ...page, pupilId: s.ids.anna, value: '5' })).toEqual([
      'TOO_EARLY',
    ])
    t.setClock('2026-11-01T21:00:00Z')
    await done('setPeriodMark', { ...page, pupilId: s.ids.anna, value: '5' })
  })

  test('of a pupil who left within the period may be set, of one who left before it not', async () => {
    const courseId = await s.ownCourse()
    await done('setPeriodMark', { courseId, periodId: s.ids.q2, pupilId: s.ids.egor, value: '3' })
    expect(
      await refused('setPeriodMark', { courseId, periodId: s.ids.q1, pupilId: s.ids.dina, value: '3' }),
    ).toEqual(['NOT_MEMBER'])
  })

  test('that is missing may be filled by the class teacher; what the teacher has set is not theirs to change', async () => {
    const courseId = await s.ownCourse()
    const classTeacher = s.viewer(['CLASS_TEACHER'], { classes: [s.ids.class7] })
    const of = (pupilId: string, value: string) => ({ courseId, periodId: s.ids.q2, pupilId, value })
    await done('setPeriodMark', of(s.ids.anna, '5'))
    expect(await refused('setPeriodMark', of(s.ids.anna, '2'), classTeacher)).toEqual(['LOCKED'])
    expect(codes(await t.run(classTeacher, 'setPeriodMark', of(s.ids.boris, '4')))).toEqual([])
    expect((await t.log(s.ids.school)).at(-1)?.leaf).toMatchObject({
      byClassTeacher: true,
      pupil: s.ids.boris,
    })
  })

  test('locks the pupil’s row of the period for marks and attendance, and nobody else’s', async () => {
    const courseId = await s.ownCourse()
    const lessonId = await s.lesson(courseId)
    const old = await s.lesson(courseId, { day: '2026-10-20' })
    const markId = markIdOf(await done('recordMark', mark(lessonId, s.ids.anna)))
    await done('setPeriodMark', { courseId, periodId: s.ids.q2, pupilId: s.ids.anna, value: '4' })
    expect(await refused('recordMark', mark(lessonId, s.ids.anna))).toEqual(['LOCKED'])
    expect(await refused('recordMark', mark(lessonId, s.ids.anna, { markId }))).toEqual(['LOCKED'])
    expect(await refused('withdrawMark', { markId })).toEqual(['LOCKED'])
    expect(
      await refused('takeAttendance', { lessonId, absences: [{ pupilId: s.ids.anna, code: 'ILL' }] }),
    ).toEqual(['LOCKED'])
    await done('takeAttendance', { lessonId, absences: [{ pupilId: s.ids.boris, code: 'ILL' }] })
    await done('recordMark', mark(lessonId, s.ids.boris))
    await done('recordMark', mark(old, s.ids.anna))
  })

  test('of every pupil of the last day locks the page: topic, work and who left before are closed too', async () => {
    const courseId = await s.ownCourse()
    const [first, last] = [await s.lesson(courseId, { day: '2026-11-16' }), await s.lesson(courseId)]
    const set = (pupils: readonly ('anna' | 'boris' | 'dina')[]) =>
      done('setPeriodMarks', {
        courseId,
        periodId: s.ids.q2,
        marks: pupils.map((one) => ({ pupilId: s.ids[one], value: '4' })),
      })
    await set(['anna', 'boris'])
    await done('recordMark', mark(first, s.ids.egor))
    await set(['dina'])
    expect(await refused('recordMark', mark(first, s.ids.egor))).toEqual(['LOCKED'])
    expect(await refused('describeLesson', { lessonId: last, topic: 'Круг' })).toEqual(['LOCKED'])
    expect(await refused('addWork', { lessonId: last, id: newUuid(), kind: 'TEST' })).toEqual(['LOCKED'])
    // Its author may still mend a period mark: the page is not closed by an act.
    await done('setPeriodMark', {
      courseId,
      periodId: s.ids.q2,
      pupilId: s.ids.anna,
      value: '5',
      expectedVersion: 1,
    })
  })

  test('after closePeriod nothing is entered any more, and closing again is LOCKED', async () => {
    const courseId = await s.ownCourse()
    const lessonId = await s.lesson(courseId)
    const markId = markIdOf(await done('recordMark', mark(lessonId, s.ids.anna)))
    const closed = await done('closePeriod', { courseId, periodId: s.ids.q2 })
    expect(closed.journal).toMatchObject({ locked: true })
    const acts: [string, object][] = [
      ['recordMark', mark(lessonId, s.ids.boris)],
      ['recordMark', mark(lessonId, s.ids.anna, { markId })],
      ['withdrawMark', { markId }],
      ['takeAttendance', { lessonId, absences: [] }],
      ['describeLesson', { lessonId, topic: 'Круг' }],
      ['addWork', { lessonId, id: newUuid(), kind: 'TEST' }],
      ['keepLessons', { lessons: [{ lessonId, topic: 'Круг' }] }],
      ['setPeriodMark', { courseId, periodId: s.ids.q2, pupilId: s.ids.anna, value: '4' }],
      ['closePeriod', { courseId, periodId: s.ids.q2 }],
    ]
    for (const [name, input] of acts) expect([name, await refused(name, input)]).toEqual([name, ['LOCKED']])
    await done('recordMark', mark(await s.lesson(courseId, { day: '2026-10-20' }), s.ids.anna))
  })
})

describe('two at once', () => {
  const both = async (...acts: (() => Promise<Payload>)[]) =>
    (await Promise.all(acts.map((act) => act())))
      .flatMap((answer) => (codes(answer).length ? codes(answer) : ['done']))
      .sort()

  test('on one empty cell who both saw it empty: one mark and one CONFLICT that shows it', async () => {
    const lessonId = await s.lesson(s.ids.algebra)
    const answers = await Promise.all(
      ['5', '2'].map((value) =>
        t.run(s.teacher, 'recordMark', mark(lessonId, s.ids.anna, { value, expectedMarks: 0 })),
      ),
    )
    const [won, lost] = [
      answers.find((one) => codes(one).length === 0),
      answers.find((one) => codes(one).length > 0),
    ]
    expect(lost && codes(lost)).toEqual(['CONFLICT'])
    expect(lost?.mark).toMatchObject({ id: won && markIdOf(won) })
    expect(await t.admin('select 1 from mark where lesson_id = $1', [lessonId])).toHaveLength(1)
  })

  test('on one cell who did not say what they saw: both marks stand', async () => {
    const lessonId = await s.lesson(s.ids.algebra)
    expect(
      await both(
        ...['5', '2'].map(
          (value) => () => t.run(s.teacher, 'recordMark', mark(lessonId, s.ids.anna, { value })),
        ),
      ),
    ).toEqual(['done', 'done'])
    expect(await t.admin('select place from mark where lesson_id = $1 order by place', [lessonId])).toEqual([
      { place: 1 },
      { place: 2 },
    ])
  })

  test('on one mark: one change and one CONFLICT', async () => {
    const lessonId = await s.lesson(s.ids.algebra)
    const markId = markIdOf(await done('recordMark', mark(lessonId, s.ids.anna)))
    const change = (value: string) => () =>
      t.run(s.teacher, 'recordMark', mark(lessonId, s.ids.anna, { markId, value, expectedVersion: 1 }))
    expect(await both(change('2'), change('3'))).toEqual(['CONFLICT', 'done'])
    expect(await t.admin('select version from mark where id = $1', [markId])).toEqual([{ version: 2 }])
  })

  test('on one record: one description and one CONFLICT', async () => {
    const lessonId = await s.lesson(s.ids.algebra)
    const describeIt = (topic: string) => () =>
      t.run(s.teacher, 'describeLesson', { lessonId, topic, expectedVersion: 0 })
    expect(await both(describeIt('Круг'), describeIt('Угол'))).toEqual(['CONFLICT', 'done'])
  })

  test('a mark and the closing of its page: whichever is first, no mark is entered after it', async () => {
    const courseId = await s.ownCourse()
    const lessonId = await s.lesson(courseId)
    const enter = ['anna', 'boris', 'dina'].map(
      (one) => () => t.run(s.teacher, 'recordMark', mark(lessonId, s.ids[one as 'anna'])),
    )
    const outcome = await both(
      () => t.run(s.teacher, 'closePeriod', { courseId, periodId: s.ids.q2 }),
      ...enter,
    )
    expect(outcome.filter((one) => one !== 'done' && one !== 'LOCKED')).toEqual([])
    const ofCourse = (await t.log(s.ids.school)).filter((entry) => entry.leaf.course === courseId)
    expect(ofCourse.at(-1)?.act).toBe('closePeriod')
  })

  test('a period mark that waits for the closing of its page is LOCKED', async () => {
    const courseId = await s.ownCourse()
    const set = (['anna', 'boris', 'dina'] as const).map(
      (one) => () =>
        t.run(s.teacher, 'setPeriodMark', { courseId, periodId: s.ids.q2, pupilId: s.ids[one], value: '4' }),
    )
    const outcome = await both(
      () => t.run(s.teacher, 'closePeriod', { courseId, periodId: s.ids.q2 }),
      ...set,
    )
    expect(outcome.filter((one) => one !== 'done' && one !== 'LOCKED')).toEqual([])
    expect((await t.log(s.ids.school)).filter((entry) => entry.leaf.course === courseId).at(-1)?.act).toBe(
      'closePeriod',
    )
  })
})

test('a cell whose first mark was withdrawn takes another by who saw what stands', async () => {
  const lessonId = await s.lesson(s.ids.algebra)
  const [first] = [
    markIdOf(await done('recordMark', mark(lessonId, s.ids.anna, { value: '2', expectedMarks: 0 }))),
  ]
  await done('recordMark', mark(lessonId, s.ids.anna, { value: '5', expectedMarks: 1 }))
  await done('withdrawMark', { markId: first, expectedVersion: 1 })
  expect(await refused('recordMark', mark(lessonId, s.ids.anna, { value: '3', expectedMarks: 2 }))).toEqual([
    'CONFLICT',
  ])
  await done('recordMark', mark(lessonId, s.ids.anna, { value: '3', expectedMarks: 1 }))
  expect(await refused('withdrawMark', { markId: first })).toEqual(['CONFLICT'])
})

test('two acts in one request: the answer to the second shows what both did', async () => {
  const lessonId = await s.lesson(s.ids.algebra)
  const answer = await t.as<{
    a: { record: { version: number } }
    b: { record: { version: number; topic: string } }
  }>(
    s.teacher,
    `mutation($a: TakeAttendanceInput!, $b: DescribeLessonInput!) { a: takeAttendance(input: $a) { record { version } } b: describeLesson(input: $b) { record { version topic } } }`,
    { a: { lessonId, absences: [] }, b: { lessonId, topic: 'Круг' } },
  )
  expect(answer.data).toEqual({ a: { record: { version: 1 } }, b: { record: { version: 2, topic: 'Круг' } } })
})
