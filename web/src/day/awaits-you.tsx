// «Ждёт вас»: what is owed, what is late first, with the clause that asks for it (A6.5, A6.8-A6.11, 3.6.8).
'use client'
import Link from 'next/link'
import { useMemo } from 'react'
import { ClaimsWaiting } from '../claims/claims-waiting.js'
import { OwedTodayDocument } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { dueWords } from '../lesson/due-words.js'
import { clauseInWords, owedName } from '../lesson/owed-list.js'
import { addDays, dayAndMonth } from '../school/dates.js'
import { plural } from '../school/words.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import { useLessonLink } from './lesson-link.js'
import { gradeNamed, thingsOwed, type OwedThing } from './owed.js'
import styles from './day.module.css'

const daysBack = 30
const shownAtFirst = 8

export function OwedToday() {
  const { school, today } = useSession()
  const { data, loading, trouble } = useQuestion(
    OwedTodayDocument,
    useMemo(() => ({ schoolId: school.id, from: addDays(today, -daysBack), to: today }), [school.id, today]),
  )
  const owed = data?.owedBy
  const things = thingsOwed(owed ?? [])
  return (
    <section aria-labelledby="awaits" className={styles.awaits}>
      <h2 id="awaits">Ждёт вас</h2>
      <ClaimsWaiting />
      {loading && <span className="waiting" style={{ marginTop: 14 }} />}
      {!loading && (trouble ?? !owed) && <p className="muted small">{troubleWords[trouble ?? 'service']}</p>}
      {owed && !trouble && things.length === 0 && (
        <p className="muted">За месяц всё записано: посещаемость, темы, задания, отметки.</p>
      )}
      <ul>
        {things.slice(0, shownAtFirst).map((thing) => (
          <Thing key={thing.key} thing={thing} />
        ))}
      </ul>
      {things.length > shownAtFirst && (
        <details>
          <summary className="muted small">
            И ещё {plural(things.length - shownAtFirst, 'запись', 'записи', 'записей')}
          </summary>
          <ul>
            {things.slice(shownAtFirst).map((thing) => (
              <Thing key={thing.key} thing={thing} />
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function Thing({ thing: { of, items } }: { readonly thing: OwedThing }) {
  const { zone, today } = useSession()
  const { slug } = useHat()
  const link = useLessonLink()
  const grade = gradeNamed(of.learnersName)
  const course = { id: of.courseId, ...(grade === null ? {} : { schoolClass: { grade } }) }
  const href = of.lessonId
    ? link({ id: of.lessonId, date: of.date, course })
    : `/${slug}/results/${of.courseId}`
  return (
    <li>
      <Link href={href}>
        {of.learnersName} · {of.subjectName}
        {of.lessonId && `, ${dayAndMonth(of.date)}`}
      </Link>
      {items.map(({ what, clause, dueAt, late }) => (
        <p key={what} className="small">
          {owedName[what] ?? what}:{' '}
          <span className={late ? 'red' : 'amber'}>{dueWords(dueAt, late, zone, today)}</span>{' '}
          <span className={`muted ${styles.clause}`}>({clauseInWords(clause)})</span>
        </p>
      ))}
    </li>
  )
}
