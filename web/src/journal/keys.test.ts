import { describe, expect, test } from '@jest/globals'
import { intentOf, type Key } from './keys.js'

const press = (code: string, more: Partial<Key> = {}) =>
  intentOf({ code, key: '', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more })

describe('keys of the grid', () => {
  test.each([
    ['Digit5', '5'],
    ['Numpad2', '2'],
    ['Digit1', '1'],
  ])('%s sets the mark %s', (code, value) => {
    expect(press(code)).toEqual({ kind: 'mark', value, second: false })
  })
  test('a digit with Shift is a second mark', () => {
    expect(press('Digit4', { shiftKey: true, key: '$' })).toEqual({ kind: 'mark', value: '4', second: true })
  })
  test('0 and 6 to 9 are no marks', () => {
    expect(['Digit0', 'Digit6', 'Numpad9'].map((code) => press(code))).toEqual([null, null, null])
  })
  test.each([
    ['KeyY', 'y', 'н', 'ABSENT'],
    ['Comma', ',', 'б', 'ILL'],
    ['KeyE', 'e', 'у', 'EXCUSED'],
    ['KeyJ', 'j', 'о', 'LATE'],
  ])('%s is the absence in both layouts', (code, latin, russian, absence) => {
    expect(press(code, { key: latin })).toEqual({ kind: 'absence', code: absence })
    expect(press(code, { key: russian })).toEqual({ kind: 'absence', code: absence })
  })
  test('the point is the point in both layouts', () => {
    const point = { kind: 'mark', value: '.', second: false }
    expect(press('Period', { key: '.' })).toEqual(point)
    expect(press('Slash', { key: '.' })).toEqual(point)
  })
  test('Ctrl and a letter is the browser’s, but for undo', () => {
    expect(press('KeyY', { ctrlKey: true })).toBeNull()
    expect(press('Digit5', { metaKey: true })).toBeNull()
    expect(press('KeyZ', { ctrlKey: true })).toEqual({ kind: 'undo' })
  })
  test('Alt and the arrow down is the history', () => {
    expect(press('ArrowDown', { altKey: true })).toEqual({ kind: 'history' })
    expect(press('ArrowDown')).toEqual({ kind: 'move', rows: 1, columns: 0 })
  })
  test('the plus is a new work, Shift and an arrow is a block, Escape lets it go', () => {
    expect(press('Equal', { shiftKey: true, key: '+' })).toEqual({ kind: 'add-work' })
    expect(press('NumpadAdd', { key: '+' })).toEqual({ kind: 'add-work' })
    expect(press('ArrowDown', { shiftKey: true })).toEqual({ kind: 'extend', rows: 1, columns: 0 })
    expect(press('Escape')).toEqual({ kind: 'unselect' })
  })
  test('Shift turns Tab and Enter back', () => {
    expect(press('Tab', { shiftKey: true })).toEqual({ kind: 'move', rows: 0, columns: -1 })
    expect(press('Enter', { shiftKey: true })).toEqual({ kind: 'move', rows: -1, columns: 0 })
  })
})
