// The page of one lesson beside the grid: what was taught, what is set for home, who was there, what it still lacks.
'use client'
import { lessonSpot } from '../journal/acts.js'
import type { LessonColumn, Page } from '../journal/page.js'
import type { JournalStore } from '../journal/store.js'
import { columnOf, openUntil } from '../journal/page.js'
import { dayAndMonth } from '../school/dates.js'
import { useSession } from '../session/session.js'
import { AttendanceList } from './attendance-list.js'
import { LessonFacts } from './lesson-facts.js'
import { LessonHomework } from './lesson-homework.js'
import { LessonText } from './lesson-text.js'
import { FromPaper } from './from-paper.js'
import { OwedList } from './owed-list.js'
import { Works } from './works.js'
import styles from './lesson.module.css'

type Props = {
  readonly page: Page
  readonly lesson: LessonColumn
  readonly store: JournalStore
  /** A new work was asked for: its form is open. */
  readonly adding?: boolean
  readonly close?: () => void
  /** Opens another lesson: the next one, to set homework ahead. */
  readonly goTo?: (lessonId: string) => void
}

export function LessonPanel({ page, lesson, store, adding, close, goTo }: Props) {
  const title = `${lesson.outside ? 'Работа вне урока' : 'Урок'} ${dayAndMonth(lesson.workedOn)}`
  return (
    <aside className={styles.panel} aria-label={title}>
      <div className="row spread">
        <h2>{title}</h2>
        {close && (
          <button type="button" className="link small" onClick={close}>
            Скрыть
          </button>
        )}
      </div>
      <LessonFacts lesson={lesson} />
      <LessonFields
        page={page}
        lesson={lesson}
        store={store}
        adding={adding ?? false}
        {...(goTo ? { goTo } : {})}
      />
    </aside>
  )
}

/** What can be entered on a lesson; also the phone's second page. */
export function LessonFields({ page, lesson, store, adding = false, goTo }: Omit<Props, 'close'>) {
  const { today } = useSession()
  const { pending, stuck } = store.view()
  const future = lesson.date !== null && lesson.date !== undefined && lesson.date > today
  const until = openUntil(page, Date.now())
  const open = lesson.state !== 'CANCELLED' && (!page.locked || until !== null)
  const writable = lesson.viewerCanEdit && open
  // Homework may stand, and a work be announced, before the day (3.6.5).
  const prepares = lesson.viewerCanPrepare && open
  const place = lessonSpot(lesson.id)
  const shared = { lesson, store, waiting: pending.has(place), stuck }
  const works = (
    <Works
      page={page}
      lesson={lesson}
      store={store}
      writable={lesson.outside ? writable : prepares}
      adding={adding}
    />
  )
  // A work out of lessons has marks and nothing else.
  if (lesson.outside) {
    return (
      <>
        {works}
        <OwedList lesson={lesson} openUntil={until} />
      </>
    )
  }
  return (
    <>
      <LessonText
        {...shared}
        field="topic"
        label="Тема"
        placeholder={future ? 'Тему записывают в день урока (п. 3.6.3)' : 'Что проходили на уроке?'}
        writable={writable && !future}
      />
      <LessonText
        {...shared}
        field="homework"
        label="Домашнее задание"
        placeholder={future ? 'Можно задать заранее (п. 3.6.5)' : 'Что задать на дом?'}
        writable={prepares}
      />
      {goTo && writable && !future && <AheadLink page={page} lesson={lesson} goTo={goTo} />}
      {lesson.date && <LessonHomework page={page} lesson={lesson} store={store} writable={prepares} />}
      {works}
      {!future && lesson.date && (
        <AttendanceList
          page={page}
          lesson={lesson}
          store={store}
          column={columnOf(page, lesson.id)}
          writable={writable}
        />
      )}
      {!future && lesson.date && <FromPaper lesson={lesson} store={store} writable={writable} />}
      <OwedList lesson={lesson} openUntil={until} />
    </>
  )
}

/** «Задать заранее на 26 ноября»: the next lesson's own page, where homework may stand before its day (3.6.5). */
function AheadLink({ page, lesson, goTo }: Pick<Props, 'page' | 'lesson'> & { goTo: (id: string) => void }) {
  const next = page.lessons.find(({ date, state }) => date && date > lesson.workedOn && state !== 'CANCELLED')
  if (!next) return null
  return (
    // In a paragraph: a button of no least height would be squeezed to nothing where the panel is full.
    <p>
      <button type="button" className="link small" onClick={() => goTo(next.id)}>
        {next.homework ? 'Задание' : 'Задать заранее'} на {dayAndMonth(next.workedOn)}
      </button>
    </p>
  )
}
