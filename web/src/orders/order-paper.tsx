'use client'
import { useSession } from '../session/session.js'
import type { Draft } from './new-order.js'
import styles from './orders.module.css'

type Props = { readonly draft: Draft; readonly change: (draft: Draft) => void }

/** Number and date of the paper, and the day from which it counts. */
export function OrderPaper({ draft, change }: Props) {
  const { today } = useSession()
  return (
    <div className={styles.fields}>
      <label>
        Номер приказа
        <input
          maxLength={40}
          required
          value={draft.number}
          placeholder="12-у"
          onChange={({ target }) => change({ ...draft, number: target.value })}
        />
      </label>
      <label>
        Дата приказа
        <input
          type="date"
          required
          max={today}
          value={draft.date}
          onChange={({ target }) => change({ ...draft, date: target.value })}
        />
      </label>
      <label>
        Действует с
        <input
          type="date"
          required
          value={draft.effectiveOn}
          onChange={({ target }) => change({ ...draft, effectiveOn: target.value })}
        />
      </label>
      <label>
        Примечание
        <input
          maxLength={500}
          value={draft.note}
          placeholder="куда выбыл, почему"
          onChange={({ target }) => change({ ...draft, note: target.value })}
        />
      </label>
    </div>
  )
}
