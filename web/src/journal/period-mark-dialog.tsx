'use client'
import { useState } from 'react'
import { Modal } from '../controls/modal.js'
import { newId } from '../graph/request-id.js'
import { meanInWords } from '../school/words.js'
import { periodSpot } from './acts.js'
import { rowOf, type Page } from './page.js'
import type { JournalStore } from './store.js'
import type { PeriodMarkWanted } from './use-entry.js'
import styles from './journal.module.css'

const values = ['5', '4', '3', '2', 'н/а', 'осв', 'зач'] as const

type Props = {
  readonly page: Page
  readonly store: JournalStore
  readonly wanted: PeriodMarkWanted
  readonly close: () => void
  readonly explain: () => void
}

/** Asks before a period mark is set: it closes the pupil's row, and only by an act is it opened again (6.2). */
export function PeriodMarkDialog({ page, store, wanted, close, explain }: Props) {
  const row = rowOf(page, wanted.pupilId)
  const [value, setValue] = useState(wanted.value ?? row?.periodMark?.value ?? row?.proposed ?? '')
  const [reason, setReason] = useState('')
  if (!row) return null
  const against = row.proposed !== null && value !== '' && value !== row.proposed
  const set = () => {
    if (!value) return
    const { pupilId, periodMark } = row
    store.enter({
      kind: 'period',
      requestId: newId(),
      pupilId,
      value,
      ...(against && reason.trim() ? { reason: reason.trim() } : {}),
      seen: store.view().pending.has(periodSpot(pupilId)) ? null : { version: periodMark?.version ?? null },
    })
    close()
  }
  return (
    <Modal title={`Итог: ${row.pupilName}`} close={close}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          set()
        }}
      >
        <p className="muted">
          {page.periodName}. Среднее {meanInWords(row.mean) || 'пока не из чего'}
          {row.weightedMean ? `, взвешенное ${meanInWords(row.weightedMean)}` : ''}
          {row.proposed ? `, по правилу школы выходит ${row.proposed}` : ''}.{' '}
          <button type="button" className="link" onClick={explain}>
            Как посчитано
          </button>
        </p>
        <fieldset className={styles.values}>
          <legend className="hidden">Отметка за период</legend>
          {values.map((one) => (
            <label key={one}>
              <input
                type="radio"
                name="value"
                value={one}
                checked={value === one}
                onChange={() => setValue(one)}
              />
              <span>{one}</span>
            </label>
          ))}
        </fieldset>
        {against && (
          <label className={styles.why}>
            Почему {value}, а не {row.proposed}?
            <input
              required
              maxLength={300}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          </label>
        )}
        <p className="small muted">После этого строка ученика закроется для текущих отметок (п. 6.2).</p>
        <button type="submit" className="main" disabled={!value}>
          {value ? `Выставить ${value}` : 'Выставить'}
        </button>
      </form>
    </Modal>
  )
}
