// Acts of a stolen login in the timetable: what goes at once, what is decided, what others have changed since, and all
// of it taken back (4.4).
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { actsWritten, newUuid } from '@zhurnal/kit/testing'
import type { Role, Viewer } from '@zhurnal/roster/events'
import { viewerOf } from '@zhurnal/roster/testing'
import { book } from '../src/compromise/book.js'
import { actsOf, codes } from './acts.js'
import { smallPlan, startTestSchedule, type TestSchedule } from './harness.js'

let t: TestSchedule
let s: Awaited<ReturnType<typeof smallPlan>>
let a: ReturnType<typeof actsOf>

// Algebra of 7А and physics of 8А on Tuesdays from 2 November to 6 December; now it is Tuesday the 24th, 09:07.
beforeAll(async () => {
  t = await startTestSchedule()
  s = await smallPlan(t)
  a = actsOf(t, s)
})
afterAll(() => t.stop())

let now = Date.parse('2026-11-24T06:07:00Z')
/** The log's instants never go back, so neither does the clock of these tests. */
const minutesPass = (minutes: number): string => {
  now += minutes * 60_000
  t.setClock(new Date(now).toISOString())
  return new Date(now).toISOString()
}
type Act = { entryId: string; at: string; kind: string; what: string; state: string; note: string | null }

/** A login of the school, with the report that it is stolen: what it writes after `notice` is written after the notice. */
function stolen(roles: Role[] = ['DEPUTY'], ofCoordinator = false) {
  const [account, person, report] = [newUuid(), newUuid(), newUuid()]
  let received: string | undefined
  const since = minutesPass(1)
  const notice = () => {
    received = minutesPass(1)
    minutesPass(1)
  }
  const viewer = viewerOf({ schoolId: s.ids.school, roles, account, personId: person, name: 'Воров Вор' })
  return {
    viewer,
    report,
    notice,
    tell: () => {
      if (!received) notice()
      return t.tell('roster.account-compromised.v1', s.ids.school, [
        {
          ...{ id: report, version: 1, account_id: account, person_id: person, received_at: received },
          ...{ suspected_since: since, reported_by: s.ids.smirnova },
          ...{ reported_by_account: newUuid(), of_coordinator: ofCoordinator },
        },
      ])
    },
  }
}

const actsSeen = async (report: string, viewer: Viewer = s.coordinator, state?: string) => {
  const answer = await t.as<{ _entities: [{ timetableActs: Act[] | null }] }>(
    viewer,
    `query($r: [_Any!]!, $s: ActState) { _entities(representations: $r) { ... on CompromiseReport {
      timetableActs(state: $s) { entryId at kind what state note } } } }`,
    { r: [{ __typename: 'CompromiseReport', id: report }], s: state },
  )
  if (answer.errors) throw new Error(JSON.stringify(answer.errors))
  return answer.data?._entities[0].timetableActs ?? null
}
const listed = async (report: string) =>
  (await actsSeen(report))?.map(({ what, state }) => `${state} ${what}`)
const decide = (report: string, acts: readonly Act[], verdict: string, viewer = s.coordinator) =>
  a.act(
    'decideTimetableActs',
    { reportId: report, entryIds: acts.map((act) => act.entryId), verdict },
    'report { id }',
    viewer,
  )
const decideAll = async (report: string, verdict: string) =>
  codes(await decide(report, (await actsSeen(report)) ?? [], verdict))
const must = async (viewer: Viewer, name: string, input: object) =>
  expect([name, codes(await a.act(name, input, '', viewer))]).toEqual([name, []])
const lessonState = async (id: string) => {
  const [row] = await a.query<{ teacher_id: string; instead_of_id: string | null; cancelled: boolean }>(
    'select teacher_id, instead_of_id, cancelled from lesson where id = $1',
    [id],
  )
  return row
}
const lessonOn = async (courseId: string, day: string) =>
  (await a.lessons(courseId)).find((one) => one.text.startsWith(day))?.id ?? ''
