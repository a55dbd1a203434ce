'use client'
import { useState, type FormEvent } from 'react'
import { Modal } from '../controls/modal.js'
import { AnswerMarkClaimDocument, type ClaimLineFragment } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { shortDate } from '../school/dates.js'
import { useSession } from '../session/session.js'
import { dueInWords } from './claim-words.js'
import styles from './claims.module.css'

type Props = { readonly claim: ClaimLineFragment; readonly close: () => void; readonly answered: () => void }

const values = ['5', '4', '3', '2', 'зач', 'нз', 'н/а', 'осв'] as const
const takenAway = 'убрать'

/** The teacher's answer: the mark is put right by the rules of every change, or stays, with words. */
export function AnswerDialog({ claim, close, answered }: Props) {
  const { zone, today } = useSession()
  const [accepted, setAccepted] = useState<boolean | null>(null)
  const { busy, refusal, run } = useAct()
  const send = async (form: FormData) => {
    const value = String(form.get('value') ?? '')
    const input = {
      requestId: newId(),
      claimId: claim.id,
      accepted: accepted === true,
      answer: String(form.get('answer') ?? ''),
      ...(accepted && value !== takenAway ? { value } : {}),
      expectedVersion: claim.version,
    }
    if (await run(AnswerMarkClaimDocument, { input }, ({ answerMarkClaim }) => answerMarkClaim)) answered()
  }
  const choice = (which: boolean, name: string) => (
    <label>
      <input
        type="radio"
        name="accepted"
        required
        checked={accepted === which}
        onChange={() => setAccepted(which)}
      />
      {name}
    </label>
  )
  return (
    <Modal title={`${claim.pupilName}: ${claim.markValue}`} close={close}>
      <form
        className={styles.form}
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault()
          void send(new FormData(event.currentTarget))
        }}
      >
        <p className="muted">
          {claim.subjectName}, {shortDate(claim.date)}. Пишет {claim.claimedByName}, ошибку заметили{' '}
          {shortDate(claim.noticedOn)}:
        </p>
        <blockquote className={styles.words}>{claim.explanation}</blockquote>
        <fieldset className={styles.choice}>
          <legend>Ваше решение</legend>
          {choice(true, 'Исправить отметку')}
          {choice(false, 'Отметка верна, остаётся')}
        </fieldset>
        {accepted && (
          <label>
            Верная отметка
            <select name="value" required defaultValue="">
              <option value="" disabled>
                выберите
              </option>
              {values
                .filter((value) => value !== claim.mark?.value)
                .map((value) => (
                  <option key={value}>{value}</option>
                ))}
              <option value={takenAway}>отметки быть не должно</option>
            </select>
          </label>
        )}
        <label>
          Ответ семье
          <textarea name="answer" rows={3} required maxLength={1000} />
        </label>
        <p className="muted small">Ответить: {dueInWords(claim, zone, today)} (прил. 8, п. 1).</p>
        {refusal && (
          <p role="alert" className="red">
            {refusal.message}
          </p>
        )}
        <button type="submit" className="main" disabled={busy || accepted === null}>
          Ответить
        </button>
      </form>
    </Modal>
  )
}
