'use client'
import type { FormEvent } from 'react'
import { TakeSnapshotDocument, type JobLineFragment } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useSession } from '../session/session.js'
import styles from './office.module.css'

type Props = { readonly started: (job: JobLineFragment) => void }

/** Starts a snapshot of the year into every store (3.3). */
export function TakeSnapshot({ started }: Props) {
  const { school } = useSession()
  const year = school.currentYear
  const { busy, refusal, run } = useAct()
  const take = async (event: FormEvent) => {
    event.preventDefault()
    if (!year) return
    await run(
      TakeSnapshotDocument,
      { input: { requestId: newId(), yearId: year.id } },
      ({ takeSnapshot }) => {
        if (takeSnapshot.job) started(takeSnapshot.job)
        return takeSnapshot
      },
    )
  }
  return (
    <form onSubmit={(event) => void take(event)} aria-label="Снимок архива">
      <h2>Снимок архива</h2>
      <p className="muted small">Весь журнал за год, подписанный, в каждое хранилище (п. 3.3).</p>
      <div className={styles.fields}>
        <p>{year ? `Учебный год ${year.name}` : 'Учебный год не заведён'}</p>
        <button type="submit" className="main" disabled={busy || !year}>
          Сделать снимок
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
