import { describe, expect, test } from '@jest/globals'
import { isNumeric, plainMean, weightedMean } from './means.js'

const marks = (text: string) =>
  text
    .split(' ')
    .filter(Boolean)
    .map((value) => ({ value }))
const weighed = (text: string) =>
  text
    .split(' ')
    .filter(Boolean)
    .map((one) => ({ value: one.split('*')[0] ?? '', weight: one.split('*')[1] ?? '1' }))

describe('the plain mean', () => {
  test.each([
    ['no mark', '', null],
    ['no numeric mark', 'зач нз н/а осв .', null],
    ['one mark', '5', '5.00'],
    ['marks without a number beside one', '4 зач . н/а осв нз', '4.00'],
    ['4 + 5', '4 5', '4.50'],
    ['thirds go down', '4 4 5', '4.33'],
    ['two thirds go up', '4 5 5', '4.67'],
    ['an exact half of a hundredth goes up (4.125)', '4 4 4 4 4 4 4 5', '4.13'],
    ['and so does 3.625', '3 3 3 4 4 4 4 4', '3.63'],
    ['4.625, which a double does not miss', '4 4 4 5 5 5 5 5', '4.63'],
    ['below the half it goes down (4.4444…)', '4 4 4 4 4 5 5 5 5', '4.44'],
  ])('of %s', (_, given, expected) => {
    expect(plainMean(marks(given))).toBe(expected)
  })

  test('of 200 marks that come to 4.445 is 4.45: a half is up, in decimals and not in doubles', () => {
    const given = [...Array.from({ length: 111 }, () => '4'), ...Array.from({ length: 89 }, () => '5')]
    expect((given.reduce((so, one) => so + Number(one), 0) / 200).toFixed(2)).toBe('4.45')
    expect(plainMean(given.map((value) => ({ value })))).toBe('4.45')
    // 1.005 is less than itself as a double: (1.005).toFixed(2) is 1.00.
    const low = [...Array.from({ length: 199 }, () => '1'), '2']
    expect((201 / 200).toFixed(2)).toBe('1.00')
    expect(plainMean(low.map((value) => ({ value })))).toBe('1.01')
  })

  test('lies between the least and the greatest mark, whatever their order', () => {
    const all = ['1', '2', '3', '4', '5']
    for (const a of all)
      for (const b of all)
        for (const c of all) {
          const mean = Number(plainMean(marks(`${a} ${b} ${c}`)))
          expect(mean).toBeGreaterThanOrEqual(Math.min(+a, +b, +c))
          expect(mean).toBeLessThanOrEqual(Math.max(+a, +b, +c))
          expect(plainMean(marks(`${c} ${a} ${b}`))).toBe(mean.toFixed(2))
        }
  })
})

describe('the weighted mean', () => {
  test.each([
    ['no mark', '', null],
    ['no numeric mark, whatever it weighs', 'зач*3 н/а*2', null],
    ['equal weights: the plain mean', '4*2 5*2 5*2', '4.67'],
    ['a test of three and an answer of one', '5*3 2*1', '4.25'],
    ['half weights', '5*0.5 4*1', '4.33'],
    ['a mark without a number, which brings no weight', '5*3 н/а*10 2*1', '4.25'],
    ['0.1 + 0.2 weights, which doubles do not add up', '5*0.1 4*0.2', '4.33'],
    ['an exact half (4.125)', '4*7 5*1', '4.13'],
    ['an exact half by hundredths of weights (2.505)', '2*0.99 3*1.01', '2.51'],
  ])('of %s', (_, given, expected) => {
    expect(weightedMean(weighed(given))).toBe(expected)
  })
})

test.each([
  ['5', true],
  ['1', true],
  ['0', false],
  ['6', false],
  ['.', false],
  ['зач', false],
  ['4 ', false],
  ['', false],
])('«%s» counts: %s', (value, expected) => {
  expect(isNumeric(value)).toBe(expected)
})
