// What a lesson still lacks and until when it may be changed: pure, by the clauses.
import { addDays, addMonths, startOfDay } from '@zhurnal/kit/time'

export type EditWindow = 'NEVER_CLOSES' | 'ONE_WEEK' | 'TWO_WEEKS' | 'THREE_WEEKS' | 'ONE_MONTH'

/**
 * The instant at which a lesson's entries may no longer be changed (3.6.10): the end of the last day of the window,
 * which is counted from the lesson's date; «никогда» lasts to the end of the academic year.
 */
export function windowEnd(window: EditWindow, zone: string, day: string, yearEndsOn: string): Date {
  const last: Record<EditWindow, () => string> = {
    NEVER_CLOSES: () => yearEndsOn,
    ONE_WEEK: () => addDays(day, 7),
    TWO_WEEKS: () => addDays(day, 14),
    THREE_WEEKS: () => addDays(day, 21),
    ONE_MONTH: () => addMonths(day, 1),
  }
  return startOfDay(zone, addDays(last[window](), 1))
}

export type Owed = {
  readonly what: 'ATTENDANCE' | 'TOPIC' | 'HOMEWORK'
  readonly clause: string
  readonly dueAt: Date
  readonly late: boolean
}

export type OwedFacts = {
  readonly day: string
  readonly startsAt: Date
  readonly cancelled: boolean
  readonly topic: string | null
  readonly homework: string | null
  readonly attendanceTakenAt: Date | null
  /** End of the last lesson of these pupils on that day. */
  readonly lastLessonEndsAt: Date
}

const hour = 60 * 60 * 1000

/** Nothing is owed before the lesson has begun, or for one that was cancelled. */
export function owedOf(facts: OwedFacts, zone: string, now: Date): Owed[] {
  if (facts.cancelled || now < facts.startsAt) return []
  const endOfDay = startOfDay(zone, addDays(facts.day, 1))
  const owed = (what: Owed['what'], clause: string, dueAt: Date): Owed => ({
    what,
    clause,
    dueAt,
    late: now > dueAt,
  })
  return [
    ...(facts.attendanceTakenAt ? [] : [owed('ATTENDANCE', '3.6.7', endOfDay)]),
    ...(facts.topic ? [] : [owed('TOPIC', '3.6.3', endOfDay)]),
    // One hour is the duty by 3.6.4; A6.11 speaks of two (settled.md).
    ...(facts.homework ? [] : [owed('HOMEWORK', '3.6.4', new Date(facts.lastLessonEndsAt.getTime() + hour))]),
  ]
}
