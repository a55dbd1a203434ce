'use client'
import { useMemo, useState, type FormEvent } from 'react'
import { PrintTransferSheetDocument, WhomOfClassDocument, type JobLineFragment } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useQuestion } from '../graph/use-question.js'
import { periodOn, periodsFor } from '../school/periods.js'
import { useSession } from '../session/session.js'
import styles from './office.module.css'

type Props = {
  readonly classes: readonly { readonly id: string; readonly name: string; readonly grade: number }[]
  readonly started: (job: JobLineFragment) => void
}

/** A pupil's current marks for another school; the coordinator and the class teacher have it on the card too. */
export function PrintTransfer({ classes, started }: Props) {
  const { school, today } = useSession()
  const [classId, setClassId] = useState('')
  const chosen = classes.find(({ id }) => id === classId)
  const { data, loading } = useQuestion(
    WhomOfClassDocument,
    useMemo(() => (classId ? { classId } : null), [classId]),
  )
  const pupils = chosen ? (data?.schoolClass?.pupils ?? []) : []
  const periods = periodsFor(school.currentYear?.periods ?? [], chosen?.grade ?? null).filter(
    ({ startsOn, kind }) => startsOn <= today && kind !== 'YEAR',
  )
  const { busy, refusal, run } = useAct()
  const print = (pupilId: string, periodId: string) =>
    run(
      PrintTransferSheetDocument,
      { input: { requestId: newId(), pupilId, periodId } },
      ({ printTransferSheet }) => {
        if (printTransferSheet.job) started(printTransferSheet.job)
        return printTransferSheet
      },
    )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    void print(String(form.get('pupil') ?? ''), String(form.get('period') ?? ''))
  }
  return (
    <form onSubmit={submit} aria-label="Лист текущих отметок">
      <h2>Лист текущих отметок</h2>
      <p className="muted small">Кто переходит в другую школу, уносит свои отметки с подписью.</p>
      <div className={styles.fields}>
        <label>
          Класс
          <select required value={classId} onChange={({ target }) => setClassId(target.value)}>
            <option value="">выберите</option>
            {classes.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Ученик
          <select name="pupil" required disabled={!chosen || loading}>
            {pupils.map(({ id, fullName }) => (
              <option key={id} value={id}>
                {fullName}
              </option>
            ))}
          </select>
        </label>
        <label>
          Период
          <select key={chosen?.grade} name="period" required defaultValue={periodOn(periods, today)?.id}>
            {periods.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" disabled={busy || pupils.length === 0 || periods.length === 0}>
          Подготовить
        </button>
      </div>
      {refusal && (
        <p role="alert" className="red small">
          {refusal.message}
        </p>
      )}
    </form>
  )
}
