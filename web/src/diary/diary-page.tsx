// «Дневник»: the week of one child as a spread. Nothing of other children is asked for, nor answered.
'use client'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useMemo, useState } from 'react'
import { DiaryWeekDocument, type DiaryMarkFragment, type DiaryWeekQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { addDays, dayAndMonth, longDate, mondayOf, span } from '../school/dates.js'
import { useSession } from '../session/session.js'
import { DiaryFrame, useChild } from './child.js'
import { DiaryEntry } from './diary-entry.js'
import { MarkDialog } from './mark-dialog.js'
import styles from './diary.module.css'

export function DiaryPage() {
  const { today } = useSession()
  const chosen = useChild()
  const monday = mondayOf(useSearchParams().get('on') ?? today)
  return (
    <DiaryFrame
      {...chosen}
      title={span(monday, addDays(monday, 5))}
      aside={<Weeks monday={monday} childId={chosen.child?.id ?? null} />}
      content={(child) => <Week pupilId={child.id} monday={monday} family={chosen.family} />}
    />
  )
}

/** To the weeks before and after, of the same child; and on paper. */
function Weeks({ monday, childId }: { readonly monday: string; readonly childId: string | null }) {
  const { today } = useSession()
  const at = (day: string) => `?${new URLSearchParams({ ...(childId ? { child: childId } : {}), on: day })}`
  return (
    <nav aria-label="Другая неделя" className={styles.weeks}>
      <button type="button" onClick={() => window.print()}>
        Печать
      </button>
      {monday !== mondayOf(today) && (
        <Link className="button" href={at(today)}>
          Эта неделя
        </Link>
      )}
      <Link className="button" href={at(addDays(monday, -7))} aria-label="неделя раньше">
        ‹
      </Link>
      <Link className="button" href={at(addDays(monday, 7))} aria-label="неделя позже">
        ›
      </Link>
    </nav>
  )
}

type WeekProps = { readonly pupilId: string; readonly monday: string; readonly family: boolean }
type Day = NonNullable<DiaryWeekQuery['diary']>[number]

function Week({ pupilId, monday, family }: WeekProps) {
  const asked = useMemo(() => ({ pupilId, from: monday, to: addDays(monday, 6) }), [pupilId, monday])
  const { data, loading, trouble } = useQuestion(DiaryWeekDocument, asked)
  const [mark, setMark] = useState<DiaryMarkFragment | null>(null)
  if (loading) return <span className="waiting" style={{ marginTop: 24 }} />
  if (!data?.diary)
    return <p role="alert">{trouble ? troubleWords[trouble] : 'Этот дневник вам не открыт.'}</p>
  const days = data.diary.filter(({ entries }) => entries.length > 0)
  if (days.length === 0) return <p className={styles.empty}>На этой неделе уроков нет.</p>
  return (
    <>
      <div className={styles.week}>
        {days.map((day) => (
          <DiaryDay key={day.date} day={day} open={setMark} />
        ))}
      </div>
      <p className={styles.signs}>Классный руководитель ____________ Родители ____________</p>
      {mark && (
        <MarkDialog key={mark.id} pupilId={pupilId} mark={mark} family={family} close={() => setMark(null)} />
      )}
    </>
  )
}

type DayProps = { readonly day: Day; readonly open: (mark: DiaryMarkFragment) => void }

function DiaryDay({ day, open }: DayProps) {
  const { today } = useSession()
  const [weekday = ''] = longDate(day.date).split(',')
  return (
    <section aria-label={longDate(day.date)} className={styles.day}>
      <h2>
        {weekday}, {dayAndMonth(day.date)}
        {day.date === today && <span className={`muted ${styles.offPaper}`}> · сегодня</span>}
      </h2>
      <ol>
        {day.entries.map((entry) => (
          <DiaryEntry
            key={`${entry.number} ${entry.startsAt} ${entry.subjectName}`}
            entry={entry}
            open={open}
          />
        ))}
      </ol>
    </section>
  )
}
