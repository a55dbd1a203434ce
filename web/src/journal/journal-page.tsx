'use client'
import { troubleWords } from '../graph/ask.js'
import { PhoneJournal } from '../phone/phone-journal.js'
import { useWidth } from '../controls/use-width.js'
import { AsOfScreen } from './as-of-screen.js'
import { JournalScreen } from './journal-screen.js'
import type { JournalStore, JournalView } from './store.js'
import { useCourse, type OpenCourse } from './use-course.js'
import { useJournal } from './use-journal.js'
import styles from './journal.module.css'

/** The journal of the address: which course, which period, which lesson is open. */
export function JournalPage() {
  const open = useCourse()
  if (!open.periodId) return <Waiting />
  if (open.asOf) {
    const { courseId, periodId, asOf, withPeriodMarks } = open
    return <AsOfScreen {...{ courseId, periodId, asOf, withPeriodMarks }} back={open.here} />
  }
  return <PeriodOfJournal open={open} periodId={open.periodId} />
}

function PeriodOfJournal({ open, periodId }: { readonly open: OpenCourse; readonly periodId: string }) {
  const { store, view } = useJournal(open.courseId, periodId)
  return <JournalState key={periodId} open={open} periodId={periodId} store={store} view={view} />
}

type StateProps = {
  readonly open: OpenCourse
  readonly periodId: string
  readonly store: JournalStore
  readonly view: JournalView
}

function JournalState({ open, periodId, store, view }: StateProps) {
  const width = useWidth()
  const { page } = view
  if (!view.loaded) return <Waiting />
  if (!page) return <Absent text={view.trouble ? troubleWords[view.trouble] : absentWords} />
  if (page.lessons.length === 0 || page.rows.length === 0) {
    return (
      <Absent
        text={`${page.learnersName} · ${page.subjectName}: в этом периоде нет уроков. Выберите другой.`}
      />
    )
  }
  const { periods, withPeriodMarks, wantedLesson, courseId } = open
  const props = { page, view, store, periods, withPeriodMarks, wantedLesson, course: { courseId, periodId } }
  return width < 700 ? <PhoneJournal {...props} /> : <JournalScreen {...props} wide={width >= 1200} />
}

const absentWords =
  'Такой страницы журнала нет, или она открыта не для вас. Выберите журнал из списка «Журналы».'

const Absent = ({ text }: { readonly text: string }) => (
  <main className="page">
    <p role="alert">{text}</p>
  </main>
)

const Waiting = () => (
  <main className={styles.page} aria-busy="true">
    <div className={styles.top}>
      <h1>Журнал</h1>
      <div style={{ height: 34 }} />
    </div>
    <div className={styles.body}>
      <div className={styles.wait}>
        {Array.from({ length: 20 }, (_, index) => (
          <span key={index} className="waiting" />
        ))}
      </div>
    </div>
    <div className={styles.bar} />
  </main>
)
