'use client'
import { useState, type FormEvent } from 'react'
import { PrintBlankPagesDocument, type JobLineFragment } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useSession } from '../session/session.js'
import styles from './office.module.css'

type Props = {
  readonly classes: readonly { readonly id: string; readonly name: string }[]
  readonly started: (job: JobLineFragment) => void
}

/** Blank pages of a day: kept by pen when there is no power or network, entered later «с бумаги». */
export function PrintBlank({ classes, started }: Props) {
  const { today } = useSession()
  const [requestId, setRequestId] = useState(newId)
  const [chosen, setChosen] = useState('')
  const { busy, refusal, run } = useAct()
  const print = async (date: string) => {
    const schoolClassIds = classes.filter(({ id }) => !chosen || id === chosen).map(({ id }) => id)
    await run(
      PrintBlankPagesDocument,
      { input: { requestId, schoolClassIds, date } },
      ({ printBlankPages }) => {
        if (printBlankPages.job) started(printBlankPages.job)
        return printBlankPages
      },
    )
    setRequestId(newId())
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void print(String(new FormData(event.currentTarget).get('date') ?? today))
  }
  return (
    <form onSubmit={submit} aria-label="Чистые страницы на день">
      <h2>Чистые страницы на день</h2>
      <p className="muted small">Если нет света или сети: ученики и уроки дня, заполнять ручкой.</p>
      <div className={styles.fields}>
        {classes.length > 1 && (
          <label>
            Класс
            <select value={chosen} onChange={({ target }) => setChosen(target.value)}>
              <option value="">Все классы</option>
              {classes.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          День
          <input name="date" type="date" required defaultValue={today} />
        </label>
        <button type="submit" disabled={busy || classes.length === 0}>
          Подготовить
        </button>
      </div>
      {refusal && (
        <p role="alert" className="red small">
          {refusal.message}
        </p>
      )}
    </form>
  )
}
