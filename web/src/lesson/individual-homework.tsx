'use client'
import { useState, type FormEvent } from 'react'
import type { Described } from '../journal/acts.js'
import type { Page } from '../journal/page.js'
import type { Homework } from './lesson-homework.js'
import styles from './lesson.module.css'

type Row = Homework['individualHomework'][number]
type Props = {
  readonly rows: readonly Row[]
  readonly pupils: Page['rows']
  readonly writable: boolean
  readonly enter: (text: Described) => void
}

/** A task, or advice to the family, for one pupil: no other family sees it (1.11, A9.10.1). */
export function IndividualHomework({ rows, pupils, writable, enter }: Props) {
  const [open, setOpen] = useState<string | null>(null)
  const list = rows.map(({ pupilId, text, advice }) => ({ pupilId, text, advice }))
  const put = (pupilId: string, text: string, advice: string) => {
    const others = list.filter((one) => one.pupilId !== pupilId)
    const own = text || advice ? [{ pupilId, text, advice: advice || null }] : []
    enter({ individualHomework: [...others, ...own] })
    setOpen(null)
  }
  const free = pupils.filter(({ pupilId }) => !rows.some((row) => row.pupilId === pupilId))
  if (rows.length === 0 && !writable) return null
  return (
    <section aria-label="Отдельным ученикам" className={styles.section}>
      <div className="row spread">
        <h3>Отдельным ученикам</h3>
        {writable && open === null && free.length > 0 && (
          <button type="button" className="link small" onClick={() => setOpen('')}>
            Добавить ученика
          </button>
        )}
      </div>
      <ul className={styles.lines}>
        {rows.map((row) => (
          <li key={row.pupilId}>
            <div className="row spread">
              <b>{row.pupilName}</b>
              {writable && open === null && (
                <button
                  type="button"
                  className="link small"
                  aria-label={`Изменить: ${row.pupilName}`}
                  onClick={() => setOpen(row.pupilId)}
                >
                  Изменить
                </button>
              )}
            </div>
            {row.text && <p>{row.text}</p>}
            {row.advice && <p className="muted">Совет: {row.advice}</p>}
            {open === row.pupilId && (
              <PupilForm
                row={row}
                save={(text, advice) => put(row.pupilId, text, advice)}
                close={() => setOpen(null)}
              />
            )}
          </li>
        ))}
      </ul>
      {open === '' && (
        <PupilForm
          pupils={free}
          save={(text, advice, pupilId) => put(pupilId, text, advice)}
          close={() => setOpen(null)}
        />
      )}
    </section>
  )
}

type FormProps = {
  readonly row?: Row
  /** To choose from, where the pupil is not given. */
  readonly pupils?: Page['rows']
  readonly save: (text: string, advice: string, pupilId: string) => void
  readonly close: () => void
}

function PupilForm({ row, pupils, save, close }: FormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    save(text('text'), text('advice'), text('pupilId'))
  }
  return (
    <form onSubmit={submit} className={styles.newWork}>
      {pupils && (
        <label>
          Ученик
          <select name="pupilId" required defaultValue="" autoFocus>
            <option value="" disabled>
              выберите
            </option>
            {pupils.map(({ pupilId, pupilName }) => (
              <option key={pupilId} value={pupilId}>
                {pupilName}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        Личное задание
        <textarea name="text" rows={2} maxLength={2000} defaultValue={row?.text} />
      </label>
      <label>
        Совет семье
        <textarea name="advice" rows={2} maxLength={2000} defaultValue={row?.advice ?? ''} />
      </label>
      <div className="row">
        <button type="submit" className="main">
          Записать
        </button>
        {row && (
          <button type="button" onClick={() => save('', '', row.pupilId)}>
            Убрать
          </button>
        )}
        <button type="button" onClick={close}>
          Не надо
        </button>
      </div>
    </form>
  )
}
