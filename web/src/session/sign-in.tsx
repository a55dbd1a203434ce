'use client'
import { useRouter, useSearchParams } from 'next/navigation'
import { useState, type FormEvent } from 'react'
import { forgetSession } from '../graph/client.js'
import { memoryHolds } from '../unsent/device.js'
import { DemonstrationLogins } from './demonstration-logins.js'
import { finishLeaving } from './leaving.js'
import { SignInCode } from './sign-in-code.js'
import styles from './sign-in.module.css'

const offlineWords = 'Нет связи со школьным сервером. Проверьте сеть и попробуйте ещё раз.'
const codeAsked = Symbol('code')
const wrongWords = 'Логин или пароль не подходят. Проверьте раскладку и попробуйте ещё раз.'

/** What the door says, in words; null: signed in; or that a code is asked for. */
async function signIn(username: string, password: string): Promise<string | typeof codeAsked | null> {
  try {
    // Who left without a connection is signed out before the next person is let in.
    if (!(await finishLeaving())) return offlineWords
    const answer = await fetch('/auth/sign-in/username', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: username.trim(), password }),
    })
    if (answer.ok) {
      const said: unknown = await answer.json().catch(() => null)
      return typeof said === 'object' && said !== null && 'twoFactorRedirect' in said ? codeAsked : null
    }
    if (answer.status === 429) return tooOften(answer.headers.get('retry-after'))
    if (answer.status === 401 || answer.status === 400) return wrongWords
    return 'Войти сейчас не получается: сервер школы не отвечает. Попробуйте через минуту.'
  } catch {
    return offlineWords
  }
}

function tooOften(retryAfter: string | null): string {
  const minutes = Math.ceil(Number(retryAfter ?? 0) / 60)
  const wait = minutes > 0 ? `${minutes} мин` : 'несколько минут'
  return `Слишком много попыток, подождите ${wait}. Забытый пароль меняет координатор журнала.`
}

/** Only a path of our own: a link from a letter must not lead elsewhere after the sign-in. */
const safeNext = (next: string | null): string => (next && /^\/(?![/\\])/.test(next) ? next : '/')

export function SignIn({ demonstration }: { readonly demonstration: boolean }) {
  const router = useRouter()
  const next = safeNext(useSearchParams().get('next'))
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [code, setCode] = useState(false)
  const arrived = () => {
    forgetSession()
    // A whole new page, so that nothing of who was here before stays in the tab; unless it holds entries that the
    // browser would not keep: they lie under their own account, and wait for it.
    if (memoryHolds()) router.replace(next)
    else window.location.assign(next)
  }
  const enter = async (username: string, password: string) => {
    setBusy(true)
    const refusal = await signIn(username, password)
    setBusy(false)
    if (refusal === codeAsked) return setCode(true)
    setTrouble(refusal)
    if (!refusal) arrived()
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    void enter(String(form.get('username') ?? ''), String(form.get('password') ?? ''))
  }
  if (code) return <SignInCode arrived={arrived} back={() => setCode(false)} />
  return (
    <main className={styles.page}>
      <title>Вход · Журнал</title>
      <h1>Журнал</h1>
      <p className="muted">Электронный журнал школы</p>
      <form onSubmit={submit} className={styles.form}>
        <label>
          Логин
          <input
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            autoFocus
          />
        </label>
        <label>
          Пароль
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        <p role="alert" className={styles.trouble}>
          {trouble}
        </p>
        <button type="submit" className="main" disabled={busy}>
          {busy ? 'Входим…' : 'Войти'}
        </button>
      </form>
      {demonstration && <DemonstrationLogins busy={busy} enter={enter} />}
    </main>
  )
}
