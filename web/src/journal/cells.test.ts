import { describe, expect, test } from '@jest/globals'
import { closedCell, emptyCell, isMissed, parseCell } from './cells.js'

describe('a cell of the grid', () => {
  test('is empty or closed', () => {
    expect(parseCell('')).toEqual(emptyCell)
    expect(parseCell('-')).toEqual(closedCell)
  })
  test('holds marks of several works with their versions', () => {
    expect(parseCell('m|a1|0|5|1 m|a2|1|.|3').marks).toEqual([
      { id: 'a1', work: 0, value: '5', version: 1 },
      { id: 'a2', work: 1, value: '.', version: 3 },
    ])
  })
  test('holds a mark and a lateness together', () => {
    const cell = parseCell('a|x|LATE|7|1 m|y|0|4|2')
    expect(cell.absence).toEqual({ code: 'LATE', minutes: 7 })
    expect(cell.marks.map((mark) => mark.value)).toEqual(['4'])
  })
  test('keeps values that are no numbers', () => {
    expect(parseCell('m|y|0|н/а|1').marks[0]?.value).toBe('н/а')
  })
  test('leaves out what it does not know', () => {
    expect(parseCell('z|1|2 a|x|NEVER||1')).toEqual(emptyCell)
  })
})

describe('missed lessons', () => {
  test('count absences and illness, not lateness or release', () => {
    expect(isMissed({ code: 'ILL', minutes: null })).toBe(true)
    expect(isMissed({ code: 'UNEXCUSED', minutes: null })).toBe(true)
    expect(isMissed({ code: 'LATE', minutes: 5 })).toBe(false)
    expect(isMissed({ code: 'RELEASED', minutes: null })).toBe(false)
    expect(isMissed(null)).toBe(false)
  })
})
