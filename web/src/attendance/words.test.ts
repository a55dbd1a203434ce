import { expect, test } from '@jest/globals'
import { dayCell, reasonInWords, reasonOfKey } from './words.js'

test.each([
  ['', null],
  ['-', 'closed'],
  ['2/6|ILL|0', { missed: 2, lessons: 6, code: 'ILL', whole: false }],
  ['6/6|ABSENT|1', { missed: 6, lessons: 6, code: 'ABSENT', whole: true }],
  ['0/6|LATE|0', { missed: 0, lessons: 6, code: 'LATE', whole: false }],
  ['1/6|НОВЫЙ|0', null],
])('a day %j', (text, cell) => {
  expect(dayCell(text)).toEqual(cell)
})

test('one key a reason, and one to take it back; other keys are the browser’s', () => {
  expect(['Comma', 'KeyE', 'KeyG', 'KeyJ', 'Backspace', 'Tab'].map(reasonOfKey)).toEqual([
    'ILL',
    'EXCUSED',
    'UNEXCUSED',
    'RELEASED',
    null,
    undefined,
  ])
})

test('a reason says from where it is', () => {
  const note = {
    id: 'n',
    from: '2026-11-02',
    until: '2026-11-05',
    code: 'ILL' as const,
    document: 'справка № 12',
    setByName: 'К',
    version: 1,
  }
  expect(reasonInWords({ reason: 'ILL', note, reasonByName: null })).toBe('болезнь (справка № 12)')
  expect(reasonInWords({ reason: 'EXCUSED', note: null, reasonByName: 'Смирнова О. В.' })).toBe(
    'уважительная причина (Смирнова О. В.)',
  )
  expect(reasonInWords({ reason: null, note: null, reasonByName: null })).toBe('')
})
