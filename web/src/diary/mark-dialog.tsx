// One mark of the diary: for what it was set, by whom, how it was changed; and «отметка неверна» (A8.1).
'use client'
import { useMemo, useState } from 'react'
import { ClaimForm } from '../claims/claim-form.js'
import { ClaimState } from '../claims/claim-state.js'
import { Modal } from '../controls/modal.js'
import { DiaryMarkFactsDocument, MarkClaimsDocument, type DiaryMarkFragment } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { dayAndMonth, dayAt, longDate, momentInWords } from '../school/dates.js'
import { weightInWords, withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import styles from './diary.module.css'

type Props = {
  readonly pupilId: string
  readonly mark: DiaryMarkFragment
  readonly family: boolean
  readonly close: () => void
}

export function MarkDialog({ pupilId, mark, family, close }: Props) {
  const { zone, today } = useSession()
  const day = mark.date ?? today
  const { data, loading, trouble } = useQuestion(
    DiaryMarkFactsDocument,
    useMemo(() => ({ pupilId, day }), [pupilId, day]),
  )
  const entries = data?.diary?.flatMap((one) => one.entries) ?? []
  const entry = entries.find(({ marks }) => marks.some(({ id }) => id === mark.id))
  const facts = entry?.marks.find(({ id }) => id === mark.id)
  const { work } = mark
  return (
    <Modal
      title={`${entry?.subjectName ?? 'Отметка'}: ${mark.value === '.' ? 'точка' : mark.value}`}
      close={close}
    >
      <div className={styles.facts}>
        <p>
          {longDate(day)}. {work?.title ?? 'Ответ на уроке'}
          {facts && `, вес ${weightInWords(facts.work?.weight ?? 1)}`}
          {facts?.work?.internalMonitoring ? '. Контрольная внутреннего мониторинга' : ''}.
        </p>
        {mark.comment && <p>«{mark.comment}»</p>}
        {mark.retaken && (
          <p className="muted">Пересдана: в средний балл входит новая отметка, эта остаётся рядом.</p>
        )}
        {facts?.retakeOf && <p className="muted">Это пересдача: прежняя отметка в средний балл не входит.</p>}
        {facts?.dueOn && <p className="amber">Работу надо сдать до {dayAndMonth(facts.dueOn)}.</p>}
        {facts?.source && <p className="muted">Перенесена: {facts.source}.</p>}
        {facts?.setByName && facts.setAt && (
          <p className="muted">
            {withInitials(facts.setByName)}, {momentInWords(facts.setAt, zone, today)}
          </p>
        )}
        {loading && <span className="waiting" />}
        {!loading && !facts && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      </div>
      {facts && facts.changes.length > 1 && (
        <section className={styles.history} aria-label="Как менялась">
          <h3>Как менялась</h3>
          <ol>
            {facts.changes.map((change) => (
              <li key={change.entryId} className="small">
                {momentInWords(change.at, zone, today)}, {withInitials(change.byName)}:{' '}
                {change.from ? `${change.from} → ${change.to ?? 'убрана'}` : `поставлена ${change.to ?? ''}`}
                {change.reason ? ` («${change.reason}»)` : ''}
                {change.voided ? ' (недействительно)' : ''}
              </li>
            ))}
          </ol>
        </section>
      )}
      {family && facts?.setAt && <Claim markId={mark.id} setOn={dayAt(facts.setAt, zone)} />}
    </Modal>
  )
}

/** What was already said of the mark, and the form where nothing waits for an answer. */
function Claim({ markId, setOn }: { readonly markId: string; readonly setOn: string }) {
  const { school } = useSession()
  const [writing, setWriting] = useState(false)
  const { data, again } = useQuestion(
    MarkClaimsDocument,
    useMemo(() => ({ schoolId: school.id }), [school.id]),
  )
  const claims = data?.markClaims?.filter((claim) => claim.mark?.id === markId && !claim.withdrawn) ?? []
  const open = claims.some((claim) => !claim.answeredAt)
  const done = () => {
    setWriting(false)
    void again()
  }
  return (
    <section className={styles.history} aria-label="Отметка неверна?">
      {claims.map((claim) => (
        <ClaimState key={claim.id} claim={claim} changed={() => void again()} />
      ))}
      {data?.markClaims && !open && !writing && (
        <button type="button" onClick={() => setWriting(true)}>
          Отметка неверна
        </button>
      )}
      {writing && <ClaimForm markId={markId} setOn={setOn} done={done} />}
    </section>
  )
}
