import { expect, test } from '@jest/globals'
import { isWorkingDay, overdueBefore, workingDayAfter, workingWeek } from './working-days.js'

const week = workingWeek(
  [1, 2, 3, 4, 5],
  [
    { date: '2026-11-04', kind: 'DAY_OFF' },
    ...['2026-10-26', '2026-10-27', '2026-10-28', '2026-10-29', '2026-10-30'].map((date) => ({
      date,
      kind: 'HOLIDAY',
    })),
    { date: '2026-11-07', kind: 'MOVED' },
    { date: '2026-12-07', kind: 'QUARANTINE' },
  ],
)

test.each([
  ['a weekday', '2026-11-05', true, true],
  ['a Saturday', '2026-11-14', false, false],
  ['a Saturday to which a day is moved', '2026-11-07', true, true],
  ['a public holiday', '2026-11-04', false, false],
  ['school holidays: the staff works', '2026-10-27', false, true],
  ['quarantine: the staff works', '2026-12-07', false, true],
])('%s', (_, day, forAll, forStaff) => {
  expect([isWorkingDay(week, day), isWorkingDay(week, day, true)]).toEqual([forAll, forStaff])
})

test.each([
  ['plain days', '2026-11-10', '2026-11-19'],
  // 2, 3, 5, 6 November, the moved Saturday 7, then 9 and 10.
  ['over holidays, a day off and a moved Saturday', '2026-10-24', '2026-11-10'],
  ['issued on a Sunday', '2026-11-15', '2026-11-24'],
])('seven working days: %s', (_, issued, until) => {
  expect(workingDayAfter(week, issued, 7)).toBe(until)
})

test('one day divides a list as the term of each login does, on every day of a quarter', () => {
  const days = Array.from({ length: 90 }, (_, i) =>
    new Date(Date.UTC(2026, 9, 1 + i)).toISOString().slice(0, 10),
  )
  for (const today of days.slice(60)) {
    const before = overdueBefore(week, today)
    for (const issued of days.filter((day) => day <= today))
      expect([today, issued, issued < before]).toEqual([
        today,
        issued,
        workingDayAfter(week, issued, 7) < today,
      ])
  }
})

test('a calendar without working days ends the search', () => {
  expect(workingDayAfter(workingWeek([], []), '2026-11-10', 1)).toBe('2028-11-10')
})
