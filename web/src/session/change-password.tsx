'use client'
import { useState, type FormEvent } from 'react'
import styles from './sign-in.module.css'

// As the door asks for.
const leastLetters = 8

/** What the door says, in words; null: changed. */
async function changePassword(currentPassword: string, newPassword: string): Promise<string | null> {
  try {
    const answer = await fetch('/auth/change-password', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ currentPassword, newPassword, revokeOtherSessions: true }),
    })
    if (answer.ok) return null
    if (answer.status === 429) return 'Слишком много попыток, подождите несколько минут.'
    if (answer.status < 500) return 'Не подошло: проверьте прежний пароль, а новый сделайте длиннее.'
  } catch {
    // No connection: told with the same words as a server that does not answer.
  }
  return 'Нет связи со школьным сервером. Попробуйте через минуту.'
}

/** Before the first work: the password that was handed out is changed to an own one. */
export function ChangePassword({ changed }: { readonly changed: () => void }) {
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const change = async (form: FormData) => {
    const [before, after, again] = ['before', 'after', 'again'].map((name) => String(form.get(name) ?? ''))
    if (!before || !after || after !== again) return setTrouble('Новый пароль и его повтор не совпадают.')
    setBusy(true)
    const refusal = await changePassword(before, after)
    setBusy(false)
    setTrouble(refusal)
    if (!refusal) changed()
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void change(new FormData(event.currentTarget))
  }
  return (
    <main className={styles.page}>
      <title>Новый пароль · Журнал</title>
      <h1>Новый пароль</h1>
      <p className="muted">
        Пароль, который вам выдали, временный. Придумайте свой, не короче {leastLetters} знаков.
      </p>
      <form onSubmit={submit} className={styles.form}>
        <label>
          Выданный пароль
          <input name="before" type="password" autoComplete="current-password" required autoFocus />
        </label>
        <label>
          Новый пароль
          <input name="after" type="password" autoComplete="new-password" minLength={leastLetters} required />
        </label>
        <label>
          Новый пароль ещё раз
          <input name="again" type="password" autoComplete="new-password" minLength={leastLetters} required />
        </label>
        <p role="alert" className={styles.trouble}>
          {trouble}
        </p>
        <button type="submit" className="main" disabled={busy}>
          Сменить пароль
        </button>
      </form>
    </main>
  )
}
