'use client'
import { useState } from 'react'
import { form, plural } from '../school/words.js'
import { useLasting, useOnline } from './connection.js'
import type { OutboxView } from './outbox.js'
import { UnsentList } from './unsent-list.js'
import { useOutbox } from './use-desk.js'
import styles from './unsent.module.css'

// An entry is usually confirmed within a fraction of it.
const usualMs = 2_000

/** On every page, when there is something to say: no connection, entries that wait, entries that were refused. */
export function UnsentBar() {
  const view = useOutbox()
  const online = useOnline()
  const [open, setOpen] = useState(false)
  const { waiting, refused } = view
  const slow = useLasting(waiting.length > 0, usualMs)
  const offline = !online || (view.unreachable && waiting.length > 0)
  const shown = offline || slow || refused.length > 0
  return (
    <>
      <div role="status" aria-live="polite">
        {shown && (
          <div className={styles.bar} data-unsent-bar>
            <span>
              {refused.length > 0 && <b className="red">{notWritten(refused.length)}</b>}
              {(offline || slow) && <span className="amber">{waitingWords(view, offline)}</span>}
            </span>
            {waiting.length + refused.length > 0 && (
              <button type="button" className="link" onClick={() => setOpen(true)}>
                Показать
              </button>
            )}
          </div>
        )}
      </div>
      {open && <UnsentList view={view} offline={offline} close={() => setOpen(false)} />}
    </>
  )
}

const notWritten = (count: number): string => `Не записано: ${plural(count, 'запись', 'записи', 'записей')}. `

// What is not yet on the device is not said to be there.
function waitingWords({ waiting, durable, unsaved }: OutboxView, offline: boolean): string {
  const count = durable ? waiting.length - unsaved : waiting.length
  if (count === 0) return 'Нет связи со школьным сервером.'
  const start = offline ? 'Нет связи. ' : 'Отправляется: '
  const what = plural(count, 'запись', 'записи', 'записей')
  if (!durable) return `${start}${what} только в этой вкладке: не закрывайте её.`
  const wait = form(count, 'ждёт', 'ждут', 'ждут')
  return offline ? `${start}${what} ${wait} на этом устройстве.` : `${start}${what}.`
}
