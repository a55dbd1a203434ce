// «Мой вход»: where this account is open, its password, second step, PIN, keys for programs.
'use client'
import { useState } from 'react'
import { Theft } from '../accounts/account-dialog.js'
import { Modal } from '../controls/modal.js'
import { OwnLoginDocument } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { ApiTokens } from './api-tokens.js'
import { leave } from './leaving.js'
import { OwnPassword } from './own-password.js'
import { OwnPin } from './own-pin.js'
import { OwnSecondFactor } from './own-second-factor.js'
import { useSession } from './session.js'
import { SessionList } from './session-list.js'
import styles from './sessions.module.css'

const noVariables = {}

export function OwnLoginPage() {
  const { username, hats, accountId } = useSession()
  const { data, loading, trouble, again } = useQuestion(OwnLoginDocument, noVariables)
  const [stolen, setStolen] = useState(false)
  const viewer = data?.viewer
  const changed = () => void again()
  const tokens = hats.some(({ role }) => role === 'COORDINATOR' || role === 'INSPECTOR')
  return (
    <main className="page">
      <title>Мой вход · Журнал</title>
      <h1>Мой вход</h1>
      <p className="muted">Логин {username}. Он только ваш: передавать его нельзя никому (п. 4.1).</p>
      <section className={styles.part} aria-labelledby="open">
        <h2 id="open">Где открыт журнал</h2>
        <SessionList />
      </section>
      {loading && <span className="waiting" />}
      {!loading && !viewer && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      {viewer && (
        <>
          <section className={styles.part} aria-labelledby="password">
            <h2 id="password">Пароль</h2>
            <OwnPassword />
          </section>
          <section className={styles.part} aria-labelledby="second">
            <h2 id="second">Второй шаг входа</h2>
            <OwnSecondFactor on={viewer.account?.secondFactor ?? false} changed={changed} />
          </section>
          <section className={styles.part} aria-labelledby="pin">
            <h2 id="pin">Закрытый экран</h2>
            <OwnPin has={viewer.hasDeskPin ?? false} changed={changed} />
          </section>
          {tokens && (
            <section className={styles.part} aria-labelledby="tokens">
              <h2 id="tokens">Ключи для программ</h2>
              <ApiTokens tokens={viewer.apiTokens ?? []} changed={changed} />
            </section>
          )}
          <section className={styles.part} aria-labelledby="stolen">
            <h2 id="stolen">Вход украли?</h2>
            <p>
              Если под вашим входом работал кто-то другой, сообщите сразу: вход остановится, а сделанное под
              ним разберут и отменят (п. 4.3, 4.4).
            </p>
            <button type="button" onClick={() => setStolen(true)}>
              Мой вход украден
            </button>
          </section>
        </>
      )}
      {stolen && (
        <Modal title="Вход украден" close={() => setStolen(false)}>
          <Theft account={{ id: accountId }} done={leave} />
        </Modal>
      )}
    </main>
  )
}
