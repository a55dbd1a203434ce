import { describe, expect, test } from '@jest/globals'
import { isBetween, proposalOf, toReach, withMore } from './proposal.js'

const marks = (values: string, weight = 1) => [...values].map((value) => ({ value, weight }))

describe('what mark a mean makes', () => {
  test.each([
    ['3.49', '0.5', '3'],
    ['3.50', '0.5', '4'],
    ['3.59', '0.6', '3'],
    ['3.60', '0.6', '4'],
    ['4.66', '0.66', '5'],
    ['5.00', '0.5', '5'],
    ['1.00', '0.5', '1'],
    ['2.50', '0.50', '3'],
  ])('%s with rounding from %s is %s', (mean, rounding, mark) =>
    expect(proposalOf(mean, rounding)).toBe(mark),
  )

  test.each([
    ['3.39', false],
    ['3.40', true],
    ['3.60', true],
    ['3.61', false],
    ['5.00', false],
  ])('%s is between two marks: %s', (mean, between) => expect(isBetween(mean, '0.5')).toBe(between))
})

describe('what is needed to reach a target', () => {
  test('nothing, where it is reached', () =>
    expect(toReach(marks('55'), 5, 1, '0.5')).toMatchObject({ count: 0 }))
  test('the fewest marks, and the lowest that do', () => {
    // 3, 3: one five makes 3.67, one four 3.33: of one mark only the five will do.
    expect(toReach(marks('33'), 4, 1, '0.5')).toEqual({
      target: 4,
      value: 5,
      count: 1,
      weight: 1,
      mean: '3.67',
    })
    expect(toReach(marks('34'), 4, 1, '0.6')).toEqual({
      target: 4,
      value: 4,
      count: 1,
      weight: 1,
      mean: '3.67',
    })
  })
  test('a heavier work needs fewer', () => {
    expect(toReach(marks('3333'), 4, 1, '0.5')?.count).toBe(2)
    expect(toReach(marks('3333'), 4, 3, '0.5')?.count).toBe(1)
  })
  test('not with ten fives', () => expect(toReach(marks('2'.repeat(60)), 5, 1, '0.5')).toBeNull())
  test('without any mark the first one makes it', () =>
    expect(toReach([], 4, 1, '0.5')).toEqual({ target: 4, value: 4, count: 1, weight: 1, mean: '4.00' }))
  test('what carries no number does not count', () =>
    expect(withMore([{ value: 'н/а', weight: 5 }, ...marks('4')], 5, 1, 1)).toBe('4.50'))
})
