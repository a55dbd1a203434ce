'use client'
import { useMemo, useState, type FormEvent } from 'react'
import { Modal } from '../controls/modal.js'
import { AppointDocument, StaffToAppointDocument, type Role } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useQuestion } from '../graph/use-question.js'
import { roleName } from '../session/hats.js'
import { useSession } from '../session/session.js'
import styles from '../orders/orders.module.css'

type Props = { readonly roles: readonly Role[]; readonly close: () => void }

export function Appoint({ roles, close }: Props) {
  const { school, today } = useSession()
  const { data } = useQuestion(
    StaffToAppointDocument,
    useMemo(() => ({ schoolId: school.id }), [school.id]),
  )
  const [role, setRole] = useState<Role>(roles[0] ?? 'TEACHER')
  const [id] = useState(newId)
  const { busy, refusal, run } = useAct()
  const appoint = async (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const input = {
      requestId: newId(),
      schoolId: school.id,
      id,
      personId: text('person'),
      role,
      schoolClassId: role === 'CLASS_TEACHER' ? text('class') : null,
      from: text('from'),
      until: text('until') || null,
      orderNumber: text('number'),
      orderDate: text('date'),
    }
    if (await run(AppointDocument, { input }, ({ appoint: payload }) => payload)) close()
  }
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void appoint(new FormData(event.currentTarget))
  }
  return (
    <Modal title="Назначить" close={close}>
      <form onSubmit={send} className={styles.form}>
        <label>
          Роль
          <select
            value={role}
            onChange={({ target }) => setRole(roles.find((one) => one === target.value) ?? role)}
          >
            {roles.map((one) => (
              <option key={one} value={one}>
                {roleName(one)}
              </option>
            ))}
          </select>
        </label>
        <label>
          Кого
          <select name="person" required defaultValue="">
            <option value="">Выберите сотрудника</option>
            {data?.school?.staff?.map((person) => (
              <option key={person.id} value={person.id}>
                {person.fullName}
                {person.position ? `, ${person.position}` : ''}
              </option>
            ))}
          </select>
        </label>
        {role === 'CLASS_TEACHER' && (
          <label>
            Класс
            <select name="class" required defaultValue="">
              <option value="">Выберите класс</option>
              {data?.school?.classes?.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          С какого дня
          <input name="from" type="date" required defaultValue={today} />
        </label>
        <label>
          По какой день (если на время)
          <input name="until" type="date" />
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
        <button type="submit" className="main" disabled={busy}>
          Назначить
        </button>
      </form>
    </Modal>
  )
}
