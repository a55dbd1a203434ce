// «Предметы»: marks of a period by subject with their means, what is needed for more, marks of all periods.
'use client'
import { useSearchParams } from 'next/navigation'
import { useMemo, useState } from 'react'
import {
  DiarySubjectsDocument,
  type DiaryMarkFragment,
  type DiarySubjectLineFragment,
} from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { periodOn, periodsFor } from '../school/periods.js'
import { meanInWords } from '../school/words.js'
import { useSession } from '../session/session.js'
import { DiaryFrame, useChild } from './child.js'
import { MarkButton } from './diary-entry.js'
import { MarkDialog } from './mark-dialog.js'
import { PeriodLinks } from './period-links.js'
import { SubjectDialog } from './subject-dialog.js'
import { missedInWords, reachInWords } from './subject-words.js'
import styles from './diary.module.css'

export function SubjectsPage() {
  const { school, today } = useSession()
  const chosen = useChild()
  const asked = useSearchParams().get('period')
  const all = periodsFor(school.currentYear?.periods ?? [], chosen.child?.schoolClass?.grade ?? null)
  const current = all.find(({ id }) => id === asked) ?? periodOn(all, today)
  return (
    <DiaryFrame
      {...chosen}
      title={current?.name ?? 'Предметы'}
      content={(child) =>
        current ? (
          <>
            <PeriodLinks periods={all} current={current.id} childId={child.id} />
            <Subjects
              pupilId={child.id}
              periodId={current.id}
              family={chosen.family}
              periodName={current.name}
            />
          </>
        ) : (
          <p className={styles.empty}>Учебные периоды этого года ещё не заданы.</p>
        )
      }
    />
  )
}

type Props = {
  readonly pupilId: string
  readonly periodId: string
  readonly periodName: string
  readonly family: boolean
}

function Subjects({ pupilId, periodId, periodName, family }: Props) {
  const { data, loading, trouble } = useQuestion(
    DiarySubjectsDocument,
    useMemo(() => ({ pupilId, periodId }), [pupilId, periodId]),
  )
  const [mark, setMark] = useState<DiaryMarkFragment | null>(null)
  const [subject, setSubject] = useState<DiarySubjectLineFragment | null>(null)
  const subjects = data?.pupil?.subjects
  if (loading) return <span className="waiting" style={{ marginTop: 24 }} />
  if (!subjects) return <p role="alert">{trouble ? troubleWords[trouble] : 'Этот дневник вам не открыт.'}</p>
  return (
    <>
      {subjects.length === 0 && <p className={styles.empty}>В этом периоде предметов нет.</p>}
      <ul className={styles.subjects} aria-label={`Предметы: ${periodName}`}>
        {subjects.map((one) => (
          <SubjectLine
            key={one.courseId}
            subject={one}
            periodId={periodId}
            openMark={setMark}
            open={() => setSubject(one)}
          />
        ))}
      </ul>
      {subjects.length > 0 && <YearTable subjects={subjects} />}
      {mark && (
        <MarkDialog key={mark.id} pupilId={pupilId} mark={mark} family={family} close={() => setMark(null)} />
      )}
      {subject && (
        <SubjectDialog
          pupilId={pupilId}
          periodId={periodId}
          subject={subject}
          periodName={periodName}
          close={() => setSubject(null)}
        />
      )}
    </>
  )
}

type Subjects = readonly DiarySubjectLineFragment[]

type LineProps = {
  readonly subject: DiarySubjectLineFragment
  readonly periodId: string
  readonly openMark: (mark: DiaryMarkFragment) => void
  readonly open: () => void
}

function SubjectLine({ subject, periodId, openMark, open }: LineProps) {
  const set = subject.periodMarks.find((one) => one.periodId === periodId)?.value
  const reach = set ? null : reachInWords(subject)
  return (
    <li className={styles.subject}>
      <div>
        <button type="button" className="link" onClick={open}>
          <b>{subject.subjectName}</b>
        </button>
        <p className="muted small">{missedInWords(subject) || 'без пропусков'}</p>
      </div>
      <div className={styles.strip}>
        {subject.marks.map((mark) => (
          <MarkButton key={mark.id} mark={mark} open={openMark} />
        ))}
        {subject.marks.length === 0 && <span className="muted">отметок нет</span>}
      </div>
      <div className={styles.sum}>
        {set ? (
          <p>
            итог <b>{set}</b>
          </p>
        ) : (
          subject.weightedMean && (
            <p>
              <span className="muted">средний</span> <b>{meanInWords(subject.weightedMean)}</b>
            </p>
          )
        )}
        {reach && <p className="muted small">{reach}</p>}
      </div>
    </li>
  )
}

/** Marks of all periods, the year, the examination and the end. */
function YearTable({ subjects }: { readonly subjects: Subjects }) {
  const periods = [
    ...new Map(
      subjects.flatMap(({ periodMarks }) =>
        periodMarks.map((one) => [one.periodId, one.periodName] as const),
      ),
    ),
  ]
  const withEnds = subjects.some(({ exam, final }) => exam ?? final)
  return (
    <section className={styles.year} aria-labelledby="year">
      <h2 id="year">Итоги года</h2>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label="Итоги года, таблица">
        <table>
          <thead>
            <tr>
              <th scope="col">Предмет</th>
              {periods.map(([id, name]) => (
                <th key={id} scope="col">
                  {name}
                </th>
              ))}
              {withEnds && <th scope="col">Экзамен</th>}
              {withEnds && <th scope="col">Итоговая</th>}
            </tr>
          </thead>
          <tbody>
            {subjects.map((subject) => (
              <tr key={subject.courseId}>
                <th scope="row">{subject.subjectName}</th>
                {periods.map(([id]) => (
                  <td key={id}>{subject.periodMarks.find((one) => one.periodId === id)?.value ?? ''}</td>
                ))}
                {withEnds && <td>{subject.exam?.value ?? ''}</td>}
                {withEnds && <td>{subject.final?.value ?? ''}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
