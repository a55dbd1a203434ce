'use client'
import { gradeOf, periodOn, periodsFor } from '../school/periods.js'
import { useHat } from '../shell/use-hat.js'
import { useSession } from '../session/session.js'

type Place = {
  readonly id: string
  readonly date: string
  readonly course?: ({ readonly id: string } & Parameters<typeof gradeOf>[0]) | null
}

/** Makes the address of a lesson's journal page: its course, the period of its day, the lesson open. */
export function useLessonLink(): (lesson: Place) => string {
  const { school } = useSession()
  const { slug } = useHat()
  return ({ id, date, course }) => {
    const period = periodOn(periodsFor(school.currentYear?.periods ?? [], gradeOf(course)), date)
    return `/${slug}/journals/${course?.id ?? ''}?period=${period?.id ?? ''}&lesson=${id}`
  }
}
