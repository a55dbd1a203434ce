import Link from 'next/link'
import type { CourseLineFragment } from '../generated/graph.js'
import { gradeOf, periodOn, periodsFor } from '../school/periods.js'
import { withInitials } from '../school/words.js'
import { useHat } from '../shell/use-hat.js'
import { useSession } from '../session/session.js'
import styles from './journals.module.css'

type Props = {
  /** Null when it could not be read. */
  readonly courses: readonly CourseLineFragment[] | null
  readonly loading: boolean
  readonly trouble: string
  readonly empty: string
  /** Names the class before the subject: for a list over classes. */
  readonly byClass?: boolean
}

export function CourseList({ courses, loading, trouble, empty, byClass = false }: Props) {
  const { school, today } = useSession()
  const { slug } = useHat()
  if (loading) {
    return (
      <div aria-busy="true" className={styles.wait}>
        {Array.from({ length: 6 }, (_, index) => (
          <span key={index} className="waiting" />
        ))}
      </div>
    )
  }
  if (!courses) return <p role="alert">{trouble}</p>
  if (courses.length === 0) return <p className="muted">{empty}</p>
  return (
    <ul className={styles.courses}>
      {courses.map((course) => {
        const period = periodOn(periodsFor(school.currentYear?.periods ?? [], gradeOf(course)), today)
        const query = period ? `?period=${period.id}` : ''
        const subject = course.subject?.name ?? 'Предмет'
        const learners = course.learnersName ?? course.schoolClass?.name ?? ''
        return (
          <li key={course.id}>
            <Link href={`/${slug}/journals/${course.id}${query}`}>
              {byClass ? `${learners} · ${subject}` : subject}
              {!byClass && course.group && <span className="muted"> {learners}</span>}
            </Link>
            {!byClass && <span className="muted">{withInitials(course.teacherName ?? 'без учителя')}</span>}
          </li>
        )
      })}
    </ul>
  )
}
