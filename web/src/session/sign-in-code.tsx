'use client'
import { useState, type FormEvent } from 'react'
import { callAuth, codeRefusal } from './auth-call.js'
import styles from './sign-in.module.css'

type Props = { readonly arrived: () => void; readonly back: () => void }

/** The second step: the code of the app, or one of the spare codes. */
export function SignInCode({ arrived, back }: Props) {
  const [spare, setSpare] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const send = async (code: string) => {
    setBusy(true)
    const answer = await callAuth(`two-factor/${spare ? 'verify-backup-code' : 'verify-totp'}`, { code })
    setBusy(false)
    if (answer.status === 200) return arrived()
    setTrouble(codeRefusal(answer))
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void send(String(new FormData(event.currentTarget).get('code') ?? '').trim())
  }
  return (
    <main className={styles.page}>
      <title>Вход · Журнал</title>
      <h1>Второй шаг</h1>
      <p className="muted">
        {spare ? 'Введите один из запасных кодов.' : 'Введите код из приложения на телефоне.'}
      </p>
      <form onSubmit={submit} className={styles.form}>
        <label>
          {spare ? 'Запасной код' : 'Код'}
          <input
            key={String(spare)}
            name="code"
            required
            autoFocus
            autoComplete="one-time-code"
            inputMode={spare ? 'text' : 'numeric'}
            maxLength={20}
          />
        </label>
        <p role="alert" className={styles.trouble}>
          {trouble}
        </p>
        <button type="submit" className="main" disabled={busy}>
          Войти
        </button>
      </form>
      <p className={styles.leave}>
        <button type="button" className="link" onClick={() => setSpare(!spare)}>
          {spare ? 'Есть код из приложения' : 'Телефона нет под рукой'}
        </button>
        {' · '}
        <button type="button" className="link" onClick={back}>
          Другой логин
        </button>
      </p>
    </main>
  )
}
