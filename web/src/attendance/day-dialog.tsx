'use client'
import { useMemo } from 'react'
import { Modal } from '../controls/modal.js'
import {
  AbsencesOfDocument,
  SetAbsenceReasonsDocument,
  type AbsenceLineFragment,
} from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useQuestion } from '../graph/use-question.js'
import { absenceLetter } from '../journal/cells.js'
import { longDate } from '../school/dates.js'
import { withInitials } from '../school/words.js'
import type { Row } from './days-grid.js'
import { codeInWords, reasonInWords, reasonName, reasons, type Reason } from './words.js'
import styles from './attendance.module.css'

export type DialogProps = {
  readonly row: Pick<Row, 'pupilId' | 'pupilName'>
  readonly classId: string
  readonly writable: boolean
  readonly changed: () => Promise<void>
  readonly close: () => void
}

/** Lessons of one day that a pupil missed: the teacher's code, and the reason beside it. */
export function DayDialog({
  row,
  classId,
  day,
  writable,
  changed,
  close,
}: DialogProps & { readonly day: string }) {
  const { data, loading, trouble, again } = useQuestion(
    AbsencesOfDocument,
    useMemo(() => ({ pupilId: row.pupilId, classId, from: day, to: day }), [row.pupilId, classId, day]),
  )
  const { busy, refusal, run } = useAct()
  const lines = data?.absencesOf ?? []
  const whole = lines.filter(({ code }) => code !== 'LATE')
  const set = async (chosen: readonly AbsenceLineFragment[], reason: Reason | null) => {
    const input = {
      requestId: newId(),
      reasons: chosen.map(({ id, version }) => ({ absenceId: id, reason, expectedVersion: version })),
    }
    await run(SetAbsenceReasonsDocument, { input }, ({ setAbsenceReasons }) => setAbsenceReasons)
    await Promise.all([again(), changed()])
  }
  return (
    <Modal title={withInitials(row.pupilName)} close={close}>
      <p>{longDate(day)}</p>
      {loading && <span className="waiting" />}
      {!loading && !data?.absencesOf && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      {data?.absencesOf && lines.length === 0 && (
        <p className="muted">В этот день ученик был на всех уроках.</p>
      )}
      {writable && whole.length > 1 && (
        <Letters label="На весь день" chosen={null} busy={busy} set={(reason) => void set(whole, reason)} />
      )}
      <ul className={styles.lessons}>
        {lines.map((line) => (
          <li key={line.id}>
            <span>
              {line.number && `${line.number}. `}
              {line.subjectName}
            </span>
            <b title={reasonName[line.code]}>{codeInWords(line)}</b>
            <span className="muted small">{reasonInWords(line)}</span>
            {writable && (
              <Letters
                label={`${line.number ?? ''} ${line.subjectName}`}
                chosen={line.note ? null : line.reason}
                busy={busy}
                set={(reason) => void set([line], reason)}
              />
            )}
          </li>
        ))}
      </ul>
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
    </Modal>
  )
}

type LettersProps = {
  readonly label: string
  readonly chosen: string | null | undefined
  readonly busy: boolean
  readonly set: (reason: Reason | null) => void
}

/** One key a reason; the same again takes it back. */
function Letters({ label, chosen, busy, set }: LettersProps) {
  return (
    <span className={styles.letters} role="group" aria-label={`Причина: ${label}`}>
      {chosen === null && label === 'На весь день' && <span className="small">На весь день</span>}
      {reasons.map((reason) => (
        <button
          key={reason}
          type="button"
          disabled={busy}
          aria-pressed={chosen === reason}
          title={reasonName[reason]}
          aria-label={reasonName[reason]}
          onClick={() => set(chosen === reason ? null : reason)}
        >
          {absenceLetter[reason]}
        </button>
      ))}
    </span>
  )
}
