import { describe, expect, test } from '@jest/globals'
import { laneOf, overlay, seenAt, type Act } from './acts.js'
import { cellOf, type Page } from './page.js'
import { smallPage } from './small-page.js'

const mark = (value: string | null, place = 0): Act => ({
  kind: 'mark',
  requestId: 'r',
  lessonId: 'l1',
  pupilId: 'anna',
  work: 0,
  place,
  value,
  seen: null,
})
const values = (page: Page) => cellOf(page, 'l1', 'anna').marks.map(({ value }) => value)

describe('entries laid over the page', () => {
  test('show at once, in the order of entry', () => {
    expect(values(overlay(smallPage(), [mark('4'), mark('3')]))).toEqual(['3'])
    expect(values(overlay(smallPage(), [mark('4', 1)]))).toEqual(['5', '4'])
    expect(values(overlay(smallPage(), [mark(null)]))).toEqual([])
  })
  test('leave the other rows as they are, so that they are not drawn anew', () => {
    const before = smallPage()
    const after = overlay(before, [mark('4')])
    expect(after.rows[1]).toBe(before.rows[1])
    expect(after.rows[0]).not.toBe(before.rows[0])
  })
  test('of a lesson or pupil that the page does not have are left out', () => {
    const before = smallPage()
    const strange: Act = {
      kind: 'absence',
      requestId: 'r',
      lessonId: 'gone',
      pupilId: 'anna',
      absence: null,
      seen: null,
    }
    expect(overlay(before, [strange])).toBe(before)
  })
  test('attendance goes by one lane a lesson, marks by one a cell', () => {
    const absence = (pupilId: string): Act => ({
      kind: 'absence',
      requestId: 'r',
      lessonId: 'l1',
      pupilId,
      absence: null,
      seen: null,
    })
    expect(laneOf(absence('anna'))).toBe(laneOf(absence('boris')))
    expect(laneOf(mark('4'))).not.toBe(laneOf(absence('anna')))
  })
})

test('the server is told what the person saw: the mark with its version, or how many there were', () => {
  const cell = cellOf(smallPage(), 'l1', 'anna')
  expect(seenAt(cell, 0, 0)).toEqual({ markId: 'five', version: 1, count: 1 })
  expect(seenAt(cell, 0, 1)).toEqual({ markId: null, version: null, count: 1 })
  expect(seenAt(cell, 1, 0)).toEqual({ markId: null, version: null, count: 0 })
})
