'use client'
import { useEffect, useState } from 'react'
import { newId } from '../graph/request-id.js'
import { columnOf, type LessonColumn, type Page } from '../journal/page.js'
import type { JournalStore } from '../journal/store.js'
import { useWorks, type CancelledWork, type WorkDeeds } from './use-works.js'
import { WorkForm, type WorkSaid } from './work-form.js'
import { WorkLine } from './work-line.js'
import styles from './lesson.module.css'

type Props = {
  readonly page: Page
  readonly lesson: LessonColumn
  readonly store: JournalStore
  readonly writable: boolean
  /** The form of a new one is asked for. */
  readonly adding?: boolean
}

/** Works of the lesson with their weights: added, changed, cancelled, taken back (A6.9, 3.6.2). */
export function Works({ page, lesson, store, writable, adding: asked = false }: Props) {
  const [adding, setAdding] = useState(asked)
  useEffect(() => setAdding((now) => now || asked), [asked])
  const deeds = useWorks(store)
  const add = ({ kind: workKind, title }: WorkSaid & { readonly kind: string; readonly title: string }) => {
    const what = { lessonId: lesson.id, workId: newId(), workKind, title, weight: 1 }
    store.enter({ kind: 'work', requestId: newId(), ...what })
    setAdding(false)
  }
  const column = columnOf(page, lesson.id)
  const marksOf = (work: number) =>
    page.rows.reduce(
      (sum, row) => sum + (row.cells[column]?.marks.filter((mark) => mark.work === work).length ?? 0),
      0,
    )
  return (
    <section aria-label="Работы урока" className={styles.section}>
      <div className="row spread">
        <h3>{lesson.outside ? 'Работа' : 'Работы урока'}</h3>
        {writable && !adding && !lesson.outside && (
          <button type="button" className="link small" onClick={() => setAdding(true)}>
            Добавить работу
          </button>
        )}
      </div>
      <ul className={styles.lines}>
        {lesson.works.map((work, index) => (
          <WorkLine
            key={work.id}
            work={work}
            marks={marksOf(index)}
            // Until the server knows a new work there is nothing that could be changed.
            writable={writable && work.version > 0}
            deeds={deeds}
          />
        ))}
        {lesson.works.length === 0 && <li className="muted">Ответ на уроке, вес 1</li>}
        {lesson.cancelledWorks.map((work) => (
          <CancelledLine key={work.id} work={work} writable={writable} deeds={deeds} />
        ))}
      </ul>
      {deeds.refusal && (
        <p role="alert" className="red small">
          {deeds.refusal.message}
        </p>
      )}
      {adding && (
        <WorkForm work={null} busy={false} words="Добавить" keep={add} close={() => setAdding(false)} />
      )}
    </section>
  )
}

type LineProps = { readonly work: CancelledWork; readonly writable: boolean; readonly deeds: WorkDeeds }

/** A cancelled work: it stays in sight, for it comes back with its marks (3.6.2). */
function CancelledLine({ work, writable, deeds }: LineProps) {
  const title = work.title ?? work.sign ?? 'Работа'
  return (
    <li className="row spread">
      <span className="muted">
        <s>{title}</s>, отменена
      </span>
      {writable && (
        <button
          type="button"
          className="link small"
          disabled={deeds.busy}
          aria-label={`Вернуть с отметками: ${title}`}
          onClick={() => void deeds.restore(work)}
        >
          Вернуть с отметками
        </button>
      )}
    </li>
  )
}
