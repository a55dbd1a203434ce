// The marks of an opened cell: each with its work, comment and day, and a new one beside them.
'use client'
import { useState } from 'react'
import type { PupilMarksQuery } from '../generated/graph.js'
import { dayAndMonth, dotted } from '../school/dates.js'
import { weightInWords, withInitials } from '../school/words.js'
import type { Act } from './acts.js'
import { markSign, type Cell, type CellMark } from './cells.js'
import { aim, noteAct } from './enter.js'
import { workForKeys, type LessonColumn, type Page, type PageRow } from './page.js'
import type { JournalStore } from './store.js'
import styles from './journal.module.css'

const values = ['5', '4', '3', '2', '1', '.', 'зач', 'нз', 'н/а', 'осв'] as const

type Facts = NonNullable<NonNullable<PupilMarksQuery['pupil']>['marks']>[number]

type Props = {
  readonly page: Page
  readonly lesson: LessonColumn
  readonly row: PageRow
  readonly cell: Cell
  readonly facts: readonly Facts[]
  readonly store: JournalStore
  readonly writable: boolean
  readonly enter: (act: Act | null) => void
}

export function CellMarks(props: Props) {
  const { lesson, cell, facts, writable } = props
  const [reason, setReason] = useState('')
  return (
    <section aria-label="Отметки" className={styles.marks}>
      {cell.marks.map((mark, index) => (
        <OneMark
          key={mark.id || `own-${index}`}
          {...props}
          mark={mark}
          fact={facts.find(({ id }) => id === mark.id) ?? null}
          title={titleOf(lesson, mark.work)}
          reason={reason}
        />
      ))}
      {writable && cell.marks.length > 0 && (
        <label className={styles.line}>
          <span className="muted small">Почему меняете</span>
          <input
            value={reason}
            maxLength={300}
            placeholder="если меняете или снимаете: останется в истории"
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
      )}
      {writable && <NewMark {...props} />}
    </section>
  )
}

function titleOf({ works }: LessonColumn, index: number): string {
  const work = works[index]
  if (!work) return 'Ответ на уроке, вес 1'
  return `${work.title ?? work.sign ?? 'Работа'}, вес ${weightInWords(work.weight)}`
}

type MarkProps = Props & {
  readonly mark: CellMark
  readonly fact: Facts | null
  readonly title: string
  readonly reason: string
}

function OneMark({ lesson, row, cell, store, writable, enter, mark, fact, title, reason }: MarkProps) {
  const place = { lessonId: lesson.id, pupilId: row.pupilId }
  const change = (value: string | null) => {
    const at = cell.marks.filter(({ work }) => work === mark.work).indexOf(mark)
    const act = aim(store, place, mark.work, at, value)
    enter(act && reason.trim() ? { ...act, reason: reason.trim() } : act)
  }
  const noteable = writable && mark.id !== ''
  return (
    <div className={styles.mark}>
      <select
        value={mark.value}
        aria-label={`Отметка: ${title}`}
        disabled={!writable}
        onChange={({ target }) => change(target.value || null)}
      >
        <option value="">снять</option>
        {values.map((one) => (
          <option key={one} value={one}>
            {one === '.' ? '• точка' : one}
          </option>
        ))}
      </select>
      <div>
        <p className="small muted">
          {title}
          {fact?.setByName ? ` · ${withInitials(fact.setByName)}` : ''}
        </p>
        {fact && <FactsOfMark fact={fact} />}
        {noteable && fact && (
          <input
            key={fact.comment ?? ''}
            defaultValue={fact.comment ?? ''}
            maxLength={300}
            aria-label={`Комментарий к отметке ${mark.value}`}
            placeholder="Комментарий: увидит и семья"
            onBlur={({ target }) => {
              const comment = target.value.trim()
              if (comment !== (fact.comment ?? '')) enter(noteAct(store, place, mark.id, { comment }))
            }}
          />
        )}
        {noteable && fact && mark.value === '.' && (
          <label className={styles.line}>
            <span className="small muted">сдать до</span>
            <input
              type="date"
              defaultValue={fact.dueOn ?? ''}
              min={lesson.workedOn}
              onBlur={({ target }) => {
                const dueOn = target.value
                if (dueOn && dueOn !== fact.dueOn) enter(noteAct(store, place, mark.id, { dueOn }))
              }}
            />
          </label>
        )}
        {!noteable && fact?.comment && <p className="small">«{fact.comment}»</p>}
      </div>
    </div>
  )
}

