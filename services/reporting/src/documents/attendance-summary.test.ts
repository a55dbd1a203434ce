// The summary of attendance on paper counts as the section «Посещаемость» does.
import { expect, test } from '@jest/globals'
import { attendanceOf, reasonsOf } from './attendance-summary.js'
import type { Page } from './page-told.js'

const lesson = (id: string, date: string, taken = true) => ({
  id,
  date,
  number: 1,
  state: 'HELD' as const,
  workedOn: date,
  outside: false,
  fromPaperOn: null,
  source: null,
  works: [],
  topic: null,
  homework: null,
  taughtByName: null,
  insteadOfName: null,
  attendanceTakenAt: taken ? `${date}T06:00:00Z` : null,
})
const absent = (code: string) => `a|id|${code}||1`
const page = (lessons: Page['lessons'], cells: string[]): Page => ({
  logPosition: 1,
  unlocks: [],
  corrections: [],
  lessons,
  rows: [
    {
      pupilId: 'p',
      pupilName: 'Азбукина Анна',
      spans: [],
      cells,
      mean: null,
      weightedMean: null,
      periodMark: null,
      marks: [],
    },
  ],
})
const pupils = [{ id: 'p', number: 1, fullName: 'Азбукина Анна' }]
const day = '2026-11-24'

test.each<[string, string[], Record<string, string>, object]>([
  [
    'a reason beside Н is the one that counts',
    ['ABSENT', 'ABSENT'],
    { 1: 'ILL', 2: 'ILL' },
    { missed: 2, ill: 2, daysMissed: 1 },
  ],
  [
    'who was released by reason was at school',
    ['ABSENT', 'ABSENT'],
    { 1: 'RELEASED' },
    { missed: 1, daysMissed: 0 },
  ],
  [
    'somebody late stays late',
    ['LATE', 'ABSENT'],
    { 1: 'ILL' },
    { missed: 1, late: 1, ill: 0, daysMissed: 0 },
  ],
  [
    'without a reason the teacher’s code counts',
    ['UNEXCUSED', 'ABSENT'],
    {},
    { missed: 2, unexcused: 1, daysMissed: 1 },
  ],
])('%s', (_, codes, reasons, counted) => {
  const known = new Map(Object.entries(reasons).map(([id, reason]) => [`p ${id}`, reason]))
  const [row] = attendanceOf(pupils, [page([lesson('1', day), lesson('2', day)], codes.map(absent))], known)
  expect(row).toMatchObject(counted)
})

test('a lesson of which nobody took attendance says nothing of the day', () => {
  const [row] = attendanceOf(
    pupils,
    [page([lesson('1', day), lesson('2', day, false)], [absent('ILL'), 'm|id|0|4|1'])],
    new Map(),
  )
  expect(row).toMatchObject({ missed: 1, daysMissed: 1 })
})

test('reasons of a class are asked for ten pupils at a time', async () => {
  const asked: number[] = []
  const ids = Array.from({ length: 23 }, (_, i) => `pupil ${i}`)
  const reasons = await reasonsOf(
    async <T>(query: string) => {
      asked.push(query.match(/absencesOf/g)?.length ?? 0)
      return JSON.parse('{"p0": [{"lessonId": "l", "effective": "ILL"}]}') as T
    },
    ids,
    { classId: 'c', from: '2026-11-01', to: '2026-12-31' },
  )
  expect(asked).toEqual([10, 10, 3])
  expect([...reasons]).toEqual([0, 10, 20].map((i) => [`pupil ${i} l`, 'ILL']))
})
