// «Новый приказ»: the paper, whom it moves and where to, what follows, and then the act.
'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useMemo, useState, type FormEvent } from 'react'
import { RecordOrderDocument, type RecordOrderMutation } from '../generated/graph.js'
import { act, troubleWords } from '../graph/ask.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import { ClassPupils } from './class-pupils.js'
import { emptyDraft, inputOf, togglePupil, type Draft } from './new-order.js'
import { EnrolNew } from './enrol-new.js'
import { kindName, kinds, kindTitle, needsClass } from './movement-words.js'
import { OrderPaper } from './order-paper.js'
import { ToClass } from './to-class.js'
import styles from './orders.module.css'

type Payload = RecordOrderMutation['recordOrder']

export function NewOrderPage() {
  const { slug, role } = useHat()
  const { today } = useSession()
  const [draft, setDraft] = useState(() => emptyDraft(today))
  const [fresh, setFresh] = useState(false)
  if (role !== 'COORDINATOR')
    return (
      <main className="page">
        <p role="alert">Приказы вносит координатор журнала.</p>
      </main>
    )
  return (
    <main className="page">
      <title>Новый приказ · Журнал</title>
      <p className="small">
        <Link href={`/${slug}/orders`}>Приказы</Link>
      </p>
      <h1>Новый приказ</h1>
      <section className={styles.step} aria-label="О чём приказ">
        <div className={styles.fields}>
          <label>
            О чём
            <select
              value={draft.kind}
              onChange={({ target }) => {
                const kind = kinds.find((one) => one === target.value) ?? draft.kind
                setDraft({ ...draft, kind, toClassId: '', pupils: new Map() })
              }}
            >
              {kinds.map((kind) => (
                <option key={kind} value={kind}>
                  {kindTitle[kind]}
                </option>
              ))}
            </select>
          </label>
          {draft.kind === 'ENROLLED' && (
            <label>
              Кого
              <select
                value={fresh ? 'new' : 'former'}
                onChange={({ target }) => setFresh(target.value === 'new')}
              >
                <option value="former">Уже есть в списке людей</option>
                <option value="new">Новый ученик</option>
              </select>
            </label>
          )}
        </div>
      </section>
      <section className={styles.step} aria-labelledby="paper">
        <h2 id="paper">Бумага</h2>
        <OrderPaper draft={draft} change={setDraft} />
      </section>
      {draft.kind === 'ENROLLED' && fresh ? (
        <EnrolNew draft={draft} change={setDraft} />
      ) : (
        <Moves draft={draft} change={setDraft} />
      )}
    </main>
  )
}

type MovesProps = { readonly draft: Draft; readonly change: (draft: Draft) => void }

function Moves({ draft, change }: MovesProps) {
  return (
    <>
      <section className={styles.step} aria-labelledby="whom">
        <h2 id="whom">Кого</h2>
        <ClassPupils draft={draft} toggle={(pupilId) => change(togglePupil(draft, pupilId))} />
      </section>
      {needsClass(draft.kind) && (
        <section className={styles.step} aria-labelledby="where">
          <h2 id="where">Куда</h2>
          <ToClass draft={draft} change={change} />
        </section>
      )}
      <Carry key={JSON.stringify([draft, [...draft.pupils.keys()]])} draft={draft} />
    </>
  )
}

/** First what would follow, then the act itself. */
function Carry({ draft }: { readonly draft: Draft }) {
  const { school } = useSession()
  const { slug } = useHat()
  const router = useRouter()
  const [seen, setSeen] = useState<readonly string[] | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const takesClass = needsClass(draft.kind)
  const ready = useMemo(
    () =>
      draft.number.trim() !== '' &&
      draft.pupils.size > 0 &&
      (!takesClass || draft.toClassId !== '') &&
      draft.date !== '',
    [draft, takesClass],
  )
  const ask = async (preview: boolean): Promise<Payload | null> => {
    setBusy(true)
    const input = inputOf(school.id, draft, takesClass, preview)
    const { data, trouble } = await act(RecordOrderDocument, { input })
    setBusy(false)
    const payload = data?.recordOrder ?? null
    setFault(payload ? (payload.errors[0]?.message ?? null) : troubleWords[trouble ?? 'service'])
    return payload && payload.errors.length === 0 ? payload : null
  }
  const look = async (event: FormEvent) => {
    event.preventDefault()
    const payload = await ask(true)
    if (payload) setSeen(payload.consequences ?? [])
  }
  const carry = async () => {
    const payload = await ask(false)
    if (payload) router.push(`/${slug}/orders/${payload.order?.id ?? draft.id}`)
  }
  return (
    <section className={styles.step} aria-labelledby="what">
      <h2 id="what">Что изменится</h2>
      {fault && (
        <p role="alert" className="red">
          {fault}
        </p>
      )}
      {seen === null ? (
        <form onSubmit={(event) => void look(event)}>
          {!ready && (
            <p className="muted">Нужны номер, дата, хотя бы один ученик{takesClass ? ' и класс' : ''}.</p>
          )}
          <button type="submit" disabled={!ready || busy} style={{ marginTop: 10 }}>
            Посмотреть, что изменится
          </button>
        </form>
      ) : (
        <>
          <ul className={styles.consequences}>
            {seen.map((line) => (
              <li key={line}>{line}</li>
            ))}
            {seen.length === 0 && <li>{kindName[draft.kind]}: других последствий нет.</li>}
          </ul>
          <button type="button" className="main" disabled={busy} onClick={() => void carry()}>
            Провести приказ
          </button>
        </>
      )}
    </section>
  )
}
