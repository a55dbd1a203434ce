'use client'
import { useState, type FormEvent } from 'react'
import { Modal } from '../controls/modal.js'
import { AddOutsideWorkDocument, WorkKindsDocument } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useQuestion } from '../graph/use-question.js'
import { weightInWords } from '../school/words.js'
import { useSession } from '../session/session.js'
import type { JournalStore } from './store.js'
import styles from './journal.module.css'

type Props = {
  readonly courseId: string
  readonly store: JournalStore
  readonly close: () => void
}

const noVariables = {}

/** A retake, an external test: a column of its own after the lessons. */
export function OutsideWork({ courseId, store, close }: Props) {
  const { today } = useSession()
  const { data } = useQuestion(WorkKindsDocument, noVariables)
  const { busy, refusal, run } = useAct()
  // One id for the form: sent twice it is one work.
  const [ids] = useState(() => ({ requestId: newId(), id: newId(), recordId: newId() }))
  const add = async (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const input = {
      ...ids,
      courseId,
      date: text('date'),
      kind: text('kind'),
      title: text('title'),
      internalMonitoring: form.get('internalMonitoring') !== null,
    }
    if (!(await run(AddOutsideWorkDocument, { input }, ({ addOutsideWork }) => addOutsideWork))) return
    await store.load()
    close()
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void add(new FormData(event.currentTarget))
  }
  return (
    <Modal title="Работа вне урока" close={close}>
      <p className="muted small">
        Пересдача, внешняя проверка: отдельный столбец после уроков, со своим днём.
      </p>
      <form onSubmit={submit} className={styles.fields}>
        <label>
          Название
          <input name="title" required maxLength={120} placeholder="Пересдача контрольной" />
        </label>
        <label>
          Вид
          <select name="kind" required>
            {data?.workKinds?.map(({ kind, title, weight }) => (
              <option key={kind} value={kind}>
                {title}, вес {weightInWords(weight)}
              </option>
            ))}
          </select>
        </label>
        <label>
          День
          <input name="date" type="date" required defaultValue={today} max={today} />
        </label>
        <label className={styles.tick}>
          <input type="checkbox" name="internalMonitoring" />
          <span>Контрольная внутреннего мониторинга (п. 1.11)</span>
        </label>
        {refusal && (
          <p role="alert" className="red">
            {refusal.message}
          </p>
        )}
        <button type="submit" className="main" disabled={busy || !data}>
          Добавить
        </button>
      </form>
    </Modal>
  )
}
