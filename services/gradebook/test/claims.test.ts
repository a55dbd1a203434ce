// A mark is wrong, says the family (A8.1): in time, once, answered by who keeps the lesson, by the rules of a change.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { newUuid } from '@zhurnal/kit/testing'
import type { Viewer } from '@zhurnal/roster/events'
import { codes, startTestGradebook, type TestGradebook } from './harness.js'
import { morning, smallSchool, type SmallSchool } from './small-school.js'

let t: TestGradebook
let s: SmallSchool
let guardian: Viewer
let lessonId: string

beforeAll(async () => {
  t = await startTestGradebook()
  s = await smallSchool(t)
  guardian = s.viewer(['GUARDIAN'], { pupils: [s.ids.anna], name: 'Азбукин Олег' })
  lessonId = await s.lesson(s.ids.algebra)
})
beforeEach(() => t.setClock(morning))
afterAll(() => t.stop())

const mark = async (value = '3', pupilId = s.ids.anna): Promise<string> => {
  const made = await t.run(s.teacher, 'recordMark', { lessonId, pupilId, value })
  return (made.mark as { id: string }).id
}
const claim = (markId: string, more: object = {}, viewer = guardian) =>
  t.run(viewer, 'claimWrongMark', { markId, explanation: 'В тетради стоит 4', ...more })
const idOf = (payload: Record<string, unknown>) => (payload.claim as { id: string }).id
const answer = (claimId: string, more: object, viewer = s.teacher) =>
  t.run(viewer, 'answerMarkClaim', { claimId, accepted: false, answer: 'Проверила: всё верно', ...more })

test('the pupil and a guardian claim, nobody else; once while it is open; each with its entry', async () => {
  const markId = await mark()
  const mate = s.viewer(['PUPIL'], { personId: s.ids.boris, pupils: [s.ids.boris] })
  for (const viewer of [mate, s.teacher, s.coordinator, s.inspector])
    expect(codes(await claim(markId, {}, viewer))).toEqual(['NOT_FOUND'])
  expect(codes(await claim(markId, { explanation: ' ' }))).toEqual(['BAD_INPUT'])
  const before = (await t.log(s.ids.school)).length
  const made = await claim(markId)
  expect(made).toMatchObject({
    errors: [],
    claim: { markValue: '3', answerDueAt: '2026-12-01T21:00:00.000Z', late: false, viewerCanAnswer: false },
  })
  expect((await t.log(s.ids.school)).slice(before)).toMatchObject([
    { act: 'claimWrongMark', leaf: { to: { mark: markId, noticedOn: '2026-11-24' } } },
  ])
  expect(codes(await claim(markId))).toEqual(['ALREADY_EXISTS'])
  expect(codes(await t.run(s.teacher, 'withdrawMarkClaim', { claimId: idOf(made) }))).toEqual(['NOT_FOUND'])
  expect(await t.run(guardian, 'withdrawMarkClaim', { claimId: idOf(made) })).toMatchObject({
    errors: [],
    claim: { withdrawn: true },
  })
  expect(codes(await claim(markId))).toEqual([])
})

test('within three calendar days of noticing, by the school’s days', async () => {
  const markId = await mark()
  expect(codes(await claim(markId, { noticedOn: '2026-11-23' }))).toEqual(['BAD_INPUT'])
  expect(codes(await claim(markId, { noticedOn: '2026-11-25' }))).toEqual(['BAD_INPUT'])
  // The fourth day begins at 21:00 in UTC; to the last second of the third it is in time.
  t.setClock('2026-11-27T21:00:00Z')
  expect(codes(await claim(markId, { noticedOn: '2026-11-24' }))).toEqual(['TOO_LATE'])
  t.setClock('2026-11-27T20:59:59Z')
  expect(codes(await claim(markId, { noticedOn: '2026-11-24' }))).toEqual([])
})

test('refused with words, or accepted: then the mark is changed with the claim as its reason', async () => {
  const kept = idOf(await claim(await mark()))
  expect(codes(await answer(kept, {}, s.viewer(['TEACHER'])))).toEqual(['NOT_FOUND'])
  expect(codes(await answer(kept, {}, s.coordinator))).toEqual(['NOT_FOUND'])
  expect(codes(await answer(kept, { answer: '' }))).toEqual(['BAD_INPUT'])
  expect(await answer(kept, {})).toMatchObject({ errors: [], claim: { accepted: false }, mark: null })
  expect(codes(await answer(kept, {}))).toEqual(['ANSWERED'])

  const markId = await mark()
  const accepted = idOf(await claim(markId))
  expect(codes(await answer(accepted, { accepted: true, value: '6' }))).toEqual(['BAD_INPUT'])
  const before = (await t.log(s.ids.school)).length
  expect(await answer(accepted, { accepted: true, value: '4', answer: 'Верно, исправила' })).toMatchObject({
    errors: [],
    claim: { accepted: true, answer: 'Верно, исправила' },
    mark: { id: markId, value: '4', version: 2 },
  })
  expect((await t.log(s.ids.school)).slice(before).map((entry) => entry.act)).toEqual([
    'changeMark',
    'answerMarkClaim',
  ])
  const gone = idOf(await claim(await mark('2')))
  expect(await answer(gone, { accepted: true })).toMatchObject({
    errors: [],
    mark: null,
    claim: { accepted: true },
  })
})

