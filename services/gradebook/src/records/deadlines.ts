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
  readonly what: 'ATTENDANCE' | 'TOPIC' | 'HOMEWORK' | 'MARKS'
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
  /** The school's setting: one hour by 3.6.4, two by A6.11 (settled.md). */
  readonly homeworkHours: number
  /** A work out of lessons owes marks and nothing else. */
  readonly outside: boolean
  /** Written works of the lesson that have no mark yet. */
  readonly unmarked: readonly { readonly checkedOn: string | null }[]
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
  const marks = facts.unmarked.map(({ checkedOn }) => marksDue(facts.day, checkedOn, zone))
  const owedMarks =
    marks.length === 0 ? [] : [earliest(marks)].map((due) => owed('MARKS', due.clause, due.at))
  if (facts.outside) return owedMarks
  return [
    ...(facts.attendanceTakenAt ? [] : [owed('ATTENDANCE', '3.6.7', endOfDay)]),
    ...(facts.topic ? [] : [owed('TOPIC', '3.6.3', endOfDay)]),
    ...(facts.homework
      ? []
      : [
          owed(
            'HOMEWORK',
            facts.homeworkHours > 1 ? 'A6.11' : '3.6.4',
            new Date(facts.lastLessonEndsAt.getTime() + facts.homeworkHours * hour),
          ),
        ]),
    ...owedMarks,
  ]
}

type Due = { readonly at: Date; readonly clause: string }

/** Marks of a written work: on the day checking ends (3.6.2); where that is not told, a week from the lesson (3.6.1). */
export function marksDue(day: string, checkedOn: string | null, zone: string): Due {
  return checkedOn
    ? { at: startOfDay(zone, addDays(checkedOn, 1)), clause: '3.6.2' }
    : { at: startOfDay(zone, addDays(day, 8)), clause: '3.6.1' }
}

const earliest = (dues: readonly Due[]): Due => dues.reduce((first, one) => (one.at < first.at ? one : first))
