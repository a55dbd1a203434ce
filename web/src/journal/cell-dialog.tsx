// One cell opened: its marks with their works, comments and retakes, the absence, and who changed what.
'use client'
import { useMemo, useState } from 'react'
import { Modal } from '../controls/modal.js'
import { CellHistoryDocument, PupilMarksDocument, type AbsenceCode } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useQuestion } from '../graph/use-question.js'
import { dayAndMonth, shortDate } from '../school/dates.js'
import { useSession } from '../session/session.js'
import type { Act } from './acts.js'
import { afresh, spot } from './acts.js'
import { CellEvents } from './cell-events.js'
import { absenceLetter, absenceWord, type Cell } from './cells.js'
import { CellMarks } from './cell-marks.js'
import { absenceAct, whyClosed } from './enter.js'
import { ownText } from './grid.js'
import { cellOf, columnOf, rowOf, type Page } from './page.js'
import type { Course } from './request.js'
import type { JournalStore, Refused } from './store.js'
import type { Opened } from './use-entry.js'
import styles from './journal.module.css'

type Props = {
  readonly page: Page
  readonly store: JournalStore
  readonly course: Course
  readonly opened: Opened
  readonly readOnly: boolean
  readonly enter: (act: Act | null) => void
  readonly close: () => void
}

export function CellDialog({ page, store, course, opened, readOnly, enter, close }: Props) {
  const { today } = useSession()
  const { lessonId, pupilId } = opened
  const lesson = page.lessons[columnOf(page, lessonId)]
  const row = rowOf(page, pupilId)
  // Read as the cell is opened: what is entered now is not history yet.
  const [asked] = useState({ ...course, pupilId })
  const { data } = useQuestion(PupilMarksDocument, asked)
  if (!lesson || !row) return null
  const cell = cellOf(page, lessonId, pupilId)
  const closed = readOnly ? 'Страница открыта для чтения.' : whyClosed(page, opened, today)
  const stuck = store.view().refused.get(spot(lessonId, pupilId))
  const when = lesson.outside
    ? `работа вне урока ${dayAndMonth(lesson.workedOn)}`
    : shortDate(lesson.workedOn)
  return (
    <Modal title={`${row.pupilName} · ${when}`} close={close}>
      {stuck && <RefusedEntry stuck={stuck} store={store} enter={enter} />}
      {closed && <p className="muted">{closed}</p>}
      <CellMarks
        page={page}
        lesson={lesson}
        row={row}
        cell={cell}
        facts={data?.pupil?.marks ?? []}
        store={store}
        writable={!closed}
        enter={enter}
      />
      {!closed && !lesson.outside && (
        <AbsenceChoice
          cell={cell}
          choose={(code, minutes) => enter(absenceAct(store, opened, code && { code, minutes }))}
        />
      )}
      <History opened={opened} />
    </Modal>
  )
}

type RefusedProps = {
  readonly stuck: Refused
  readonly store: JournalStore
  readonly enter: (act: Act | null) => void
}

/** A refusal with its reason; of a conflict both values, to choose from. */
function RefusedEntry({ stuck, store, enter }: RefusedProps) {
  const { act, refusal } = stuck
  const theirs = refusal.stands?.value
  const insist = () => {
    const page = store.confirmed()
    store.forgive(stuck)
    if (page) enter(afresh(act, page, newId()))
  }
  return (
    <section className={styles.refused} role="alert">
      <p className="red">{refusal.message}</p>
      <div className="row">
        <button type="button" onClick={() => store.forgive(stuck)}>
          {refusal.code === 'CONFLICT' ? `Оставить: ${theirs || 'пусто'}` : 'Понятно, убрать'}
        </button>
        {refusal.code === 'CONFLICT' && (
          <button type="button" className="main" onClick={insist}>
            Поставить: {ownText(stuck)}
          </button>
        )}
      </div>
    </section>
  )
}

const codes: readonly AbsenceCode[] = ['ABSENT', 'ILL', 'EXCUSED', 'UNEXCUSED', 'LATE', 'RELEASED']

type ChoiceProps = {
  readonly cell: Cell
  readonly choose: (code: AbsenceCode | null, minutes: number | null) => void
}

function AbsenceChoice({ cell: { absence }, choose }: ChoiceProps) {
  return (
    <div className={styles.choice}>
      <label>
        <span>Посещаемость</span>
        <select
          value={absence?.code ?? ''}
          onChange={({ target }) => choose(codes.find((code) => code === target.value) ?? null, null)}
        >
          <option value="">на уроке</option>
          {codes.map((code) => (
            <option key={code} value={code}>
              {absenceLetter[code]} – {absenceWord[code]}
            </option>
          ))}
        </select>
      </label>
      {absence?.code === 'LATE' && (
        <label>
          <span>минут</span>
          <input
            key={absence.minutes ?? 'none'}
            type="number"
            min={1}
            max={240}
            defaultValue={absence.minutes ?? ''}
            onBlur={({ target }) => {
              const minutes = target.value ? Number(target.value) : null
              if (minutes !== absence.minutes) choose('LATE', minutes)
            }}
          />
        </label>
      )}
    </div>
  )
}

function History({ opened: { lessonId, pupilId } }: { readonly opened: Opened }) {
  const { data, loading, trouble } = useQuestion(
    CellHistoryDocument,
    useMemo(() => ({ lessonId, pupilId }), [lessonId, pupilId]),
  )
  const events = data?.cellHistory ?? []
  if (loading) return <span className={`waiting ${styles.history}`} aria-label="История открывается" />
  if (!data) return <p className="amber small">{troubleWords[trouble ?? 'service']}</p>
  return (
    <section className={styles.history} aria-label="История клетки">
      <h3>История</h3>
      {events.length === 0 && <p className="muted small">Здесь ещё ничего не записывали.</p>}
      <CellEvents events={events} />
    </section>
  )
}
