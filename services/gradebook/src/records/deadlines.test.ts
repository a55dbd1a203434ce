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
    homeworkHours: 1,
    outside: false,
    unmarked: [],
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

describe('marks of a written work are due', () => {
  const zone = 'Europe/Moscow'
  const held: OwedFacts = {
    day: '2026-11-24',
    startsAt: new Date('2026-11-24T05:30:00Z'),
    cancelled: false,
    topic: 'Дроби',
    homework: '№ 5',
    attendanceTakenAt: new Date('2026-11-24T06:00:00Z'),
    lastLessonEndsAt: new Date('2026-11-24T11:00:00Z'),
    homeworkHours: 1,
    outside: false,
    unmarked: [{ checkedOn: null }],
  }
  test.each([
    ['a week from the lesson, to its last second', null, '2026-12-01T21:00:00Z', false, '3.6.1'],
    ['a week from the lesson, late after it', null, '2026-12-01T21:00:00.001Z', true, '3.6.1'],
    ['on the day checking ends', '2026-11-26', '2026-11-26T21:00:00Z', false, '3.6.2'],
    ['on the day checking ends, late after it', '2026-11-26', '2026-11-26T21:00:00.001Z', true, '3.6.2'],
  ])('%s', (_, checkedOn, at, late, clause) => {
    expect(owedOf({ ...held, unmarked: [{ checkedOn }] }, zone, new Date(at))).toEqual([
      expect.objectContaining({ what: 'MARKS', late, clause }),
    ])
  })
  test('by the nearest of several works', () => {
    const unmarked = [{ checkedOn: null }, { checkedOn: '2026-11-25' }]
    expect(owedOf({ ...held, unmarked }, zone, new Date('2026-11-26T00:00:00Z'))).toEqual([
      expect.objectContaining({ clause: '3.6.2', late: true, dueAt: new Date('2026-11-25T21:00:00Z') }),
    ])
  })
  test('and nothing else by a work out of lessons', () => {
    const bare = { ...held, topic: null, homework: null, attendanceTakenAt: null, outside: true }
    expect(owedOf(bare, zone, new Date('2026-11-25T00:00:00Z')).map((one) => one.what)).toEqual(['MARKS'])
  })
  test('homework within the hours of the school’s setting', () => {
    const due = (homeworkHours: number) =>
      owedOf({ ...held, homework: null, unmarked: [], homeworkHours }, zone, new Date('2026-11-24T12:30:00Z'))
    expect(due(1)).toEqual([expect.objectContaining({ clause: '3.6.4', late: true })])
    expect(due(2)).toEqual([expect.objectContaining({ clause: 'A6.11', late: false })])
  })
})
