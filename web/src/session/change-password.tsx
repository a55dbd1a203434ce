'use client'
import { useRef, useState, type FormEvent, type RefObject } from 'react'
import { leave } from './leaving.js'
import { faultsOf, leastSigns, refusalOf, type PasswordFaults, type PasswordField } from './password-rules.js'
import styles from './sign-in.module.css'

const fields: readonly (readonly [name: PasswordField, label: string, complete: string])[] = [
  ['before', 'Выданный пароль', 'current-password'],
  ['after', 'Новый пароль', 'new-password'],
  ['again', 'Новый пароль ещё раз', 'new-password'],
]

/** What the door says of it; empty: changed. */
export async function changePassword(currentPassword: string, newPassword: string): Promise<PasswordFaults> {
  try {
    const answer = await fetch('/auth/change-password', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ currentPassword, newPassword, revokeOtherSessions: true }),
    })
    if (answer.ok) return {}
    const said: unknown = await answer.json().catch(() => null)
    const code = typeof said === 'object' && said !== null && 'code' in said ? String(said.code) : ''
    return refusalOf(answer.status, code)
  } catch {
    // No connection: told with the same words as a server that does not answer.
    return refusalOf(503, '')
  }
}

/** Sends the form; the first field that is wrong gets the cursor. */
function useChange(form: RefObject<HTMLFormElement | null>, changed: () => void) {
  const [faults, setFaults] = useState<PasswordFaults>({})
  const [busy, setBusy] = useState(false)
  const show = (found: PasswordFaults) => {
    setFaults(found)
    const wrong = fields.find(([name]) => found[name])?.[0]
    if (wrong) form.current?.querySelector<HTMLInputElement>(`input[name="${wrong}"]`)?.focus()
  }
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const entered = new FormData(event.currentTarget)
    const of = (name: PasswordField) => String(entered.get(name) ?? '')
    const seen = faultsOf(of('before'), of('after'), of('again'))
    if (Object.keys(seen).length > 0) return show(seen)
    setBusy(true)
    const refusal = await changePassword(of('before'), of('after'))
    setBusy(false)
    show(refusal)
    if (Object.keys(refusal).length === 0) changed()
  }
  return { faults, busy, submit }
}

/** Before the first work: the password that was handed out is changed to an own one. */
export function ChangePassword({ changed }: { readonly changed: () => void }) {
  const form = useRef<HTMLFormElement>(null)
  const { faults, busy, submit } = useChange(form, changed)
  return (
    <main className={styles.page}>
      <title>Новый пароль · Журнал</title>
      <h1>Новый пароль</h1>
      <p className="muted">
        Пароль, который вам выдали, временный: его знаете не только вы. Придумайте свой.
      </p>
      <form ref={form} onSubmit={(event) => void submit(event)} className={styles.form} noValidate>
        {fields.map(([name, label, complete]) => (
          <div key={name} className={styles.field}>
            <label>
              {label}
              <input
                name={name}
                type="password"
                autoComplete={complete}
                aria-invalid={faults[name] !== undefined}
                aria-describedby={`${name}-fault${name === 'after' ? ' password-rules' : ''}`}
                autoFocus={name === 'before'}
              />
            </label>
            {name === 'after' && (
              <p id="password-rules" className={styles.rules}>
                Не короче {leastSigns} знаков и не тот, что вам выдали. Буквы, цифры, знаки и пробелы — любые;
                хорошо запоминаются три-четыре слова подряд.
              </p>
            )}
            <p id={`${name}-fault`} role="alert" className={styles.fault}>
              {faults[name]}
            </p>
          </div>
        ))}
        <p role="alert" className={styles.trouble}>
          {faults.whole}
        </p>
        <button type="submit" className="main" disabled={busy}>
          Сменить пароль
        </button>
      </form>
      <p className={styles.leave}>
        Вход не ваш или пароль придумаете позже?{' '}
        <button type="button" className="link" onClick={leave}>
          Выйти
        </button>
      </p>
    </main>
  )
}
