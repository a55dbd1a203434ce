'use client'
import type { FormEvent } from 'react'
import { Modal } from '../controls/modal.js'
import { EndAppointmentDocument, type AppointmentLineFragment } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { roleName } from '../session/hats.js'
import { useSession } from '../session/session.js'
import styles from '../orders/orders.module.css'

type Props = { readonly appointment: AppointmentLineFragment; readonly close: () => void }

export function EndAppointment({ appointment, close }: Props) {
  const { today } = useSession()
  const { busy, refusal, run } = useAct()
  const end = async (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const input = {
      requestId: newId(),
      appointmentId: appointment.id ?? '',
      until: text('until'),
      orderNumber: text('number'),
      orderDate: text('date'),
    }
    if (await run(EndAppointmentDocument, { input }, ({ endAppointment }) => endAppointment)) close()
  }
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void end(new FormData(event.currentTarget))
  }
  return (
    <Modal
      title={`${appointment.person?.fullName ?? ''}: освободить от роли «${roleName(appointment.role)}»?`}
      close={close}
    >
      <form onSubmit={send} className={styles.form}>
        <p className="muted">Записи, сделанные в этой роли, остаются.</p>
        <label>
          Последний день в роли
          <input name="until" type="date" required defaultValue={today} />
        </label>
        <label>
          Номер приказа
          <input name="number" required maxLength={40} />
        </label>
        <label>
          Дата приказа
          <input name="date" type="date" required max={today} defaultValue={today} />
        </label>
        {refusal && (
          <p role="alert" className="red">
            {refusal.message}
          </p>
        )}
        <div className="row">
          <button type="submit" className="main" disabled={busy}>
            Освободить
          </button>
          <button type="button" onClick={close}>
            Оставить
          </button>
        </div>
      </form>
    </Modal>
  )
}
