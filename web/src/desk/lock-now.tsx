'use client'
import Link from 'next/link'
import { LockDeskDocument } from '../generated/graph.js'
import { act } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import { desksChanged } from './channel.js'
import { useIdle } from './use-idle.js'

/** Locks the desk by a click, by Alt+Shift+L, or after idling; who has no PIN yet is led to where it is set. */
export function LockNow() {
  const { hasDeskPin, again } = useSession()
  const { slug } = useHat()
  const lock = async () => {
    await act(LockDeskDocument, { input: { requestId: newId() } })
    desksChanged.tell()
    await again()
  }
  useIdle(hasDeskPin, () => void lock())
  if (!hasDeskPin) return <Link href={`/${slug}/sessions`}>Закрывать экран по PIN</Link>
  return (
    <button type="button" className="link" onClick={() => void lock()} title="Alt+Shift+L">
      Закрыть экран
    </button>
  )
}
