import { expect, test } from '@jest/globals'
import { gradeNamed, thingsOwed, type OwedItem } from './owed.js'

const item = (what: string, more: Partial<OwedItem> = {}): OwedItem => ({
  lessonId: null,
  courseId: 'c',
  subjectName: 'Алгебра',
  learnersName: '7А',
  date: '2026-11-24',
  number: 1,
  what,
  clause: '3.6.3',
  dueAt: '2026-11-25T00:00:00Z',
  late: false,
  periodId: null,
  ...more,
})

test('by lesson and by period, in the order of urgency; claims apart', () => {
  const things = thingsOwed([
    item('TOPIC', { lessonId: 'b' }),
    item('PERIOD_MARKS', { periodId: 'q1' }),
    item('CLAIM'),
    item('HOMEWORK', { lessonId: 'b' }),
    item('ATTENDANCE', { lessonId: 'a' }),
  ])
  expect(things.map(({ key, items }) => [key, items.map(({ what }) => what)])).toEqual([
    ['b', ['TOPIC', 'HOMEWORK']],
    ['c q1', ['PERIOD_MARKS']],
    ['a', ['ATTENDANCE']],
  ])
})

test('the grade of who learns', () => {
  expect([gradeNamed('11В'), gradeNamed('7А · английский 1'), gradeNamed('Хор')]).toEqual([11, 7, null])
})
