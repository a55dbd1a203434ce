import { describe, expect, test } from '@jest/globals'
import { inWeek, schoolDays } from './dates.js'

describe('days with lessons', () => {
  const calendar = [
    { date: '2026-11-04', kind: 'DAY_OFF', as_weekday: null },
    { date: '2026-11-05', kind: 'QUARANTINE', as_weekday: null },
    { date: '2026-11-07', kind: 'MOVED', as_weekday: 3 },
    { date: '2026-11-08', kind: 'MOVED', as_weekday: null },
  ]
  const days = (from: string, until: string, studyDays = [1, 2, 3, 4, 5]) =>
    schoolDays(from, until, studyDays, calendar).map((day) => `${day.date.slice(8)}/${day.weekday}`)

  test.each([
    ['a plain week of five days', '2026-11-09', '2026-11-15', ['09/1', '10/2', '11/3', '12/4', '13/5']],
    [
      'a day off and a quarantine fall out, a moved day has the weekday that it names',
      '2026-11-02',
      '2026-11-08',
      ['02/1', '03/2', '06/5', '07/3'],
    ],
    ['one day', '2026-11-09', '2026-11-09', ['09/1']],
    ['one free day', '2026-11-15', '2026-11-15', []],
    ['an end before the beginning', '2026-11-10', '2026-11-09', []],
    ['the turn of the year', '2026-12-31', '2027-01-01', ['31/4', '01/5']],
  ])('%s', (_, from, until, expected) => {
    expect(days(from, until)).toEqual(expected)
  })

  test('a week of six days has its Saturday', () => {
    expect(days('2026-11-13', '2026-11-16', [1, 2, 3, 4, 5, 6])).toEqual(['13/5', '14/6', '16/1'])
  })
})

describe('a mask of weeks', () => {
  test.each([
    ['none: every week', null, '2026-11-02', '2026-11-09', true],
    ['10: the first week', '10', '2026-11-02', '2026-11-06', true],
    ['10: not the second', '10', '2026-11-02', '2026-11-09', false],
    ['10: the third', '10', '2026-11-02', '2026-11-16', true],
    ['01: the second', '01', '2026-11-02', '2026-11-15', true],
    [
      'weeks begin on Monday, though the timetable begins on a Thursday',
      '10',
      '2026-11-05',
      '2026-11-08',
      true,
    ],
    ['and so the next Monday is of the second week', '10', '2026-11-05', '2026-11-09', false],
    ['the turn of the year does not begin anew', '10', '2026-12-21', '2027-01-04', true],
    ['1000: the fifth', '1000', '2026-11-02', '2026-11-30', true],
    ['1000: not the fourth', '1000', '2026-11-02', '2026-11-23', false],
  ])('%s', (_, weeks, first, date, expected) => {
    expect(inWeek(weeks, first, date)).toBe(expected)
  })
})
