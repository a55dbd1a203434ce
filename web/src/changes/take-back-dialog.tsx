'use client'
import { useState } from 'react'
import { Modal } from '../controls/modal.js'
import {
  RestoreLessonDocument,
  WithdrawSubstitutionDocument,
  type DayLessonFragment,
} from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { withInitials } from '../school/words.js'
import { useAct } from '../graph/use-act.js'
import { courseWords, ownTeacher } from './lesson-words.js'
import styles from './changes.module.css'

export type ChangeDialogProps = {
  readonly lesson: DayLessonFragment
  readonly done: () => void
  readonly close: () => void
}

/** Asks before a substitution or a cancellation is taken back. */
export function TakeBackDialog({
  kind,
  lesson,
  done,
  close,
}: ChangeDialogProps & { readonly kind: 'withdraw' | 'restore' }) {
  const [requestId, setRequestId] = useState(newId)
  const { busy, refusal, run } = useAct()
  const input = { requestId, lessonId: lesson.id, expectedVersion: lesson.version }
  const takeBack = async () => {
    const taken =
      kind === 'withdraw'
        ? await run(WithdrawSubstitutionDocument, { input }, (answer) => answer.withdrawSubstitution)
        : await run(RestoreLessonDocument, { input }, (answer) => answer.restoreLesson)
    if (taken) done()
    else setRequestId(newId())
  }
  const words = kind === 'withdraw' ? 'Снять замену' : 'Вернуть урок'
  return (
    <Modal title={`${words}: ${lesson.number} урок, ${courseWords(lesson)}?`} close={close}>
      <div className={styles.form}>
        <p className="muted">
          {kind === 'withdraw'
            ? `Урок снова ведёт по расписанию: ${withInitials(ownTeacher(lesson))}`
            : 'Урок снова пойдёт по расписанию.'}
        </p>
        {refusal && (
          <p role="alert" className="red">
            {refusal.message}
          </p>
        )}
        <div className="row">
          <button type="button" className="main" disabled={busy} onClick={() => void takeBack()}>
            {words}
          </button>
          <button type="button" onClick={close}>
            Не менять
          </button>
        </div>
      </div>
    </Modal>
  )
}
