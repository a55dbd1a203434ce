'use client'
import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import {
  AbsencesOfDocument,
  SetAbsenceReasonsDocument,
  type ClassAttendanceQuery,
} from '../generated/graph.js'
import { question } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { absenceLetter } from '../journal/cells.js'
import { dayAndMonth, dayNumber } from '../school/dates.js'
import { withInitials } from '../school/words.js'
import { saveTableAsCsv, saveTableAsXlsx } from '../table/save-table.js'
import type { Column } from '../table/columns.js'
import {
  dayCell,
  reasonName,
  reasonOfKey,
  totals,
  type DayCell,
  type Reason,
  type TotalKey,
} from './words.js'
import styles from './attendance.module.css'

export type Attendance = NonNullable<ClassAttendanceQuery['classAttendance']>
export type Row = Attendance['rows'][number]
/** What is open beside the grid. */
export type Opened =
  | { readonly kind: 'day'; readonly pupilId: string; readonly day: string }
  | { readonly kind: 'total'; readonly pupilId: string; readonly of: TotalKey }
  | { readonly kind: 'notes'; readonly pupilId: string }

type Props = {
  readonly name: string
  readonly of: Attendance
  readonly classId: string
  readonly open: (opened: Opened) => void
  readonly changed: () => Promise<void>
}

