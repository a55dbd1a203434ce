import { expect, test } from '@jest/globals'
import type { DayLessonFragment } from '../generated/graph.js'
import { csvOf } from './csv.js'

const lesson: DayLessonFragment = {
  id: '1',
  date: '2026-11-25',
  number: 3,
  startsAt: '2026-11-25T07:15:00Z',
  endsAt: '2026-11-25T08:00:00Z',
  state: 'PLANNED',
  cancelReason: null,
  version: 2,
  room: { id: 'r', name: 'каб. 18' },
  teacher: { id: 't2' },
  teacherName: 'Смирнова Ольга Викторовна',
  substitution: {
    id: 's',
    insteadOfName: 'Кузнецов Алексей Петрович',
    teacherName: 'Смирнова Ольга Викторовна',
    reason: 'болезнь; "срочно"',
  },
  course: {
    id: 'c',
    learnersName: '5В',
    teacherName: null,
    subject: { id: 'm', name: 'Математика' },
    schoolClass: null,
    group: null,
  },
}

test('a change of the day is a line with both teachers and the school’s time', () => {
  const [head, line] = csvOf([lesson], 'Europe/Moscow').split('\r\n')
  expect(head?.startsWith('\uFEFFДата;Урок')).toBe(true)
  expect(line).toBe(
    '2026-11-25;3;10:15;5В · Математика;18;Кузнецов Алексей Петрович;замена;Смирнова Ольга Викторовна;"болезнь; ""срочно"""',
  )
})

test('a reason that looks like a formula stays a text', () => {
  const cancelled: DayLessonFragment = {
    ...lesson,
    state: 'CANCELLED',
    substitution: null,
    cancelReason: '=1+1',
  }
  expect(csvOf([cancelled], 'Europe/Moscow')).toContain(";отменён;;'=1+1")
})
