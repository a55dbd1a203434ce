'use client'
import Link from 'next/link'
import { useMemo } from 'react'
import { ClaimsWaiting } from '../claims/claims-waiting.js'
import { OwedLessonsDocument, type OwedLessonsQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { dueWords } from '../lesson/due-words.js'
import { clauseInWords, owedName } from '../lesson/owed-list.js'
import { addDays, dayAndMonth } from '../school/dates.js'
import { plural } from '../school/words.js'
import { useSession } from '../session/session.js'
import { useLessonLink } from './lesson-link.js'
import { gives } from './now.js'
import styles from './day.module.css'

const daysBack = 14
const shownAtFirst = 8

type OwedLesson = NonNullable<OwedLessonsQuery['lessons']>[number]

/** «Ждёт вас»: what is owed for the lessons of the last fortnight, overdue first. */
export function OwedToday() {
  const { today, personId, zone } = useSession()
  const link = useLessonLink()
  const asked = useMemo(
    () => ({ from: addDays(today, -daysBack), to: today, teacherId: personId }),
    [today, personId],
  )
  const { data, loading, trouble } = useQuestion(OwedLessonsDocument, asked)
  const owing = (data?.lessons ?? []).filter((lesson) => owes(lesson, personId)).sort(lateFirst)
  return (
    <section aria-labelledby="awaits" className={styles.awaits}>
      <h2 id="awaits">Ждёт вас</h2>
      <ClaimsWaiting />
      {loading && <span className="waiting" style={{ marginTop: 14 }} />}
      {!loading && (trouble ?? !data?.lessons) && (
        <p className="muted small">{troubleWords[trouble ?? 'service']}</p>
      )}
      {data?.lessons && !trouble && owing.length === 0 && (
        <p className="muted">За две недели всё записано: посещаемость, темы, задания.</p>
      )}
      <ul>
        {owing.slice(0, shownAtFirst).map((lesson) => (
          <li key={lesson.id}>
            <Link href={link(lesson)}>
              {lesson.course?.learnersName} · {lesson.course?.subject?.name}, {dayAndMonth(lesson.date)}
            </Link>
            {lesson.record?.owed.map(({ what, clause, dueAt, late }) => (
              <p key={what} className="small">
                {owedName[what] ?? what}:{' '}
                <span className={late ? 'red' : 'amber'}>{dueWords(dueAt, late, zone, today)}</span>{' '}
                <span className={`muted ${styles.clause}`}>({clauseInWords(clause)})</span>
              </p>
            ))}
          </li>
        ))}
      </ul>
      {owing.length > shownAtFirst && (
        <p className="muted small">
          И ещё {plural(owing.length - shownAtFirst, 'урок', 'урока', 'уроков')} за эти две недели.
        </p>
      )}
    </section>
  )
}

const owes = (lesson: OwedLesson, personId: string): boolean =>
  lesson.state !== 'CANCELLED' && (lesson.record?.owed.length ?? 0) > 0 && gives(lesson, personId)

const lateFirst = (one: OwedLesson, other: OwedLesson): number =>
  Number(isLate(other)) - Number(isLate(one)) || other.date.localeCompare(one.date)

const isLate = ({ record }: OwedLesson): boolean => record?.owed.some(({ late }) => late) ?? false
