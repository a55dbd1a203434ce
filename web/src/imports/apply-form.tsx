'use client'
import { useState, type FormEvent } from 'react'
import { Modal } from '../controls/modal.js'
import { ApplyImportDocument } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { DropFile } from './drop-file.js'
import type { StageProps } from './import-page.js'
import { planWords, spanWords } from './words.js'
import styles from './imports.module.css'

type Asked = { readonly ground: string; readonly validFrom: string; readonly validUntil: string }

/** First and last day, the ground, and the question before anything is written. */
export function ApplyForm({ of, again }: StageProps) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const [fault, setFault] = useState('')
  const isTimetable = of.counts.some(({ entity }) => entity === 'LESSON')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const entered = new FormData(event.currentTarget)
    const text = (name: string) => String(entered.get(name) ?? '').trim()
    const next = { ground: text('ground'), validFrom: text('validFrom'), validUntil: text('validUntil') }
    const isBackwards = Boolean(next.validFrom && next.validUntil && next.validFrom > next.validUntil)
    // Spaces fill a required field for the browser, and are no ground.
    const lacksGround = of.needsGround && next.ground === ''
    const wrong = isBackwards
      ? 'Первый день расписания позже последнего.'
      : lacksGround
        ? 'Укажите основание: в файле новые люди без согласия.'
        : ''
    setFault(wrong)
    if (wrong === '') setAsked(next)
  }
  return (
    <section className={styles.section} aria-labelledby="apply">
      <h2 id="apply">Загрузка</h2>
      <form onSubmit={submit} className={styles.apply}>
        {isTimetable && (
          <div className={styles.filters}>
            <label>
              Первый день расписания
              <input name="validFrom" type="date" defaultValue={of.validFrom ?? ''} />
            </label>
            <label>
              Последний день
              <input name="validUntil" type="date" defaultValue={of.validUntil ?? ''} />
            </label>
          </div>
        )}
        <label className={styles.ground}>
          Основание
          <input
            name="ground"
            maxLength={500}
            required={of.needsGround}
            aria-describedby={of.needsGround ? 'why-ground' : undefined}
            placeholder="приказ, служебная записка"
          />
        </label>
        {of.needsGround && (
          <p id="why-ground" className="muted small">
            В файле есть новые ученики или представители без согласия на обработку персональных данных.
            Укажите, на каком основании их данные заносятся: например, приказ о зачислении (152-ФЗ, ст. 6).
            Оно останется в карточке каждого из них.
          </p>
        )}
        <p role="alert" className="red">
          {fault}
        </p>
        <div className="row">
          <button type="submit" className="main">
            Загрузить
          </button>
          <DropFile of={of} again={again} />
        </div>
      </form>
      {asked && <Confirm of={of} again={again} asked={asked} close={() => setAsked(null)} />}
    </section>
  )
}

type ConfirmProps = StageProps & { readonly asked: Asked; readonly close: () => void }

function Confirm({ of, again, asked, close }: ConfirmProps) {
  const { busy, refusal, run } = useAct()
  const [requestId] = useState(newId)
  const sentences = planWords(of.counts)
  const span = asked.validFrom || asked.validUntil ? spanWords(asked.validFrom, asked.validUntil) : null
  const apply = async () => {
    const { ground, validFrom, validUntil } = asked
    const input = {
      requestId,
      importId: of.id,
      ...(ground ? { ground } : {}),
      ...(validFrom ? { validFrom } : {}),
      ...(validUntil ? { validUntil } : {}),
    }
    if (!(await run(ApplyImportDocument, { input }, ({ applyImport }) => applyImport))) return
    close()
    await again()
  }
  return (
    <Modal title="Загрузить в школу?" close={close}>
      <div className={styles.dialog}>
        <ul className={styles.sentences}>
          {sentences.map(({ title, words }) => (
            <li key={title}>
              <span className="muted">{title}:</span> {words}
            </li>
          ))}
          {sentences.length === 0 && <li>В школе всё уже так, как в файле: ничего не изменится.</li>}
        </ul>
        {span && <p>Расписание будет действовать {span}. Прошедшие и проведённые уроки не меняются.</p>}
        {refusal && (
          <p role="alert" className="red">
            {refusal.message}
          </p>
        )}
        <div className="row">
          <button type="button" className="main" disabled={busy} onClick={() => void apply()}>
            Загрузить
          </button>
          <button type="button" onClick={close}>
            Не загружать
          </button>
        </div>
      </div>
    </Modal>
  )
}
