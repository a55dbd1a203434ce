// «Замены»: the day's lessons, who stands in for whom, what is cancelled.
'use client'
import { useSearchParams } from 'next/navigation'
import { useMemo, useState } from 'react'
import { DayArrows } from '../controls/day-arrows.js'
import { LessonsOfDayDocument } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { longDate } from '../school/dates.js'
import { plural } from '../school/words.js'
import { useHat } from '../shell/use-hat.js'
import { useSession } from '../session/session.js'
import { CancelDialog } from './cancel-dialog.js'
import { changedOf, classesIn, matching, teachersIn, type Wanted } from './choose-lessons.js'
import { ChangesList } from './changes-list.js'
import { DayTable, type Deed } from './day-table.js'
import { SubstituteDialog } from './substitute-dialog.js'
import { TakeBackDialog } from './take-back-dialog.js'
import styles from './changes.module.css'

const mayChange = new Set(['DEPUTY', 'JOURNAL_ADMIN', 'COORDINATOR'])

export function ChangesPage() {
  const { today, school } = useSession()
  const hat = useHat()
  const day = useSearchParams().get('on') ?? today
  const asked = useMemo(() => ({ day, schoolId: school.id }), [day, school.id])
  const { data, loading, trouble, again } = useQuestion(LessonsOfDayDocument, asked)
  const [wanted, setWanted] = useState<Wanted>({ classId: '', teacher: '', changedOnly: false })
  const [deed, setDeed] = useState<Deed | null>(null)
  const lessons = data?.lessons ?? []
  const done = () => {
    setDeed(null)
    void again()
  }
  const shown = matching(lessons, wanted)
  return (
    <main className="page">
      <title>{`Замены, ${longDate(day)} · Журнал`}</title>
      <div className="row spread">
        <h1>Замены · {longDate(day)}</h1>
        <DayArrows day={day} />
      </div>
      <ChangesList day={day} lessons={changedOf(lessons)} loading={loading} />
      <h2 className={styles.heading}>Уроки дня</h2>
      <Filters lessons={lessons} wanted={wanted} choose={setWanted} />
      {loading && <span className="waiting" />}
      {!loading && !data?.lessons && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      {data?.lessons?.length === 0 && <p className="muted">В этот день уроков по расписанию нет.</p>}
      {lessons.length > 0 && (
        <p className="muted small">
          {shown.length === 0 ? 'Таких уроков нет' : plural(shown.length, 'урок', 'урока', 'уроков')}
        </p>
      )}
      {shown.length > 0 && <DayTable lessons={shown} writable={mayChange.has(hat.role)} act={setDeed} />}
      {deed?.kind === 'substitute' && (
        <SubstituteDialog lesson={deed.lesson} done={done} close={() => setDeed(null)} />
      )}
      {deed?.kind === 'cancel' && (
        <CancelDialog lesson={deed.lesson} done={done} close={() => setDeed(null)} />
      )}
      {(deed?.kind === 'withdraw' || deed?.kind === 'restore') && (
        <TakeBackDialog kind={deed.kind} lesson={deed.lesson} done={done} close={() => setDeed(null)} />
      )}
    </main>
  )
}

type FiltersProps = {
  readonly lessons: Parameters<typeof classesIn>[0]
  readonly wanted: Wanted
  readonly choose: (wanted: Wanted) => void
}

function Filters({ lessons, wanted, choose }: FiltersProps) {
  return (
    <div className={styles.filters}>
      <label>
        <span>Класс</span>
        <select
          value={wanted.classId}
          onChange={({ target }) => choose({ ...wanted, classId: target.value })}
        >
          <option value="">все</option>
          {classesIn(lessons).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>Учитель</span>
        <select
          value={wanted.teacher}
          onChange={({ target }) => choose({ ...wanted, teacher: target.value })}
        >
          <option value="">все</option>
          {teachersIn(lessons).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={wanted.changedOnly}
          onChange={({ target }) => choose({ ...wanted, changedOnly: target.checked })}
        />
        только изменённые
      </label>
    </div>
  )
}
