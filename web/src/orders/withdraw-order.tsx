'use client'
import { useState, type FormEvent } from 'react'
import { Modal } from '../controls/modal.js'
import { WithdrawOrderDocument, type OrderLineFragment } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { plural } from '../school/words.js'
import styles from './orders.module.css'

type Props = { readonly order: OrderLineFragment; readonly close: () => void }

export function WithdrawOrder({ order, close }: Props) {
  const [requestId, setRequestId] = useState(newId)
  const { busy, refusal, run } = useAct()
  const withdraw = async (reason: string) => {
    const input = { requestId, orderId: order.id, reason, expectedVersion: order.version }
    if (await run(WithdrawOrderDocument, { input }, ({ withdrawOrder }) => withdrawOrder)) close()
    else setRequestId(newId())
  }
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void withdraw(String(new FormData(event.currentTarget).get('reason') ?? '').trim())
  }
  return (
    <Modal title={`Отменить приказ № ${order.number}?`} close={close}>
      <form onSubmit={send} className={styles.form}>
        <p className="muted">
          {plural(order.movements.length, 'ученик вернётся', 'ученика вернутся', 'учеников вернутся')} туда,
          где были до приказа. Отметки и пропуски остаются в журналах. Сам приказ останется в списке с
          пометкой «отменён».
        </p>
        <label>
          Почему
          <input name="reason" required maxLength={300} placeholder="внесён по ошибке" />
        </label>
        {refusal && (
          <p role="alert" className="red">
            {refusal.message}
          </p>
        )}
        <div className="row">
          <button type="submit" className="main" disabled={busy}>
            Отменить приказ
          </button>
          <button type="button" onClick={close}>
            Оставить как есть
          </button>
        </div>
      </form>
    </Modal>
  )
}
