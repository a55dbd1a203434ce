// The teacher's desk, locked (A6.6): nothing of the journal is on the screen, nor would the server give it.
'use client'
import { useEffect, useState, type FormEvent } from 'react'
import { UnlockDeskDocument } from '../generated/graph.js'
import { act, troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { leave } from '../session/leaving.js'
import { useSignedOut } from '../session/signed-out.js'
import { desksChanged } from './channel.js'
import styles from '../session/sign-in.module.css'

type Props = { readonly name: string; readonly opened: () => Promise<void> }

export function LockedDesk({ name, opened }: Props) {
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const signedOut = useSignedOut()
  useEffect(() => desksChanged.hear(() => void opened()), [opened])
  const open = async (form: HTMLFormElement) => {
    setBusy(true)
    const pin = String(new FormData(form).get('pin') ?? '')
    const { data, trouble: fault } = await act(UnlockDeskDocument, { input: { requestId: newId(), pin } })
    setBusy(false)
    form.reset()
    const payload = data?.unlockDesk
    // The fifth wrong PIN has ended the session.
    if (fault === 'signed-out' || payload?.triesLeft === 0) return signedOut()
    const error = payload?.errors[0]
    if (!payload) return setTrouble(troubleWords[fault ?? 'service'])
    if (error && error.code !== 'NOT_LOCKED') return setTrouble(error.message)
    desksChanged.tell()
    await opened()
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void open(event.currentTarget)
  }
  return (
    <main className={styles.page}>
      <title>Журнал закрыт</title>
      <h1>Журнал закрыт</h1>
      <p className="muted">{name}</p>
      <form onSubmit={submit} className={styles.form}>
        <label>
          PIN
          <input
            name="pin"
            type="password"
            inputMode="numeric"
            autoComplete="off"
            pattern="\d{4,8}"
            maxLength={8}
            required
            autoFocus
          />
        </label>
        <p role="alert" className={styles.trouble}>
          {trouble}
        </p>
        <button type="submit" className="main" disabled={busy}>
          Открыть
        </button>
      </form>
      <p className={styles.leave}>
        Забыли PIN или за столом другой человек?{' '}
        <button type="button" className="link" onClick={leave}>
          Выйти
        </button>
      </p>
    </main>
  )
}
