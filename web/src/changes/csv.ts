import type { DayLessonFragment } from '../generated/graph.js'
import { csvTable } from '../school/csv.js'
import { timeAt } from '../school/dates.js'
import { courseWords, ownTeacher, roomWords } from './lesson-words.js'

const head = [
  'Дата',
  'Урок',
  'Начало',
  'Класс и предмет',
  'Кабинет',
  'Учитель',
  'Что изменено',
  'Кто ведёт',
  'Причина',
]

/** The day's changes as a table for a spreadsheet. */
export function csvOf(lessons: readonly DayLessonFragment[], zone: string): string {
  const lines = lessons.map((lesson) => {
    const { date, number, startsAt, state, substitution, cancelReason } = lesson
    const cancelled = state === 'CANCELLED'
    return [
      date,
      String(number),
      timeAt(startsAt, zone),
      courseWords(lesson),
      roomWords(lesson),
      ownTeacher(lesson),
      cancelled ? 'отменён' : 'замена',
      cancelled ? '' : (substitution?.teacherName ?? ''),
      (cancelled ? cancelReason : substitution?.reason) ?? '',
    ]
  })
  return csvTable([head, ...lines])
}
