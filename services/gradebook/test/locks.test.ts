// A locked page opened for one person for some hours (settled.md, 6.2), and what that opens and does not.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import { codes, startTestGradebook, type TestGradebook } from './harness.js'
import { smallSchool, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool
let lessonId: string
let markId: string

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
  t.setClock('2026-11-24T06:07:00Z')
  lessonId = await s.lesson(s.ids.algebra)
  const { mark } = await t.run(s.teacher, 'recordMark', { lessonId, pupilId: s.ids.anna, value: '3' })
  markId = (mark as { id: string }).id
  await t.run(s.teacher, 'closePeriod', { courseId: s.ids.algebra, periodId: s.ids.q2 })
})
afterAll(() => t.stop())

const page = () => ({ courseId: s.ids.algebra, periodId: s.ids.q2 })
const change = (value: string) =>
  t.run(s.teacher, 'recordMark', { markId, lessonId, pupilId: s.ids.anna, value })
const open = (more: object = {}) =>
  t.run(s.coordinator, 'unlock', {
    ...page(),
    personId: s.ids.smirnova,
    hours: 2,
    reason: 'Ошибка при переносе',
    ...more,
  })

test('only the coordinator opens, for a member of staff, for 1 to 72 hours, with a reason', async () => {
  for (const viewer of [s.teacher, s.viewer(['DIRECTOR']), s.viewer(['DEPUTY']), s.inspector])
    expect(
      codes(await t.run(viewer, 'unlock', { ...page(), personId: s.ids.smirnova, hours: 2, reason: 'х' })),
    ).toEqual(['NOT_FOUND'])
  for (const wrong of [{ hours: 0 }, { hours: 73 }, { reason: '  ' }, { reason: 'х'.repeat(501) }])
    expect(codes(await open(wrong))).toEqual(['BAD_INPUT'])
  for (const nobody of [newUuid(), s.ids.anna])
    expect(codes(await open({ personId: nobody }))).toEqual(['NOT_FOUND'])
  expect(codes(await open({ courseId: newUuid() }))).toEqual(['NOT_FOUND'])
})

test('the page opens to that person at once and locks again to the second; every act under it says so', async () => {
  expect(codes(await change('4'))).toEqual(['LOCKED'])
  const before = (await t.log(s.ids.school)).length
  const made = await open()
  expect(made).toMatchObject({
    errors: [],
    unlock: {
      open: true,
      until: '2026-11-24T08:07:00.000Z',
      personName: expect.stringContaining('Смирнова'),
    },
    journal: { locked: true },
  })
  expect(codes(await open())).toEqual(['ALREADY_OPEN'])
  const { id } = made.unlock as { id: string }
  t.setClock('2026-11-24T08:06:59Z')
  expect(codes(await change('4'))).toEqual([])
  const [opened, changed] = (await t.log(s.ids.school)).slice(before)
  expect(opened).toMatchObject({ act: 'unlock', leaf: { to: { person: s.ids.smirnova, hours: 2 } } })
  expect(changed).toMatchObject({ act: 'changeMark', leaf: { unlock: id, from: '3', to: '4' } })
  t.setClock('2026-11-24T08:07:00Z')
  expect(codes(await change('5'))).toEqual(['LOCKED'])
})

test('an unlock passes the edit window and the row’s own lock, and no other page or person', async () => {
  t.setClock('2027-01-20T06:00:00Z')
  await t.run(s.coordinator, 'unlock', {
    ...page(),
    personId: s.ids.smirnova,
    hours: 72,
    reason: 'Решение директора',
  })
  expect(codes(await change('5'))).toEqual([])
  expect(
    codes(await t.run(s.teacher, 'setPeriodMark', { ...page(), pupilId: s.ids.anna, value: '5' })),
  ).toEqual([])
  expect(codes(await change('4'))).toEqual([])
  const january = await s.lesson(s.ids.algebra, { day: '2026-10-20' })
  expect(codes(await t.run(s.teacher, 'takeAttendance', { lessonId: january, absences: [] }))).toEqual([])
  // The other page's window still binds.
  expect(codes(await t.run(s.teacher, 'takeAttendance', { lessonId: january, absences: [] }))).toEqual([
    'WINDOW_CLOSED',
  ])
  const substituted = await s.lesson(s.ids.algebra, {
    day: '2026-11-25',
    teacher: s.ids.kuznetsov,
    insteadOf: s.ids.smirnova,
  })
  expect(
    codes(
      await t.run(s.substitute, 'recordMark', { lessonId: substituted, pupilId: s.ids.anna, value: '2' }),
    ),
  ).toEqual(['LOCKED'])
})

