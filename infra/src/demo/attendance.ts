// Who was away when: spells of illness over several days, single days with and without a reason, late comers.
import type { PersonPlan } from './school-plan.js'
import { Random } from './random.js'

export type AbsenceCode = 'ABSENT' | 'ILL' | 'EXCUSED' | 'UNEXCUSED' | 'LATE' | 'RELEASED'
/** A pupil's day, where it is not simply a day at school. */
export type PupilDay = {
  /** Away from this lesson on (1: all day). */
  readonly awayFrom?: number
  readonly code?: AbsenceCode
  /** Late for the first lesson, minutes. */
  readonly lateMinutes?: number
  /** Present, but released from physical education after an illness. */
  readonly noSport?: boolean
}

/**
 * Every pupil's days by the index of the school day. An absence that began on the last day has no reason yet:
 * nobody has brought a note.
 */
export function pupilDays(
  pupils: readonly PersonPlan[],
  days: number,
): (pupilId: string, day: number) => PupilDay {
  const known = new Map(pupils.map((pupil) => [pupil.id, daysOf(pupil.id, days)] as const))
  return (pupilId, day) => known.get(pupilId)?.[day] ?? {}
}

function daysOf(pupilId: string, count: number): PupilDay[] {
  const random = new Random('health', pupilId)
  // Some are ill often, some never.
  const frailty = 0.3 + random.next() * 1.6
  const days: PupilDay[] = []
  let illUntil = -1
  let noSportUntil = -1
  for (let day = 0; day < count; day += 1) {
    const falls = random.chance(0.0085 * frailty)
    const length = random.between(2, 8)
    if (day > illUntil && falls) {
      illUntil = day + length - 1
      noSportUntil = illUntil + (length > 3 ? 8 : 0)
    }
    const single = random.next()
    const from = random.between(3, 5)
    const minutes = random.between(3, 15)
    if (day <= illUntil) days.push({ awayFrom: 1, code: day === count - 1 && falls ? 'ABSENT' : 'ILL' })
    else if (single < 0.004) days.push({ awayFrom: random.chance(0.5) ? 1 : from, code: 'EXCUSED' })
    else if (single < 0.0055 * frailty) days.push({ awayFrom: from, code: 'UNEXCUSED' })
    else if (single < 0.0075) days.push({ awayFrom: 1, code: day < count - 5 ? 'UNEXCUSED' : 'ABSENT' })
    else
      days.push({
        ...(single > 0.991 ? { lateMinutes: minutes } : {}),
        ...(day <= noSportUntil ? { noSport: true } : {}),
      })
  }
  return days
}
