// Changing subjects, rooms, bells and courses in batches and taking them out; who may do so at all.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { viewerOf } from '@zhurnal/roster/testing'
import { actsOf, codes } from './acts.js'
import { smallPlan, startTestSchedule, type TestSchedule } from './harness.js'

let t: TestSchedule
let s: Awaited<ReturnType<typeof smallPlan>>
let a: ReturnType<typeof actsOf>

beforeAll(async () => {
  t = await startTestSchedule()
  s = await smallPlan(t)
  a = actsOf(t, s)
})
afterAll(() => t.stop())

const inSchool = (input: object) => ({ schoolId: s.ids.school, ...input })

describe('directories', () => {
  test('get other names: courses and lessons to come carry them as facts; a second time changes nothing', async () => {
    const input = inSchool({
      subjects: [{ id: s.ids.algebra, name: 'Алгебра и начала', shortName: 'Алг.' }],
      rooms: [{ id: s.ids.room, name: '32', capacity: 30 }],
    })
    expect(await a.act('changeDirectories', input, 'changed')).toEqual({ changed: 2, errors: [] })
    expect(await a.lastFact('course', s.ids.course7)).toMatchObject({
      subject_name: 'Алгебра и начала',
      version: 2,
    })
    const [lesson] = await a.lessons(s.ids.course7)
    expect(await a.lastFact('lesson', lesson?.id ?? '')).toMatchObject({ room_name: '32', version: 2 })
    const traces = await a.traces()
    expect(await a.act('changeDirectories', input, 'changed')).toEqual({ changed: 0, errors: [] })
    const taken = inSchool({ subjects: [{ id: s.ids.algebra, name: 'Физика' }], rooms: [] })
    expect(codes(await a.act('changeDirectories', taken))).toEqual(['ALREADY_EXISTS'])
    const unknown = await a.act(
      'changeDirectories',
      inSchool({ subjects: [], rooms: [{ id: newUuid(), name: '1' }] }),
    )
    expect(unknown.errors).toMatchObject([{ code: 'NOT_FOUND', field: ['rooms', '0', 'id'] }])
    expect(await a.traces()).toEqual(traces)
  })

  test('that something names say what; others are gone and their names are free again', async () => {
    const [subject, room, again] = [newUuid(), newUuid(), newUuid()]
    const add = (id: string) => inSchool({ subjects: [{ id, name: 'Астрономия' }], rooms: [] })
    expect(codes(await a.act('addDirectories', add(subject)))).toEqual([])
    expect(
      codes(await a.act('addDirectories', inSchool({ subjects: [], rooms: [{ id: room, name: '99' }] }))),
    ).toEqual([])
    const held = await a.act(
      'removeDirectories',
      inSchool({ subjectIds: [subject, s.ids.physics], roomIds: [] }),
    )
    expect(held.errors).toEqual([
      { code: 'IN_USE', message: 'Физика: его изучают: 7А · английский 1, 8А.', field: ['subjectIds', '1'] },
    ])
    const heldRoom = await a.act('removeDirectories', inSchool({ subjectIds: [], roomIds: [s.ids.room] }))
    expect(heldRoom.errors).toMatchObject([{ code: 'IN_USE', field: ['roomIds', '0'] }])
    expect(heldRoom.errors[0]?.message).toMatch(/^32: уроков впереди: 2; стоит в расписании «Первое»\.$/)
    const input = inSchool({ subjectIds: [subject], roomIds: [room] })
    expect(await a.act('removeDirectories', input, 'removed')).toEqual({ removed: 2, errors: [] })
    expect(await a.lastEntry()).toMatchObject({ act: 'removeDirectories', subject: `room:${room}` })
    expect(codes(await a.act('addDirectories', add(again)))).toEqual([])
    const lists = await t.as<{ _entities: [{ subjects: { id: string }[]; rooms: { id: string }[] }] }>(
      s.coordinator,
      'query($r: [_Any!]!) { _entities(representations: $r) { ... on School { subjects { id } rooms { id } } } }',
      { r: [{ __typename: 'School', id: s.ids.school }] },
    )
    expect(lists.data?._entities[0].subjects.map((one) => one.id)).toEqual([
      s.ids.algebra,
      again,
      s.ids.physics,
    ])
    expect(lists.data?._entities[0].rooms).toEqual([{ id: s.ids.room }])
    const course = { id: newUuid(), subjectId: subject, schoolClassId: s.ids.class7, weeklyHours: 1 }
    expect(codes(await a.act('addCourses', inSchool({ yearId: s.ids.year, courses: [course] })))).toEqual([
      'NOT_FOUND',
    ])
  })

  test('bells of a known id are changed; those that a timetable names stay, others go', async () => {
    const id = newUuid()
    const bells = (name: string, startsAt: string) =>
      inSchool({ bellSchedules: [{ id, name, bells: [{ number: 1, startsAt, endsAt: '15:00' }] }] })
    expect(codes(await a.act('defineBells', bells('Вторая смена', '14:00')))).toEqual([])
    expect(codes(await a.act('defineBells', bells('Вторая', '14:15')))).toEqual([])
    const seen = await t.as<{ _entities: [{ bellSchedules: unknown[] }] }>(
      s.coordinator,
      'query($r: [_Any!]!) { _entities(representations: $r) { ... on School { bellSchedules { name bells { number startsAt endsAt } } } } }',
      { r: [{ __typename: 'School', id: s.ids.school }] },
    )
    expect(seen.data?._entities[0].bellSchedules).toContainEqual({
      name: 'Вторая',
      bells: [{ number: 1, startsAt: '14:15', endsAt: '15:00' }],
    })
    const held = await a.act('removeBells', inSchool({ bellScheduleIds: [id, s.ids.bells] }))
    expect(held.errors).toEqual([
      { code: 'IN_USE', message: 'Обычный: стоит в расписании «Первое».', field: ['bellScheduleIds', '1'] },
    ])
    expect(await a.act('removeBells', inSchool({ bellScheduleIds: [id] }), 'removed')).toEqual({
      removed: 1,
      errors: [],
    })
    expect(codes(await a.act('removeBells', inSchool({ bellScheduleIds: [id] })))).toEqual(['NOT_FOUND'])
  })
})

