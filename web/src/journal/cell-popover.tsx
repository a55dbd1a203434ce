// Who changed what, beside the cell: on hover, on Alt+↓, on a long press.
'use client'
import { useEffect, useMemo, useRef } from 'react'
import { CellHistoryDocument } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { dayAndMonth } from '../school/dates.js'
import { CellEvents } from './cell-events.js'
import { markSign } from './cells.js'
import type { Place } from './enter.js'
import { cellOf, columnOf, rowOf, type Page } from './page.js'
import styles from './grid.module.css'

export type Looked = Place & { readonly box: DOMRect }

type Props = { readonly page: Page; readonly looked: Looked; readonly close: () => void }

export function CellPopover({ page, looked, close }: Props) {
  const { lessonId, pupilId, box } = looked
  const { data, loading, trouble } = useQuestion(
    CellHistoryDocument,
    useMemo(() => ({ lessonId, pupilId }), [lessonId, pupilId]),
  )
  useEffect(() => {
    const away = () => close()
    document.addEventListener('keydown', away)
    document.addEventListener('pointerdown', away)
    document.addEventListener('scroll', away, true)
    return () => {
      document.removeEventListener('keydown', away)
      document.removeEventListener('pointerdown', away)
      document.removeEventListener('scroll', away, true)
    }
  }, [close])
  const own = useRef<HTMLDivElement>(null)
  const lesson = page.lessons[columnOf(page, lessonId)]
  const row = rowOf(page, pupilId)
  const notes = page.beside?.notes.get(pupilId)
  const dues = cellOf(page, lessonId, pupilId).marks.flatMap(({ id, value }) => {
    const note = notes?.get(id)
    return note?.dueOn ? [`${markSign(value)} сдать до ${dayAndMonth(note.dueOn)}`] : []
  })
  const events = data?.cellHistory ?? []
  const right = box.right + 316 < window.innerWidth
  const low = box.top > window.innerHeight * 0.6
  return (
    <div
      ref={own}
      role="status"
      className={styles.popover}
      style={{
        [right ? 'left' : 'right']: right ? box.right + 6 : window.innerWidth - box.left + 6,
        [low ? 'bottom' : 'top']: low ? window.innerHeight - box.bottom : box.top,
      }}
    >
      <b>
        {row?.shortName}, {lesson ? dayAndMonth(lesson.workedOn) : ''}
      </b>
      {dues.map((words) => (
        <p key={words} className="amber small">
          {words}
        </p>
      ))}
      {loading && <span className="waiting" />}
      {!loading && !data && <p className="amber small">{troubleWords[trouble ?? 'service']}</p>}
      {data && events.length === 0 && <p className="muted small">Здесь ещё ничего не записывали.</p>}
      <CellEvents events={events} />
    </div>
  )
}
