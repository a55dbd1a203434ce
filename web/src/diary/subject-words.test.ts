import { describe, expect, test } from '@jest/globals'
import { beyondReach, missedInWords, reachInWords, targetsOf } from './subject-words.js'

const reach = (target: number, count: number, value = target) => ({ target, count, value, mean: '4.50' })

describe('what is needed for more', () => {
  test.each([
    [
      { proposed: '4', three: reach(3, 0), four: reach(4, 0), five: reach(5, 2) },
      'до 5: нужны 2 пятёрки подряд (средний будет 4,50)',
    ],
    [
      { proposed: '3', three: reach(3, 0), four: reach(4, 1, 5), five: null },
      'до 4: нужна 1 пятёрка (средний будет 4,50)',
    ],
    [
      { proposed: '2', three: reach(3, 5), four: null, five: null },
      'до 3: нужно 5 троек подряд (средний будет 4,50)',
    ],
    [{ proposed: '5', three: reach(3, 0), four: reach(4, 0), five: reach(5, 0) }, null],
    [{ proposed: null, three: reach(3, 1), four: reach(4, 1), five: reach(5, 1) }, null],
    [{ proposed: '2', three: null, four: null, five: null }, null],
  ])('%j', (subject, words) => {
    expect(reachInWords(subject)).toBe(words)
  })
  test.each([
    [{ proposed: '4', three: reach(3, 0), four: reach(4, 0), five: null }, 5],
    [{ proposed: '4', three: reach(3, 0), four: reach(4, 0), five: reach(5, 9) }, null],
    [{ proposed: '5', three: reach(3, 0), four: reach(4, 0), five: reach(5, 0) }, null],
    [{ proposed: null, three: null, four: null, five: null }, null],
  ])('what ten fives do not reach is said: %j', (subject, target) => {
    expect(beyondReach(subject)).toBe(target)
  })
  test('every target above what comes out now', () => {
    const subject = { proposed: '3', three: reach(3, 0), four: reach(4, 1), five: reach(5, 4) }
    expect(targetsOf(subject).map(({ target }) => target)).toEqual([4, 5])
  })
})

test.each([
  [0, 0, ''],
  [1, 0, '1 пропуск'],
  [2, 1, '2 пропуска, 1 опоздание'],
  [0, 5, '5 опозданий'],
])('%d missed and %d late', (missed, late, words) => {
  expect(missedInWords({ missed, late })).toBe(words)
})
