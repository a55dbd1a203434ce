'use client'
import { useState } from 'react'
import { ResetPasswordDocument, type AccountLineFragment } from '../generated/graph.js'
import { act, troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import styles from './accounts.module.css'

type Props = { readonly account: AccountLineFragment; readonly done: () => void }

/** A new temporary password, shown here and nowhere else: by the class teacher's phone in the evening too. */
export function ResetPassword({ account, done }: Props) {
  const [shown, setShown] = useState<{ readonly username: string; readonly password: string } | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const reset = async () => {
    setBusy(true)
    const input = { requestId: newId(), personId: account.person?.id ?? '' }
    const { data, trouble } = await act(ResetPasswordDocument, { input })
    setBusy(false)
    const payload = data?.resetPassword
    if (payload?.temporaryPassword)
      return setShown({ username: payload.username ?? account.username, password: payload.temporaryPassword })
    setFault(payload?.errors[0]?.message ?? troubleWords[trouble ?? 'service'])
  }
  if (shown)
    return (
      <div className={styles.dialog}>
        <dl className={styles.slip}>
          <dt>Логин</dt>
          <dd>{shown.username}</dd>
          <dt>Временный пароль</dt>
          <dd>{shown.password}</dd>
        </dl>
        <p className="small amber">Пароль больше нигде не покажут. При входе его сменят на свой.</p>
        <button type="button" className="main" onClick={done}>
          Готово
        </button>
      </div>
    )
  return (
    <div className={styles.dialog}>
      <p>Прежний пароль перестанет подходить, открытые входы завершатся.</p>
      {fault && (
        <p role="alert" className="red">
          {fault}
        </p>
      )}
      <button type="button" className="main" disabled={busy} onClick={() => void reset()}>
        Сделать новый пароль
      </button>
    </div>
  )
}