const as = (role: Role, name = 'Верный Вер') => viewerOf({ schoolId: s.ids.school, roles: [role], name })

describe('substitutions and cancellations', () => {
  test('after the notice: back at once; before it: suspect; what others changed since stays; all is taken back again', async () => {
    const thief = stolen()
    const lessons = [
      await lessonOn(s.ids.course7, '2026-11-28'),
      await lessonOn(s.ids.course7, '2026-12-01'),
      await lessonOn(s.ids.course8, '2026-12-01'),
    ] as const
    const { kuznetsov, smirnova } = s.ids
    const instead = (lessonId: string, teacherId: string) => ({ lessonId, teacherId, evenIfBusy: true })
    await must(thief.viewer, 'substituteTeacher', {
      ...instead(lessons[0], kuznetsov),
      reason: 'будто болезнь',
    })
    await must(thief.viewer, 'cancelLesson', { lessonId: lessons[1] })
    thief.notice()
    await must(thief.viewer, 'substituteTeacher', instead(lessons[2], smirnova))
    await must(thief.viewer, 'cancelLesson', { lessonId: lessons[2] })
    await must(as('DEPUTY'), 'restoreLesson', { lessonId: lessons[1] })
    await must(as('DEPUTY'), 'cancelLesson', { lessonId: lessons[1], reason: 'карантин' })
    await thief.tell()
    expect(await lessonState(lessons[2])).toEqual({
      teacher_id: kuznetsov,
      instead_of_id: null,
      cancelled: false,
    })
    expect(await a.lastFact('lesson', lessons[2])).toMatchObject({ teacher_id: kuznetsov, cancelled: false })
    const names = '28.11.2026, 1 урок, 7А, Алгебра: Смирнова О. В. → Кузнецова О. В.'
    expect(await listed(thief.report)).toEqual([
      `SUSPECT Замена: ${names}`,
      'SUSPECT Урок отменён: 01.12.2026, 1 урок, 7А, Алгебра',
      'VOID Замена: 01.12.2026, 1 урок, 8А, Физика: Кузнецова О. В. → Смирнова О. В.',
      'VOID Урок отменён: 01.12.2026, 1 урок, 8А, Физика',
    ])
    expect(await lessonState(lessons[0])).toMatchObject({ teacher_id: kuznetsov })
    const before = await actsSeen(thief.report, s.coordinator, 'SUSPECT')
    expect(before).toHaveLength(2)
    expect(codes(await decide(thief.report, before ?? [], 'VOID'))).toEqual([])
    expect(await lessonState(lessons[0])).toEqual({
      teacher_id: smirnova,
      instead_of_id: null,
      cancelled: false,
    })
    // The deputy's cancellation is a later act of somebody else.
    expect(await lessonState(lessons[1])).toMatchObject({ cancelled: true })
    expect((await actsSeen(thief.report))?.map((act) => act.note)).toEqual([
      null,
      'Позже изменил(а) Верный Вер: осталось урок отменён',
      null,
      null,
    ])
    expect(await decideAll(thief.report, 'RESTORE')).toEqual([])
    expect(await lessonState(lessons[0])).toEqual({
      teacher_id: kuznetsov,
      instead_of_id: smirnova,
      cancelled: false,
    })
    expect(await a.lastFact('lesson', lessons[0])).toMatchObject({ substitution_reason: 'будто болезнь' })
    expect(await lessonState(lessons[2])).toEqual({
      teacher_id: smirnova,
      instead_of_id: kuznetsov,
      cancelled: true,
    })
    expect(new Set((await actsSeen(thief.report))?.map((act) => act.state))).toEqual(new Set(['RESTORED']))
  })

  test('a lesson that was held since stays as it was given, and says so; a taken-back void decides nothing anew', async () => {
    const thief = stolen()
    const lesson = await lessonOn(s.ids.course8, '2026-11-24')
    await must(thief.viewer, 'substituteTeacher', {
      lessonId: lesson,
      teacherId: s.ids.smirnova,
      evenIfBusy: true,
    })
    await t.tell('gradebook.lesson-held.v1', s.ids.school, [
      { id: lesson, version: 1, course_id: s.ids.course8, held_at: '2026-11-24T06:30:00Z' },
    ])
    await thief.tell()
    expect(await decideAll(thief.report, 'VOID')).toEqual([])
    expect(await lessonState(lesson)).toMatchObject({ teacher_id: s.ids.smirnova })
    expect((await actsSeen(thief.report))?.map(({ state, note }) => [state, note])).toEqual([
      ['VOID', 'Урок уже состоялся: в журнале осталось, кто его дал'],
    ])
    const traces = await a.traces()
    expect(await decideAll(thief.report, 'VOID')).toEqual([])
    expect(await a.traces()).toEqual(traces)
    expect(await decideAll(thief.report, 'CONFIRM')).toEqual(['BAD_INPUT'])
  })

  test('what was under way when the notice was applied is found at the next decision', async () => {
    const thief = stolen()
    const lesson = await lessonOn(s.ids.course8, '2026-12-01')
    const other = await lessonOn(s.ids.course7, '2026-11-24')
    await must(thief.viewer, 'cancelLesson', { lessonId: other })
    await thief.tell()
    const before = await lessonState(lesson)
    await must(thief.viewer, before?.cancelled ? 'restoreLesson' : 'cancelLesson', { lessonId: lesson })
    const [known] = (await actsSeen(thief.report)) ?? []
    expect(known && codes(await decide(thief.report, [known], 'CONFIRM'))).toEqual([])
    expect((await actsSeen(thief.report))?.map((act) => act.state)).toEqual(['CONFIRMED', 'VOID'])
    expect(await lessonState(lesson)).toEqual(before)
    expect(known && codes(await decide(thief.report, [known], 'VOID'))).toEqual([])
    expect(await lessonState(other)).toMatchObject({ cancelled: false })
  })
})

