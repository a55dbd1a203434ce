// The whole report of the chosen days as files, however long it is: the table holds what is read of it.
'use client'
import { useState } from 'react'
import {
  SaveMarkChangesDocument,
  type JobLineFragment,
  type SaveMarkChangesInput,
} from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { JobList } from '../office/job-list.js'
import { useHat } from '../shell/use-hat.js'
import styles from './record.module.css'

/** Those who see the changes and start jobs; an inspector saves the table. */
const starters: readonly string[] = ['COORDINATOR', 'JOURNAL_ADMIN', 'DIRECTOR', 'DEPUTY']

export function ChangesFiles({ asked }: { readonly asked: Omit<SaveMarkChangesInput, 'requestId'> }) {
  const { role } = useHat()
  const [jobs, setJobs] = useState<readonly JobLineFragment[]>([])
  const { busy, refusal, run } = useAct()
  if (!starters.includes(role)) return null
  const save = () =>
    run(SaveMarkChangesDocument, { input: { ...asked, requestId: newId() } }, ({ saveMarkChanges }) => {
      const { job } = saveMarkChanges
      if (job) setJobs((before) => [job, ...before])
      return saveMarkChanges
    })
  return (
    <section aria-label="Весь отчёт файлом" className={styles.files}>
      <div className="row">
        <button type="button" disabled={busy} onClick={() => void save()}>
          Весь отчёт файлом
        </button>
        <span className="muted small">Excel и CSV за все выбранные дни, сколько бы ни было строк.</span>
      </div>
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
      <JobList jobs={jobs} finished={() => undefined} writable />
    </section>
  )
}
