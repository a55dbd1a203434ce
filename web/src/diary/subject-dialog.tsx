'use client'
import { useMemo } from 'react'
import { Modal } from '../controls/modal.js'
import { DiaryMeanPartsDocument, type DiarySubjectLineFragment } from '../generated/graph.js'
import { useQuestion } from '../graph/use-question.js'
import { shortDate } from '../school/dates.js'
import { meanInWords, weightInWords } from '../school/words.js'
import { beyondReach, missedInWords, stepsInWords, targetsOf, whyNot } from './subject-words.js'
import styles from './diary.module.css'

type Props = {
  readonly pupilId: string
  readonly periodId: string
  readonly subject: DiarySubjectLineFragment
  readonly periodName: string
  readonly close: () => void
}

/** How the mean came about, mark by mark, and what would make it more. */
export function SubjectDialog({ pupilId, periodId, subject, periodName, close }: Props) {
  const { mean, weightedMean, proposed } = subject
  // Asked when it is opened: a year of all subjects would carry every mark twice.
  const { data } = useQuestion(
    DiaryMeanPartsDocument,
    useMemo(() => ({ pupilId, periodId }), [pupilId, periodId]),
  )
  const meanParts =
    data?.pupil?.subjects?.find(({ courseId }) => courseId === subject.courseId)?.meanParts ?? []
  const targets = targetsOf(subject)
  const beyond = beyondReach(subject)
  return (
    <Modal title={subject.subjectName} close={close}>
      <div className={styles.facts}>
        <p className="muted">
          {periodName}
          {subject.teacherName ? ` · ${subject.teacherName}` : ''}
          {missedInWords(subject) ? ` · ${missedInWords(subject)}` : ''}
        </p>
        {subject.withoutAttestation && <p>По этому предмету отметку за период не выставляют.</p>}
        {weightedMean && (
          <p>
            Средний балл <b>{meanInWords(weightedMean)}</b> с учётом веса работ, без веса {meanInWords(mean)}.
            {proposed ? ` Сейчас выходит ${proposed}.` : ''}
          </p>
        )}
        {targets.map((reach) => (
          <p key={reach.target}>
            Чтобы вышла <b>{reach.target}</b>: {stepsInWords(reach)}, если вес работы 1.
          </p>
        ))}
        {beyond !== null && (
          <p>
            До {beyond} в этом периоде не хватит и десяти пятёрок с весом 1: нужна работа с большим весом.
          </p>
        )}
      </div>
      {meanParts.length > 0 && (
        <section className={styles.history} aria-label="Как посчитано">
          <h3>Как посчитано</h3>
          <ol>
            {meanParts.map((part) => (
              <li key={part.markId} className={part.counted ? undefined : 'muted'}>
                <b>{part.value}</b> × {weightInWords(part.weight)} · {shortDate(part.date)}
                {part.workTitle ? `, ${part.workTitle}` : ''}
                {part.why ? ` (${whyNot[part.why] ?? 'не входит'})` : ''}
              </li>
            ))}
          </ol>
        </section>
      )}
    </Modal>
  )
}
