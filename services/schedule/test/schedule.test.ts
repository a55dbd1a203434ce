import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid, rawQuery } from '@zhurnal/kit/testing'
import { viewerOf } from '@zhurnal/roster/testing'
import { smallPlan, startTestSchedule, type TestSchedule } from './harness.js'

let t: TestSchedule
let s: Awaited<ReturnType<typeof smallPlan>>

beforeAll(async () => {
  t = await startTestSchedule()
  s = await smallPlan(t)
})
afterAll(() => t.stop())

type Lessons = {
  lessons:
    | {
        id: string
        date: string
        number: number
        startsAt: string
        state: string
        teacherName: string
        version: number
        course: { learnersName: string }
        substitution: { insteadOfName: string } | null
      }[]
    | null
}
const lessonsQuery = `query($from: Date!, $to: Date!, $c: ID, $t: ID, $p: ID) {
  lessons(from: $from, to: $to, schoolClassId: $c, teacherId: $t, pupilId: $p) {
    id date number startsAt state teacherName version course { learnersName } substitution { insteadOfName } } }`
const november = { from: '2026-11-02', to: '2026-12-06' }

test('a timetable becomes dated lessons by the calendar: no day off, a moved day with the lessons of its weekday, every other week', async () => {
  const of7 =
    (await t.as<Lessons>(s.coordinator, lessonsQuery, { ...november, c: s.ids.class7 })).data?.lessons ?? []
  expect(of7.filter((l) => l.number === 1).map((l) => l.date)).toEqual([
    '2026-11-03',
    '2026-11-10',
    '2026-11-17',
    '2026-11-24',
    '2026-11-28',
    '2026-12-01',
  ])
  expect(of7.filter((l) => l.number === 2).map((l) => l.date)).toEqual([
    '2026-11-03',
    '2026-11-17',
    '2026-12-01',
  ])
  expect(of7[0]?.startsAt).toBe('2026-11-03T05:30:00.000Z')
  expect(of7.find((l) => l.number === 2)?.course.learnersName).toBe('7А · английский 1')
})

