// A child who was never at the school: the card and the place in a class, by the order.
'use client'
import { useRouter } from 'next/navigation'
import { useState, type FormEvent } from 'react'
import { EnrolNewPupilsDocument } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import type { Draft } from './new-order.js'
import { ToClass } from './to-class.js'
import styles from './orders.module.css'

type Props = { readonly draft: Draft; readonly change: (draft: Draft) => void }

export function EnrolNew({ draft, change }: Props) {
  const { school, today } = useSession()
  const { slug } = useHat()
  const router = useRouter()
  const { busy, refusal, run } = useAct()
  const [byGround, setByGround] = useState(false)
  const [ids, setIds] = useState(() => ({ requestId: newId(), id: newId() }))
  const enrol = async (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const consent = { purpose: 'EDUCATION' as const, from: text('consentFrom'), givenByName: text('givenBy') }
    const person = {
      id: ids.id,
      lastName: text('lastName'),
      firstName: text('firstName'),
      patronymic: text('patronymic') || null,
      birthDate: text('birthDate'),
      pupil: { schoolClassId: draft.toClassId, from: draft.effectiveOn },
      consent: byGround ? null : consent,
    }
    const input = {
      requestId: ids.requestId,
      schoolId: school.id,
      people: [person],
      order: { number: draft.number.trim(), date: draft.date },
      ground: byGround ? text('ground') : null,
    }
    if (await run(EnrolNewPupilsDocument, { input }, ({ addPeople }) => addPeople))
      router.push(`/${slug}/people/${ids.id}`)
    else setIds((before) => ({ ...before, requestId: newId() }))
  }
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void enrol(new FormData(event.currentTarget))
  }
  return (
    <form onSubmit={send}>
      <section className={styles.step} aria-labelledby="child">
        <h2 id="child">Кого</h2>
        <div className={styles.fields}>
          <label>
            Фамилия
            <input name="lastName" required maxLength={100} />
          </label>
          <label>
            Имя
            <input name="firstName" required maxLength={100} />
          </label>
          <label>
            Отчество
            <input name="patronymic" maxLength={100} />
          </label>
          <label>
            Дата рождения
            <input name="birthDate" type="date" required max={today} />
          </label>
        </div>
      </section>
      <section className={styles.step} aria-labelledby="where">
        <h2 id="where">Куда</h2>
        <ToClass draft={draft} change={change} />
      </section>
      <section className={styles.step} aria-labelledby="consent">
        <h2 id="consent">Согласие на обработку данных</h2>
        <p className="muted small">
          Без согласия или другого основания данные вносить нельзя (152-ФЗ; прил. 1, п. 1).
        </p>
        <div className={styles.fields} style={{ marginTop: 10 }}>
          <label>
            Чем подтверждено
            <select
              value={byGround ? 'ground' : 'consent'}
              onChange={({ target }) => setByGround(target.value === 'ground')}
            >
              <option value="consent">Согласие законного представителя</option>
              <option value="ground">Другое основание</option>
            </select>
          </label>
          {byGround ? (
            <label>
              Основание
              <input
                name="ground"
                required
                maxLength={300}
                placeholder="заявление о приёме № 7 от 20 августа"
              />
            </label>
          ) : (
            <>
              <label>
                Кто дал согласие
                <input name="givenBy" required maxLength={200} />
              </label>
              <label>
                Когда
                <input name="consentFrom" type="date" required max={today} defaultValue={today} />
              </label>
            </>
          )}
        </div>
      </section>
      <div className={styles.step}>
        {refusal && (
          <p role="alert" className="red">
            {refusal.message}
          </p>
        )}
        <button
          type="submit"
          className="main"
          disabled={busy || draft.number.trim() === '' || draft.toClassId === ''}
          style={{ marginTop: 10 }}
        >
          Зачислить
        </button>
      </div>
    </form>
  )
}
