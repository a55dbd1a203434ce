'use client'
import { useState, type FormEvent } from 'react'
import { WorkKindsDocument, type WorkFactsFragment } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { weightInWords } from '../school/words.js'
import styles from './lesson.module.css'

export type WorkSaid = {
  readonly kind?: string
  readonly title?: string
  readonly weight?: number
  readonly handedInOn?: string
  readonly checkedOn?: string
  readonly internalMonitoring?: boolean
  /** Days that are taken away. */
  readonly clear?: string[]
}

type Props = {
  /** Null: a new one. */
  readonly work: WorkFactsFragment | null
  readonly busy: boolean
  readonly words: string
  readonly keep: (said: WorkSaid & { readonly kind: string; readonly title: string }) => unknown
  readonly close: () => void
}

const noVariables = {}

/** Kind, title, weight, and of a work that stands the days of handing in and of checking (3.6.2). */
export function WorkForm({ work, busy, words, keep, close }: Props) {
  const { data, loading, trouble } = useQuestion(WorkKindsDocument, noVariables)
  const kinds = (data?.workKinds ?? []).filter(({ kind }) => kind !== 'ANSWER')
  const [kind, setKind] = useState(work?.kind ?? '')
  const chosen = kinds.find((one) => one.kind === kind) ?? kinds[0]
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    if (chosen) void keep({ ...saidIn(form, work), kind: chosen.kind, title: titleIn(form, chosen.title) })
  }
  if (!loading && kinds.length === 0) {
    return <p className="small muted">{trouble ? troubleWords[trouble] : 'Виды работ ещё не заведены.'}</p>
  }
  return (
    <form onSubmit={submit} className={styles.newWork}>
      <label>
        Вид
        <select
          disabled={loading}
          value={chosen?.kind ?? ''}
          autoFocus
          onChange={({ target }) => setKind(target.value)}
        >
          {kinds.map((one) => (
            <option key={one.kind} value={one.kind}>
              {one.title}, вес {weightInWords(one.weight)}
            </option>
          ))}
        </select>
      </label>
      <label>
        Название, если нужно
        <input name="title" maxLength={120} defaultValue={work?.title ?? ''} />
      </label>
      {work && <StandingFields work={work} />}
      <div className="row">
        <button type="submit" className="main" disabled={busy}>
          {words}
        </button>
        <button type="button" onClick={close}>
          Не надо
        </button>
      </div>
    </form>
  )
}

const StandingFields = ({ work }: { readonly work: WorkFactsFragment }) => (
  <>
    <label>
      Вес
      <input name="weight" inputMode="decimal" defaultValue={weightInWords(work.weight)} />
    </label>
    <label>
      Сдана
      <input name="handedInOn" type="date" defaultValue={work.handedInOn ?? ''} />
    </label>
    <label>
      Проверена (отметки ждут в этот день, п. 3.6.2)
      <input name="checkedOn" type="date" defaultValue={work.checkedOn ?? ''} />
    </label>
    <label className={styles.tick}>
      <input type="checkbox" name="internalMonitoring" defaultChecked={work.internalMonitoring} />
      <span>Контрольная внутреннего мониторинга (п. 1.11)</span>
    </label>
  </>
)

const textIn = (form: FormData, name: string): string => {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

const titleIn = (form: FormData, otherwise: string): string => textIn(form, 'title') || otherwise

function saidIn(form: FormData, work: WorkFactsFragment | null): WorkSaid {
  if (!work) return {}
  const weight = Number(textIn(form, 'weight').replace(',', '.'))
  const day = (name: 'handedInOn' | 'checkedOn') => {
    const value = textIn(form, name)
    return value ? { [name]: value } : {}
  }
  const clear = (['handedInOn', 'checkedOn'] as const).filter((name) => work[name] && !textIn(form, name))
  return {
    // A weight that cannot be read is sent as it is: the server says which ones there are.
    ...(weight === work.weight ? {} : { weight: Number.isFinite(weight) ? weight : 0 }),
    ...day('handedInOn'),
    ...day('checkedOn'),
    internalMonitoring: form.get('internalMonitoring') !== null,
    ...(clear.length > 0 ? { clear } : {}),
  }
}