describe('who sees lessons', () => {
  const count = async (viewer: ReturnType<typeof viewerOf>, args: object) =>
    (await t.as<Lessons>(viewer, lessonsQuery, { ...november, ...args })).data?.lessons?.length ?? null
  const family = () => viewerOf({ schoolId: s.ids.school, roles: ['GUARDIAN'], pupils: [s.ids.anna] })

  test('a guardian sees the lessons of the own child', async () => {
    expect(await count(family(), { p: s.ids.anna })).toBe(6)
  })
  test('a guardian who asks for another child, or for another class, gets none', async () => {
    expect(await count(family(), { p: s.ids.vera })).toBe(0)
    expect(await count(family(), { c: s.ids.class8 })).toBe(0)
  })
  test('another school’s coordinator gets none, by reference neither', async () => {
    const stranger = viewerOf({ schoolId: newUuid(), roles: ['COORDINATOR'] })
    expect(await count(stranger, { c: s.ids.class7 })).toBe(0)
    const answer = await t.as<{ _entities: unknown[] }>(
      stranger,
      'query($r: [_Any!]!) { _entities(representations: $r) { ... on Course { learnersName } } }',
      {
        r: [{ __typename: 'Course', id: s.ids.course7 }],
      },
    )
    expect(answer.data?._entities).toEqual([null])
  })
  test('a span of 43 days is refused, one of 42 is not', async () => {
    const span = (to: string) =>
      t.as<Lessons>(s.coordinator, lessonsQuery, { from: '2026-11-02', to, c: s.ids.class7 })
    expect((await span('2026-12-13')).errors).toBeUndefined()
    expect((await span('2026-12-14')).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT')
  })
})

describe('a substitution', () => {
  const deputy = () => viewerOf({ schoolId: s.ids.school, roles: ['DEPUTY'], name: 'Завучева Зоя Зотовна' })
  const lessonOn = async (day: string, number = 1) => {
    const found =
      (await t.as<Lessons>(s.coordinator, lessonsQuery, { from: day, to: day, c: s.ids.class7 })).data
        ?.lessons ?? []
    const lesson = found.find((one) => one.number === number)
    if (!lesson) throw new Error('no lesson')
    return lesson
  }

  test('of a teacher who gives another lesson at that time is BUSY, and goes when said to', async () => {
    const lesson = await lessonOn('2026-12-01')
    expect(
      await s.run('substituteTeacher', { lessonId: lesson.id, teacherId: s.ids.kuznetsov }, deputy()),
    ).toEqual(['BUSY'])
    expect(
      await s.run(
        'substituteTeacher',
        { lessonId: lesson.id, teacherId: s.ids.kuznetsov, evenIfBusy: true, reason: 'болезнь' },
        deputy(),
      ),
    ).toEqual([])
    const after = await lessonOn('2026-12-01')
    expect([after.teacherName, after.substitution?.insteadOfName, after.version]).toEqual([
      'Кузнецова О. В.',
      'Смирнова О. В.',
      2,
    ])
  })

  test('by who saw an older version is a CONFLICT and changes nothing', async () => {
    const lesson = await lessonOn('2026-12-01')
    expect(await s.run('cancelLesson', { lessonId: lesson.id, expectedVersion: 1 }, deputy())).toEqual([
      'CONFLICT',
    ])
    expect((await lessonOn('2026-12-01')).state).toBe('PLANNED')
  })

  test.each(['DIRECTOR', 'TEACHER', 'CLASS_TEACHER', 'INSPECTOR', 'GUARDIAN', 'PUPIL'] as const)(
    'by %s is NOT_FOUND',
    async (role) => {
      const lesson = await lessonOn('2026-11-24')
      const viewer = viewerOf({ schoolId: s.ids.school, roles: [role], pupils: [s.ids.anna] })
      expect(
        await s.run(
          'substituteTeacher',
          { lessonId: lesson.id, teacherId: s.ids.kuznetsov, evenIfBusy: true },
          viewer,
        ),
      ).toEqual(['NOT_FOUND'])
    },
  )

  test('of a held lesson is refused: it is a fact', async () => {
    const lesson = await lessonOn('2026-11-24')
    await t.tell('gradebook.lesson-held.v1', s.ids.school, [
      { id: lesson.id, version: 1, course_id: s.ids.course7, held_at: '2026-11-24T06:00:00Z' },
    ])
    expect(
      await s.run(
        'substituteTeacher',
        { lessonId: lesson.id, teacherId: s.ids.kuznetsov, evenIfBusy: true },
        deputy(),
      ),
    ).toEqual(['HELD'])
    expect(await s.run('cancelLesson', { lessonId: lesson.id }, deputy())).toEqual(['HELD'])
  })

  test('sent twice with one requestId is one act with one answer', async () => {
    const lesson = await lessonOn('2026-11-10')
    const input = { requestId: 'замена-1', lessonId: lesson.id, teacherId: s.ids.kuznetsov, evenIfBusy: true }
    const who = deputy()
    expect(await s.run('substituteTeacher', input, who)).toEqual([])
    expect(await s.run('substituteTeacher', input, who)).toEqual([])
    expect((await lessonOn('2026-11-10')).version).toBe(2)
    expect(await s.run('substituteTeacher', { ...input, reason: 'иное' }, who)).toEqual(['REQUEST_REUSED'])
  })

  test('stands in the log with who did it, and the log cannot be changed by the service or by its owner', async () => {
    const rows = await rawQuery<{ leaf: string }>(
      t.database.urls.system,
      `select leaf from log_entry where act = 'substituteTeacher' order by seq`,
    )
    expect(rows.map((row) => (JSON.parse(row.leaf) as { byName: string }).byName)).toEqual([
      'Завучева Зоя Зотовна',
      'Завучева Зоя Зотовна',
    ])
    for (const url of [t.database.urls.app, t.database.urls.system]) {
      await expect(rawQuery(url, `update log_entry set act = 'x'`)).rejects.toMatchObject({ code: '42501' })
      await expect(rawQuery(url, 'delete from log_entry')).rejects.toMatchObject({ code: '42501' })
    }
    await expect(rawQuery(t.database.urls.owner, 'truncate log_entry')).rejects.toMatchObject({
      code: 'ZH001',
    })
  })
})

test('a new timetable makes only lessons to come anew: held ones and past ones stay', async () => {
  const version = newUuid()
  expect(
    await s.run('draftTimetable', {
      schoolId: s.ids.school,
      yearId: s.ids.year,
      id: version,
      name: 'Второе',
      validFrom: '2026-11-20',
      validUntil: '2026-12-06',
      slots: [{ id: newUuid(), courseId: s.ids.course7, weekday: 3, number: 2, bellScheduleId: s.ids.bells }],
    }),
  ).toEqual([])
  expect(await s.run('publishTimetable', { versionId: version })).toEqual([])
  const of7 =
    (await t.as<Lessons>(s.coordinator, lessonsQuery, { ...november, c: s.ids.class7 })).data?.lessons ?? []
  expect(of7.map((l) => `${l.date} ${l.number} ${l.state}`)).toEqual([
    '2026-11-03 1 PLANNED',
    '2026-11-03 2 PLANNED',
    '2026-11-10 1 PLANNED',
    '2026-11-17 1 PLANNED',
    '2026-11-17 2 PLANNED',
    '2026-11-24 1 HELD',
    '2026-11-25 2 PLANNED',
    '2026-12-02 2 PLANNED',
  ])
  expect(await s.run('publishTimetable', { versionId: version })).toEqual(['ALREADY_PUBLISHED'])
})

test('an id that is none names nothing: NOT_FOUND on writing, a clear code on reading', async () => {
  expect(await s.run('publishTimetable', { versionId: 'не id' })).toEqual(['NOT_FOUND'])
  const answer = await t.as<Lessons>(s.coordinator, lessonsQuery, { ...november, c: 'не id' })
  expect(answer.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT')
})
