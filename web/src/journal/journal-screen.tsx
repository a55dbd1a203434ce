// The page of one course and period on a wide screen: the grid, the lesson beside it, the line of what is saved.
'use client'
import { useCallback, useMemo, useRef, useState } from 'react'
import { newId } from '../graph/request-id.js'
import { LessonPanel } from '../lesson/lesson-panel.js'
import { useSession } from '../session/session.js'
import { AsOfDialog } from './as-of-dialog.js'
import { CellDialog } from './cell-dialog.js'
import { firstColumn } from './columns.js'
import { rowsOf, type Filter } from './filters.js'
import { Grid } from './grid.js'
import { JournalTop } from './journal-top.js'
import { MeanDialog } from './mean-dialog.js'
import { OutsideWork } from './outside-work.js'
import { columnOf, type Page } from './page.js'
import { Paper } from './paper.js'
import { PasteDialog } from './paste-dialog.js'
import type { PastePlan } from './paste.js'
import { PeriodMarkDialog } from './period-mark-dialog.js'
import { SaveBar } from './save-bar.js'
import type { Course } from './request.js'
import type { JournalStore, JournalView } from './store.js'
import { useEntry, type Opened, type PeriodMarkWanted } from './use-entry.js'
import { useDirection } from './use-direction.js'
import type { PeriodLink } from './use-course.js'
import styles from './journal.module.css'

export type ScreenProps = {
  readonly page: Page
  readonly view: JournalView
  readonly store: JournalStore
  readonly course: Course
  readonly periods: readonly PeriodLink[]
  readonly withPeriodMarks: boolean
  readonly wantedLesson: string | null
  readonly wide: boolean
}

