import { describe, expect, test } from '@jest/globals'
import { addDays, dayAt, longDate, momentInWords, mondayOf, shortDate, span, timeAt } from './dates.js'

describe('days in a school’s words', () => {
  test('are named as in a journal', () => {
    expect(shortDate('2026-11-24')).toBe('вт, 24 ноября')
    expect(longDate('2026-11-23')).toBe('Понедельник, 23 ноября')
  })
  test('are counted by the calendar', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29')
    expect(mondayOf('2026-11-29')).toBe('2026-11-23')
    expect(mondayOf('2026-11-23')).toBe('2026-11-23')
  })
  test('a week within a month and across two', () => {
    expect(span('2026-11-23', '2026-11-28')).toBe('23–28 ноября')
    expect(span('2026-11-30', '2026-12-05')).toBe('30 ноября – 5 декабря')
  })
})

describe('instants', () => {
  test('are told by the school’s zone, whatever the machine’s is', () => {
    expect(timeAt('2026-11-24T06:20:00Z', 'Europe/Moscow')).toBe('9:20')
    expect(timeAt('2026-11-24T04:05:00Z', 'Asia/Yekaterinburg')).toBe('9:05')
    expect(dayAt('2026-11-23T20:30:00Z', 'Asia/Yekaterinburg')).toBe('2026-11-24')
  })
  test('near ones are told by words', () => {
    const at = (instant: string) => momentInWords(instant, 'Europe/Moscow', '2026-11-24')
    expect(at('2026-11-24T12:20:00Z')).toBe('сегодня в 15:20')
    expect(at('2026-11-23T12:20:00Z')).toBe('вчера в 15:20')
    expect(at('2026-12-08T12:20:00Z')).toBe('8 декабря в 15:20')
  })
})