const FactsOfMark = ({ fact }: { readonly fact: Facts }) => (
  <>
    {fact.retaken && <p className="small muted">Пересдана: в среднее идёт новая отметка.</p>}
    {fact.retakeOf && <p className="small muted">Это пересдача: прежняя отметка в среднее не идёт.</p>}
    {fact.source && <p className="small muted">Перенесена: {fact.source}.</p>}
    {fact.dueOn && <p className="small amber">Сдать до {dayAndMonth(fact.dueOn)}.</p>}
    {fact.claim && <p className="small amber">Семья считает её ошибкой: «{fact.claim.explanation}»</p>}
  </>
)

function NewMark({ page, lesson, row, cell, store, enter }: Props) {
  const [work, setWork] = useState(() => workForKeys(lesson))
  const [retakeOf, setRetakeOf] = useState('')
  const place = { lessonId: lesson.id, pupilId: row.pupilId }
  const set = (value: string) => {
    const count = cell.marks.filter((mark) => mark.work === work).length
    const act = aim(store, place, work, count, value)
    enter(act && retakeOf ? { ...act, retakeOf } : act)
    setRetakeOf('')
  }
  const first = cell.marks.length === 0
  return (
    <div className={styles.newMark}>
      <div className="row">
        <b className="small">{first ? 'Поставить' : 'Ещё одна отметка'}</b>
        {lesson.works.length > 1 && (
          <select
            className={styles.inline}
            aria-label="За какую работу"
            value={work}
            onChange={({ target }) => setWork(Number(target.value))}
          >
            {lesson.works.map((one, index) => (
              <option key={one.id} value={index}>
                {titleOf(lesson, index)}
              </option>
            ))}
          </select>
        )}
        <RetakeChoice page={page} lesson={lesson} row={row} value={retakeOf} choose={setRetakeOf} />
      </div>
      <div
        className={styles.values}
        role="group"
        aria-label={first ? 'Поставить отметку' : 'Ещё одна отметка'}
      >
        {values.map((value, index) => (
          <button
            key={value}
            type="button"
            data-first={first && index === 0 ? true : undefined}
            onClick={() => set(value)}
          >
            {markSign(value)}
          </button>
        ))}
      </div>
    </div>
  )
}

type RetakeProps = {
  readonly page: Page
  readonly lesson: LessonColumn
  readonly row: PageRow
  readonly value: string
  readonly choose: (markId: string) => void
}

/** Marks of the pupil that this lesson's new one may stand instead of: not later ones, not those retaken already. */
function RetakeChoice({ page, lesson, row, value, choose }: RetakeProps) {
  const notes = page.beside?.notes.get(row.pupilId)
  const open = page.lessons.flatMap((other, column) =>
    other.workedOn > lesson.workedOn
      ? []
      : (row.cells[column]?.marks ?? [])
          .filter(({ id }) => id && !notes?.get(id)?.retaken)
          .map((mark) => ({
            id: mark.id,
            words: `${markSign(mark.value)} за ${dotted(other.workedOn)} (${other.works[mark.work]?.sign ?? 'ОТВ'})`,
          })),
  )
  if (open.length === 0) return null
  return (
    <select
      className={styles.inline}
      aria-label="Пересдача отметки"
      value={value}
      onChange={({ target }) => choose(target.value)}
    >
      <option value="">не пересдача</option>
      {open.reverse().map(({ id, words }) => (
        <option key={id} value={id}>
          пересдача: {words}
        </option>
      ))}
    </select>
  )
}
