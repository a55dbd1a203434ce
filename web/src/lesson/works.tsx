'use client'
import { useEffect, useState, type FormEvent } from 'react'
import { WorkKindsDocument } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useQuestion } from '../graph/use-question.js'
import type { LessonColumn } from '../journal/page.js'
import type { JournalStore } from '../journal/store.js'
import { weightInWords } from '../school/words.js'
import styles from './lesson.module.css'

type Props = {
  readonly lesson: LessonColumn
  readonly store: JournalStore
  readonly writable: boolean
  readonly adding?: boolean
}

/** Works of the lesson with their weights; a new one is added here (A6.9). */
export function Works({ lesson, store, writable, adding: asked = false }: Props) {
  const [adding, setAdding] = useState(asked)
  useEffect(() => setAdding((now) => now || asked), [asked])
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
  const kinds = (data?.workKinds ?? []).filter(({ kind }) => kind !== 'ANSWER')
  const add = (form: FormData) => {
    const chosen = kinds.find(({ kind }) => kind === form.get('kind'))
    if (!chosen) return
    const title = String(form.get('title') ?? '').trim() || chosen.title
    const { kind: workKind, weight } = chosen
    const workId = newId()
    store.enter({ kind: 'work', requestId: newId(), lessonId: lesson.id, workId, workKind, title, weight })
    done()
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    add(new FormData(event.currentTarget))
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
