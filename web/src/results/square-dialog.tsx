'use client'
import { useMemo, useState } from 'react'
import { Modal } from '../controls/modal.js'
import { ForecastDocument } from '../generated/graph.js'
import { useQuestion } from '../graph/use-question.js'
import { momentInWords } from '../school/dates.js'
import { meanInWords, plural, withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import { isAgainst, warningWords, type Square } from './squares.js'
import type { Setting } from './use-setting.js'
import styles from './results.module.css'

const values = ['5', '4', '3', '2', 'н/а', 'осв', 'зач'] as const

type Props = {
  readonly square: Square
  /** What was pressed; it still waits for a reason. */
  readonly value: string
  readonly setting: Setting
  readonly close: () => void
}

/** What the mark is made of, what the rule proposes, and, for who may, the mark itself. */
export function SquareDialog({ square, value: pressed, setting, close }: Props) {
  return (
    <Modal title={square.pupilName} close={close}>
      <p className="muted">{square.of}</p>
      <Basis square={square} />
      {square.mark && <Stands square={square} />}
      {square.settable && <Form square={square} pressed={pressed} setting={setting} close={close} />}
      {square.settable && square.author && square.mark && (
        <TakeBack square={square} setting={setting} close={close} />
      )}
    </Modal>
  )
}

function Basis({ square }: { readonly square: Square }) {
  const { cell, proposed } = square
  const warnings = warningWords(square)
  return (
    <div className={styles.basis}>
      {cell && <p>{basisWords(square)}</p>}
      {proposed && (
        <p>
          По правилу школы выходит <b>{proposed}</b>.
        </p>
      )}
      {warnings.length > 0 && (
        <ul className="amber">
          {warnings.map((words) => (
            <li key={words}>{words.charAt(0).toUpperCase() + words.slice(1)}.</li>
          ))}
        </ul>
      )}
      {square.target.kind === 'period' &&
        square.cell &&
        square.cell.parts.length === 0 &&
        square.cell.lessons > 0 &&
        !square.mark && <OneMore square={square} />}
    </div>
  )
}

function basisWords({ cell, target }: Square): string {
  if (!cell) return ''
  if (target.kind === 'FINAL') return `Год: ${cell.mark?.value ?? '—'}, экзамен: ${cell.exam?.value ?? '—'}.`
  if (cell.parts.length > 0)
    return `По периодам: ${cell.parts.map((one) => one || '—').join(', ')}. Среднее ${meanInWords(cell.mean) || '—'}.`
  if (cell.lessons === 0) return 'Уроков ещё не было.'
  const mean = cell.weightedMean
    ? `Средневзвешенный балл ${meanInWords(cell.weightedMean)}`
    : 'Среднего балла нет'
  return `${mean}, ${plural(cell.marksCount, 'отметка', 'отметки', 'отметок')}, пропущено ${cell.missed} из ${plural(cell.lessons, 'урока', 'уроков', 'уроков')}.`
}

/** What one more mark would change (A5.13, A6.3). */
function OneMore({ square }: { readonly square: Square }) {
  const { target, pupilId, proposed } = square
  const { data } = useQuestion(
    ForecastDocument,
    useMemo(
      () => (target.kind === 'period' ? { courseId: target.courseId, periodId: target.periodId } : null),
      [target],
    ),
  )
  const more = data?.forecast?.find((row) => row.pupilId === pupilId)?.oneMore ?? []
  const changing = more.filter(({ likely }) => likely !== proposed)
  if (!data) return <span className="waiting" />
  if (more.length === 0) return null
  if (changing.length === 0) return <p className="muted">Ещё одна отметка итога не изменит.</p>
  return (
    <p className="muted">
      Ещё одна отметка изменит итог:{' '}
      {changing
        .map(({ value, mean, likely }) => `${value} → ${meanInWords(mean)}, выйдет ${likely}`)
        .join('; ')}
      .
    </p>
  )
}

function Stands({ square: { mark } }: { readonly square: Square }) {
  const { zone, today } = useSession()
  if (!mark) return null
  return (
    <p>
      Стоит <b>{mark.value}</b>: {withInitials(mark.setByName ?? '')},{' '}
      {momentInWords(mark.setAt, zone, today)}
      {mark.byClassTeacher && ', внёс классный руководитель'}
      {mark.proposed && mark.proposed !== mark.value && `; тогда выходило ${mark.proposed}`}.
    </p>
  )
}

type FormProps = {
  readonly square: Square
  readonly pressed: string
  readonly setting: Setting
  readonly close: () => void
}

function Form({ square, pressed, setting, close }: FormProps) {
  const [value, setValue] = useState(pressed || square.mark?.value || square.proposed || '')
  const [reason, setReason] = useState('')
  const against = isAgainst(value, square.proposed)
  const same = value === square.mark?.value
  const set = async () => {
    if (await setting.set(square.target, [{ square, value, reason }])) close()
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void set()
      }}
    >
      <fieldset className={styles.values}>
        <legend className="hidden">Отметка</legend>
        {values.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="value"
              value={one}
              checked={value === one}
              onChange={() => setValue(one)}
            />
            <span>{one}</span>
          </label>
        ))}
      </fieldset>
      {against && (
        <label>
          Почему {value}, а не {square.proposed}?
          <textarea
            required
            data-first={pressed ? true : undefined}
            maxLength={500}
            rows={2}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
      )}
      {setting.refusal && (
        <p role="alert" className="red">
          {setting.refusal.message}
        </p>
      )}
      <button type="submit" className="main" disabled={setting.busy || !value || same}>
        {square.mark ? 'Изменить' : 'Выставить'} {value}
      </button>
      {square.target.kind === 'period' && !square.mark && (
        <p className="small muted">
          Текущие отметки ученика за этот период после этого не изменить (п. 6.2).
        </p>
      )}
    </form>
  )
}

function TakeBack({ square, setting, close }: Omit<FormProps, 'pressed'>) {
  const [asked, setAsked] = useState(false)
  const [reason, setReason] = useState('')
  const away = async () => {
    if (await setting.withdraw(square, reason)) close()
  }
  if (!asked)
    return (
      <button type="button" className="link red" onClick={() => setAsked(true)}>
        Убрать отметку
      </button>
    )
  return (
    <div className={styles.form}>
      <label>
        Почему отметка убирается
        <input value={reason} maxLength={500} onChange={({ target }) => setReason(target.value)} />
      </label>
      <button type="button" disabled={setting.busy} onClick={() => void away()}>
        Убрать {square.mark?.value}
      </button>
    </div>
  )
}
