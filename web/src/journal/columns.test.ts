import { describe, expect, test } from '@jest/globals'
import { firstColumn, headOf, monthsOf, whenIs } from './columns.js'
import type { LessonColumn } from './page.js'

const lesson = (id: string, date: string | null, more: Partial<LessonColumn> = {}): LessonColumn => ({
  id,
  date,
  number: 2,
  startsAt: null,
  endsAt: null,
  state: 'PLANNED',
  roomName: null,
  topic: null,
  homework: null,
  taughtByName: null,
  insteadOfName: null,
  substitutionReason: null,
  attendanceTakenAt: null,
  fromPaperOn: null,
  outside: date === null,
  workedOn: date ?? '2026-12-05',
  source: null,
  cancelledWorks: [],
  works: [],
  marksCount: 0,
  viewerCanEdit: true,
  viewerCanPrepare: true,
  editableUntil: null,
  owed: [],
  version: 0,
  ...more,
})

const unsaid = {
  written: false,
  handedInOn: null,
  checkedOn: null,
  internalMonitoring: false,
  version: 1,
}
const answer = { id: 'w1', kind: 'ANSWER', title: 'Ответ на уроке', sign: 'ОТВ', weight: 1, ...unsaid }
const control = { id: 'w2', kind: 'TEST', title: 'Контрольная работа', sign: 'КР', weight: 3, ...unsaid }

describe('heads of the columns', () => {
  test('stand under their month, works out of lessons under their own', () => {
    const lessons = [
      lesson('1', '2026-11-24'),
      lesson('2', '2026-11-30'),
      lesson('3', '2026-12-01'),
      lesson('4', null),
    ]
    expect(monthsOf(lessons)).toEqual([
      { name: 'ноябрь', columns: 2 },
      { name: 'декабрь', columns: 1 },
      { name: 'вне уроков', columns: 1 },
    ])
  })
  test('name the work that is more than an answer, with a weight that is not one', () => {
    const lessons = [
      lesson('1', '2026-11-24', { works: [answer, control] }),
      lesson('2', '2026-11-25', { works: [answer] }),
    ]
    expect(headOf(lessons, 0)).toMatchObject({ day: '24', sign: 'КР ·3' })
    expect(headOf(lessons, 0).label).toBe('24 ноября, 2-й урок, Контрольная работа, вес 3')
    expect(headOf(lessons, 1).sign).toBe('')
  })
  test('tell two lessons of one day apart', () => {
    const lessons = [
      lesson('1', '2026-11-24'),
      lesson('2', '2026-11-24', { number: 3 }),
      lesson('3', '2026-11-25'),
    ]
    expect(lessons.map((_, index) => headOf(lessons, index).turn)).toEqual(['2', '3', ''])
  })
})

describe('the page opens', () => {
  const lessons = [lesson('1', '2026-11-20'), lesson('2', '2026-11-23'), lesson('3', '2026-11-26')]
  test('at the lesson asked for', () => expect(firstColumn({ lessons }, '2026-11-23', '3')).toBe(2))
  test('at today’s', () => expect(firstColumn({ lessons }, '2026-11-23', null)).toBe(1))
  test('at the last one before', () => expect(firstColumn({ lessons }, '2026-11-25', 'gone')).toBe(1))
  test('at the first when all are to come', () =>
    expect(firstColumn({ lessons }, '2026-11-01', null)).toBe(0))
})

test('a lesson is past, today’s or to come by the school’s day', () => {
  const when = (date: string | null) => whenIs({ date }, '2026-11-24')
  expect([when('2026-11-23'), when('2026-11-24'), when('2026-11-25'), when(null)]).toEqual([
    'past',
    'today',
    'future',
    'past',
  ])
})