export function DaysGrid({ name, of, classId, open, changed }: Props) {
  const { refusal, run } = useAct()
  const [said, setSaid] = useState('')
  const setDay = async (row: Row, day: string, reason: Reason | null) => {
    const { data } = await question(AbsencesOfDocument, { pupilId: row.pupilId, classId, from: day, to: day })
    const missed = (data?.absencesOf ?? []).filter(({ code }) => code !== 'LATE')
    if (missed.length === 0) return
    const input = {
      requestId: newId(),
      reasons: missed.map(({ id, version }) => ({ absenceId: id, reason, expectedVersion: version })),
    }
    if (!(await run(SetAbsenceReasonsDocument, { input }, ({ setAbsenceReasons }) => setAbsenceReasons)))
      return
    setSaid(
      `${withInitials(row.pupilName)}, ${dayAndMonth(day)}: ${reason ? reasonName[reason] : 'причина снята'}`,
    )
    await changed()
  }
  const lastDay = useLastDay(of.days.length)
  if (of.days.length === 0) return <p className="muted">В этом месяце уроков ещё не было.</p>
  return (
    <>
      <Files name={name} of={of} />
      <p role={refusal ? 'alert' : 'status'} className={refusal ? 'red' : 'small muted'}>
        {refusal?.message ??
          (said || (of.viewerCanSetReasons ? 'На дне нажмите Б, У, П или О — причина на весь день.' : ' '))}
      </p>
      <div ref={lastDay} className={styles.scroll} tabIndex={0} role="region" aria-label="Дни">
        <table className={styles.grid}>
          <caption className="hidden">{name}</caption>
          <thead>
            <tr>
              <th scope="col">Ученик</th>
              {of.days.map((day) => (
                <th key={day} scope="col" title={dayAndMonth(day)}>
                  {dayNumber(day)}
                </th>
              ))}
              {totals.map(({ key, title, name: full }) => (
                <th key={key} scope="col" title={full} className={styles.total}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {of.rows.map((row) => (
              <tr key={row.pupilId}>
                <th scope="row">
                  <button
                    type="button"
                    className="link"
                    onClick={() => open({ kind: 'notes', pupilId: row.pupilId })}
                  >
                    {withInitials(row.pupilName)}
                    {row.notes.length > 0 && <span className={styles.noted}>спр.</span>}
                  </button>
                </th>
                {row.days.map((text, i) => (
                  <Day
                    key={of.days[i]}
                    cell={dayCell(text)}
                    day={of.days[i] ?? ''}
                    open={(day) => open({ kind: 'day', pupilId: row.pupilId, day })}
                    set={of.viewerCanSetReasons ? (day, reason) => void setDay(row, day, reason) : null}
                  />
                ))}
                {totals.map(({ key, name: full }) => (
                  <td key={key} className={styles.total}>
                    {row.totals[key] > 0 && (
                      <button
                        type="button"
                        className="link"
                        aria-label={`${withInitials(row.pupilName)}, ${full}: ${row.totals[key]}`}
                        onClick={() => open({ kind: 'total', pupilId: row.pupilId, of: key })}
                      >
                        {row.totals[key]}
                      </button>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={of.days.length + 1}>
                По классу
              </th>
              {totals.map(({ key }) => (
                <td key={key} className={styles.total}>
                  {of.totals[key] || ''}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      </div>
    </>
  )
}

/** On a narrow screen the newest day is in view, as in the journal. */
function useLastDay(count: number): RefObject<HTMLDivElement | null> {
  const region = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current } = region
    const newest = current?.querySelectorAll('thead th')[count]
    if (!current || !(newest instanceof HTMLElement)) return
    current.scrollLeft = newest.offsetLeft + newest.offsetWidth - current.clientWidth
  }, [count])
  return region
}

type DayProps = {
  readonly cell: DayCell | 'closed' | null
  readonly day: string
  readonly open: (day: string) => void
  /** Null: reasons are not the viewer's to set. */
  readonly set: ((day: string, reason: Reason | null) => void) | null
}

function Day({ cell, day, open, set }: DayProps) {
  if (cell === 'closed') return <td className={styles.closed} title="Не учился в этом классе" />
  if (!cell) return <td />
  const words = `${dayAndMonth(day)}: ${reasonName[cell.code]}, ${cell.whole ? 'весь день' : `${cell.missed} из ${cell.lessons}`}`
  const onKeyDown = ({ code, ctrlKey, metaKey, altKey }: KeyboardEvent) => {
    const reason = ctrlKey || metaKey || altKey ? undefined : reasonOfKey(code)
    if (reason !== undefined) set?.(day, reason)
  }
  return (
    <td className={cell.code === 'ABSENT' ? styles.unknown : undefined}>
      <button
        type="button"
        className={styles.day}
        title={words}
        aria-label={words}
        onClick={() => open(day)}
        onKeyDown={onKeyDown}
      >
        <b>{absenceLetter[cell.code]}</b>
        {!cell.whole && cell.missed > 0 && (
          <small>
            {cell.missed}/{cell.lessons}
          </small>
        )}
      </button>
    </td>
  )
}

/** The grid as a file: one row a pupil, days and totals as they stand on the screen. */
function Files({ name, of }: { readonly name: string; readonly of: Attendance }) {
  const columns: readonly Column<Row>[] = [
    { id: 'name', title: 'Ученик', text: ({ pupilName }) => pupilName },
    ...of.days.map((day, i) => ({
      id: day,
      title: dayAndMonth(day),
      text: (row: Row) => cellInWords(dayCell(row.days[i] ?? '')),
    })),
    ...totals.map(({ key, name: title }) => ({ id: key, title, text: (row: Row) => row.totals[key] })),
    { id: 'minutes', title: 'минут опозданий', text: ({ totals: { minutesLate } }) => minutesLate },
  ]
  return (
    <div className={styles.files} role="group" aria-label="Скачать список">
      <button type="button" onClick={() => void saveTableAsXlsx(name, columns, of.rows)}>
        Excel
      </button>
      <button type="button" onClick={() => saveTableAsCsv(name, columns, of.rows)}>
        CSV
      </button>
    </div>
  )
}

const cellInWords = (cell: DayCell | 'closed' | null): string => {
  if (cell === null || cell === 'closed') return cell ? '—' : ''
  return cell.whole || cell.missed === 0
    ? absenceLetter[cell.code]
    : `${absenceLetter[cell.code]} ${cell.missed}/${cell.lessons}`
}
