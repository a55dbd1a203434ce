// The journal on a phone: one lesson, its pupils under one another, large keys under the thumb.
'use client'
import { useCallback, useEffect, useRef, useState, type TouchEvent } from 'react'
import { newId } from '../graph/request-id.js'
import { absenceKeyAct, clearAct, markAct, whyClosed, type Place } from '../journal/enter.js'
import { CellDialog } from '../journal/cell-dialog.js'
import { firstColumn, headOf } from '../journal/columns.js'
import type { Act } from '../journal/acts.js'
import type { ScreenProps } from '../journal/journal-screen.js'
import { PageLock } from '../journal/page-lock.js'
import { PeriodLinks } from '../journal/journal-top.js'
import { rollCallWords, whyNoRollCall } from '../journal/roll-call.js'
import { SaveBar } from '../journal/save-bar.js'
import type { Opened } from '../journal/use-entry.js'
import { LessonFacts } from '../lesson/lesson-facts.js'
import { LessonFields } from '../lesson/lesson-panel.js'
import { shortDate } from '../school/dates.js'
import { useSession } from '../session/session.js'
import { PhoneKeys } from './phone-keys.js'
import { PhonePupils } from './phone-pupils.js'
import styles from './phone.module.css'

type Props = Omit<ScreenProps, 'wide'>

const swipePx = 70

export function PhoneJournal({ page, view, store, course, periods, wantedLesson }: Props) {
  const { today } = useSession()
  const [column, setColumn] = useState(() => firstColumn(page, today, wantedLesson))
  const [row, setRow] = useState(0)
  const [describing, setDescribing] = useState(false)
  const [notice, setNotice] = useState<string | null>(null)
  const [opened, setOpened] = useState<Opened | null>(null)
  const lesson = page.lessons[Math.min(column, page.lessons.length - 1)]
  const rows = page.rows.filter(({ cells }) => !cells[column]?.closed)
  const readOnly = page.lessons.every(({ viewerCanEdit }) => !viewerCanEdit)
  const turn = (by: number) => setColumn(Math.max(0, Math.min(page.lessons.length - 1, column + by)))
  const swipe = useSwipe(turn)
  const ended = useCallback(() => void store.load(), [store])
  useKeepInView(row)
  if (!lesson) return null
  const pupilId = rows[Math.min(row, rows.length - 1)]?.pupilId
  const place: Place | null = pupilId ? { lessonId: lesson.id, pupilId } : null
  const enter = (make: (place: Place) => Act | null, next: boolean) => {
    if (!place) return
    const closed = whyClosed(page, place, today)
    setNotice(closed)
    if (closed) return
    const act = make(place)
    if (act) store.enter(act)
    if (next) setRow(Math.min(rows.length - 1, row + 1))
  }
  const { day } = headOf(page.lessons, column)
  const noRollCall = whyNoRollCall(page, lesson, today)
  return (
    <main className={styles.page} {...(describing ? {} : swipe)}>
      <title>{`${page.learnersName} · ${page.subjectName} · Журнал`}</title>
      <div className={styles.top}>
        <div className="row spread">
          <h1>
            {page.learnersName} · {page.subjectName}
          </h1>
        </div>
        <PeriodLinks periods={periods} />
        <PageLock page={page} ended={ended} />
        <div className={styles.turn}>
          <button type="button" disabled={column === 0} onClick={() => turn(-1)} aria-label="Предыдущий урок">
            ‹
          </button>
          <b>{lesson.date ? shortDate(lesson.date) : `вне урока ${day}`}</b>
          <button
            type="button"
            disabled={column >= page.lessons.length - 1}
            onClick={() => turn(1)}
            aria-label="Следующий урок"
          >
            ›
          </button>
        </div>
        <div className={styles.tabs} role="group" aria-label="Что показать">
          <button type="button" aria-pressed={!describing} onClick={() => setDescribing(false)}>
            Отметки
          </button>
          <button type="button" aria-pressed={describing} onClick={() => setDescribing(true)}>
            Тема и задание
          </button>
        </div>
      </div>
      {describing ? (
        <div className={styles.lesson}>
          <LessonFacts lesson={lesson} />
          <LessonFields key={lesson.id} page={page} lesson={lesson} store={store} />
        </div>
      ) : (
        <PhonePupils page={page} view={view} rows={rows} column={column} row={row} choose={setRow} />
      )}
      <div className={styles.foot}>
        {!describing && !readOnly && (
          <PhoneKeys
            mark={(value) => enter((at) => markAct(store, at, value, false), true)}
            absence={(code) => enter((at) => absenceKeyAct(store, at, code), true)}
            clear={() => enter((at) => clearAct(store, at), false)}
            open={() => place && setOpened(place)}
            rollCall={
              noRollCall === null
                ? () =>
                    store.enter({
                      kind: 'roll',
                      requestId: newId(),
                      lessonId: lesson.id,
                      at: new Date().toISOString(),
                    })
                : null
            }
            rollCallWords={rollCallWords(page, lesson, column)}
          />
        )}
        <SaveBar view={view} notice={notice} readOnly={readOnly} />
      </div>
      {opened && (
        <CellDialog
          page={page}
          store={store}
          course={course}
          opened={opened}
          readOnly={readOnly}
          enter={(act) => act && store.enter(act)}
          close={() => setOpened(null)}
        />
      )}
    </main>
  )
}

function useKeepInView(row: number): void {
  useEffect(() => {
    document.querySelector(`[data-pupil="${row}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [row])
}

function useSwipe(turn: (by: number) => void) {
  const start = useRef<{ readonly x: number; readonly y: number } | null>(null)
  return {
    onTouchStart: ({ touches }: TouchEvent) => {
      const first = touches[0]
      start.current = first ? { x: first.clientX, y: first.clientY } : null
    },
    onTouchEnd: ({ changedTouches }: TouchEvent) => {
      const last = changedTouches[0]
      if (!start.current || !last) return
      const across = last.clientX - start.current.x
      const along = Math.abs(last.clientY - start.current.y)
      if (Math.abs(across) > swipePx && along < swipePx / 2) turn(across < 0 ? 1 : -1)
    },
  }
}
