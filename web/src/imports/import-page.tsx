// One import: being read, compared with the school, decided about, applied, taken back.
'use client'
import Link from 'next/link'
import { useParams } from 'next/navigation'
import { troubleWords } from '../graph/ask.js'
import { momentInWords } from '../school/dates.js'
import { sizeInWords, withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import { ApplyForm } from './apply-form.js'
import { BrokenOff } from './broken-off.js'
import { CountsTable } from './counts-table.js'
import { DropFile } from './drop-file.js'
import { Grades } from './grades.js'
import { ItemList } from './item-list.js'
import { ProblemList } from './problem-list.js'
import { Result } from './result.js'
import { Undecided } from './undecided.js'
import { useImport, type Import } from './use-import.js'
import { WorkingOn } from './working-on.js'
import { isBroken, isUnderWay, kindTitle, stateOf } from './words.js'
import styles from './imports.module.css'

export function ImportPage() {
  const id = String(useParams()['importId'] ?? '')
  const { slug } = useHat()
  const { current, loading, trouble, again } = useImport(id)
  return (
    <main className="page">
      <title>{`${current ? kindTitle(current.kind) : 'Загрузка данных'} · Журнал`}</title>
      <p className={`small ${styles.back}`}>
        <Link href={`/${slug}/imports`}>Загрузка данных</Link>
      </p>
      <h1>{current ? kindTitle(current.kind) : loading ? ' ' : 'Файла нет'}</h1>
      {loading && <span className="waiting" style={{ maxWidth: 420 }} />}
      {!loading && !current && (
        <p role="alert">{trouble ? troubleWords[trouble] : 'Такой загрузки нет, или она вам не поручена.'}</p>
      )}
      {current && <Facts of={current} />}
      {current && <Stage of={current} again={again} />}
    </main>
  )
}

export type StageProps = { readonly of: Import; readonly again: () => Promise<void> }

function Facts({ of }: { readonly of: Import }) {
  const { zone, today } = useSession()
  const kept = of.fileKeptUntil
  return (
    <>
      <p className={styles.file}>
        <b>{of.fileName}</b>{' '}
        <span className="muted">
          {sizeInWords(of.bytes)} · {withInitials(of.startedByName)},{' '}
          {momentInWords(of.createdAt, zone, today)}
        </span>
      </p>
      <p className="muted small">
        Состояние: {stateOf(of.state, isBroken(of.state, of.job))}.{' '}
        {kept
          ? `Файл хранится, пока его не загрузят, и удалится сам: ${momentInWords(kept, zone, today)}.`
          : 'Файл на сервере уже удалён.'}
      </p>
    </>
  )
}

function Stage({ of, again }: StageProps) {
  if (isUnderWay(of.job)) return <WorkingOn of={of} again={again} />
  // What is asked anew after each comparison belongs to that comparison only.
  const compared = of.job?.id ?? ''
  return (
    <>
      {isBroken(of.state, of.job) && <BrokenOff of={of} again={again} />}
      {of.state === 'CHECKED' && of.job?.state === 'FAILED' && (
        <p role="alert" className={styles.notice}>
          {of.job.error}
        </p>
      )}
      {(of.state === 'APPLIED' || of.state === 'UNDONE') && <Result of={of} again={again} />}
      {of.state === 'REFUSED' && <Refused of={of} again={again} />}
      {of.state === 'DROPPED' && (
        <p className={styles.section}>От файла отказались: в школе ничего не изменилось.</p>
      )}
      {of.counts.length > 0 && of.state !== 'DROPPED' && (
        <>
          <CountsTable of={of} />
          {of.state === 'CHECKED' && <Undecided key={compared} of={of} again={again} />}
          {of.state === 'CHECKED' && <Grades key={`grades ${compared}`} of={of} again={again} />}
          <ProblemList of={of} />
          {of.state === 'CHECKED' && <ApplyForm key={`apply ${compared}`} of={of} again={again} />}
          <ItemList key={`items ${compared}`} of={of} />
        </>
      )}
      {of.state === 'CHECKED' && of.counts.length === 0 && <NothingIn of={of} again={again} />}
    </>
  )
}

function NothingIn({ of, again }: StageProps) {
  return (
    <>
      <p className={styles.section}>В файле не нашлось ни одной строки, которую можно загрузить.</p>
      <ProblemList of={of} />
      <p className={styles.section}>
        <DropFile of={of} again={again} />
      </p>
    </>
  )
}

function Refused({ of, again }: StageProps) {
  return (
    <section className={styles.section} aria-labelledby="refused">
      <h2 id="refused">Файл не читается</h2>
      {of.problems.map((one) => (
        <p key={`${one.code} ${one.line}`} role="alert" className="red">
          {one.message}
          {one.line ? ` (строка ${one.line})` : ''}
        </p>
      ))}
      <p className="muted">Исправьте файл и принесите его ещё раз: в школе ничего не изменилось.</p>
      <DropFile of={of} again={again} />
    </section>
  )
}
