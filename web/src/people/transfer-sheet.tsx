// A pupil's current marks on paper, for the school where they go on learning.
'use client'
import { useState, type FormEvent } from 'react'
import { PrintTransferSheetDocument, type JobLineFragment } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { JobList } from '../office/job-list.js'
import { periodOn, periodsFor } from '../school/periods.js'
import { useSession } from '../session/session.js'
import styles from './people.module.css'

type Props = { readonly pupilId: string; readonly grade: number | null }

export function TransferSheet({ pupilId, grade }: Props) {
  const { school, today } = useSession()
  const [jobs, setJobs] = useState<readonly JobLineFragment[]>([])
  const { busy, refusal, run } = useAct()
  const periods = periodsFor(school.currentYear?.periods ?? [], grade).filter(
    ({ startsOn, kind }) => startsOn <= today && kind !== 'YEAR',
  )
  const print = async (periodId: string) => {
    await run(
      PrintTransferSheetDocument,
      { input: { requestId: newId(), pupilId, periodId } },
      ({ printTransferSheet }) => {
        const { job } = printTransferSheet
        if (job) setJobs((before) => [job, ...before])
        return printTransferSheet
      },
    )
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void print(String(new FormData(event.currentTarget).get('period') ?? ''))
  }
  if (periods.length === 0) return null
  return (
    <>
      <form onSubmit={submit} className={styles.line} aria-label="Лист текущих отметок">
        <label>
          Лист для другой школы
          <select name="period" defaultValue={periodOn(periods, today)?.id}>
            {periods.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" disabled={busy}>
          Подготовить
        </button>
      </form>
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
      <JobList jobs={jobs} finished={() => undefined} writable />
    </>
  )
}
