import { describe, expect, test } from '@jest/globals'
import { afresh, followed, overlay, seenAt, type Act, type MarkAct } from './acts.js'
import { cellOf, type Page } from './page.js'
import { lessonOf, smallPage, testWork } from './small-page.js'

const mark = (value: string | null, place = 0): MarkAct => ({
  kind: 'mark',
  requestId: 'r',
  lessonId: 'l1',
  pupilId: 'anna',
  work: 0,
  workId: null,
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
  test('find their work by its id, though another was put before it meanwhile', () => {
    const page = smallPage()
    const lesson = { ...lessonOf('l1', '2026-11-23'), works: [testWork, ...(page.lessons[0]?.works ?? [])] }
    const act: Act = { ...mark('4'), workId: 'w-answer' }
    const after = overlay({ ...page, lessons: [lesson] }, [act])
    expect(cellOf(after, 'l1', 'boris').marks).toEqual([])
    expect(cellOf(after, 'l1', 'anna').marks.map(({ work, value }) => [work, value])).toEqual([
      [0, '5'],
      [1, '4'],
    ])
  })
})

test('the server is told what the person saw: the mark with its version, or how many there were', () => {
  const cell = cellOf(smallPage(), 'l1', 'anna')
  expect(seenAt(cell, 0, 0)).toEqual({ markId: 'five', version: 1, count: 1 })
  expect(seenAt(cell, 0, 1)).toEqual({ markId: null, version: null, count: 1 })
  expect(seenAt(cell, 1, 0)).toEqual({ markId: null, version: null, count: 0 })
})

test('an own value on top of an own one is compared with what that one became, not with what stands by then', () => {
  const act = mark('4')
  expect(followed(act, smallPage())).toMatchObject({ requestId: 'r', seen: { markId: 'five', version: 1 } })
  const seen = { markId: 'five', version: 7, count: 1 }
  expect(followed({ ...act, seen }, smallPage())).toMatchObject({ seen })
})

test('who insists writes over the newer value knowingly: a new act that has seen it', () => {
  const stale = { ...mark('4'), seen: { markId: null, version: null, count: 0 } }
  expect(afresh(stale, smallPage(), 'new')).toMatchObject({
    requestId: 'new',
    value: '4',
    seen: { markId: 'five', version: 1 },
  })
})