test('past the edit window an answer cannot change the mark: the claim stays open', async () => {
  const claimId = idOf(await claim(await mark()))
  t.setClock('2026-12-09T06:00:00Z')
  const refused = await answer(claimId, { accepted: true, value: '4' })
  expect(codes(refused)).toEqual(['WINDOW_CLOSED'])
  expect(refused.errors[0]?.message).toContain('Попросите координатора открыть вам эту страницу')
  expect(await answer(claimId, {})).toMatchObject({ errors: [], claim: { late: true } })
  const waiting = idOf(await claim(await mark()))
  const page = { courseId: s.ids.algebra, periodId: s.ids.q2, personId: s.ids.smirnova }
  const opened = await t.run(s.coordinator, 'unlock', { ...page, hours: 1, reason: 'Обращение семьи' })
  expect(codes(opened)).toEqual([])
  expect(await answer(waiting, { accepted: true, value: '4' })).toMatchObject({
    errors: [],
    claim: { accepted: true },
    mark: { value: '4' },
  })
})

test('each sees their own: the family, the teacher, the class teacher, the school', async () => {
  const listed = async (viewer: Viewer, open = false) =>
    (
      await t.as<{ markClaims: { id: string }[] | null }>(
        viewer,
        'query($open: Boolean) { markClaims(open: $open) { id pupilName viewerCanAnswer mark { id } } }',
        { open },
      )
    ).data?.markClaims
  const all = await listed(s.coordinator)
  expect(all?.length).toBeGreaterThan(4)
  expect((await listed(guardian))?.map((one) => one.id)).toEqual(all?.map((one) => one.id))
  expect((await listed(s.teacher))?.length).toBe(all?.length)
  expect((await listed(s.viewer(['CLASS_TEACHER'], { classes: [s.ids.class7] })))?.length).toBe(all?.length)
  for (const viewer of [
    s.substitute,
    s.viewer(['CLASS_TEACHER'], { classes: [s.ids.class8] }),
    s.viewer(['GUARDIAN'], { pupils: [s.ids.vera] }),
  ])
    expect(await listed(viewer)).toEqual([])
  const open = await listed(s.teacher, true)
  expect(open?.length).toBeLessThan(all?.length ?? 0)
  const figures = await t.as<{ claimFigures: object[] | null }>(
    s.coordinator,
    '{ claimFigures(from: "2026-11-01", to: "2026-12-31") { teacherName made open inTime late accepted } }',
  )
  expect(figures.data?.claimFigures).toEqual([
    expect.objectContaining({ teacherName: 'Смирнова Ольга Викторовна', accepted: 3, inTime: 4 }),
  ])
  expect(
    (
      await t.as<{ claimFigures: null }>(
        s.teacher,
        '{ claimFigures(from: "2026-11-01", to: "2026-12-31") { made } }',
      )
    ).data?.claimFigures,
  ).toBeNull()
})

test('a period mark is taken back: the row is open again, and the log says so', async () => {
  const courseId = await s.ownCourse()
  const lesson = await s.lesson(courseId)
  const where = { courseId, periodId: s.ids.q2 }
  const made = await t.run(s.teacher, 'setPeriodMark', { ...where, pupilId: s.ids.anna, value: '5' })
  const { id } = made.periodMark as { id: string }
  const record = () => t.run(s.teacher, 'recordMark', { lessonId: lesson, pupilId: s.ids.anna, value: '4' })
  expect(codes(await record())).toEqual(['LOCKED'])
  for (const viewer of [
    s.substitute,
    s.coordinator,
    s.viewer(['CLASS_TEACHER'], { classes: [s.ids.class7] }),
  ])
    expect(codes(await t.run(viewer, 'withdrawPeriodMark', { periodMarkId: id }))).toEqual(['NOT_FOUND'])
  expect(codes(await t.run(s.teacher, 'withdrawPeriodMark', { periodMarkId: newUuid() }))).toEqual([
    'NOT_FOUND',
  ])
  expect(
    codes(await t.run(s.teacher, 'withdrawPeriodMark', { periodMarkId: id, expectedVersion: 7 })),
  ).toEqual(['CONFLICT'])
  expect(await t.run(s.teacher, 'withdrawPeriodMark', { periodMarkId: id, reason: 'Не тому' })).toMatchObject(
    { errors: [] },
  )
  expect(codes(await record())).toEqual([])
  expect(
    codes(await t.run(s.teacher, 'setPeriodMark', { ...where, pupilId: s.ids.anna, value: '4' })),
  ).toEqual([])
})

test('the forecast says what is likely and what one more mark would make', async () => {
  const courseId = await s.ownCourse()
  const lesson = await s.lesson(courseId)
  for (const value of ['3', '4'])
    await t.run(s.teacher, 'recordMark', { lessonId: lesson, pupilId: s.ids.anna, value })
  const query =
    'query($c: ID!, $p: ID!) { forecast(courseId: $c, periodId: $p) { pupilName weightedMean likely between oneMore { value mean likely } } }'
  const asked = async (viewer: Viewer) =>
    (await t.as<{ forecast: { pupilName: string }[] | null }>(viewer, query, { c: courseId, p: s.ids.q2 }))
      .data?.forecast
  expect((await asked(s.teacher))?.[0]).toEqual({
    pupilName: 'Азбукина Анна',
    weightedMean: '3.50',
    likely: '4',
    between: true,
    oneMore: [
      { value: 2, mean: '3.00', likely: '3' },
      { value: 3, mean: '3.33', likely: '3' },
      { value: 4, mean: '3.67', likely: '4' },
      { value: 5, mean: '4.00', likely: '4' },
    ],
  })
  for (const viewer of [s.substitute, guardian]) expect(await asked(viewer)).toBeNull()
})
