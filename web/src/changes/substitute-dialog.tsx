'use client'
import { useMemo, useState, type FormEvent } from 'react'
import { Modal } from '../controls/modal.js'
import { CandidatesDocument, SubstituteTeacherDocument, type CandidatesQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useQuestion } from '../graph/use-question.js'
import { plural, withInitials } from '../school/words.js'
import { courseWords, ownTeacher } from './lesson-words.js'
import type { ChangeDialogProps } from './take-back-dialog.js'
import styles from './changes.module.css'

type Candidate = NonNullable<CandidatesQuery['substituteCandidates']>[number]

/** Chooses who gives the lesson instead: the free ones first, of the same subject before others. */
export function SubstituteDialog({ lesson, done, close }: ChangeDialogProps) {
  const asked = useMemo(() => ({ lessonId: lesson.id }), [lesson.id])
  const { data, loading, trouble } = useQuestion(CandidatesDocument, asked)
  const [teacherId, setTeacherId] = useState('')
  const [requestId, setRequestId] = useState(newId)
  const { busy, refusal, run } = useAct()
  const candidates = data?.substituteCandidates ?? []
  const chosen = candidates.find(({ teacher }) => teacher?.id === teacherId)
  const put = async (reason: string) => {
    const input = {
      requestId,
      lessonId: lesson.id,
      teacherId,
      expectedVersion: lesson.version,
      ...(reason ? { reason } : {}),
      ...(chosen && !chosen.free ? { evenIfBusy: true } : {}),
    }
    const put = await run(SubstituteTeacherDocument, { input }, (answer) => answer.substituteTeacher)
    if (put) done()
    else setRequestId(newId())
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void put(String(new FormData(event.currentTarget).get('reason') ?? '').trim())
  }
  return (
    <Modal title={`Замена: ${lesson.number} урок, ${courseWords(lesson)}`} close={close}>
      <form onSubmit={submit} className={styles.form}>
        <p className="muted">По расписанию: {withInitials(ownTeacher(lesson))}</p>
        {loading && <span className="waiting" />}
        {!loading && !data?.substituteCandidates && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
        <fieldset className={styles.candidates}>
          <legend>Кто проведёт урок</legend>
          {candidates.map((candidate) => (
            <label key={candidate.teacher?.id ?? candidate.teacherName}>
              <input
                type="radio"
                name="teacher"
                required
                checked={candidate.teacher?.id === teacherId}
                onChange={() => setTeacherId(candidate.teacher?.id ?? '')}
              />
              <span>
                {candidate.teacherName}
                <Situation candidate={candidate} />
              </span>
            </label>
          ))}
        </fieldset>
        <label className={styles.field}>
          Причина
          <input name="reason" maxLength={200} placeholder="болезнь, курсы, командировка" />
        </label>
        {chosen && !chosen.free && (
          <p className="amber small">В это время у учителя свой урок: классы придётся объединить.</p>
        )}
        {refusal && (
          <p role="alert" className="red">
            {refusal.message}
          </p>
        )}
        <button type="submit" className="main" disabled={busy || !teacherId}>
          Поставить замену
        </button>
      </form>
    </Modal>
  )
}

function Situation({ candidate }: { readonly candidate: Candidate }) {
  const { free, sameSubject, lessonsThatDay, busyWith } = candidate
  const words = [
    free ? 'свободен' : `занят: ${busyWith ?? 'свой урок'}`,
    sameSubject ? 'тот же предмет' : '',
    `в этот день ${plural(lessonsThatDay, 'урок', 'урока', 'уроков')}`,
  ]
  return <small className={free ? 'green' : 'amber'}>{words.filter(Boolean).join(' · ')}</small>
}
