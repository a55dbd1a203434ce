'use client'
import { useState, type FormEvent } from 'react'
import { Modal } from '../controls/modal.js'
import { CancelLessonDocument } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { courseWords } from './lesson-words.js'
import type { ChangeDialogProps } from './take-back-dialog.js'
import styles from './changes.module.css'

export function CancelDialog({ lesson, done, close }: ChangeDialogProps) {
  const [requestId, setRequestId] = useState(newId)
  const { busy, refusal, run } = useAct()
  const cancel = async (reason: string) => {
    const input = { requestId, lessonId: lesson.id, reason, expectedVersion: lesson.version }
    const cancelled = await run(CancelLessonDocument, { input }, (answer) => answer.cancelLesson)
    if (cancelled) done()
    else setRequestId(newId())
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void cancel(String(new FormData(event.currentTarget).get('reason') ?? '').trim())
  }
  return (
    <Modal title={`Отменить ${lesson.number} урок, ${courseWords(lesson)}?`} close={close}>
      <form onSubmit={submit} className={styles.form}>
        <p className="muted">
          Ученики и учитель увидят отмену сразу. Вернуть урок можно, пока он не проведён.
        </p>
        <label className={styles.field}>
          Причина
          <input name="reason" required maxLength={200} placeholder="экскурсия, отключение воды" />
        </label>
        {refusal && (
          <p role="alert" className="red">
            {refusal.message}
          </p>
        )}
        <div className="row">
          <button type="submit" className="main" disabled={busy}>
            Отменить урок
          </button>
          <button type="button" onClick={close}>
            Не отменять
          </button>
        </div>
      </form>
    </Modal>
  )
}
