import type { LessonColumn } from '../journal/page.js'
import { dayAndMonth, dayAt, momentInWords } from '../school/dates.js'
import { useSession } from '../session/session.js'
import { dueWords } from './due-words.js'
import styles from './lesson.module.css'

export const owedName: Readonly<Record<string, string>> = {
  ATTENDANCE: 'Посещаемость',
  TOPIC: 'Тема урока',
  HOMEWORK: 'Домашнее задание',
  MARKS: 'Отметки за работу',
  PERIOD_MARKS: 'Отметки за период',
}

/** «п. 3.6.3», whether the clause comes bare or with the sign. */
export const clauseInWords = (clause: string): string => (/^п\.?\s/.test(clause) ? clause : `п. ${clause}`)

type Props = {
  readonly lesson: LessonColumn
  /** The page is locked and open for this person until then. */
  readonly openUntil: string | null
}

/** What the lesson lacks and by when, and until when it may be changed. */
export function OwedList({ lesson, openUntil }: Props) {
  const { zone, today } = useSession()
  return (
    <section className={styles.owed} aria-label="Ещё не хватает">
      {lesson.owed.length > 0 && <h3>Ещё не хватает</h3>}
      <ul>
        {lesson.owed.map(({ what, clause, dueAt, late }) => (
          <li key={what} className="row spread">
            <b>{owedName[what] ?? what}</b>
            <span className={late ? 'red' : 'amber'}>
              {dueWords(dueAt, late, zone, today)} <span className="muted">({clauseInWords(clause)})</span>
            </span>
          </li>
        ))}
      </ul>
      {lesson.workedOn <= today && (
        <p className="muted small">
          {openUntil
            ? `Страница открыта координатором: менять можно до ${momentInWords(openUntil, zone, today).replace(/^сегодня в /, '')} (п. 6.2).`
            : windowWords(lesson.editableUntil ?? null, zone)}
        </p>
      )}
    </section>
  )
}

function windowWords(until: string | null, zone: string): string {
  if (!until) return 'Записи этого урока можно менять до конца учебного года (п. 3.6.10).'
  const closed = new Date(until).getTime() < Date.now()
  // The last day on which it is still open: a window that ends at midnight ends with the day before.
  const last = dayAt(new Date(new Date(until).getTime() - 1000).toISOString(), zone)
  const when = `${dayAndMonth(last)} включительно`
  return closed
    ? `Срок правки был до ${when}: новую отметку поставить можно, прежнюю изменить нельзя (п. 3.6.10).`
    : `Записи этого урока можно менять до ${when} (п. 3.6.10).`
}
