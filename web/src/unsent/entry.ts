// One entry on its way: the act, the request that it became, and the words that the person knows it by.
import { absenceLetter } from '../journal/cells.js'
import { spotOf, workAt, type Act } from '../journal/acts.js'
import { cellOf, columnOf, rowOf, type Page } from '../journal/page.js'
import type { Course, Request } from '../journal/request.js'
import { dayAndMonth } from '../school/dates.js'

/** What stands on the list: it must be readable when the page itself cannot be opened. */
export type Words = {
  /** «7А · Алгебра» */
  readonly where: string
  /** «урок 24 ноября», «1 четверть» */
  readonly when: string
  /** The pupil; of a lesson's own text or attendance null. */
  readonly whom: string | null
  /** «отметка 5», «тема „Корни“» */
  readonly what: string
}

export type Refusal = {
  readonly code: string
  readonly message: string
  /** Of a conflict: what stands there now, and who wrote it, where the server tells. */
  readonly stands: { readonly value: string; readonly by: string | null } | null
}

export type Entry = {
  /** The act's request id. */
  readonly id: string
  /** An instant of the device's clock, for the list only: order is the device's own numbering. */
  readonly madeAt: string
  readonly course: Course
  readonly act: Act
  readonly words: Words
  /** Made at the first sending and kept with its whole batch: a repeat must be the very same. */
  readonly sent: { readonly request: Request; readonly batch: readonly string[] } | null
  readonly refusal: Refusal | null
}

/** The cell or field that an entry is for, over all pages. */
export const placeOf = ({ course, act }: Pick<Entry, 'course' | 'act'>): string =>
  [course.courseId, course.periodId, spotOf(act)].join(' ')

/** `shown` is the page with the person's own entries laid over, as it was when the act was entered. */
export function wordsOf(shown: Page, act: Act): Words {
  const where = `${shown.learnersName} · ${shown.subjectName}`
  const whom = 'pupilId' in act ? (rowOf(shown, act.pupilId)?.pupilName ?? null) : null
  if (act.kind === 'period') return { where, when: shown.periodName, whom, what: `итог ${act.value}` }
  const date = shown.lessons[columnOf(shown, act.lessonId)]?.date
  const when = date ? `урок ${dayAndMonth(date)}` : 'работа вне урока'
  return { where, when, whom, what: whatOf(shown, act) }
}

function whatOf(shown: Page, act: Exclude<Act, { kind: 'period' }>): string {
  if (act.kind === 'work') return `работа «${act.title || 'без названия'}»`
  if (act.kind === 'roll') return 'посещаемость: остальные на месте'
  if (act.kind === 'absence') return act.absence ? absenceLetter[act.absence.code] : 'снять отсутствие'
  if (act.kind === 'describe') {
    if (act.text.fromPaper) return 'внесено с бумаги'
    if (act.text.homeworkFiles) return 'файлы к заданию'
    if (act.text.individualHomework) return 'задания отдельным ученикам'
    return act.text.topic === undefined
      ? `домашнее задание «${act.text.homework ?? ''}»`
      : `тема «${act.text.topic}»`
  }
  if (act.comment !== undefined) return `примечание «${act.comment}»`
  if (act.value !== null) return `отметка ${act.value}`
  const before = standsAt(shown, act)
  return before ? `снять отметку ${before}` : 'снять отметку'
}

/** What the page holds now where the act would have written; «» is empty. */
export function standsAt(page: Page, act: Act): string {
  if (act.kind === 'period') return rowOf(page, act.pupilId)?.periodMark?.value ?? ''
  if (act.kind === 'absence') {
    const { absence } = cellOf(page, act.lessonId, act.pupilId)
    return absence ? absenceLetter[absence.code] : ''
  }
  if (act.kind === 'mark') {
    const own = cellOf(page, act.lessonId, act.pupilId).marks.filter(
      (mark) => mark.work === workAt(page, act),
    )
    return own[act.place]?.value ?? ''
  }
  const lesson = page.lessons[columnOf(page, act.lessonId)]
  if (act.kind !== 'describe') return ''
  return (act.text.topic === undefined ? lesson?.homework : lesson?.topic) ?? ''
}
