'use client'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { newId } from '../graph/request-id.js'
import type { LessonColumn } from '../journal/page.js'
import type { DescribeAct } from '../journal/acts.js'
import type { JournalStore, Refused } from '../journal/store.js'
import styles from './lesson.module.css'

type Props = {
  readonly lesson: LessonColumn
  readonly store: JournalStore
  readonly field: 'topic' | 'homework'
  readonly label: string
  readonly placeholder: string
  readonly writable: boolean
  readonly waiting: boolean
  readonly stuck: readonly Refused[]
}

/** Topic or homework: kept when one leaves the field or presses Ctrl+Enter. */
export function LessonText({ lesson, store, field, label, placeholder, writable, waiting, stuck }: Props) {
  const saved = lesson[field] ?? ''
  const [draft, setDraft] = useState(saved)
  const [touched, setTouched] = useState(false)
  const shown = useRef(saved)
  const id = useId()
  // What another person wrote, or what was refused, comes in only where nothing is being typed.
  useEffect(() => {
    setDraft((now) => (now === shown.current ? saved : now))
    shown.current = saved
  }, [saved])
  const refusedHere = stuck.findLast(
    ({ act }) => act.kind === 'describe' && act.lessonId === lesson.id && act.text[field] !== undefined,
  )
  const save = () => {
    if (!writable || draft.trim() === saved) return
    setTouched(true)
    store.enter(description(lesson, field, draft.trim()))
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      save()
    }
  }
  const dirty = draft.trim() !== saved
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        rows={2}
        value={draft}
        placeholder={writable || !saved ? placeholder : ''}
        readOnly={!writable}
        onChange={({ target }) => setDraft(target.value)}
        onBlur={save}
        onKeyDown={keys}
      />
      <span className={`small ${styles.state}`} role="status">
        {refusedHere ? '' : stateWords({ dirty, waiting: touched && waiting, touched })}
      </span>
      {refusedHere && (
        <Conflict refused={refusedHere} store={store} lesson={lesson} field={field} settle={setDraft} />
      )}
    </div>
  )
}

type State = { readonly dirty: boolean; readonly waiting: boolean; readonly touched: boolean }

function stateWords({ dirty, waiting, touched }: State): string {
  if (dirty) return 'Ctrl+Enter – сохранить'
  if (waiting) return 'сохраняется…'
  return touched ? 'сохранено' : ''
}

function description(lesson: LessonColumn, field: 'topic' | 'homework', text: string): DescribeAct {
  return {
    kind: 'describe',
    requestId: newId(),
    lessonId: lesson.id,
    text: { [field]: text },
    seen: { topic: lesson.topic ?? '', homework: lesson.homework ?? '' },
  }
}

type ConflictProps = {
  readonly refused: Refused
  readonly store: JournalStore
  readonly lesson: LessonColumn
  readonly field: 'topic' | 'homework'
  readonly settle: (text: string) => void
}

/** Both texts, to choose from; of another refusal the reason and the own text, not lost. */
function Conflict({ refused, store, lesson, field, settle }: ConflictProps) {
  const { act, refusal } = refused
  const own = act.kind === 'describe' ? (act.text[field] ?? '') : ''
  const theirs = lesson[field] ?? ''
  const take = (text: string) => {
    settle(text)
    store.forgive(refused)
    if (text !== theirs) store.enter(description(lesson, field, text))
  }
  return (
    <div className={styles.conflict} role="alert">
      <p className="red">{refusal.message}</p>
      <p>
        <span className="muted">Ваш текст:</span> {own || '(пусто)'}
      </p>
      {refusal.code === 'CONFLICT' && (
        <p>
          <span className="muted">Уже записано:</span> {theirs || '(пусто)'}
        </p>
      )}
      <div className="row">
        <button type="button" onClick={() => take(theirs)}>
          Оставить записанное
        </button>
        {refusal.code === 'CONFLICT' && (
          <button type="button" className="main" onClick={() => take(own)}>
            Записать мой
          </button>
        )}
      </div>
    </div>
  )
}
