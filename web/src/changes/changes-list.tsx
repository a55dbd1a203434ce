'use client'
import { saveCsv } from '../controls/save-csv.js'
import type { DayLessonFragment } from '../generated/graph.js'
import { longDate, timeAt } from '../school/dates.js'
import { inSentence, withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import { csvOf } from './csv.js'
import { courseWords, ownTeacher, roomWords } from './lesson-words.js'
import styles from './changes.module.css'

type Props = {
  readonly day: string
  readonly lessons: readonly DayLessonFragment[]
  readonly loading: boolean
}

/** What differs from the timetable on the day, to be read, hung up or sent on. */
export function ChangesList({ day, lessons, loading }: Props) {
  const { zone } = useSession()
  const save = () => saveCsv(`замены-${day}`, csvOf(lessons, zone))
  return (
    <section aria-label={`Изменения, ${longDate(day)}`} className={styles.changes}>
      {!loading && lessons.length === 0 && (
        <p className="muted">
          Изменений нет: все уроки идут по расписанию. Замену ставят в списке уроков ниже.
        </p>
      )}
      <ul>
        {lessons.map((lesson) => (
          <li key={lesson.id}>
            <b>{lesson.number} урок</b> <span className="muted">{timeAt(lesson.startsAt, zone)}</span>{' '}
            {courseWords(lesson)}, каб. {roomWords(lesson)}: {changeWords(lesson)}
          </li>
        ))}
      </ul>
      {lessons.length > 0 && (
        <button type="button" onClick={save}>
          Скачать список (CSV)
        </button>
      )}
    </section>
  )
}

function changeWords(lesson: DayLessonFragment): string {
  const { state, cancelReason, substitution } = lesson
  if (state === 'CANCELLED') return `отменён${cancelReason ? ` (${inSentence(cancelReason)})` : ''}`
  const reason = substitution?.reason ? ` (${inSentence(substitution.reason)})` : ''
  return `${withInitials(substitution?.teacherName ?? '')} вместо: ${withInitials(ownTeacher(lesson))}${reason}`
}
