import { expect, test } from '@jest/globals'
import { instantOf } from './as-of.js'
import { timeLeft } from './lock-words.js'

test.each([
  ['2026-11-24', '09:30', 'Europe/Moscow', '2026-11-24T06:30:00.000Z'],
  ['2026-11-24', '02:00', 'Asia/Yekaterinburg', '2026-11-23T21:00:00.000Z'],
  ['2026-07-01', '12:00', 'Europe/Berlin', '2026-07-01T10:00:00.000Z'],
  ['2026-01-10', '12:00', 'Europe/Berlin', '2026-01-10T11:00:00.000Z'],
  ['2026-03-29', '04:00', 'Europe/Berlin', '2026-03-29T02:00:00.000Z'],
])('%s %s in %s is %s', (day, time, zone, instant) => {
  expect(instantOf(day, time, zone)).toBe(instant)
})

test('how long a page stays open', () => {
  const now = Date.parse('2026-11-24T10:00:00Z')
  expect(timeLeft('2026-11-24T11:12:30Z', now)).toBe('1 ч 12 мин')
  expect(timeLeft('2026-11-24T12:00:00Z', now)).toBe('2 ч')
  expect(timeLeft('2026-11-24T10:00:59Z', now)).toBe('меньше минуты')
})
