import { expect, test } from '@jest/globals'
import { instantAt } from '@zhurnal/kit/time'
import { Keeper, type Sitting } from './entries.js'
import { idsOf } from './ids.js'
import type { DatedLesson } from './lessons.js'
import { yearMark, MarkBook } from './marking.js'
import { planSchool, smallSchool } from './plan.js'
import { membersOf } from './school-plan.js'
import { schoolDays } from './year.js'

const plan = planSchool('2026-11-23', smallSchool)
const days = schoolDays(plan.year, plan.studyDays, '2026-09-01', '2026-11-20')
const bells = new Map(plan.bells[0]?.bells.map((bell) => [bell.number, bell]))
const courses = new Map(plan.courses.map((one) => [one.id, one]))
const ids = idsOf('test')

/** The day's lessons as schedule would date them. */
function lessonsOn({ date, weekday }: (typeof days)[number]): DatedLesson[] {
  return plan.timetable.slots
    .filter((slot) => slot.weekday === weekday)
    .map((slot) => ({
      id: ids.of('lesson', slot.id, date),
      number: slot.number,
      startsAt: instantAt(plan.timeZone, date, bells.get(slot.number)?.startsAt ?? ''),
      endsAt: instantAt(plan.timeZone, date, bells.get(slot.number)?.endsAt ?? ''),
      cancelled: false,
      courseId: slot.courseId,
      teacherId: courses.get(slot.courseId)?.teacherId ?? null,
    }))
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
}

function keepAll() {
  const keeper = new Keeper(plan, idsOf(plan.id), days)
  const sittings = days.flatMap((day, i) => {
    const made = keeper.sittings(i, lessonsOn(day))
    keeper.changesOn(i)
    return made.map((sitting) => ({ ...sitting, date: day.date }))
  })
  return { keeper, sittings }
}
const { keeper, sittings } = keepAll()
const lessons = new Map(
  days.flatMap((day) => lessonsOn(day).map((lesson) => [lesson.id, { lesson, date: day.date }])),
)
const kept = sittings.flatMap((sitting) => sitting.lessons.map((entry) => ({ ...entry, sitting })))

test('the same school keeps the same journals', () => {
  expect(keepAll().sittings).toEqual(sittings)
})

test('instants never go back, each lies after its lessons and on the day that it is entered', () => {
  const instants = sittings.map((sitting: Sitting) => sitting.at.getTime())
  expect([...instants].sort((a, b) => a - b)).toEqual(instants)
  const early = kept.filter(
    (entry) => entry.absences && entry.sitting.at < (lessons.get(entry.lessonId)?.lesson.endsAt ?? 0),
  )
  expect(early).toEqual([])
  const elsewhere = kept.filter(
    (entry) => entry.absences && lessons.get(entry.lessonId)?.date !== entry.sitting.date,
  )
  expect(elsewhere).toEqual([])
})

test('nearly every lesson has attendance, topic and homework; a few are owed in the last days', () => {
  const entered = kept.filter((entry) => entry.absences)
  const share = entered.filter((entry) => entry.topic && entry.homework).length / lessons.size
  expect(share).toBeGreaterThan(0.97)
  expect(share).toBeLessThan(1)
  const recent = days.slice(-3).map((day) => day.date)
  const shown = new Set(plan.logins.map((login) => login.personId))
  const complete = new Set(
    entered.filter((entry) => entry.topic && entry.homework).map((entry) => entry.lessonId),
  )
  const owed = [...lessons.values()].filter(
    ({ lesson, date }) =>
      recent.includes(date) && shown.has(lesson.teacherId ?? '') && !complete.has(lesson.id),
  )
  expect(owed.length).toBeGreaterThan(3)
})

test('a mark is given only to who belongs, was there, and is marked at all', () => {
  const members = membersOf(plan)
  const absent = new Map(
    kept.flatMap((entry) => (entry.absences ? [[entry.lessonId, entry.absences] as const] : [])),
  )
  const wrong = kept.flatMap((entry) =>
    (entry.marks ?? []).filter(({ pupilId, value }) => {
      const { lesson, date } = lessons.get(entry.lessonId) ?? {}
      const course = courses.get(lesson?.courseId ?? '')
      if (!course || !date || course.withoutAttestation || course.grade === 1) return true
      const away = absent
        .get(entry.lessonId)
        ?.some((one) => one.pupilId === pupilId && !['LATE', 'RELEASED'].includes(one.code))
      return !members(course, date).some((one) => one.id === pupilId) || (away === true && value !== '.')
    }),
  )
  expect(wrong).toEqual([])
})

test('all codes of attendance occur, all marks from 2 to 5, works of weight 3', () => {
  const codes = new Set(kept.flatMap((entry) => (entry.absences ?? []).map((one) => one.code)))
  expect([...codes].sort()).toEqual(['ABSENT', 'EXCUSED', 'ILL', 'LATE', 'RELEASED', 'UNEXCUSED'])
  const values = new Set(kept.flatMap((entry) => (entry.marks ?? []).map((one) => one.value)))
  expect(values).toEqual(new Set(['2', '3', '4', '5', '.']))
  expect(kept.some((entry) => entry.work?.kind === 'TEST' && entry.work.weight === 3)).toBe(true)
})

test('nobody of a marked course is left without marks at the end of the quarter', () => {
  const members = membersOf(plan)
  const marked = plan.courses.filter((one) => !one.withoutAttestation && one.grade === 7)
  const values = marked.flatMap((course) =>
    members(course, '2026-10-23').map((pupil) =>
      keeper.marker.book.periodMark(course.id, pupil.id, '2026-09-01', '2026-10-25'),
    ),
  )
  expect(values.filter((value) => value === 'н/а').length / values.length).toBeLessThan(0.02)
  expect(['3', '4', '5'].filter((value) => !values.includes(value))).toEqual([])
})

test.each([
  [
    [
      ['4', 1],
      ['5', 1],
    ],
    '5',
  ],
  [
    [
      ['4', 3],
      ['5', 2],
    ],
    '4',
  ],
  [
    [
      ['2', 0.5],
      ['5', 1],
    ],
    '4',
  ],
  [
    [
      ['.', 3],
      ['3', 1],
    ],
    '3',
  ],
  [[['.', 1]], 'н/а'],
  [[], 'н/а'],
] as const)('the mark of a period for %j is %s', (marks, value) => {
  const book = new MarkBook()
  for (const [mark, weight] of marks) book.add('course', 'pupil', { day: '2026-09-10', value: mark, weight })
  book.add('course', 'pupil', { day: '2026-12-01', value: '2', weight: 3 })
  expect(book.periodMark('course', 'pupil', '2026-09-01', '2026-10-25')).toBe(value)
})

test.each([
  [['4', '5', '4', '5'], '5'],
  [['4', 'н/а', '4', '3'], '4'],
  [['н/а'], 'н/а'],
])('the mark of a year for %j is %s', (marks, value) => {
  expect(yearMark(marks)).toBe(value)
})
