import type { DayLessonsQuery, DayRecordsQuery } from '../generated/graph.js'

export type DayLesson = NonNullable<DayLessonsQuery['lessons']>[number]
export type DayRecord = NonNullable<NonNullable<DayRecordsQuery['lessons']>[number]['record']>
type Span = Pick<DayLesson, 'id' | 'startsAt' | 'endsAt' | 'state'>

/** Whether the person gives the lesson: one that another gives instead is shown, but is not theirs to keep. */
export const gives = ({ teacher }: Pick<DayLesson, 'teacher'>, personId: string): boolean =>
  !teacher || teacher.id === personId

/** What a lesson is at this moment: going on, the next one, or neither. */
export type Turn = { readonly kind: 'now' } | { readonly kind: 'next'; readonly words: string } | null

const soonMinutes = 60

export function nowOf(lessons: readonly Span[], lesson: Span, now: number): Turn {
  const given = lessons.filter(({ state }) => state !== 'CANCELLED')
  const current = given.find(
    ({ startsAt, endsAt }) => Date.parse(startsAt) <= now && now < Date.parse(endsAt),
  )
  if (current) return current.id === lesson.id ? { kind: 'now' } : null
  const next = given.find(({ startsAt }) => Date.parse(startsAt) > now)
  if (next?.id !== lesson.id) return null
  const minutes = Math.ceil((Date.parse(lesson.startsAt) - now) / 60_000)
  return { kind: 'next', words: minutes <= soonMinutes ? `через ${minutes} мин` : '' }
}
