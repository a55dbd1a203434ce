'use client'
import { useState, type FormEvent } from 'react'
import { forgetSession } from '../graph/client.js'
import { callAuth, codeRefusal } from './auth-call.js'
import { SetUpSecondFactor } from './second-factor.js'
import styles from './sign-in.module.css'

export function OwnSecondFactor({ on, changed }: { readonly on: boolean; readonly changed: () => void }) {
  const [open, setOpen] = useState(false)
  const done = () => {
    setOpen(false)
    changed()
  }
  if (!open)
    return (
      <>
        <p>
          {on
            ? 'Включён: при входе, кроме пароля, спрашивают код с телефона.'
            : 'Выключен. С ним украденного пароля мало: нужен ещё код с вашего телефона.'}
        </p>
        <button type="button" onClick={() => setOpen(true)} style={{ marginTop: 10 }}>
          {on ? 'Выключить' : 'Включить второй шаг'}
        </button>
      </>
    )
  return on ? <TurnOff done={done} /> : <SetUpSecondFactor done={done} />
}

function TurnOff({ done }: { readonly done: () => void }) {
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const password = String(new FormData(event.currentTarget).get('password') ?? '')
    setBusy(true)
    const answer = await callAuth('two-factor/disable', { password })
    setBusy(false)
    if (answer.status !== 200) return setTrouble(codeRefusal(answer))
    forgetSession()
    done()
  }
  return (
    <form className={styles.form} style={{ maxWidth: 420 }} onSubmit={(event) => void send(event)}>
      <label>
        Ваш пароль
        <input name="password" type="password" autoComplete="current-password" required />
      </label>
      <p role="alert" className={styles.trouble}>
        {trouble}
      </p>
      <button type="submit" className="main" disabled={busy}>
        Выключить второй шаг
      </button>
    </form>
  )
}
