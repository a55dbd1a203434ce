// Heads of the grid's columns: months over days, the day, the sign of its work. Pure.
import { dayAndMonth, dayNumber, dotted, monthName } from '../school/dates.js'
import { weightInWords } from '../school/words.js'
import type { LessonColumn, Page } from './page.js'

export type Month = { readonly name: string; readonly columns: number }

/** Neighbouring columns of one month under one head; works out of lessons come last, under a head of their own. */
export function monthsOf(lessons: readonly Pick<LessonColumn, 'date'>[]): readonly Month[] {
  return lessons.reduce<readonly Month[]>((months, { date }) => {
    const name = date ? monthName(date) : 'вне уроков'
    const last = months.at(-1)
    if (last?.name !== name) return [...months, { name, columns: 1 }]
    return [...months.slice(0, -1), { name, columns: last.columns + 1 }]
  }, [])
}

export type Head = {
  readonly day: string
  /** Which of the day's lessons, where the day has more than one of this course. */
  readonly turn: string
  /** «КР ·3» for what is more than an answer. */
  readonly sign: string
  readonly label: string
  /** Of a work out of lessons: there is no lesson that would say what it was. */
  readonly title: string
}

export function headOf(lessons: readonly LessonColumn[], index: number): Head {
  const lesson = lessons[index]
  if (!lesson) return { day: '', turn: '', sign: '', label: '', title: '' }
  const { date, number, works, outside, workedOn } = lesson
  const sameDay = lessons.filter((other) => date && other.date === date).length > 1
  // An answer is what every lesson has; out of lessons it is the work itself.
  const own = outside ? works : works.filter(({ kind }) => kind !== 'ANSWER')
  const shown = own.at(-1)
  const sign = shown ? [shown.sign ?? shown.title ?? '', weightSign(shown.weight)].join(' ').trim() : ''
  const labels = [
    date ? dayAndMonth(date) : `работа вне урока ${dayAndMonth(workedOn)}`,
    number ? `${number}-й урок` : '',
    ...own.map(({ title, sign: short, weight }) => `${title ?? short ?? ''}, вес ${weightInWords(weight)}`),
    lesson.state === 'CANCELLED' ? 'отменён' : '',
    lesson.insteadOfName ? `замена: ${lesson.taughtByName ?? ''}` : '',
  ]
  return {
    day: date ? String(dayNumber(date)) : dotted(workedOn),
    turn: sameDay && number ? String(number) : '',
    sign,
    title: outside ? (works[0]?.title ?? works[0]?.sign ?? 'работа') : '',
    label: labels.filter(Boolean).join(', '),
  }
}

const weightSign = (weight: number): string => (weight === 1 ? '' : `·${weightInWords(weight)}`)

/** Where a page opens: the lesson asked for, else today's, else the last one before today, else the first. */
export function firstColumn(page: Pick<Page, 'lessons'>, today: string, wanted: string | null): number {
  const asked = page.lessons.findIndex(({ id }) => id === wanted)
  if (asked >= 0) return asked
  const now = page.lessons.findIndex(({ date }) => date === today)
  if (now >= 0) return now
  const past = page.lessons.findLastIndex(({ date }) => date !== null && date !== undefined && date < today)
  return Math.max(0, past)
}

export type When = 'past' | 'today' | 'future'

export function whenIs({ date }: Pick<LessonColumn, 'date'>, today: string): When {
  if (!date || date < today) return 'past'
  return date === today ? 'today' : 'future'
}
