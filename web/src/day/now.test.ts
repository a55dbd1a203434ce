import { describe, expect, test } from '@jest/globals'
import { nowOf } from './now.js'

const lesson = (id: string, start: string, end: string, state: 'PLANNED' | 'CANCELLED' = 'PLANNED') => ({
  id,
  startsAt: `2026-11-24T${start}:00Z`,
  endsAt: `2026-11-24T${end}:00Z`,
  state,
})
const day = [
  lesson('1', '05:30', '06:15'),
  lesson('2', '06:25', '07:10', 'CANCELLED'),
  lesson('3', '07:30', '08:15'),
]
const turns = (time: string) => day.map((one) => nowOf(day, one, Date.parse(`2026-11-24T${time}:00Z`)))

describe('the lesson of the moment', () => {
  test('is the one that goes on', () => {
    expect(turns('05:40')).toEqual([{ kind: 'now' }, null, null])
  })
  test('between lessons is the next that is given, a cancelled one never', () => {
    expect(turns('06:30')).toEqual([null, null, { kind: 'next', words: 'через 60 мин' }])
    expect(turns('07:29')).toEqual([null, null, { kind: 'next', words: 'через 1 мин' }])
  })
  test('long before it is only marked, without minutes', () => {
    expect(turns('03:00')).toEqual([{ kind: 'next', words: '' }, null, null])
  })
  test('after the last is none', () => {
    expect(turns('09:00')).toEqual([null, null, null])
  })
})
