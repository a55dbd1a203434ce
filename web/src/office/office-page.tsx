// «Хозяйство»: what is printed and archived, how far it is, where the copies are.
'use client'
import { useMemo, useState } from 'react'
import { ClassesDocument, OfficeDocument, type JobLineFragment } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { useHat } from '../shell/use-hat.js'
import { useSession } from '../session/session.js'
import { Documents } from './documents.js'
import { JobList } from './job-list.js'
import { PrintBlank } from './print-blank.js'
import { PrintJournal } from './print-journal.js'
import { PrintTransfer } from './print-transfer.js'
import { Snapshots } from './snapshots.js'
import { TakeSnapshot } from './take-snapshot.js'
import styles from './office.module.css'

const prints = new Set(['COORDINATOR', 'JOURNAL_ADMIN', 'DIRECTOR', 'DEPUTY'])
const transfers = new Set(['COORDINATOR', 'DIRECTOR', 'DEPUTY'])
const archives = new Set(['COORDINATOR', 'JOURNAL_ADMIN'])

export function OfficePage() {
  const { school } = useSession()
  const { role } = useHat()
  const asked = useMemo(() => ({ schoolId: school.id }), [school.id])
  const { data, loading, trouble, again } = useQuestion(OfficeDocument, asked)
  const classes = useQuestion(ClassesDocument, asked)
  // Started here and not yet in the list that was read before.
  const [started, setStarted] = useState<readonly JobLineFragment[]>([])
  const known = data?.jobs ?? []
  const jobs = [...started.filter(({ id }) => known.every((job) => job.id !== id)), ...known]
  const start = (job: JobLineFragment) =>
    setStarted((before) => [job, ...before.filter(({ id }) => id !== job.id)])
  const missing = troubleWords[trouble ?? 'service']
  const may = { print: prints.has(role), archive: archives.has(role), transfer: transfers.has(role) }
  return (
    <main className="page">
      <title>Хозяйство · Журнал</title>
      <h1>Хозяйство</h1>
      {(may.print || may.archive) && (
        <div className={styles.starts}>
          {may.print && <PrintJournal started={start} />}
          {may.print && <PrintBlank classes={classes.data?.school?.classes ?? []} started={start} />}
          {may.transfer && <PrintTransfer classes={classes.data?.school?.classes ?? []} started={start} />}
          {may.archive && <TakeSnapshot started={start} />}
        </div>
      )}
      {may.print && (
        <section className={styles.section} aria-labelledby="jobs">
          <h2 id="jobs">Задания</h2>
          {!loading && !data?.jobs && <p role="alert">{missing}</p>}
          {data?.jobs && jobs.length === 0 && (
            <p className="muted">Ещё ничего не печатали и не сохраняли. Начните с «Журнала класса».</p>
          )}
          <JobList jobs={jobs} finished={() => void again()} writable={may.print} />
        </section>
      )}
      <section className={styles.section} aria-labelledby="documents">
        <h2 id="documents">Документы</h2>
        {loading && <span className="waiting" />}
        {!loading && !data?.documents && <p role="alert">{missing}</p>}
        {data?.documents && <Documents documents={data.documents} />}
      </section>
      <section className={styles.section} aria-labelledby="archive">
        <h2 id="archive">Архив</h2>
        {loading && <span className="waiting" />}
        {!loading && !data?.snapshots && <p role="alert">{missing}</p>}
        {data?.snapshots && (
          <Snapshots
            snapshots={data.snapshots}
            stores={data.stores ?? null}
            started={start}
            writable={may.archive}
          />
        )}
      </section>
    </main>
  )
}