describe('courses', () => {
  test('lessons to come follow the new teacher; held, past and substituted ones stay', async () => {
    const lessons = await a.lessons(s.ids.course7)
    const on = (day: string) => lessons.find((one) => one.text.startsWith(day))?.id ?? ''
    await t.tell('gradebook.lesson-held.v1', s.ids.school, [
      { id: on('2026-12-01'), version: 1, course_id: s.ids.course7, held_at: '2026-12-01T06:00:00Z' },
    ])
    const [, third] = [newUuid(), newUuid()]
    await t.tell('roster.person-changed.v1', s.ids.school, [
      {
        id: third,
        version: 1,
        last_name: 'Третьяк',
        first_name: 'Тина',
        patronymic: null,
        is_pupil: false,
        is_staff: true,
      },
    ])
    const substitution = { lessonId: on('2026-11-28'), teacherId: third }
    expect(codes(await a.act('substituteTeacher', substitution))).toEqual([])
    // At 06:00 UTC of the 24th the lesson of that day, from 05:30, is past.
    t.setClock('2026-11-24T05:00:00Z')
    const input = inSchool({ courses: [{ id: s.ids.course7, teacherId: s.ids.kuznetsov, weeklyHours: 2 }] })
    expect(await a.act('changeCourses', input, 'changed')).toEqual({ changed: 1, errors: [] })
    const teachers = Object.fromEntries(
      (await a.lessons(s.ids.course7)).map((one) => [one.text, one.teacher_id]),
    )
    expect(teachers).toEqual({
      '2026-11-03 1': s.ids.smirnova,
      '2026-11-10 1': s.ids.smirnova,
      '2026-11-17 1': s.ids.smirnova,
      '2026-11-24 1': s.ids.kuznetsov,
      '2026-11-28 1': third,
      '2026-12-01 1 HELD': s.ids.smirnova,
    })
    expect(await a.lastFact('lesson', on('2026-11-24'))).toMatchObject({ teacher_id: s.ids.kuznetsov })
    expect(await a.lastFact('course', s.ids.course7)).toMatchObject({
      teacher_id: s.ids.kuznetsov,
      weekly_hours: '2.00',
      removed: false,
    })
    expect(await a.lastEntry()).toMatchObject({
      act: 'changeCourses',
      from: { teacher: s.ids.smirnova, hours: 1 },
      to: { teacher: s.ids.kuznetsov, hours: 2 },
    })
    const clear = inSchool({ courses: [{ id: s.ids.course7, teacherId: null }] })
    expect(await a.act('changeCourses', clear, 'changed courses { teacher { id } weeklyHours }')).toEqual({
      changed: 1,
      courses: [{ teacher: null, weeklyHours: 2 }],
      errors: [],
    })
  })

  test.each<[string, object, string, string[]]>([
    ['no hours', { weeklyHours: 0 }, 'BAD_INPUT', ['courses', '0', 'weeklyHours']],
    ['a teacher who is a pupil', { teacherId: 'anna' }, 'NOT_FOUND', ['courses', '0', 'teacherId']],
    [
      'an older version',
      { weeklyHours: 5, expectedVersion: 0 },
      'CONFLICT',
      ['courses', '0', 'expectedVersion'],
    ],
    ['a course that is not there', { id: newUuid(), weeklyHours: 5 }, 'NOT_FOUND', ['courses', '0', 'id']],
  ])('%s is refused with the row and nothing is written', async (_, wrong, code, field) => {
    const traces = await a.traces()
    const row: { id: string; teacherId?: string } = { id: s.ids.course8, ...wrong }
    const named = row.teacherId === 'anna' ? { ...row, teacherId: s.ids.anna } : row
    const payload = await a.act('changeCourses', inSchool({ courses: [named] }))
    expect(payload.errors).toMatchObject([{ code, field }])
    expect(await a.traces()).toEqual(traces)
  })

  test('in a timetable or with lessons are held by them; without, they go with their lessons that nobody recorded', async () => {
    const free = newUuid()
    const course = { id: free, subjectId: s.ids.physics, schoolClassId: s.ids.class7, weeklyHours: 1 }
    expect(codes(await a.act('addCourses', inSchool({ yearId: s.ids.year, courses: [course] })))).toEqual([])
    const remove = (courseIds: string[]) => a.act('removeCourses', inSchool({ courseIds }), 'removed')
    const traces = await a.traces()
    expect((await remove([free, s.ids.course8])).errors).toEqual([
      {
        code: 'IN_USE',
        message: '8А, Физика: уроков впереди: 3; стоит в расписании «Первое».',
        field: ['courseIds', '1'],
      },
    ])
    expect(await a.traces()).toEqual(traces)
    expect(await remove([free])).toEqual({ removed: 1, errors: [] })
    expect(await a.lastFact('course', free)).toMatchObject({ removed: true, version: 2 })
    expect(codes(await a.act('withdrawTimetable', { versionId: s.ids.version }))).toEqual([])
    expect(await remove([s.ids.course8])).toEqual({ removed: 1, errors: [] })
    expect(await a.lessons(s.ids.course8)).toEqual([])
    expect((await remove([s.ids.course7])).errors[0]?.message).toContain('уроков с записью в журнале: 1')
    const answer = await t.as<{ course: unknown; _entities: [{ courses: { id: string }[] }] }>(
      s.coordinator,
      'query($id: ID!, $r: [_Any!]!) { course(id: $id) { id } _entities(representations: $r) { ... on SchoolClass { courses { id } } } }',
      { id: s.ids.course8, r: [{ __typename: 'SchoolClass', id: s.ids.class7 }] },
    )
    expect(answer.data?.course).toBeNull()
    expect(answer.data?._entities[0].courses.map((one) => one.id)).toEqual([s.ids.course7, s.ids.courseG])
  })
})

