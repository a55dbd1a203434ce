'use client'
import { useState, type FormEvent } from 'react'
import { Modal } from '../controls/modal.js'
import { ChangeOrderDocument, type OrderLineFragment } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useSession } from '../session/session.js'
import styles from './orders.module.css'

type Props = { readonly order: OrderLineFragment; readonly close: () => void }

/** Corrects what the paper says; whom it moves stays. */
export function ChangeOrder({ order, close }: Props) {
  const { today } = useSession()
  const [requestId, setRequestId] = useState(newId)
  const { busy, refusal, run } = useAct()
  const submit = async (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const input = {
      requestId,
      orderId: order.id,
      number: text('number'),
      date: text('date'),
      note: text('note') || null,
      expectedVersion: order.version,
    }
    if (await run(ChangeOrderDocument, { input }, ({ changeOrder }) => changeOrder)) close()
    else setRequestId(newId())
  }
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void submit(new FormData(event.currentTarget))
  }
  return (
    <Modal title="Исправить приказ" close={close}>
      <form onSubmit={send} className={styles.form}>
        <label>
          Номер
          <input name="number" required maxLength={40} defaultValue={order.number} />
        </label>
        <label>
          Дата
          <input name="date" type="date" required max={today} defaultValue={order.date} />
        </label>
        <label>
          Примечание
          <input name="note" maxLength={500} defaultValue={order.note ?? ''} />
        </label>
        {refusal && (
          <p role="alert" className="red">
            {refusal.message}
          </p>
        )}
        <button type="submit" className="main" disabled={busy}>
          Сохранить
        </button>
      </form>
    </Modal>
  )
}
