// Which course and period an address means, and the links to its other periods.
'use client'
import { useParams, useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { JournalCourseDocument } from '../generated/graph.js'
import { useQuestion } from '../graph/use-question.js'
import { gradeOf, periodOn, periodsFor } from '../school/periods.js'
import { useHat } from '../shell/use-hat.js'
import { useSession } from '../session/session.js'

export type PeriodLink = { readonly href: string; readonly name: string; readonly current: boolean }

export type OpenCourse = {
  readonly courseId: string
  /** Null until it is known which periods the class has, where the address names none. */
  readonly periodId: string | null
  readonly periods: readonly PeriodLink[]
  readonly withPeriodMarks: boolean
  readonly wantedLesson: string | null
  /** An instant: the page as it stood then. */
  readonly asOf: string | null
  /** The address of the page as it stands now. */
  readonly here: string
}

export function useCourse(): OpenCourse {
  const { school, today } = useSession()
  const hat = useHat()
  const courseId = String(useParams()['courseId'] ?? '')
  const search = useSearchParams()
  const asked = useMemo(() => ({ courseId }), [courseId])
  const { data, loading } = useQuestion(JournalCourseDocument, asked)
  const wanted = search.get('period')
  const all = school.currentYear?.periods ?? []
  const grade = gradeOf(data?.course)
  const own = loading ? [] : periodsFor(all, grade)
  const periodId = wanted ?? periodOn(own, today)?.id ?? null
  const periods = own.map(({ id, name }) => ({
    href: `/${hat.slug}/journals/${courseId}?period=${id}`,
    name,
    current: id === periodId,
  }))
  const withPeriodMarks = data?.course?.subject?.withoutAttestation !== true
  return {
    courseId,
    periodId,
    periods,
    withPeriodMarks,
    wantedLesson: search.get('lesson'),
    asOf: search.get('asOf'),
    here: `/${hat.slug}/journals/${courseId}?period=${periodId ?? ''}`,
  }
}
