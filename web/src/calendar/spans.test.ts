import { expect, test } from '@jest/globals'
import { daysFrom, lessonsInWords, spanInWords, spansOf, type SpecialDay } from './spans.js'

const holiday = (date: string, title = 'Осенние каникулы'): SpecialDay => ({ date, kind: 'HOLIDAY', title })

test('neighbouring days that are the same are one span; a gap, another name and a moved day are not', () => {
  const days: SpecialDay[] = [
    holiday('2026-11-01'),
    holiday('2026-10-31'),
    holiday('2026-11-03'),
    holiday('2026-11-04', 'День народного единства'),
    { date: '2026-11-28', kind: 'MOVED', asWeekday: 2 },
    { date: '2026-11-29', kind: 'MOVED', asWeekday: 2 },
  ]
  expect(spansOf(days).map(({ from, until, title }) => [from, until, title])).toEqual([
    ['2026-10-31', '2026-11-01', 'Осенние каникулы'],
    ['2026-11-03', '2026-11-03', 'Осенние каникулы'],
    ['2026-11-04', '2026-11-04', 'День народного единства'],
    ['2026-11-28', '2026-11-28', null],
    ['2026-11-29', '2026-11-29', null],
  ])
})

test('days of a span: both ends, over the change of months; none backwards, without an end, or beyond 120', () => {
  expect(daysFrom('2026-10-31', '2026-11-01')).toEqual(['2026-10-31', '2026-11-01'])
  expect(daysFrom('2026-11-01', '2026-10-31')).toEqual([])
  expect(daysFrom('2026-11-01', '')).toEqual([])
  expect(daysFrom('2027-01-01', '2027-04-30')).toHaveLength(120)
  expect(daysFrom('2027-01-01', '2027-05-01')).toEqual([])
})

test('in words', () => {
  const words = (from: string, until: string) => spanInWords({ from, until })
  expect(words('2026-11-04', '2026-11-04')).toBe('4 ноября 2026 г.')
  expect(words('2026-10-26', '2026-11-03')).toBe('26 октября – 3 ноября 2026 г.')
  expect(words('2026-11-23', '2026-11-28')).toBe('23–28 ноября 2026 г.')
  expect(words('2026-12-31', '2027-01-10')).toBe('31 декабря 2026 г. – 10 января 2027 г.')
  expect(lessonsInWords({ kind: 'MOVED', asWeekday: 1 })).toBe('по расписанию понедельника')
  expect(lessonsInWords({ kind: 'QUARANTINE' })).toBe('нет')
})