export function JournalScreen(props: ScreenProps) {
  const { page, view, store, course, periods, withPeriodMarks, wantedLesson, wide } = props
  const { today } = useSession()
  const [filter, setFilter] = useState<{
    readonly name: Filter
    readonly pupils: ReadonlySet<string> | null
  }>({
    name: 'all',
    pupils: null,
  })
  const [panel, setPanel] = useState(wide || wantedLesson !== null)
  const [opened, setOpened] = useState<Opened | null>(null)
  const [plan, setPlan] = useState<PastePlan | null>(null)
  const [meanOf, setMeanOf] = useState<string | null>(null)
  const [direction, setDirection] = useDirection()
  const [adding, setAdding] = useState<string | null>(null)
  const [period, setPeriod] = useState<PeriodMarkWanted | null>(null)
  const rows = useMemo(
    () => page.rows.filter(({ pupilId }) => filter.pupils?.has(pupilId) ?? true),
    [page.rows, filter.pupils],
  )
  const readOnly = !page.viewerCanSetPeriodMarks && page.lessons.every((lesson) => !lesson.viewerCanEdit)
  const [start] = useState({ row: 0, column: firstColumn(page, today, wantedLesson) })
  const askPeriodMark = (wanted: PeriodMarkWanted) => {
    const allowed = withPeriodMarks && page.viewerCanSetPeriodMarks
    if (!allowed && wanted.value === null) return setMeanOf(wanted.pupilId)
    if (!withPeriodMarks) return entry.tell('По этому предмету итог не выставляют (п. 3.6.6)')
    if (!page.viewerCanSetPeriodMarks) return entry.tell('Итог выставляет учитель предмета')
    setPeriod(wanted)
  }
  const addWork = (column: number) => {
    openLesson(column)
    setAdding(page.lessons[column]?.id ?? null)
  }
  const entry = useEntry({
    store,
    view,
    rows,
    start,
    readOnly,
    direction,
    openCell: setOpened,
    showHistory: setOpened,
    askPeriodMark,
    showPaste: setPlan,
    addWork,
  })
  const { cursor, move, tell } = entry
  const chosen = Math.min(cursor.column, page.lessons.length - 1)
  const lesson = page.lessons[chosen]
  // The rows of a filter are chosen once: a pupil must not vanish under the hand that just gave the mark.
  const choose = (name: Filter) => {
    const pupils = new Set(rowsOf(page, name, today).map(({ pupilId }) => pupilId))
    setFilter({ name, pupils: name === 'all' ? null : pupils })
    move({ row: pupils.size > 0 ? 0 : -1, column: cursor.column })
  }
  const openLesson = useCallback(
    (column: number) => {
      move({ row: -1, column })
      setPanel(true)
    },
    [move],
  )
  const goTo = (lessonId: string) => {
    const column = columnOf(page, lessonId)
    if (column >= 0) openLesson(column)
  }
  const [asking, setAsking] = useState<'outside' | 'as-of' | null>(null)
  const screen = useRef<HTMLElement>(null)
  const ended = useCallback(() => void store.load(), [store])
  const more = [
    ...(readOnly ? [] : [{ words: 'Работа вне урока', run: () => setAsking('outside') }]),
    { words: 'Как было…', run: () => setAsking('as-of') },
    { words: 'Во весь экран', run: () => void turnFull(screen.current) },
  ]
  const rollCall = () => {
    if (!lesson) return
    store.enter({ kind: 'roll', requestId: newId(), lessonId: lesson.id, at: new Date().toISOString() })
    tell(null)
  }
  return (
    <main ref={screen} className={styles.page}>
      <title>{`${page.learnersName} · ${page.subjectName} · Журнал`}</title>
      <JournalTop
        page={page}
        periods={periods}
        filter={filter.name}
        choose={choose}
        lesson={readOnly ? undefined : lesson}
        column={chosen}
        rollCall={rollCall}
        panel={panel}
        setPanel={setPanel}
        addWork={() => addWork(chosen)}
        more={more}
        ended={ended}
      />
      <div className={styles.body}>
        <Grid
          page={page}
          view={view}
          rows={rows}
          cursor={cursor}
          block={entry.block}
          chosen={panel ? chosen : -1}
          withPeriodMarks={withPeriodMarks}
          readOnly={readOnly}
          move={move}
          meant={entry.meant}
          openLesson={openLesson}
          extendTo={entry.extendTo}
          copied={entry.copied}
          pasted={entry.pasted}
          openMean={setMeanOf}
        />
        {panel && lesson && (
          <LessonPanel
            key={lesson.id}
            page={page}
            lesson={lesson}
            store={store}
            adding={adding === lesson.id}
            goTo={goTo}
            close={() => setPanel(false)}
          />
        )}
      </div>
      <SaveBar
        view={view}
        notice={entry.notice}
        readOnly={readOnly}
        direction={direction}
        turn={setDirection}
      />
      {opened && (
        <CellDialog
          page={page}
          store={store}
          course={course}
          opened={opened}
          readOnly={readOnly}
          enter={entry.enter}
          close={() => setOpened(null)}
        />
      )}
      {plan && (
        <PasteDialog
          plan={plan}
          close={() => setPlan(null)}
          paste={() => {
            entry.paste(plan)
            setPlan(null)
          }}
        />
      )}
      {asking === 'outside' && (
        <OutsideWork courseId={course.courseId} store={store} close={() => setAsking(null)} />
      )}
      {asking === 'as-of' && <AsOfDialog course={course} close={() => setAsking(null)} />}
      <Paper page={page} withPeriodMarks={withPeriodMarks} />
      {meanOf && <MeanDialog page={page} course={course} pupilId={meanOf} close={() => setMeanOf(null)} />}
      {period && (
        <PeriodMarkDialog
          page={page}
          store={store}
          wanted={period}
          close={() => setPeriod(null)}
          explain={() => {
            setMeanOf(period.pupilId)
            setPeriod(null)
          }}
        />
      )}
    </main>
  )
}

/** A browser that refuses leaves the page as it is. */
async function turnFull(screen: HTMLElement | null): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen()
  else await screen?.requestFullscreen().catch(() => undefined)
}
