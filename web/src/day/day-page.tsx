// «Мой день»: which lessons are mine now, and what each still lacks.
'use client'
import { useSearchParams } from 'next/navigation'
import { useEffect, useMemo, useState } from 'react'
import { DayArrows } from '../controls/day-arrows.js'
import { DayLessonsDocument, DayRecordsDocument } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { longDate } from '../school/dates.js'
import { plural } from '../school/words.js'
import { useSession } from '../session/session.js'
import { OwedToday } from './awaits-you.js'
import { DayLessonRow } from './day-lesson.js'
import { gives, nowOf, type DayLesson } from './now.js'
import styles from './day.module.css'

export function DayPage() {
  const { today, personId } = useSession()
  const day = useSearchParams().get('on') ?? today
  const asked = useMemo(() => ({ from: day, to: day, teacherId: personId }), [day, personId])
  const { data, loading, trouble } = useQuestion(DayLessonsDocument, asked)
  // Asked apart: the timetable is there at once, whatever the journal does.
  const kept = useQuestion(DayRecordsDocument, asked)
  const records = new Map(kept.data?.lessons?.map(({ id, record }) => [id, record ?? null]))
  const lessons = data?.lessons ?? null
  const now = useMinute()
  const own = lessons?.filter((lesson) => gives(lesson, personId)) ?? []
  return (
    <main className={`page ${styles.page}`}>
      <title>{`${longDate(day)} · Журнал`}</title>
      <section aria-labelledby="day" className={styles.day}>
        <div className="row spread">
          <h1 id="day">{longDate(day)}</h1>
          <DayArrows day={day} />
        </div>
        <p className={`muted ${styles.sum}`}>{lessons && summary(lessons, personId)}</p>
        {loading && <Waiting />}
        {!loading && !lessons && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
        {kept.trouble && lessons && (
          <p className="amber small" role="status">
            Журнал сейчас не отвечает: расписание видно, темы и отметки появятся, когда он ответит.
          </p>
        )}
        {lessons?.length === 0 && <EmptyDay day={day} today={today} />}
        <ul>
          {lessons?.map((lesson) => (
            <DayLessonRow
              key={lesson.id}
              lesson={lesson}
              record={records.get(lesson.id)}
              turn={day === today ? nowOf(own, lesson, now) : null}
            />
          ))}
        </ul>
      </section>
      <OwedToday />
    </main>
  )
}

function summary(lessons: readonly DayLesson[], personId: string): string {
  const own = lessons.filter((lesson) => lesson.state !== 'CANCELLED' && gives(lesson, personId))
  const others = own.filter(({ substitution }) => substitution).length
  if (lessons.length === 0) return ''
  const words = own.length === 0 ? 'уроков нет' : plural(own.length, 'урок', 'урока', 'уроков')
  return others > 0 ? `${words} · ${plural(others, 'замена', 'замены', 'замен')}` : words
}

const EmptyDay = ({ day, today }: { readonly day: string; readonly today: string }) => (
  <p className={styles.empty}>
    {day === today ? 'Сегодня у вас нет уроков.' : 'В этот день у вас нет уроков.'} Соседние дни – по
    стрелкам, свои классы – в разделе «Журналы».
  </p>
)

const Waiting = () => (
  <div aria-busy="true" className={styles.wait}>
    {Array.from({ length: 5 }, (_, index) => (
      <span key={index} className="waiting" />
    ))}
  </div>
)

/** The instant, once every half a minute: «через 3 мин» need not be finer. */
function useMinute(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
