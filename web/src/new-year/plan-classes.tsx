'use client'
import { useEffect, useState } from 'react'
import { OpenNextYearDocument, type OpenNextYearMutation } from '../generated/graph.js'
import { act, troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { plural } from '../school/words.js'
import styles from './new-year.module.css'

type Year = { readonly id: string; readonly name: string }
type Props = { readonly from: Year; readonly to: Year }
type Planned = NonNullable<OpenNextYearMutation['openNextYear']['planned']>

/** Classes of the next year: each a grade higher with its letter, first grades anew. */
export function PlanClasses({ from, to }: Props) {
  const [planned, setPlanned] = useState<Planned | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const ask = async (preview: boolean) => {
    setBusy(true)
    const input = { requestId: newId(), fromYearId: from.id, toYearId: to.id, preview }
    const { data, trouble } = await act(OpenNextYearDocument, { input })
    setBusy(false)
    const payload = data?.openNextYear
    setFault(payload ? (payload.errors[0]?.message ?? null) : troubleWords[trouble ?? 'service'])
    if (payload?.planned) setPlanned(payload.planned)
  }
  const { id: fromId } = from
  const { id: toId } = to
  useEffect(() => {
    void ask(true)
  }, [fromId, toId])
  const missing = planned?.filter(({ exists }) => !exists) ?? []
  return (
    <>
      {fault && (
        <p role="alert" className="red">
          {fault}
        </p>
      )}
      {planned && missing.length === 0 && (
        <p>
          {plural(planned.length, 'класс', 'класса', 'классов')}. <span className="green">Созданы</span>
        </p>
      )}
      {planned && missing.length > 0 && (
        <>
          <p>Будут созданы {plural(missing.length, 'класс', 'класса', 'классов')}:</p>
          <ul className={styles.classes}>
            {missing.map(({ name, fromClass }) => (
              <li key={name}>
                {name} <span className="muted">{fromClass ? `из ${fromClass.name}` : 'новый'}</span>
              </li>
            ))}
          </ul>
          <button
            type="button"
            className="main"
            disabled={busy}
            onClick={() => void ask(false).then(() => ask(true))}
          >
            Создать классы
          </button>
        </>
      )}
    </>
  )
}