describe('the timetable', () => {
  test('a published version goes, the one before is in force again, what is held stays; taken back it stands again', async () => {
    const thief = stolen()
    const version = newUuid()
    const days = async () => (await a.lessons(s.ids.course7)).map((one) => one.text)
    const before = await days()
    await must(thief.viewer, 'draftTimetable', {
      ...{ schoolId: s.ids.school, yearId: s.ids.year, id: version, name: 'Подмена' },
      ...{ validFrom: '2026-11-20', validUntil: '2026-12-06' },
      slots: [{ id: newUuid(), courseId: s.ids.course7, weekday: 5, number: 2, bellScheduleId: s.ids.bells }],
    })
    await must(thief.viewer, 'publishTimetable', { versionId: version })
    const changed = await days()
    expect(changed).not.toEqual(before)
    await t.tell('gradebook.lesson-held.v1', s.ids.school, [
      {
        ...{ id: await lessonOn(s.ids.course7, '2026-11-27'), version: 1, course_id: s.ids.course7 },
        held_at: '2026-11-27T07:00:00Z',
      },
    ])
    await thief.tell()
    expect(await listed(thief.report)).toEqual([
      'SUSPECT Черновик расписания: «Подмена»',
      'SUSPECT Расписание введено: «Подмена»',
    ])
    expect(await decideAll(thief.report, 'VOID')).toEqual([])
    expect(await days()).toEqual([...before, '2026-11-27 2 HELD'].sort())
    expect(await decideAll(thief.report, 'RESTORE')).toEqual([])
    expect(await days()).toEqual(changed.map((day) => (day === '2026-11-27 2' ? `${day} HELD` : day)))
    expect(await decideAll(thief.report, 'VOID')).toEqual([])
  })
})

