'use client'
import { useEffect, useRef } from 'react'
import {
  CancelJobDocument,
  OneJobDocument,
  RetryJobDocument,
  type JobLineFragment,
  type JobState,
} from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { question } from '../graph/ask.js'
import { momentInWords } from '../school/dates.js'
import { withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import { useState } from 'react'
import { TakeDocument } from './take-document.js'
import styles from './office.module.css'

const pollMs = 500

const stateWords: Readonly<Record<JobState, string>> = {
  WAITING: 'ждёт очереди',
  RUNNING: 'готовится',
  DONE: 'готово',
  FAILED: 'не вышло',
  CANCELLED: 'остановлено',
}

const goesOn = (job: JobLineFragment): boolean => job.state === 'WAITING' || job.state === 'RUNNING'

type Props = {
  readonly jobs: readonly JobLineFragment[]
  readonly finished: () => void
  readonly writable: boolean
}

export function JobList({ jobs, finished, writable }: Props) {
  return (
    <ul className={styles.lines}>
      {jobs.map((job) => (
        <Job key={job.id} first={job} finished={finished} writable={writable} />
      ))}
    </ul>
  )
}

type JobProps = { readonly first: JobLineFragment; readonly finished: () => void; readonly writable: boolean }

function Job({ first, finished, writable }: JobProps) {
  const { zone, today } = useSession()
  const [job, setJob] = useJob(first, finished)
  const { busy, refusal, run } = useAct()
  const input = { requestId: newId(), jobId: job.id }
  const learn = <Payload extends { readonly job?: JobLineFragment | null }>(payload: Payload): Payload => {
    if (payload.job) setJob(payload.job)
    return payload
  }
  const cancel = () => run(CancelJobDocument, { input }, ({ cancelJob }) => learn(cancelJob))
  const retry = () => run(RetryJobDocument, { input }, ({ retryJob }) => learn(retryJob))
  const going = goesOn(job)
  const when = job.finishedAt ?? job.startedAt
  const failed = job.state === 'FAILED'
  return (
    <li>
      <div className={styles.what}>
        <b>{job.title}</b>
        <p className={`small ${failed ? 'red' : 'muted'}`}>
          {failed && job.error ? job.error : (going && job.step) || stateWords[job.state]}
          {!going && when ? `, ${momentInWords(when, zone, today)}` : ''}
          {job.startedByName ? ` · ${withInitials(job.startedByName)}` : ''}
        </p>
        {going && <Progress job={job} />}
        {refusal && (
          <p role="alert" className="red small">
            {refusal.message}
          </p>
        )}
      </div>
      <div className="row">
        {job.state === 'DONE' &&
          job.documents.map((document) => <TakeDocument key={document.id} document={document} />)}
        {writable && going && (
          <button type="button" disabled={busy} onClick={() => void cancel()}>
            Остановить
          </button>
        )}
        {writable && (failed || job.state === 'CANCELLED') && (
          <button type="button" disabled={busy} onClick={() => void retry()}>
            Повторить
          </button>
        )}
      </div>
    </li>
  )
}

function Progress({ job }: { readonly job: JobLineFragment }) {
  const percent = Math.round(job.progress * 100)
  return (
    <div className={styles.progress}>
      <progress max={100} value={percent} aria-label={job.title} />
      <span className="small">{percent} %</span>
    </div>
  )
}

/** The job as it is now: asked for again while it goes on, from state and never from events. */
function useJob(first: JobLineFragment, finished: () => void) {
  const [job, setJob] = useState(first)
  const told = useRef(finished)
  told.current = finished
  useEffect(() => setJob((now) => (goesOn(first) && !goesOn(now) ? now : first)), [first])
  const going = goesOn(job)
  useEffect(() => {
    if (!going) return
    let busy = false
    const timer = setInterval(() => {
      if (busy) return
      busy = true
      void question(OneJobDocument, { id: job.id }).then(({ data }) => {
        busy = false
        if (!data?.job) return
        setJob(data.job)
        if (!goesOn(data.job)) told.current()
      })
    }, pollMs)
    return () => clearInterval(timer)
  }, [going, job.id])
  return [job, setJob] as const
}
