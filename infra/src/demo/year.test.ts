import { expect, test } from '@jest/globals'
import { weekdayOf } from '@zhurnal/kit/time'
import { idsOf } from './ids.js'
import { planYear, schoolDays, yearStart } from './year.js'

test.each([
  ['2026-09-01', 2026],
  ['2027-05-31', 2026],
  ['2027-06-01', 2026],
  ['2027-08-31', 2026],
  ['2027-09-01', 2027],
])('the school year of %s begins in %i', (day, start) => {
  expect(yearStart(day)).toBe(start)
})

const starts = Array.from({ length: 12 }, (_, i) => 2024 + i)

test.each(starts)(
  '%i: quarters and half-years follow each other without overlap, inside the year',
  (start) => {
    const year = planYear(idsOf('test'), start)
    for (const kind of ['QUARTER', 'HALF_YEAR'] as const) {
      const spans = year.periods.filter((period) => period.kind === kind)
      expect(spans).toHaveLength(kind === 'QUARTER' ? 4 : 2)
      spans.forEach((span, i) => {
        expect(span.startsOn < span.endsOn).toBe(true)
        expect(span.endsOn < (spans[i + 1]?.startsOn ?? '9')).toBe(true)
        expect(year.startsOn <= span.startsOn && span.endsOn <= year.endsOn).toBe(true)
      })
    }
  },
)

test.each(starts)(
  '%i: about 34 weeks of lessons, none on a day off; every day of the calendar is named once',
  (start) => {
    const year = planYear(idsOf('test'), start)
    const days = schoolDays(year, [1, 2, 3, 4, 5], year.startsOn, year.endsOn)
    const off = new Set(year.calendar.filter((day) => day.kind !== 'MOVED').map((day) => day.date))
    expect(days.length).toBeGreaterThan(160)
    expect(days.length).toBeLessThan(178)
    expect(days.filter(({ date }) => off.has(date))).toEqual([])
    expect(days.filter(({ date, weekday }) => weekdayOf(date) > 5 && weekday > 5)).toEqual([])
    expect(new Set(year.calendar.map((day) => day.date)).size).toBe(year.calendar.length)
  },
)

test('a Monday before a holiday on Tuesday is worked off on the Saturday before', () => {
  const year = planYear(idsOf('test'), 2026)
  const days = schoolDays(year, [1, 2, 3, 4, 5], '2027-02-19', '2027-02-24')
  expect(days).toEqual([
    { date: '2027-02-19', weekday: 5 },
    { date: '2027-02-20', weekday: 1 },
    { date: '2027-02-24', weekday: 3 },
  ])
})
