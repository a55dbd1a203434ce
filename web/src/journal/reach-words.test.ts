import { expect, test } from '@jest/globals'
import { reachInWords, type Reach } from './reach-words.js'

const five: Reach = { target: 5, value: 5, count: 2, mean: '4.50' }

test('what is needed for each better mark is said, and nothing below what comes out already', () => {
  const four: Reach = { target: 4, value: 4, count: 1, mean: '3.67' }
  expect(reachInWords('3', [null, four, five])).toEqual([
    'Чтобы вышла 4: нужна 1 четвёрка с весом 1, среднее станет 3,67.',
    'Чтобы вышла 5: нужны 2 пятёрки подряд с весом 1, среднее станет 4,50.',
  ])
  expect(reachInWords('4', [null, four, five])).toHaveLength(1)
})

test('what ten marks do not reach is said so, and a five needs nothing', () => {
  expect(reachInWords('4', [null, null, null])).toEqual([
    'До 5 в этом периоде не хватит и десяти пятёрок с весом 1: нужна работа с большим весом.',
  ])
  expect(reachInWords('5', [null, null, null])).toEqual([])
  expect(reachInWords(null, [null, null, five])).toEqual([])
})
