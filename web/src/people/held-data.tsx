// All that is held on a person, in one file; and what may be erased (152-ФЗ).
'use client'
import { useState } from 'react'
import { Modal } from '../controls/modal.js'
import { ErasePersonDocument, ExportPersonDocument, type JobLineFragment } from '../generated/graph.js'
import { act, troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { JobList } from '../office/job-list.js'
import type { Card } from './card-page.js'
import styles from './people.module.css'

type Props = { readonly card: Card; readonly changed: () => void }

export function HeldData({ card, changed }: Props) {
  const [jobs, setJobs] = useState<readonly JobLineFragment[]>([])
  const [fault, setFault] = useState<string | null>(null)
  const [erasing, setErasing] = useState(false)
  const collect = async () => {
    const { data, trouble } = await act(ExportPersonDocument, {
      input: { requestId: newId(), personId: card.id },
    })
    const payload = data?.exportPerson
    setFault(payload ? (payload.errors[0]?.message ?? null) : troubleWords[trouble ?? 'service'])
    if (payload?.job) setJobs([payload.job, ...jobs])
  }
  return (
    <>
      <p className="muted small" style={{ marginBottom: 10 }}>
        По просьбе человека школа показывает всё, что о нём хранит, и стирает то, что закон не велит хранить.
      </p>
      <div className="row">
        <button type="button" onClick={() => void collect()}>
          Собрать всё, что хранится
        </button>
        <button type="button" onClick={() => setErasing(true)}>
          Стереть данные…
        </button>
      </div>
      {fault && (
        <p role="alert" className="red">
          {fault}
        </p>
      )}
      <JobList jobs={jobs} finished={() => undefined} writable />
      {erasing && (
        <Erase
          card={card}
          close={() => setErasing(false)}
          erased={() => {
            setErasing(false)
            changed()
          }}
        />
      )}
    </>
  )
}

type EraseProps = { readonly card: Card; readonly close: () => void; readonly erased: () => void }
type Plan = { readonly erased: readonly string[]; readonly kept: readonly string[] }

function Erase({ card, close, erased }: EraseProps) {
  const [ground, setGround] = useState('')
  const [plan, setPlan] = useState<Plan | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const ask = async (preview: boolean) => {
    setBusy(true)
    const input = { requestId: newId(), personId: card.id, ground: ground.trim(), preview }
    const { data, trouble } = await act(ErasePersonDocument, { input })
    setBusy(false)
    const payload = data?.erasePerson
    setFault(payload ? (payload.errors[0]?.message ?? null) : troubleWords[trouble ?? 'service'])
    if (!payload || payload.errors.length > 0) return
    if (preview) setPlan({ erased: payload.erased ?? [], kept: payload.kept ?? [] })
    else erased()
  }
  return (
    <Modal title={`Стереть данные: ${card.fullName ?? ''}`} close={close}>
      <div className={styles.dialog}>
        <label className={styles.field}>
          На каком основании
          <input
            required
            maxLength={300}
            value={ground}
            placeholder="заявление от 20 ноября"
            onChange={({ target }) => {
              setGround(target.value)
              setPlan(null)
            }}
          />
        </label>
        {plan && (
          <>
            <Lines title="Сотрётся" lines={plan.erased} none="Стирать нечего." />
            <Lines title="Останется" lines={plan.kept} none="Ничего." />
            <p className="amber">Стёртое вернуть нельзя.</p>
          </>
        )}
        {fault && (
          <p role="alert" className="red">
            {fault}
          </p>
        )}
        <div className="row">
          {plan ? (
            <button type="button" className="main" disabled={busy} onClick={() => void ask(false)}>
              Стереть
            </button>
          ) : (
            <button
              type="button"
              className="main"
              disabled={busy || !ground.trim()}
              onClick={() => void ask(true)}
            >
              Что сотрётся
            </button>
          )}
          <button type="button" onClick={close}>
            Не стирать
          </button>
        </div>
      </div>
    </Modal>
  )
}

function Lines({
  title,
  lines,
  none,
}: {
  readonly title: string
  readonly lines: readonly string[]
  readonly none: string
}) {
  return (
    <div>
      <h3>{title}</h3>
      {lines.length === 0 && <p className="muted">{none}</p>}
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  )
}
