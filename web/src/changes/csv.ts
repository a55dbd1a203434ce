import type { DayLessonFragment } from '../generated/graph.js'
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

/**
 * The day's changes as CSV (RFC 4180) with semicolons and a byte order mark: so a Russian Excel opens it as a table.
 */
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
  return `\uFEFF${[head, ...lines].map((line) => line.map(field).join(';')).join('\r\n')}\r\n`
}

// A reason is free text: one that begins like a formula must not become one in a spreadsheet.
function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
