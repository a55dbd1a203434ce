import { expect, test } from '@jest/globals'
import { foreignLines } from './foreign-lines.js'

test('day, mark and, where it is said, the work; empty lines are nothing', () => {
  expect(foreignLines('05.11.2026 4 контрольная работа\n\n 7.11.2026  Зач \n')).toEqual({
    marks: [
      { date: '2026-11-05', value: '4', title: 'контрольная работа' },
      { date: '2026-11-07', value: 'зач' },
    ],
    faults: [],
  })
})

test('what is not a mark of a day is told by its line', () => {
  expect(foreignLines('31.02.2026 4\n05.11.2026 6\n5 ноября 4')).toEqual({
    marks: [],
    faults: [
      'Строка 1: такого дня нет: 31.02.2026.',
      'Строка 2: такой отметки нет: «6».',
      'Строка 3: ждём дату и отметку, например «05.11.2026 4 контрольная».',
    ],
  })
})
