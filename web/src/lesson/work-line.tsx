// One work of a lesson: what it is, when it was handed in and checked, and what can be done with it.
'use client'
import { useState } from 'react'
import type { WorkFactsFragment } from '../generated/graph.js'
import { dayAndMonth } from '../school/dates.js'
import { weightInWords } from '../school/words.js'
import { useSession } from '../session/session.js'
import type { WorkDeeds } from './use-works.js'
import { WorkForm } from './work-form.js'
import styles from './lesson.module.css'

type Props = {
  readonly work: WorkFactsFragment
  readonly marks: number
  readonly writable: boolean
  readonly deeds: WorkDeeds
}

export function WorkLine({ work, marks, writable, deeds }: Props) {
  const { today } = useSession()
  const [open, setOpen] = useState<'change' | 'cancel' | null>(null)
  const shut = () => setOpen(null)
  const name = work.title ?? work.sign ?? 'Работа'
  const answer = work.kind === 'ANSWER'
  const facts = [
    work.handedInOn ? `сдана ${dayAndMonth(work.handedInOn)}` : '',
    work.checkedOn ? `проверена ${dayAndMonth(work.checkedOn)}` : '',
    work.internalMonitoring ? 'внутренний мониторинг (п. 1.11)' : '',
  ].filter(Boolean)
  return (
    <li>
      <div className="row spread">
        <span>{name}</span>
        <span className="muted">вес {weightInWords(work.weight)}</span>
      </div>
      {facts.length > 0 && <p className="small muted">{facts.join(', ')}</p>}
      {writable && !answer && open === null && (
        <div className={styles.deeds}>
          {work.written && !work.handedInOn && (
            <Deed words="Сдана сегодня" name={name} run={() => deeds.change(work, { handedInOn: today })} />
          )}
          {work.written && !work.checkedOn && (
            <Deed
              words="Проверена сегодня"
              name={name}
              run={() => deeds.change(work, { checkedOn: today })}
            />
          )}
          <Deed words="Изменить" name={name} run={() => setOpen('change')} />
          <Deed words="Отменить" name={name} run={() => setOpen('cancel')} />
        </div>
      )}
      {open === 'change' && (
        <WorkForm
          work={work}
          busy={deeds.busy}
          words="Сохранить"
          keep={async (said) => (await deeds.change(work, said)) && shut()}
          close={shut}
        />
      )}
      {open === 'cancel' && (
        <CancelQuestion
          marks={marks}
          busy={deeds.busy}
          cancel={async (reason) => (await deeds.cancel(work, reason)) && shut()}
          close={shut}
        />
      )}
    </li>
  )
}

type DeedProps = { readonly words: string; readonly name: string; readonly run: () => unknown }

const Deed = ({ words, name, run }: DeedProps) => (
  <button type="button" className="link small" aria-label={`${words}: ${name}`} onClick={() => void run()}>
    {words}
  </button>
)

type QuestionProps = {
  readonly marks: number
  readonly busy: boolean
  readonly cancel: (reason: string) => unknown
  readonly close: () => void
}

function CancelQuestion({ marks, busy, cancel, close }: QuestionProps) {
  const [reason, setReason] = useState('')
  return (
    <div className={styles.newWork} role="group" aria-label="Отменить работу">
      <p className="small">
        {marks > 0
          ? `Отметки за неё (${marks}) уйдут со страницы и из среднего. Они не пропадут: работу можно вернуть вместе с ними.`
          : 'Отметок за неё нет. Работу можно будет вернуть.'}
      </p>
      <label>
        Почему
        <input value={reason} maxLength={300} onChange={({ target }) => setReason(target.value)} />
      </label>
      <div className="row">
        <button type="button" className="main" disabled={busy} onClick={() => void cancel(reason.trim())}>
          Отменить работу
        </button>
        <button type="button" onClick={close}>
          Не надо
        </button>
      </div>
    </div>
  )
}
