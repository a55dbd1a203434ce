// The second step of the sign-in, set up by its owner: an app on the phone gives codes (TOTP, RFC 6238).
'use client'
import QRCode from 'qrcode'
import { useEffect, useState, type FormEvent } from 'react'
import { forgetSession } from '../graph/client.js'
import { callAuth, codeRefusal } from './auth-call.js'
import { leave } from './leaving.js'
import styles from './sign-in.module.css'

type Begun = { readonly uri: string; readonly spare: readonly string[] }

export function SetUpSecondFactor({ done }: { readonly done: () => void }) {
  const [begun, setBegun] = useState<Begun | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const begin = async (password: string) => {
    setBusy(true)
    const answer = await callAuth('two-factor/enable', { password })
    setBusy(false)
    const { totpURI, backupCodes } = answer.body
    if (answer.status !== 200 || typeof totpURI !== 'string') return setTrouble(codeRefusal(answer))
    setTrouble(null)
    setBegun({ uri: totpURI, spare: Array.isArray(backupCodes) ? backupCodes.map(String) : [] })
  }
  const confirm = async (code: string) => {
    setBusy(true)
    const answer = await callAuth('two-factor/verify-totp', { code })
    setBusy(false)
    if (answer.status !== 200) return setTrouble(codeRefusal(answer))
    // The session is a new one from here on.
    forgetSession()
    done()
  }
  const send =
    (name: string, then: (text: string) => Promise<void>) => (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault()
      void then(String(new FormData(event.currentTarget).get(name) ?? '').trim())
    }
  if (!begun)
    return (
      <form key="password" className={styles.form} onSubmit={send('password', begin)}>
        <label>
          Ваш пароль
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        <p role="alert" className={styles.trouble}>
          {trouble}
        </p>
        <button type="submit" className="main" disabled={busy}>
          Дальше
        </button>
      </form>
    )
  return (
    <form key="code" className={styles.form} onSubmit={send('code', confirm)}>
      <p>
        Откройте на телефоне приложение для кодов (Яндекс Ключ, Google Authenticator, любое другое) и снимите
        этот рисунок.
      </p>
      <Picture uri={begun.uri} />
      <details>
        <summary>Рисунок не снимается</summary>
        <p className="small" style={{ overflowWrap: 'anywhere' }}>
          Введите в приложение ключ: {new URL(begun.uri).searchParams.get('secret')}
        </p>
      </details>
      <div>
        <p>
          <b>Запасные коды.</b> Каждый подходит один раз, когда телефона нет. Запишите их на бумагу.
        </p>
        <ul className={styles.spare}>
          {begun.spare.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </div>
      <label>
        Код из приложения
        <input name="code" required inputMode="numeric" autoComplete="one-time-code" maxLength={8} />
      </label>
      <p role="alert" className={styles.trouble}>
        {trouble}
      </p>
      <button type="submit" className="main" disabled={busy}>
        Включить
      </button>
    </form>
  )
}

function Picture({ uri }: { readonly uri: string }) {
  const [image, setImage] = useState<string | null>(null)
  useEffect(() => {
    void QRCode.toDataURL(uri, { margin: 2, width: 220 }).then(setImage)
  }, [uri])
  return image ? <img src={image} width={220} height={220} alt="Рисунок с ключом для приложения" /> : null
}

/** The school asks it of the viewer's role: nothing is shown before. */
export function MustSetUpSecondFactor({ done }: { readonly done: () => void }) {
  return (
    <main className={styles.page}>
      <title>Второй шаг входа · Журнал</title>
      <h1>Второй шаг входа</h1>
      <p className="muted">
        Школа просит вашу роль входить в два шага: пароль и код с телефона. Настройте это сейчас, работа
        продолжится сразу после.
      </p>
      <SetUpSecondFactor done={done} />
      <p className={styles.leave}>
        <button type="button" className="link" onClick={leave}>
          Выйти
        </button>
      </p>
    </main>
  )
}
