import type { LessonColumn, Page } from './page.js'

export const absencesIn = (page: Page, column: number): number =>
  page.rows.filter((row) => row.cells[column]?.absence).length

/** Why attendance of the lesson cannot be taken in one act; null: it can. */
export function whyNoRollCall(page: Page, lesson: LessonColumn, today: string): string | null {
  if (lesson.attendanceTakenAt) return 'Посещаемость этого урока уже отмечена'
  if (lesson.state === 'CANCELLED') return 'Урок отменён'
  if (!lesson.date) return 'У работы вне урока посещаемости нет'
  if (lesson.date > today) return 'Урок ещё не наступил (п. 3.6.1)'
  if (page.locked) return 'Страница закрыта (п. 6.2)'
  return lesson.viewerCanEdit ? null : 'Этот урок ведёте не вы'
}

/** What the act is called: nobody is absent yet, or the absent ones stand already. */
export function rollCallWords(page: Page, lesson: LessonColumn, column: number): string {
  if (lesson.attendanceTakenAt) return 'Посещаемость отмечена'
  return absencesIn(page, column) > 0 ? 'Остальные на месте' : 'Все на месте'
}
