import { openUntil, type LessonColumn, type Page } from './page.js'

export const absencesIn = (page: Page, column: number): number =>
  page.rows.filter((row) => row.cells[column]?.absence).length

/** Why attendance of the lesson cannot be taken in one act; null: it can. */
export function whyNoRollCall(page: Page, lesson: LessonColumn, today: string): string | null {
  if (lesson.attendanceTakenAt) return 'Посещаемость этого урока уже отмечена'
  if (lesson.state === 'CANCELLED') return 'Урок отменён'
  if (!lesson.date) return 'У работы вне урока посещаемости нет'
  if (lesson.date > today) return 'Урок ещё не наступил (п. 3.6.1)'
  if (page.locked && !openUntil(page, Date.now())) return 'Страница закрыта (п. 6.2)'
  return lesson.viewerCanEdit ? null : 'Этот урок ведёте не вы'
}

/**
 * Minutes that a pupil who comes in now is late by: from the lesson's start, while it lasts; null out of it, where nobody
 * can tell from the clock. `now` in milliseconds of the epoch.
 */
export function minutesLateNow(
  lesson: Pick<LessonColumn, 'startsAt' | 'endsAt'> | undefined,
  now: number,
): number | null {
  if (!lesson?.startsAt || !lesson.endsAt) return null
  const [start, end] = [Date.parse(lesson.startsAt), Date.parse(lesson.endsAt)]
  return now > start && now <= end ? Math.ceil((now - start) / 60_000) : null
}

/** What the act is called: nobody is absent yet, or the absent ones stand already. */
export function rollCallWords(page: Page, lesson: LessonColumn, column: number): string {
  if (lesson.attendanceTakenAt) return 'Посещаемость отмечена'
  return absencesIn(page, column) > 0 ? 'Остальные на месте' : 'Все на месте'
}
