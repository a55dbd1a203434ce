'use client'
import { useState, type FormEvent } from 'react'
import { Modal } from '../controls/modal.js'
import {
  RecordAbsenceNoteDocument,
  WithdrawAbsenceNoteDocument,
  type NoteLineFragment,
} from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { dayAndMonth, span } from '../school/dates.js'
import { plural, withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import type { DialogProps } from './day-dialog.js'
import type { Row } from './days-grid.js'
import { reasonName, reasons, type Reason } from './words.js'
import styles from './attendance.module.css'

/** Notes of a pupil: each gives the reason of all absences of its days, those entered later too. */
export function NotesDialog({ row, writable, changed, close }: DialogProps & { readonly row: Row }) {
  return (
    <Modal title={withInitials(row.pupilName)} close={close}>
      {row.notes.length === 0 && <p className="muted">Справок на этот месяц нет.</p>}
      <ul className={styles.notes}>
        {row.notes.map((note) => (
          <Note key={note.id} note={note} writable={writable} changed={changed} />
        ))}
      </ul>
      {writable && <NewNote pupilId={row.pupilId} changed={changed} />}
    </Modal>
  )
}

type NoteProps = {
  readonly note: NoteLineFragment
  readonly writable: boolean
  readonly changed: () => Promise<void>
}

function Note({ note, writable, changed }: NoteProps) {
  const { busy, refusal, run } = useAct()
  const withdraw = async () => {
    const input = { requestId: newId(), noteId: note.id, expectedVersion: note.version }
    if (await run(WithdrawAbsenceNoteDocument, { input }, ({ withdrawAbsenceNote }) => withdrawAbsenceNote))
      await changed()
  }
  return (
    <li>
      <b>{note.from === note.until ? dayAndMonth(note.from) : span(note.from, note.until)}</b> —{' '}
      {reasonName[note.code]}
      {note.document && `, ${note.document}`}.{' '}
      <span className="muted small">{withInitials(note.setByName)}</span>{' '}
      {writable && (
        <button type="button" className="link small" disabled={busy} onClick={() => void withdraw()}>
          Снять
        </button>
      )}
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
    </li>
  )
}

function NewNote({ pupilId, changed }: { readonly pupilId: string; readonly changed: () => Promise<void> }) {
  const { today } = useSession()
  const [code, setCode] = useState<Reason>('ILL')
  const [done, setDone] = useState('')
  const { busy, refusal, run } = useAct()
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const text = (name: string) => String(new FormData(form).get(name) ?? '').trim()
    const input = {
      requestId: newId(),
      pupilId,
      from: text('from'),
      until: text('until'),
      code,
      document: text('document') || null,
    }
    const record = async () => {
      const given = await run(RecordAbsenceNoteDocument, { input }, ({ recordAbsenceNote }) => {
        setDone(
          `Справка записана: причина дана ${plural(recordAbsenceNote.absences ?? 0, 'пропуску', 'пропускам', 'пропускам')}.`,
        )
        return recordAbsenceNote
      })
      if (!given) return setDone('')
      form.reset()
      await changed()
    }
    void record()
  }
  return (
    <form onSubmit={send} className={styles.form} aria-label="Справка на несколько дней">
      <h3>Справка на несколько дней</h3>
      <div className={styles.fields}>
        <label>
          С какого дня
          <input name="from" type="date" required defaultValue={today} />
        </label>
        <label>
          По какой день
          <input name="until" type="date" required defaultValue={today} />
        </label>
        <label>
          Причина
          <select
            value={code}
            onChange={({ target }) => setCode(reasons.find((one) => one === target.value) ?? 'ILL')}
          >
            {reasons.map((one) => (
              <option key={one} value={one}>
                {reasonName[one]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <label>
        Документ
        <input name="document" maxLength={300} placeholder="справка № 12 от 03.11" />
      </label>
      <p role={refusal ? 'alert' : 'status'} className={refusal ? 'red' : 'green'}>
        {refusal?.message ?? done}
      </p>
      <button type="submit" className="main" disabled={busy}>
        Записать справку
      </button>
    </form>
  )
}