test('it is ended by hand, once, and listed to who may know', async () => {
  type Shown = { id: string; open: boolean; reason: string; journal: { subjectName: string } }
  const listed = async (viewer: Parameters<typeof t.as>[0], args = '') =>
    (
      await t.as<{ unlocks: Shown[] | null }>(
        viewer,
        `{ unlocks${args} { id open reason journal { subjectName } } }`,
      )
    ).data?.unlocks
  const all = await listed(s.coordinator)
  expect(all).toEqual([
    expect.objectContaining({ open: true, reason: 'Решение директора', journal: { subjectName: 'Алгебра' } }),
    expect.objectContaining({ open: false, reason: 'Ошибка при переносе' }),
  ])
  expect(await listed(s.teacher)).toEqual(all)
  expect(await listed(s.substitute)).toEqual([])
  expect(await listed(s.viewer(['PUPIL'], { personId: s.ids.anna, pupils: [s.ids.anna] }))).toBeNull()
  expect(await listed(s.coordinator, '(open: true)')).toHaveLength(1)
  const unlockId = all?.[0]?.id
  expect(codes(await t.run(s.teacher, 'endUnlock', { unlockId }))).toEqual(['NOT_FOUND'])
  expect(await t.run(s.coordinator, 'endUnlock', { unlockId })).toMatchObject({
    errors: [],
    unlock: { open: false },
  })
  expect(codes(await t.run(s.coordinator, 'endUnlock', { unlockId }))).toEqual(['CONFLICT'])
  expect(codes(await change('3'))).toEqual(['LOCKED'])
  expect(await listed(s.coordinator, '(open: true)')).toEqual([])
})

test('a square’s history names everybody who touched it, oldest first', async () => {
  const answer = await t.as<{ cellHistory: object[] | null }>(
    s.teacher,
    'query($l: ID!, $p: ID!) { cellHistory(lessonId: $l, pupilId: $p) { what from to byName voided } }',
    { l: lessonId, p: s.ids.anna },
  )
  expect(answer.data?.cellHistory).toEqual(
    [
      [null, '3'],
      ['3', '4'],
      ['4', '5'],
      ['5', '4'],
    ].map(([from, to]) => ({ what: 'MARK', from, to, byName: expect.any(String), voided: false })),
  )
  const asStranger = await t.as<{ cellHistory: object[] | null }>(
    s.viewer(['TEACHER']),
    'query($l: ID!, $p: ID!) { cellHistory(lessonId: $l, pupilId: $p) { what } }',
    { l: lessonId, p: s.ids.anna },
  )
  expect(asStranger.data?.cellHistory).toBeNull()
})

test('the history of a square tells of attendance and of the class teacher’s reason, each of this pupil alone', async () => {
  t.setClock('2026-11-24T06:07:00Z')
  const courseId = await s.ownCourse()
  const lesson = await s.lesson(courseId)
  const roll = (codes: object[]) => t.run(s.teacher, 'takeAttendance', { lessonId: lesson, absences: codes })
  await roll([{ pupilId: s.ids.anna, code: 'ABSENT' }])
  const taken = await roll([
    { pupilId: s.ids.anna, code: 'ABSENT' },
    { pupilId: s.ids.boris, code: 'LATE', minutesLate: 7 },
  ])
  const absences = taken.absences as { id: string; code: string }[]
  const classTeacher = s.viewer(['CLASS_TEACHER'], { classes: [s.ids.class7] })
  const absenceId = absences.find((one) => one.code === 'ABSENT')?.id
  await t.run(classTeacher, 'setAbsenceReasons', { reasons: [{ absenceId, reason: 'ILL' }] })
  const history = async (pupilId: string) =>
    (
      await t.as<{ cellHistory: { what: string; from: string | null; to: string | null }[] }>(
        s.teacher,
        'query($l: ID!, $p: ID!) { cellHistory(lessonId: $l, pupilId: $p) { what from to } }',
        { l: lesson, p: pupilId },
      )
    ).data?.cellHistory
  expect(await history(s.ids.anna)).toEqual([
    { what: 'ATTENDANCE', from: null, to: 'Н' },
    { what: 'REASON', from: null, to: 'Б' },
  ])
  expect(await history(s.ids.boris)).toEqual([
    { what: 'ATTENDANCE', from: null, to: null },
    { what: 'ATTENDANCE', from: null, to: 'О 7' },
  ])
})
