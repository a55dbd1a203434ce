'use client'
import { useState } from 'react'
import { EndOtherSessionsDocument, EndSessionDocument, SessionsDocument } from '../generated/graph.js'
import { act, troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useQuestion } from '../graph/use-question.js'
import { momentInWords } from '../school/dates.js'
import { browserName } from './browser-name.js'
import { useSession } from './session.js'
import styles from './sessions.module.css'

const noVariables = {}

/** Where this account is signed in, to be ended from here (4.1). */
export function SessionList() {
  const { zone, today } = useSession()
  const { data, loading, trouble, again } = useQuestion(SessionsDocument, noVariables)
  const [refusal, setRefusal] = useState<string | null>(null)
  const end = async (sessionId: string) => {
    const answer = await act(EndSessionDocument, { input: { requestId: newId(), sessionId } })
    const error = answer.data?.endSession.errors[0]?.message
    setRefusal(error ?? (answer.trouble ? troubleWords[answer.trouble] : null))
    await again()
  }
  const endOthers = async () => {
    const answer = await act(EndOtherSessionsDocument, { input: { requestId: newId() } })
    setRefusal(answer.trouble ? troubleWords[answer.trouble] : null)
    await again()
  }
  const sessions = data?.viewer?.sessions ?? null
  const twoPlaces = sessions?.some(({ concurrent }) => concurrent) ?? false
  return (
    <>
      {twoPlaces && (
        <p className="amber" role="status">
          Журнал под вашим входом открыт в двух местах сразу. Если одно из них не ваше, завершите его и
          смените пароль.
        </p>
      )}
      {refusal && (
        <p role="alert" className="red">
          {refusal}
        </p>
      )}
      {loading && <span className="waiting" style={{ marginTop: 24, maxWidth: 520 }} />}
      {!loading && !sessions && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      <ul className={styles.sessions}>
        {sessions?.map((one) => (
          <li key={one.id}>
            <div>
              <b>{browserName(one.userAgent ?? '')}</b>
              <p className="muted small">
                Вход {momentInWords(one.startedAt, zone, today)}
                {one.lastUsedAt ? `, последний раз ${momentInWords(one.lastUsedAt, zone, today)}` : ''}
                {one.address ? `, адрес ${one.address}` : ''}
              </p>
              {one.concurrent && <p className="amber small">открыт одновременно с другим входом</p>}
            </div>
            {one.current ? (
              <span className="green">этот вход</span>
            ) : (
              <button type="button" onClick={() => void end(one.id)}>
                Завершить
              </button>
            )}
          </li>
        ))}
      </ul>
      {sessions && sessions.length > 1 && (
        <p style={{ marginTop: 12 }}>
          <button type="button" onClick={() => void endOthers()}>
            Завершить все, кроме этого
          </button>
        </p>
      )}
    </>
  )
}
