'use client'
import { useMemo, useState, type FormEvent } from 'react'
import { ClassesDocument, PrintClassJournalDocument, type JobLineFragment } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useQuestion } from '../graph/use-question.js'
import { periodOn, periodsFor } from '../school/periods.js'
import { useSession } from '../session/session.js'
import styles from './office.module.css'

type Props = { readonly started: (job: JobLineFragment) => void }

/** Starts the printed journal of a class for a period (A3.10). */
export function PrintJournal({ started }: Props) {
  const { school, today } = useSession()
  const asked = useMemo(() => ({ schoolId: school.id }), [school.id])
  const { data, loading } = useQuestion(ClassesDocument, asked)
  const classes = data?.school?.classes ?? []
  const [classId, setClassId] = useState('')
  const chosen = classes.find(({ id }) => id === classId) ?? classes[0]
  const periods = periodsFor(school.currentYear?.periods ?? [], chosen?.grade ?? null)
  const now = periodOn(periods, today)
  const { busy, refusal, run } = useAct()
  const print = async (periodId: string) => {
    if (!chosen) return
    const input = { requestId: newId(), schoolClassId: chosen.id, periodId }
    await run(PrintClassJournalDocument, { input }, ({ printClassJournal }) => {
      if (printClassJournal.job) started(printClassJournal.job)
      return printClassJournal
    })
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void print(String(new FormData(event.currentTarget).get('period') ?? ''))
  }
  return (
    <form onSubmit={submit} aria-label="Журнал класса">
      <h2>Журнал класса</h2>
      <p className="muted small">Листы журнала для печати и подшивки: PDF/A с данными внутри.</p>
      <div className={styles.fields}>
        <label>
          Класс
          <select
            value={chosen?.id ?? ''}
            disabled={loading}
            onChange={({ target }) => setClassId(target.value)}
          >
            {classes.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Период
          <select key={chosen?.grade} name="period" defaultValue={now?.id}>
            {periods.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="main" disabled={busy || !chosen}>
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
