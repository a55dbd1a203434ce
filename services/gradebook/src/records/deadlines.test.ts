import { describe, expect, test } from '@jest/globals'
import { owedOf, windowEnd, type OwedFacts } from './deadlines.js'

describe('the window of a lesson ends with its last day in the school’s zone', () => {
  test.each([
    ['ONE_WEEK', 'Europe/Moscow', '2026-11-24', '2026-12-01T21:00:00.000Z'],
    ['TWO_WEEKS', 'Europe/Moscow', '2026-11-24', '2026-12-08T21:00:00.000Z'],
    ['THREE_WEEKS', 'Asia/Yekaterinburg', '2026-11-24', '2026-12-15T19:00:00.000Z'],
    ['ONE_MONTH', 'Europe/Moscow', '2026-10-31', '2026-11-30T21:00:00.000Z'],
    ['ONE_MONTH', 'Europe/Moscow', '2027-01-31', '2027-02-28T21:00:00.000Z'],
    ['NEVER_CLOSES', 'Asia/Kamchatka', '2026-09-01', '2027-05-31T12:00:00.000Z'],
    // Clocks go back on 25 October: the week is an hour longer.
    ['ONE_WEEK', 'Europe/Berlin', '2026-10-20', '2026-10-27T23:00:00.000Z'],
  ] as const)('%s, %s, lesson of %s', (window, zone, day, expected) => {
    expect(windowEnd(window, zone, day, '2027-05-31').toISOString()).toBe(expected)
  })
})

describe('a lesson owes', () => {
  const zone = 'Europe/Moscow'
  const bare: OwedFacts = {
    day: '2026-11-24',
    startsAt: new Date('2026-11-24T05:30:00Z'),
    cancelled: false,
    topic: null,
    homework: null,
    attendanceTakenAt: null,
    lastLessonEndsAt: new Date('2026-11-24T11:00:00Z'),
  }
  const owed = (facts: Partial<OwedFacts>, at: string) =>
    owedOf({ ...bare, ...facts }, zone, new Date(at)).map((one) => `${one.what}${one.late ? ' late' : ''}`)

  test.each([
    ['nothing a millisecond before it begins', {}, '2026-11-24T05:29:59.999Z', []],
    ['all three from its beginning on', {}, '2026-11-24T05:30:00Z', ['ATTENDANCE', 'TOPIC', 'HOMEWORK']],
    ['nothing when it was cancelled', { cancelled: true }, '2026-11-25T00:00:00Z', []],
    [
      'what is missing alone',
      { topic: 'Круг', attendanceTakenAt: new Date('2026-11-24T05:40:00Z') },
      '2026-11-24T06:00:00Z',
      ['HOMEWORK'],
    ],
    [
      'nothing when all is there',
      { topic: 'Круг', homework: '§ 1', attendanceTakenAt: new Date() },
      '2026-12-24T06:00:00Z',
      [],
    ],
    [
      'homework in time an hour after the last lesson',
      {},
      '2026-11-24T12:00:00Z',
      ['ATTENDANCE', 'TOPIC', 'HOMEWORK'],
    ],
    [
      'homework late a millisecond later',
      {},
      '2026-11-24T12:00:00.001Z',
      ['ATTENDANCE', 'TOPIC', 'HOMEWORK late'],
    ],
    ['the rest in time until midnight', {}, '2026-11-24T21:00:00Z', ['ATTENDANCE', 'TOPIC', 'HOMEWORK late']],
    ['and late after it', {}, '2026-11-24T21:00:00.001Z', ['ATTENDANCE late', 'TOPIC late', 'HOMEWORK late']],
  ])('%s', (_, facts, at, expected) => {
    expect(owed(facts, at)).toEqual(expected)
  })
})
