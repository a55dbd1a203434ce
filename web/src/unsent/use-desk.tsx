// The desk of who is signed in, for all pages; it is cleared when they leave.
'use client'
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'
import { useSignedOut } from '../session/signed-out.js'
import { openDesk, type Desk, type DeskOf } from './desk.js'
import type { OutboxView } from './outbox.js'

const DeskContext = createContext<Desk | null>(null)

/** Only under DeskGate, which draws no page without one. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('a page outside of DeskGate')
  return desk
}

type Props = DeskOf & { readonly children: ReactNode; readonly waiting: ReactNode }

export function DeskGate({ accountId, deviceKey, children, waiting }: Props) {
  const [desk, setDesk] = useState<Desk | null>(null)
  const signedOut = useSignedOut()
  useEffect(() => {
    const opened = openDesk({ accountId, deviceKey }, signedOut)
    setDesk(opened)
    window.addEventListener('online', opened.outbox.resume)
    // Asked only for what the device does not keep: the rest is there when the tab is opened again.
    const ask = (event: BeforeUnloadEvent) => {
      if (opened.outbox.unsaved() > 0) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => {
      window.removeEventListener('online', opened.outbox.resume)
      window.removeEventListener('beforeunload', ask)
      opened.close()
      setDesk(null)
    }
  }, [accountId, deviceKey, signedOut])
  return desk ? <DeskContext value={desk}>{children}</DeskContext> : waiting
}

export function useOutbox(): OutboxView {
  const { outbox } = useDesk()
  return useSyncExternalStore(outbox.subscribe, outbox.view, outbox.view)
}
