import { describe, expect, test } from '@jest/globals'
import { gradeOf, periodOn, periodsFor } from './periods.js'

const period = (name: string, startsOn: string, endsOn: string, fromGrade: number, toGrade: number) => ({
  id: name,
  name,
  kind: name === 'год' ? ('YEAR' as const) : ('QUARTER' as const),
  startsOn,
  endsOn,
  fromGrade,
  toGrade,
})
const all = [
  period('год', '2026-09-01', '2027-05-31', 1, 11),
  period('2', '2026-11-05', '2026-12-30', 1, 9),
  period('1', '2026-09-01', '2026-10-25', 1, 9),
  period('I полугодие', '2026-09-01', '2026-12-30', 10, 11),
]

describe('reporting periods', () => {
  test('are those of the grade, by start, the year last', () => {
    expect(periodsFor(all, 7).map(({ name }) => name)).toEqual(['1', '2', 'год'])
    expect(periodsFor(all, 11).map(({ name }) => name)).toEqual(['I полугодие', 'год'])
  })
  test('in the holidays the one before is still open', () => {
    const own = periodsFor(all, 7)
    expect(periodOn(own, '2026-11-24')?.name).toBe('2')
    expect(periodOn(own, '2026-10-30')?.name).toBe('1')
    expect(periodOn(own, '2026-08-28')?.name).toBe('1')
  })
  test('a group learns by the grade of its classes', () => {
    expect(gradeOf({ group: { schoolClasses: [{ grade: 8 }] } })).toBe(8)
    expect(gradeOf({ schoolClass: { grade: 7 } })).toBe(7)
    expect(gradeOf(null)).toBeNull()
  })
})
