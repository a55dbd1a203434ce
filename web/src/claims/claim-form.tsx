'use client'
import { useState, type FormEvent } from 'react'
import { ClaimWrongMarkDocument } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { addDays } from '../school/dates.js'
import { useSession } from '../session/session.js'
import styles from './claims.module.css'

type Props = {
  readonly markId: string
  /** The school's day on which the mark was set: nobody noticed it before. */
  readonly setOn: string
  readonly done: () => void
}

const daysToClaim = 3

/** «Отметка неверна»: said to the teacher within 3 calendar days of noticing (A8.1). */
export function ClaimForm({ markId, setOn, done }: Props) {
  const { today } = useSession()
  const [requestId] = useState(newId)
  const { busy, refusal, run } = useAct()
  const earliest = addDays(today, -daysToClaim)
  const send = async (form: FormData) => {
    const input = {
      requestId,
      markId,
      explanation: String(form.get('explanation') ?? ''),
      noticedOn: String(form.get('noticedOn') ?? today),
    }
    if (await run(ClaimWrongMarkDocument, { input }, ({ claimWrongMark }) => claimWrongMark)) done()
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault()
        void send(new FormData(event.currentTarget))
      }}
    >
      <label>
        Что не так
        <textarea name="explanation" rows={3} required maxLength={1000} autoFocus />
      </label>
      <label>
        Когда заметили
        <input
          type="date"
          name="noticedOn"
          required
          defaultValue={today}
          min={setOn > earliest ? setOn : earliest}
          max={today}
        />
      </label>
      <p className="muted small">
        Напишите в течение 3 дней, как заметили (прил. 8, п. 1). Учитель ответит за 7 дней; его ответ будет
        здесь же.
      </p>
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
      <button type="submit" className="main" disabled={busy}>
        Сообщить учителю
      </button>
    </form>
  )
}
