// Seven days after a period, by the school's own days: in any zone, across a change of clocks.
import { expect, test } from '@jest/globals'
import { finalOf } from './cell.js'
import { dueAtOf } from './grid.js'

test.each([
  ['Europe/Moscow', '2026-12-27', '2027-01-03T21:00:00.000Z'],
  ['Asia/Kamchatka', '2026-12-27', '2027-01-03T12:00:00.000Z'],
  ['Europe/Kaliningrad', '2026-12-27', '2027-01-03T22:00:00.000Z'],
  // Clocks go forward on 28 March 2027, and back on 31 October.
  ['Europe/Berlin', '2027-03-20', '2027-03-27T23:00:00.000Z'],
  ['Europe/Berlin', '2027-03-21', '2027-03-28T22:00:00.000Z'],
  ['Europe/Berlin', '2027-10-24', '2027-10-31T23:00:00.000Z'],
])('%s: a period that ends on %s is due before %s', (zone, endsOn, at) => {
  expect(dueAtOf(zone, endsOn).toISOString()).toBe(at)
})

test.each([
  ['4', '5', '5'],
  ['3', '4', '4'],
  ['5', '4', '5'],
  ['4', '4', '4'],
  ['5', '2', '4'],
  ['4', null, '4'],
  ['зач', null, 'зач'],
  [null, '5', null],
  ['4', 'зач', null],
  ['зач', '5', 'зач'],
])('year %s and examination %s make %s', (year, exam, final) => {
  expect(finalOf(year, exam)).toBe(final)
})