test('what roster took out is not offered and not taken any more', async () => {
  await t.tell('roster.class-changed.v1', s.ids.school, [
    { id: s.ids.class8, version: 2, year_id: s.ids.year, name: '8А', grade: 8, removed: true },
  ])
  const course = { id: newUuid(), subjectId: s.ids.physics, schoolClassId: s.ids.class8, weeklyHours: 1 }
  const payload = await a.act('addCourses', inSchool({ yearId: s.ids.year, courses: [course] }))
  expect(payload.errors).toMatchObject([{ code: 'NOT_FOUND', field: ['courses', 'schoolClassId'] }])
})

describe('who may', () => {
  const acts: readonly (readonly [string, () => object])[] = [
    ['changeDirectories', () => ({ subjects: [{ id: s.ids.algebra, name: 'Иное' }], rooms: [] })],
    ['removeDirectories', () => ({ subjectIds: [s.ids.algebra], roomIds: [] })],
    ['removeBells', () => ({ bellScheduleIds: [s.ids.bells] })],
    ['changeCourses', () => ({ courses: [{ id: s.ids.course7, weeklyHours: 3 }] })],
    ['removeCourses', () => ({ courseIds: [s.ids.course7] })],
  ]
  test.each(acts)(
    '%s: director, teacher, inspector and another school’s coordinator get NOT_FOUND',
    async (name, rows) => {
      const traces = await a.traces()
      const stranger = viewerOf({ schoolId: newUuid(), roles: ['COORDINATOR'] })
      for (const viewer of [a.as('DIRECTOR', 'TEACHER'), a.as('INSPECTOR'), stranger]) {
        expect(codes(await a.act(name, inSchool(rows()), '', viewer))).toEqual(['NOT_FOUND'])
      }
      expect(await a.traces()).toEqual(traces)
    },
  )
})
