import Link from 'next/link'
import { withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import { rollCallWords, whyNoRollCall } from './roll-call.js'
import { filterName, filters, rowsOf, type Filter } from './filters.js'
import type { LessonColumn, Page } from './page.js'
import { MoreMenu, type MoreItem } from './more-menu.js'
import { PageLock } from './page-lock.js'
import type { PeriodLink } from './use-course.js'
import styles from './journal.module.css'

type Props = {
  readonly page: Page
  readonly periods: readonly PeriodLink[]
  readonly filter: Filter
  readonly choose: (filter: Filter) => void
  /** Undefined for those who only read. */
  readonly lesson: LessonColumn | undefined
  readonly column: number
  readonly rollCall: () => void
  readonly panel: boolean
  readonly setPanel: (open: boolean) => void
  /** Opens the form of a new work in the chosen lesson. */
  readonly addWork: () => void
  readonly more: readonly MoreItem[]
  /** The unlock of the page has ended. */
  readonly ended: () => void
}

/** Title, periods, filters, and the one act of the chosen lesson. */
export function JournalTop(props: Props) {
  const { page, periods, filter, choose, lesson, column, rollCall, panel, setPanel } = props
  const shown = filters.filter((name) => name !== 'between' || page.beside?.between)
  const { today } = useSession()
  return (
    <div className={styles.top}>
      <div className={styles.title}>
        <h1>
          {page.learnersName} · {page.subjectName}
        </h1>
        <PeriodLinks periods={periods} />
        {page.teacherName && <span className="muted">{withInitials(page.teacherName)}</span>}
        {page.lessons.every(({ insteadOfName }) => insteadOfName) && (
          <span className="accent">вы заменяете: открыты только эти уроки</span>
        )}
      </div>
      <PageLock page={page} ended={props.ended} />
      <div className="row spread">
        <div className="row" role="group" aria-label="Показать учеников">
          {shown.map((name) => (
            <button
              key={name}
              type="button"
              className={styles.filter}
              aria-pressed={filter === name}
              onClick={() => choose(filter === name ? 'all' : name)}
            >
              {filterName[name]} {rowsOf(page, name, today).length}
            </button>
          ))}
        </div>
        <div className="row">
          {lesson && <RollCall page={page} lesson={lesson} column={column} today={today} take={rollCall} />}
          {lesson && !lesson.outside && lesson.viewerCanPrepare && (
            <button type="button" onClick={props.addWork} aria-keyshortcuts="+">
              + Работа
            </button>
          )}
          <button type="button" onClick={() => window.print()}>
            Печать
          </button>
          <MoreMenu items={props.more} />
          <button type="button" aria-expanded={panel} onClick={() => setPanel(!panel)}>
            Урок
          </button>
        </div>
      </div>
    </div>
  )
}

/** The periods of the course as links: the address says which one is open. */
export function PeriodLinks({ periods }: { readonly periods: readonly PeriodLink[] }) {
  return (
    <nav aria-label="Период" className={styles.periods}>
      {periods.map(({ href, name, current }) => (
        <Link key={href} href={href} aria-current={current ? 'page' : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  )
}

type RollCallProps = {
  readonly page: Page
  readonly lesson: LessonColumn
  readonly column: number
  readonly today: string
  readonly take: () => void
}

function RollCall({ page, lesson, column, today, take }: RollCallProps) {
  const why = whyNoRollCall(page, lesson, today)
  return (
    <button type="button" disabled={why !== null} title={why ?? undefined} onClick={take}>
      {rollCallWords(page, lesson, column)}
    </button>
  )
}