describe('load, directories, bells', () => {
  const world = async () => {
    const [row] = await a.query(
      `select (select jsonb_agg(to_jsonb(c) - 'version' order by id) from course c) as courses,
        (select jsonb_agg(to_jsonb(s) order by id) from subject s where not removed) as subjects,
        (select jsonb_agg(to_jsonb(r) order by id) from room r where not removed) as rooms,
        (select jsonb_agg(to_jsonb(b) order by bell_schedule_id, number) from bell b
          join bell_schedule d on d.id = b.bell_schedule_id and not d.removed) as bells`,
    )
    return row
  }

  test('all that was added, changed and taken out is as it was, and again as it was made', async () => {
    const thief = stolen(['COORDINATOR'], true)
    const { school, year, physics, room, bells, course8, kuznetsov, class8 } = s.ids
    const [subject, spare, course, shift] = [newUuid(), newUuid(), newUuid(), newUuid()]
    const inSchool = (input: object) => ({ schoolId: school, ...input })
    const bell = (id: string, name: string, startsAt: string) =>
      inSchool({ bellSchedules: [{ id, name, bells: [{ number: 1, startsAt, endsAt: '15:00' }] }] })
    await must(
      s.coordinator,
      'addDirectories',
      inSchool({ subjects: [{ id: spare, name: 'Черчение' }], rooms: [] }),
    )
    const before = await world()
    const act = (name: string, input: object) => must(thief.viewer, name, input)
    await act('addDirectories', inSchool({ subjects: [{ id: subject, name: 'Магия' }], rooms: [] }))
    await act(
      'changeDirectories',
      inSchool({
        subjects: [{ id: physics, name: 'Химия' }],
        rooms: [{ id: room, name: '13', capacity: 13 }],
      }),
    )
    await act('removeDirectories', inSchool({ subjectIds: [spare], roomIds: [] }))
    const line = { id: course, subjectId: subject, schoolClassId: class8, weeklyHours: 3 }
    await act('addCourses', inSchool({ yearId: year, courses: [line] }))
    await act('changeCourses', inSchool({ courses: [{ id: course8, teacherId: null, weeklyHours: 5 }] }))
    await act('defineBells', bell(shift, 'Ночная смена', '14:00'))
    await act('defineBells', bell(shift, 'Ночная', '14:15'))
    const two = [
      { number: 1, startsAt: '07:30', endsAt: '08:15' },
      { number: 2, startsAt: '08:20', endsAt: '09:05' },
    ]
    await act('defineBells', inSchool({ bellSchedules: [{ id: bells, name: 'Обычный', bells: two }] }))
    const after = await world()
    await thief.tell()
    expect(await decideAll(thief.report, 'VOID')).toEqual([])
    const [mine, whole] = [await world(), before]
    const gone = (row: typeof mine) => ({
      ...row,
      courses: (row?.courses as { id: string; removed: boolean }[]).filter((one) => !one.removed),
    })
    expect(gone(mine)).toEqual(gone(whole))
    expect(await a.lastFact('course', course8)).toMatchObject({
      subject_name: 'Физика',
      teacher_id: kuznetsov,
    })
    expect(await decideAll(thief.report, 'RESTORE')).toEqual([])
    expect(await world()).toEqual(after)
    expect(await decideAll(thief.report, 'VOID')).toEqual([])
    expect(gone(await world())).toEqual(gone(before))
  })

  test('what others already stand on is not taken away: the refusal says what, and nothing is written', async () => {
    const thief = stolen(['COORDINATOR'], true)
    const { school, year, class7 } = s.ids
    const subject = newUuid()
    await must(thief.viewer, 'addDirectories', {
      schoolId: school,
      subjects: [{ id: subject, name: 'Этика' }],
      rooms: [],
    })
    const line = { id: newUuid(), subjectId: subject, schoolClassId: class7, weeklyHours: 1 }
    await must(as('COORDINATOR'), 'addCourses', { schoolId: school, yearId: year, courses: [line] })
    await thief.tell()
    const traces = await a.traces()
    const refused = await decide(thief.report, (await actsSeen(thief.report)) ?? [], 'VOID')
    expect(refused.errors).toEqual([
      {
        code: 'CANNOT_VOID',
        message: '«Этика»: его изучают: 7А. Сначала уберите это, потом отмените запись.',
        field: ['entryIds'],
      },
    ])
    expect(await a.traces()).toEqual(traces)
    expect(await listed(thief.report)).toEqual(['SUSPECT Предмет или кабинет добавлен: «Этика»'])
  })
})

