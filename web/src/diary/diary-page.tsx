// «Дневник»: the week of one child. Nothing of other children is asked for, nor answered.
'use client'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { DayArrows } from '../controls/day-arrows.js'
import { ChildrenDocument, DiaryWeekDocument, type DiaryWeekQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { addDays, dayAndMonth, longDate, mondayOf, span } from '../school/dates.js'
import { useHat } from '../shell/use-hat.js'
import { useSession } from '../session/session.js'
import { DiaryEntry } from './diary-entry.js'
import styles from './diary.module.css'

const noVariables = {}

export function DiaryPage() {
  const search = useSearchParams()
  const hat = useHat()
  const { today } = useSession()
  const monday = mondayOf(search.get('on') ?? today)
  const { data, loading, trouble } = useQuestion(ChildrenDocument, noVariables)
  const person = data?.viewer?.person
  const children =
    hat.role === 'GUARDIAN' ? (person?.guardian?.children ?? []) : person?.pupil ? [person.pupil] : []
  const child = children.find(({ id }) => id === search.get('child')) ?? children[0]
  return (
    <main className={`page ${styles.page}`}>
      <title>Дневник · Журнал</title>
      {children.length > 1 && (
        <nav aria-label="Дети" className={styles.children}>
          {children.map(({ id, firstName, fullName }) => (
            <Link
              key={id}
              href={`?child=${id}&on=${monday}`}
              aria-current={child?.id === id ? 'page' : undefined}
            >
              {firstName ?? fullName}
            </Link>
          ))}
        </nav>
      )}
      <div className="row spread">
        <h1>{span(monday, addDays(monday, 5))}</h1>
        <DayArrows day={monday} step={7} word="неделя" />
      </div>
      {children.length === 1 && <p className="muted">{child?.fullName}</p>}
      {child && <Week pupilId={child.id} monday={monday} />}
      {loading && <span className="waiting" style={{ marginTop: 24 }} />}
      {!loading && trouble && !child && <p role="alert">{troubleWords[trouble]}</p>}
      {!loading && !trouble && !child && (
        <p>К вашему входу пока не привязан ни один ученик. Обратитесь к классному руководителю.</p>
      )}
    </main>
  )
}

type WeekProps = { readonly pupilId: string; readonly monday: string }
type Day = NonNullable<DiaryWeekQuery['diary']>[number]

function Week({ pupilId, monday }: WeekProps) {
  const asked = useMemo(() => ({ pupilId, from: monday, to: addDays(monday, 6) }), [pupilId, monday])
  const { data, loading, trouble } = useQuestion(DiaryWeekDocument, asked)
  if (loading) return <span className="waiting" style={{ marginTop: 24 }} />
  if (!data?.diary) return <p role="alert">{troubleWords[trouble ?? 'service']}</p>
  const days = data.diary.filter(({ entries }) => entries.length > 0)
  if (days.length === 0) return <p className={styles.empty}>На этой неделе уроков нет.</p>
  return (
    <div className={styles.week}>
      {days.map((day) => (
        <DiaryDay key={day.date} day={day} />
      ))}
    </div>
  )
}

function DiaryDay({ day }: { readonly day: Day }) {
  const { today } = useSession()
  const [weekday = ''] = longDate(day.date).split(',')
  return (
    <section aria-label={longDate(day.date)} className={styles.day}>
      <h2>
        {weekday}, {dayAndMonth(day.date)}
        {day.date === today && <span className="muted"> · сегодня</span>}
      </h2>
      <ol>
        {day.entries.map((entry) => (
          <DiaryEntry key={`${entry.number} ${entry.startsAt} ${entry.subjectName}`} entry={entry} />
        ))}
      </ol>
    </section>
  )
}
