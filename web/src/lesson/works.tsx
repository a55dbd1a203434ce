'use client'
import { useState, type FormEvent } from 'react'
import { AddWorkDocument, WorkKindsDocument } from '../generated/graph.js'
import { act, troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useQuestion } from '../graph/use-question.js'
import { withLesson, type LessonColumn } from '../journal/page.js'
import type { JournalStore } from '../journal/store.js'
import { weightInWords } from '../school/words.js'
import styles from './lesson.module.css'

type Props = { readonly lesson: LessonColumn; readonly store: JournalStore; readonly writable: boolean }

/** Works of the lesson with their weights; a new one is added here (A6.9). */
export function Works({ lesson, store, writable }: Props) {
  const [adding, setAdding] = useState(false)
  return (
    <section aria-label="Работы урока" className={styles.section}>
      <div className="row spread">
        <h3>Работы урока</h3>
        {writable && !adding && (
          <button type="button" className="link small" onClick={() => setAdding(true)}>
            Добавить работу
          </button>
        )}
      </div>
      <ul className={styles.lines}>
        {lesson.works.map((work) => (
          <li key={work.id} className="row spread">
            <span>{work.title ?? work.sign ?? 'Работа'}</span>
            <span className="muted">вес {weightInWords(work.weight)}</span>
          </li>
        ))}
        {lesson.works.length === 0 && <li className="muted">Ответ на уроке, вес 1</li>}
      </ul>
      {adding && <NewWork lesson={lesson} store={store} done={() => setAdding(false)} />}
    </section>
  )
}

const noVariables = {}

function NewWork({ lesson, store, done }: Omit<Props, 'writable'> & { readonly done: () => void }) {
  const { data, loading, trouble } = useQuestion(WorkKindsDocument, noVariables)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [ids] = useState({ id: newId(), requestId: newId() })
  const kinds = (data?.workKinds ?? []).filter(({ kind }) => kind !== 'ANSWER')
  const add = async (form: FormData) => {
    const title = String(form.get('title') ?? '').trim()
    const kind = String(form.get('kind') ?? '')
    const input = { ...ids, lessonId: lesson.id, kind, ...(title ? { title } : {}) }
    const answer = await act(AddWorkDocument, { input })
    const payload = answer.data?.addWork
    const error = payload?.errors[0]?.message ?? (answer.trouble ? troubleWords[answer.trouble] : null)
    setRefusal(error)
    const record = payload?.record
    if (record) store.learn((page) => withLesson(page, record))
    if (!error) done()
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void add(new FormData(event.currentTarget))
  }
  if (!loading && kinds.length === 0) {
    return <p className="small muted">{trouble ? troubleWords[trouble] : 'Виды работ ещё не заведены.'}</p>
  }
  return (
    <form onSubmit={submit} className={styles.newWork}>
      <label>
        Вид
        <select name="kind" disabled={loading} autoFocus>
          {kinds.map(({ kind, title, weight }) => (
            <option key={kind} value={kind}>
              {title}, вес {weightInWords(weight)}
            </option>
          ))}
        </select>
      </label>
      <label>
        Название, если нужно
        <input name="title" maxLength={120} />
      </label>
      {refusal && (
        <p role="alert" className="red small">
          {refusal}
        </p>
      )}
      <div className="row">
        <button type="submit" className="main">
          Добавить
        </button>
        <button type="button" onClick={done}>
          Не надо
        </button>
      </div>
    </form>
  )
}