describe('who sees and who decides', () => {
  const login = async (ofCoordinator: boolean) => {
    const thief = stolen(['COORDINATOR'], ofCoordinator)
    const room = { id: newUuid(), name: newUuid() }
    await must(thief.viewer, 'addDirectories', { schoolId: s.ids.school, subjects: [], rooms: [room] })
    await thief.tell()
    return { ...thief, acts: (await actsSeen(thief.report)) ?? [] }
  }

  test('the stolen login itself never; the director of a coordinator’s login alone; others get the same as for nothing', async () => {
    const [own, other] = [await login(true), await login(false)]
    const strangers: Viewer[] = [
      ...(['DEPUTY', 'JOURNAL_ADMIN', 'TEACHER', 'PUPIL', 'INSPECTOR'] as const).map((role) => as(role)),
      viewerOf({ schoolId: newUuid(), roles: ['COORDINATOR', 'DIRECTOR'] }),
    ]
    for (const viewer of strangers) {
      expect(await actsSeen(own.report, viewer)).toBeNull()
      const [theirs, none] = [
        await decide(own.report, own.acts, 'VOID', viewer),
        await decide(newUuid(), own.acts, 'VOID', viewer),
      ]
      expect(theirs).toEqual(none)
      expect(codes(theirs)).toEqual(['NOT_FOUND'])
    }
    expect(codes(await decide(own.report, own.acts, 'VOID', own.viewer))).toEqual(['NOT_FOUND'])
    expect(codes(await decide(other.report, other.acts, 'VOID', as('DIRECTOR')))).toEqual(['NOT_FOUND'])
    expect(await actsSeen(other.report, as('DIRECTOR'))).toHaveLength(1)
    expect(codes(await decide(own.report, own.acts, 'VOID', as('DIRECTOR')))).toEqual([])
    expect(codes(await decide(other.report, other.acts, 'VOID', as('COORDINATOR')))).toEqual([])
    expect(codes(await decide(other.report, own.acts, 'VOID'))).toEqual(['NOT_FOUND'])
  })

  test('repeated it is one decision; none and too many are refused; a decision of a stolen login is undone with what it did', async () => {
    const first = await login(false)
    const thief = stolen(['COORDINATOR'], true)
    const input = {
      requestId: newUuid(),
      reportId: first.report,
      entryIds: [first.acts[0]?.entryId],
      verdict: 'VOID',
    }
    const answer = await a.act('decideTimetableActs', input, 'report { id }', thief.viewer)
    expect(answer).toEqual({ report: { id: first.report }, errors: [] })
    const traces = await a.traces()
    expect(await a.act('decideTimetableActs', input, 'report { id }', thief.viewer)).toEqual(answer)
    expect(await a.traces()).toEqual(traces)
    expect(codes(await decide(first.report, [], 'VOID'))).toEqual(['BAD_INPUT'])
    const many = Array.from({ length: 1001 }, () => ({ entryId: newUuid() }) as Act)
    expect(codes(await decide(first.report, many, 'VOID'))).toEqual(['BAD_INPUT'])
    await thief.tell()
    expect(await decideAll(thief.report, 'VOID')).toEqual([])
    expect((await actsSeen(first.report))?.map((act) => act.state)).toEqual(['SUSPECT'])
    const rooms = await a.query('select 1 as one from room where not removed and length(name) = 36')
    expect(rooms.length).toBeGreaterThan(0)
  })
})

test('the book has a line for every act that schedule writes', () => {
  const { acts, untold } = actsWritten('services/schedule/src')
  expect(untold).toEqual([])
  expect(acts.length).toBeGreaterThan(10)
  expect(acts.filter((act) => !(act in book.acts))).toEqual([])
})
