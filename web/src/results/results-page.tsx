// «Итоги»: own subjects for who teaches; a class and a period for who looks after it or reads.
'use client'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { ClassesDocument, OwnCoursesDocument } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { periodOn, periodsFor } from '../school/periods.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import { ClassResults } from './class-results.js'
import styles from './results.module.css'

export function ResultsPage() {
  const { role } = useHat()
  return (
    <main className={`page ${styles.page}`}>
      <title>Итоги · Журнал</title>
      <h1>Итоги</h1>
      {role === 'TEACHER' || role === 'SPECIALIST' ? <OwnSubjects /> : <OfClass />}
    </main>
  )
}

function OwnSubjects() {
  const { personId } = useSession()
  const { slug } = useHat()
  const { data, loading, trouble } = useQuestion(
    OwnCoursesDocument,
    useMemo(() => ({ staffId: personId }), [personId]),
  )
  const courses = data?.staffMember?.courses
  if (loading) return <span className="waiting" />
  if (!courses) return <p role="alert">{troubleWords[trouble ?? 'service']}</p>
  if (courses.length === 0)
    return <p className="muted">За вами пока нет классов и предметов. Нагрузку распределяет завуч.</p>
  return (
    <>
      <p className="muted">Выберите предмет: отметки за периоды, год, экзамен и итоговые.</p>
      <ul className={styles.courses}>
        {courses.map((course) => (
          <li key={course.id}>
            <Link href={`/${slug}/results/${course.id}`}>
              {course.learnersName} · {course.subject?.name}
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

type Named = { readonly id: string; readonly name: string; readonly grade?: number }

/** Classes that the hat may look at: the own ones, or the school's. Null: not read yet. */
function useClasses(): readonly Named[] | null {
  const { school } = useSession()
  const { role, classes } = useHat()
  const own = role === 'CLASS_TEACHER'
  const { data } = useQuestion(
    ClassesDocument,
    useMemo(() => (own ? null : { schoolId: school.id }), [own, school.id]),
  )
  return own ? classes : (data?.school?.classes ?? null)
}

function OfClass() {
  const { school, today } = useSession()
  const asked = useSearchParams()
  const classes = useClasses()
  const chosen = classes?.find(({ id }) => id === asked.get('class')) ?? classes?.[0]
  if (!classes) return <span className="waiting" />
  if (!chosen) return <p className="muted">Классов пока нет.</p>
  const periods = periodsFor(school.currentYear?.periods ?? [], chosen.grade ?? gradeIn(chosen.name))
  const period = periods.find(({ id }) => id === asked.get('period')) ?? periodOn(periods, today)
  const at = (classId: string, periodId = '') => `?class=${classId}${periodId && `&period=${periodId}`}`
  return (
    <>
      {classes.length > 1 && (
        <nav aria-label="Классы" className={styles.choice}>
          {classes.map(({ id, name }) => (
            <Link key={id} href={at(id)} aria-current={id === chosen.id ? 'page' : undefined}>
              {name}
            </Link>
          ))}
        </nav>
      )}
      <nav aria-label="Периоды" className={styles.choice}>
        {periods.map(({ id, name }) => (
          <Link key={id} href={at(chosen.id, id)} aria-current={id === period?.id ? 'page' : undefined}>
            {name}
          </Link>
        ))}
      </nav>
      {period ? (
        <ClassResults key={`${chosen.id} ${period.id}`} schoolClass={chosen} periodId={period.id} />
      ) : (
        <p className="muted">Учебные периоды ещё не заданы: их задаёт координатор.</p>
      )}
    </>
  )
}

/** «10А» is of grade 10; null where a class is not named by a number. */
const gradeIn = (name: string): number | null => {
  const digits = /^\d+/.exec(name)?.[0]
  return digits ? Number(digits) : null
}
