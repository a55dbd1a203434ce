import { expect, test } from '@jest/globals'
import { minutesLateNow } from './roll-call.js'

const lesson = { startsAt: '2026-11-24T05:30:00Z', endsAt: '2026-11-24T06:15:00Z' }
const at = (time: string) => minutesLateNow(lesson, Date.parse(`2026-11-24T${time}Z`))

test.each([
  ['before the bell nobody is late', '05:29:59', null],
  ['at the bell neither', '05:30:00', null],
  ['a second after it is a minute', '05:30:01', 1],
  ['twenty minutes', '05:50:00', 20],
  ['up to the end of the lesson', '06:15:00', 45],
  ['after it the clock says nothing', '06:15:01', null],
])('%s', (_, time, minutes) => {
  expect(at(time)).toBe(minutes)
})

test('a work out of lessons has no bell', () => {
  expect(minutesLateNow({ startsAt: null, endsAt: null }, Date.now())).toBeNull()
  expect(minutesLateNow(undefined, Date.now())).toBeNull()
})
