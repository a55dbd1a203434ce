// Signing out takes the server: the cookie is not ours to delete. Without a connection the portal closes at once and
// the session is ended before anything is shown again, whoever opens the portal next.
'use client'
import { useEffect, useSyncExternalStore, type ReactNode } from 'react'
import styles from './sign-in.module.css'

const sign = 'zhurnal-leaving'
const retryMs = 3_000

const changed = new EventTarget()
const listen = (listener: () => void): (() => void) => {
  changed.addEventListener('changed', listener)
  // Told by the browser to all other tabs.
  window.addEventListener('storage', listener)
  return () => {
    changed.removeEventListener('changed', listener)
    window.removeEventListener('storage', listener)
  }
}

let leavingHere = false

function isLeaving(): boolean {
  try {
    return leavingHere || localStorage.getItem(sign) !== null
  } catch {
    return leavingHere
  }
}

function note(leaving: boolean): void {
  leavingHere = leaving
  try {
    if (leaving) localStorage.setItem(sign, '1')
    else localStorage.removeItem(sign)
  } catch {
    // A browser that keeps nothing: then only this tab knows.
  }
  changed.dispatchEvent(new Event('changed'))
}

/** From now on nothing of this person is shown in this browser. */
export const leave = (): void => note(true)

/** Ends the session that was left. False: no connection. */
export async function finishLeaving(): Promise<boolean> {
  if (!isLeaving()) return true
  try {
    const answer = await fetch('/auth/sign-out', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    // 400 and 401: there is no such session any more.
    if (!answer.ok && answer.status !== 400 && answer.status !== 401) return false
    note(false)
    return true
  } catch {
    return false
  }
}

/** Shows its children to nobody while a session is to be ended. */
export function LeavingGate({ children }: { readonly children: ReactNode }) {
  const leaving = useSyncExternalStore(listen, isLeaving, () => false)
  return leaving ? <Leaving /> : children
}

function Leaving() {
  useEffect(() => {
    // A whole new page, so that nothing of this person stays in the tab.
    const finish = async () => {
      if (await finishLeaving()) window.location.assign('/sign-in')
    }
    void finish()
    const again = () => void finish()
    const timer = setInterval(again, retryMs)
    window.addEventListener('online', again)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', again)
    }
  }, [])
  return (
    <main className={styles.page}>
      <title>Выход · Журнал</title>
      <h1>Вы выходите</h1>
      <p role="status">
        Выход завершится, как только ответит школьный сервер. До этого журнал здесь ничего не покажет.
      </p>
    </main>
  )
}
