'use client'
import { useState } from 'react'
import { EndSessionDocument, SessionsDocument } from '../generated/graph.js'
import { act, troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useQuestion } from '../graph/use-question.js'
import { momentInWords } from '../school/dates.js'
import { browserName } from './browser-name.js'
import { useSession } from './session.js'
import styles from './sessions.module.css'

const noVariables = {}

/** «Мои входы»: where this account is signed in, to be ended from here (4.1). */
export function SessionsPage() {
  const { zone, today, username } = useSession()
  const { data, loading, trouble, again } = useQuestion(SessionsDocument, noVariables)
  const [refusal, setRefusal] = useState<string | null>(null)
  const end = async (sessionId: string) => {
    const answer = await act(EndSessionDocument, { input: { requestId: newId(), sessionId } })
    const error = answer.data?.endSession.errors[0]?.message
    setRefusal(error ?? (answer.trouble ? troubleWords[answer.trouble] : null))
    await again()
  }
  const sessions = data?.viewer?.sessions ?? null
  return (
    <main className="page">
      <title>Мои входы · Журнал</title>
      <h1>Мои входы</h1>
      <p className="muted">
        Где сейчас открыт журнал под вашим логином {username}. Незнакомый вход завершите и смените пароль (п.
        4.1).
      </p>
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
              </p>
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
    </main>
  )
}
