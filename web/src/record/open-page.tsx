'use client'
import { useMemo, useState, type FormEvent } from 'react'
import { Modal } from '../controls/modal.js'
import { PagesToOpenDocument, UnlockDocument, WhomToChooseDocument } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useQuestion } from '../graph/use-question.js'
import { gradeOf, periodOn, periodsFor } from '../school/periods.js'
import { useSession } from '../session/session.js'
import styles from '../orders/orders.module.css'

/** Opens one page for one person: class, subject, period, for whom, how long, why. */
export function OpenPage({ close }: { readonly close: () => void }) {
  const { school, today } = useSession()
  const [classId, setClassId] = useState('')
  const [courseId, setCourseId] = useState('')
  const { data: whom } = useQuestion(
    WhomToChooseDocument,
    useMemo(() => ({ schoolId: school.id }), [school.id]),
  )
  const { data: pages } = useQuestion(
    PagesToOpenDocument,
    useMemo(() => (classId ? { classId } : null), [classId]),
  )
  const { busy, refusal, run } = useAct()
  const courses = classId ? (pages?.schoolClass?.courses ?? []) : []
  const course = courses.find(({ id }) => id === courseId)
  const periods = periodsFor(school.currentYear?.periods ?? [], gradeOf(course)).filter(
    ({ startsOn }) => startsOn <= today,
  )
  const open = async (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const input = {
      requestId: newId(),
      courseId,
      periodId: text('period'),
      personId: text('person'),
      hours: Number(text('hours')),
      reason: text('reason'),
    }
    if (await run(UnlockDocument, { input }, ({ unlock }) => unlock)) close()
  }
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void open(new FormData(event.currentTarget))
  }
  return (
    <Modal title="Открыть страницу" close={close}>
      <form onSubmit={send} className={styles.form}>
        <label>
          Класс
          <select required value={classId} onChange={({ target }) => setClassId(target.value)}>
            <option value="">Выберите класс</option>
            {whom?.school?.classes?.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Предмет
          <select required value={courseId} onChange={({ target }) => setCourseId(target.value)}>
            <option value="">Выберите предмет</option>
            {courses.map((one) => (
              <option key={one.id} value={one.id}>
                {one.learnersName} · {one.subject?.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Период
          <select name="period" required key={courseId} defaultValue={periodOn(periods, today)?.id ?? ''}>
            {periods.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Кому
          <select name="person" required key={`to ${courseId}`} defaultValue={course?.teacher?.id ?? ''}>
            <option value="">Выберите сотрудника</option>
            {whom?.school?.staff?.map((person) => (
              <option key={person.id} value={person.id}>
                {person.fullName}
              </option>
            ))}
          </select>
        </label>
        <label>
          На сколько часов (от 1 до 72)
          <input name="hours" type="number" required min={1} max={72} defaultValue={2} />
        </label>
        <label>
          Причина
          <textarea name="reason" required maxLength={500} rows={2} />
        </label>
        {refusal && (
          <p role="alert" className="red">
            {refusal.message}
          </p>
        )}
        <button type="submit" className="main" disabled={busy || !courseId}>
          Открыть
        </button>
      </form>
    </Modal>
  )
}
