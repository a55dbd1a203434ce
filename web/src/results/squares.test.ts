import { expect, test } from '@jest/globals'
import { acceptable, isAgainst, warningWords, type Square } from './squares.js'

const square: Square = {
  pupilId: 'a',
  pupilName: 'Азбукина Анна',
  of: 'Алгебра, 2 четверть',
  target: { kind: 'period', courseId: 'c', periodId: 'p' },
  mark: null,
  proposed: '4',
  warnings: [],
  between: false,
  cell: null,
  settable: true,
  author: true,
}

test('why is asked of a number against a number alone', () => {
  expect(isAgainst('5', '4')).toBe(true)
  expect(isAgainst('4', '4')).toBe(false)
  expect(isAgainst('н/а', '4')).toBe(false)
  expect(isAgainst('5', null)).toBe(false)
  expect(isAgainst('5', 'н/а')).toBe(false)
})

test('accepted is what is proposed, where nothing stands and the viewer may', () => {
  const set = { ...square, mark: { value: '3' } as Square['mark'] }
  expect(
    acceptable([square, null, set, { ...square, proposed: null }, { ...square, settable: false }]),
  ).toEqual([square])
})

test('a warning says its figures; a mark against the mean says why, or that nobody said', () => {
  const cell = { marksCount: 2, missed: 9, lessons: 16 } as Square['cell']
  expect(warningWords({ ...square, cell, warnings: ['FEW_MARKS', 'MANY_ABSENCES', 'AGAINST_MEAN'] })).toEqual(
    [
      'мало отметок: 2 отметки',
      'пропущено больше половины: 9 из 16 уроков',
      'не по среднему, причина не названа',
    ],
  )
  const mark = { reason: 'Олимпиада' } as Square['mark']
  expect(warningWords({ ...square, mark, warnings: ['AGAINST_MEAN'] })).toEqual([
    'не по среднему, причина: Олимпиада',
  ])
})
