import { describe, expect, test } from '@jest/globals'
import { groupsOf, isFound, problemsCsv, whereIn, type Problem } from './problems.js'

const problem = (code: string, more: Partial<Problem> = {}): Problem => ({
  line: 3,
  column: null,
  file: null,
  code,
  message: `${code} в файле`,
  value: null,
  count: 1,
  fatal: false,
  ...more,
})

describe('problems of a file', () => {
  test('stand by code: what stops the file, then clashes by the clock, then the most frequent', () => {
    const groups = groupsOf([
      problem('BAD_DATE'),
      problem('CARD_WITHOUT_ROOM', { count: 5 }),
      problem('ROOM_TWICE'),
      problem('BAD_DATE'),
      problem('TOO_STRANGE', { fatal: true }),
    ])
    expect(groups.map(({ code, count, isClash }) => [code, count, isClash])).toEqual([
      ['TOO_STRANGE', 1, false],
      ['ROOM_TWICE', 1, true],
      ['CARD_WITHOUT_ROOM', 5, false],
      ['BAD_DATE', 2, false],
    ])
  })
  test('a code without words of ours is titled by its message', () => {
    expect(groupsOf([problem('ROOM_TWICE'), problem('NEW_CODE')]).map(({ title }) => title)).toEqual([
      'Кабинет занят дважды в одно время',
      'NEW_CODE в файле',
    ])
  })
  test('are found by all words of the search, whatever the letters’ size', () => {
    const one = problem('X', { message: 'Кабинет 31 занят', value: '5А', line: 17 })
    expect(['кабинет 5а', '17', 'кабинет 6б', ''].map((words) => isFound(one, words))).toEqual([
      true,
      true,
      false,
      true,
    ])
  })
  test('say where they are', () => {
    expect(whereIn(problem('X', { line: 0, column: 'Класс', file: 'users.csv', count: 3 }))).toBe(
      'строка 0, столбец «Класс», users.csv, 3 раза',
    )
    expect(whereIn(problem('X', { line: null }))).toBe('')
  })
  test('go into a spreadsheet as text, a formula too', () => {
    const lines = problemsCsv([problem('FORMULA', { value: '=1+1', message: 'Формула; взят ответ' })])
    expect(lines.split('\r\n')[1]).toBe(';3;;"Формула; взят ответ";\'=1+1;1;FORMULA')
  })
})
