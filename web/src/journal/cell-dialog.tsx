// One cell opened: its marks with their works, the absence, and who changed what.
'use client'
import { useState } from 'react'
import { Modal } from '../controls/modal.js'
import { PupilMarksDocument, type AbsenceCode } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useQuestion } from '../graph/use-question.js'
import { shortDate } from '../school/dates.js'
import { weightInWords } from '../school/words.js'
import { useSession } from '../session/session.js'
import type { Act } from './acts.js'
import { afresh, spot } from './acts.js'
import { absenceLetter, absenceWord, type Cell } from './cells.js'
import { absenceAct, aim, commentAct, whyClosed } from './enter.js'
import { ownText } from './grid.js'
import { MarkHistory } from './mark-history.js'
import { cellOf, columnOf, rowOf, type LessonColumn, type Page } from './page.js'
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
  if (!lesson || !row) return null
  const cell = cellOf(page, lessonId, pupilId)
  const closed = readOnly ? 'Страница открыта для чтения.' : whyClosed(page, opened, today)
  const stuck = store.view().refused.get(spot(lessonId, pupilId))
  const title = [row.pupilName, lesson.date ? shortDate(lesson.date) : 'работа вне урока'].join(' · ')
  return (
    <Modal title={title} close={close}>
      {stuck && <RefusedEntry stuck={stuck} store={store} enter={enter} />}
      {closed ? (
        <p className="muted">{closed}</p>
      ) : (
        <>
          <MarksOfWorks lesson={lesson} cell={cell} store={store} opened={opened} enter={enter} />
          <AbsenceChoice
            cell={cell}
            choose={(code) => enter(absenceAct(store, opened, code && asAbsence(code)))}
          />
        </>
      )}
      <History
        cell={cell}
        course={course}
        pupilId={pupilId}
        comment={closed ? null : (markId, text) => enter(commentAct(store, opened, markId, text))}
      />
    </Modal>
  )
}

const asAbsence = (code: AbsenceCode) => ({ code, minutes: null })

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

const values = ['5', '4', '3', '2', '1', '.', 'зач', 'нз', 'н/а', 'осв'] as const

type MarksProps = {
  readonly lesson: LessonColumn
  readonly cell: Cell
  readonly store: JournalStore
  readonly opened: Opened
  readonly enter: (act: Act | null) => void
}

function MarksOfWorks({ lesson, cell, store, opened, enter }: MarksProps) {
  const place = { lessonId: opened.lessonId, pupilId: opened.pupilId }
  const works =
    lesson.works.length > 0 ? lesson.works : [{ id: '', title: 'Ответ на уроке', sign: '', weight: 1 }]
  return (
    <ul className={styles.works}>
      {works.map((work, index) => {
        const own = cell.marks.filter((mark) => mark.work === index)
        const places = [...own.map(({ value }) => value), '']
        return (
          <li key={work.id || index}>
            <span>
              {work.title ?? work.sign} <span className="muted small">вес {weightInWords(work.weight)}</span>
            </span>
            <span className="row">
              {places.map((value, at) => (
                <select
                  key={at}
                  value={value}
                  aria-label={`${work.title ?? 'Работа'}, ${at + 1}-я отметка`}
                  className={styles.short}
                  onChange={({ target }) => enter(aim(store, place, index, at, target.value || null))}
                >
                  <option value="">–</option>
                  {values.map((one) => (
                    <option key={one}>{one}</option>
                  ))}
                </select>
              ))}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

const codes: readonly AbsenceCode[] = ['ABSENT', 'ILL', 'EXCUSED', 'UNEXCUSED', 'LATE', 'RELEASED']

type ChoiceProps = { readonly cell: Cell; readonly choose: (code: AbsenceCode | null) => void }

function AbsenceChoice({ cell, choose }: ChoiceProps) {
  return (
    <label className={styles.choice}>
      <span>Посещаемость</span>
      <select
        value={cell.absence?.code ?? ''}
        onChange={({ target }) => choose(codes.find((code) => code === target.value) ?? null)}
      >
        <option value="">на уроке</option>
        {codes.map((code) => (
          <option key={code} value={code}>
            {absenceLetter[code]} – {absenceWord[code]}
          </option>
        ))}
      </select>
    </label>
  )
}

type HistoryProps = {
  readonly cell: Cell
  readonly course: Course
  readonly pupilId: string
  readonly comment: ((markId: string, text: string) => void) | null
}

function History({ cell, course, pupilId, comment }: HistoryProps) {
  const ids = cell.marks.flatMap(({ id }) => (id ? [id] : []))
  // Read once for the marks that stood when the cell was opened: what is entered now is not history yet.
  const [asked] = useState(ids.length > 0 ? { ...course, pupilId } : null)
  const { data, loading, trouble } = useQuestion(PupilMarksDocument, asked)
  if (!asked) return <p className={`muted small ${styles.history}`}>Отметок в этой клетке ещё не было.</p>
  if (loading) return <span className={`waiting ${styles.history}`} aria-label="История открывается" />
  const marks = (data?.pupil?.marks ?? []).filter(({ id }) => ids.includes(id))
  if (trouble && marks.length === 0) return <p className="amber small">{troubleWords[trouble]}</p>
  return (
    <section className={styles.history} aria-label="История отметок">
      <h3>История</h3>
      {marks.map((mark) => (
        <MarkHistory key={mark.id} mark={mark} comment={comment && ((text) => comment(mark.id, text))} />
      ))}
    </section>
  )
}
