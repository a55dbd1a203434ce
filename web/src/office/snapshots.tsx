'use client'
import {
  VerifySnapshotDocument,
  type CopyState,
  type JobLineFragment,
  type OfficeQuery,
  type SnapshotLineFragment,
} from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { momentInWords } from '../school/dates.js'
import { inSentence, plural, sizeInWords } from '../school/words.js'
import { useSession } from '../session/session.js'
import styles from './office.module.css'

const copyWords: Readonly<Record<CopyState, readonly [words: string, tone: string]>> = {
  WHOLE: ['цела', 'green'],
  MENDED: ['восстановлена с целой копии', 'green'],
  BROKEN: ['повреждена', 'red'],
  MISSING: ['нет на месте', 'red'],
}

type Stores = OfficeQuery['stores']

type Props = {
  readonly snapshots: readonly SnapshotLineFragment[]
  readonly stores: Stores | null
  readonly started: (job: JobLineFragment) => void
  readonly writable: boolean
}

/** Snapshots with their copies: where each is, on what, and whether it is whole (3.3). */
export function Snapshots({ snapshots, stores, started, writable }: Props) {
  return (
    <>
      <StoreLines stores={stores} />
      {snapshots.length === 0 && (
        <p className="muted">Снимков ещё нет. Первый делают кнопкой «Сделать снимок».</p>
      )}
      {snapshots.map((snapshot) => (
        <SnapshotLine key={snapshot.id} snapshot={snapshot} started={started} writable={writable} />
      ))}
    </>
  )
}

function StoreLines({ stores }: { readonly stores: Stores | null }) {
  if (!stores) return null
  if (stores.length === 0) return <p className="amber">Хранилищ ещё нет: снимок класть некуда (п. 3.3).</p>
  return (
    <p className="muted small">
      Хранилища:{' '}
      {stores
        .map(({ name, room, reachable }) => `${name}, ${room}${reachable ? '' : ' (не отвечает)'}`)
        .join('; ')}
    </p>
  )
}

type LineProps = {
  readonly snapshot: SnapshotLineFragment
  readonly started: (job: JobLineFragment) => void
  readonly writable: boolean
}

function SnapshotLine({ snapshot, started, writable }: LineProps) {
  const { zone, today } = useSession()
  const { busy, refusal, run } = useAct()
  const { id, takenAt, yearName, bytes, files, sha256, meetsClause33, clause33Note, copies } = snapshot
  const verify = () =>
    run(VerifySnapshotDocument, { input: { requestId: newId(), snapshotId: id } }, ({ verifySnapshot }) => {
      if (verifySnapshot.job) started(verifySnapshot.job)
      return verifySnapshot
    })
  return (
    <article
      className={styles.snapshot}
      aria-label={`Снимок за ${yearName}, ${momentInWords(takenAt, zone, today)}`}
    >
      <div className="row spread">
        <h3>
          {yearName}, {momentInWords(takenAt, zone, today)}
        </h3>
        {writable && (
          <button type="button" disabled={busy} onClick={() => void verify()}>
            Проверить сейчас
          </button>
        )}
      </div>
      <p className="muted small">
        {plural(files, 'файл', 'файла', 'файлов')} · {sizeInWords(bytes)} ·{' '}
        <span title={`SHA-256 ${sha256}`}>SHA-256 {sha256.slice(0, 12)}…</span>
      </p>
      <ul className={styles.copies}>
        {copies.map((copy) => {
          const [words, tone] = copyWords[copy.state]
          return (
            <li key={copy.store}>
              <span>
                {copy.store} <span className="muted small">{[copy.room, copy.medium].join(', ')}</span>
              </span>
              <span>
                <b className={tone}>{words}</b>
                <span className="muted small">
                  {copy.verifiedAt
                    ? ` · проверена ${momentInWords(copy.verifiedAt, zone, today)}`
                    : ' · не проверялась'}
                </span>
                {copy.fault && <p className="red small">{copy.fault}</p>}
              </span>
            </li>
          )
        })}
      </ul>
      <p className={meetsClause33 ? 'green' : 'amber'}>
        {meetsClause33
          ? 'п. 3.3 выполнен'
          : `п. 3.3 не выполнен: ${inSentence(clause33Note ?? 'нужны два носителя в разных помещениях')}`}
      </p>
      {refusal && (
        <p role="alert" className="red small">
          {refusal.message}
        </p>
      )}
    </article>
  )
}
