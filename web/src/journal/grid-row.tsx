import { memo } from 'react'
import { meanInWords } from '../school/words.js'
import { dotted } from '../school/dates.js'
import { CellView } from './cell-view.js'
import { isMissed, type Cell } from './cells.js'
import { missedOf } from './filters.js'
import type { RowNotes } from './beside.js'
import type { When } from './columns.js'
import type { PageRow } from './page.js'
import styles from './grid.module.css'

export type Stuck = { readonly column: number; readonly own: string; readonly reason: string }

type Props = {
  readonly index: number
  readonly row: PageRow
  /** When each column is; one letter a column: p, t, f. A string, so that equal ones do not draw the row anew. */
  readonly times: string
  /** Column in which the cursor stands in this row; -1 elsewhere. */
  readonly cursor: number
  readonly chosen: number
  /** Columns on their way, as «3,7»; the period mark is the column after the last lesson. */
  readonly pending: string
  readonly stuck: string
  readonly today: string
  readonly withPeriodMarks: boolean
  readonly notes: RowNotes | undefined
  /** Columns of the block that reaches this row, as «2-4»; «» none. */
  readonly block: string
}

/** One pupil. Drawn anew only when something of its own changed: a key press costs one row, not thirty. */
export const GridRow = memo(function GridRow(props: Props) {
  const { index, row, times, cursor, chosen, today } = props
  const pending = new Set(props.pending ? props.pending.split(',').map(Number) : [])
  const stuck: readonly Stuck[] = props.stuck ? JSON.parse(props.stuck) : []
  const note = noteOf(row, today)
  const [left = 1, right = 0] = props.block ? props.block.split('-').map(Number) : []
  return (
    <tr aria-rowindex={index + 3} className={note ? styles.gone : undefined}>
      <th scope="row" className={styles.name}>
        <span className={styles.number}>{index + 1}</span>
        <span className={styles.pupil} title={row.pupilName}>
          {row.shortName}
        </span>
        {note && <span className={styles.note}>{note}</span>}
      </th>
      {row.cells.map((cell, column) => {
        const own = stuck.find((one) => one.column === column)
        return (
          <td
            key={column}
            role="gridcell"
            data-cell={`${index}:${column}`}
            data-stuck={own ? 'true' : undefined}
            tabIndex={cursor === column ? 0 : -1}
            aria-label={
              cell.closed ? 'не числился' : own ? `не записалось ${own.own}: ${own.reason}` : undefined
            }
            title={own?.reason}
            aria-readonly={cell.closed || row.locked || undefined}
            aria-selected={props.block ? column >= left && column <= right : undefined}
            className={classOf(cell, times[column], chosen === column, own !== undefined)}
          >
            <CellView cell={cell} notes={props.notes} />
            {own && <span className={styles.own}>{own.own}</span>}
            {pending.has(column) && <Corner />}
          </td>
        )
      })}
      <Sums {...props} waiting={pending.has(row.cells.length)} stuck={stuck} />
    </tr>
  )
})

type SumsProps = Omit<Props, 'stuck'> & { readonly waiting: boolean; readonly stuck: readonly Stuck[] }

function Sums({ index, row, cursor, withPeriodMarks, waiting, stuck }: SumsProps) {
  const column = row.cells.length
  const own = stuck.find((one) => one.column === column)
  const missed = missedOf(row)
  return (
    <>
      <td className={`${styles.sum} ${styles.mean}`}>{meanInWords(row.mean)}</td>
      <td className={`${styles.sum} ${styles.weighted}`}>
        {row.weightedMean && (
          <button type="button" data-mean={row.pupilId} tabIndex={-1} title="Как посчитано">
            {meanInWords(row.weightedMean)}
          </button>
        )}
      </td>
      <td className={`${styles.sum} ${styles.missed}`}>{missed > 0 ? missed : ''}</td>
      <td
        role="gridcell"
        data-cell={`${index}:${column}`}
        tabIndex={cursor === column ? 0 : -1}
        className={`${styles.sum} ${styles.period} ${own ? styles.stuck : ''}`}
        title={own?.reason ?? (row.locked ? 'Итог выставлен, строка закрыта (п. 6.2)' : undefined)}
      >
        {withPeriodMarks ? row.periodMark?.value : '–'}
        {withPeriodMarks && !row.periodMark && row.proposed && (
          <span className={styles.proposed} title="Выходит по правилу школы">
            {row.proposed}
          </span>
        )}
        {row.locked && <Lock />}
        {own && <span className={styles.own}>{own.own}</span>}
        {waiting && <Corner />}
      </td>
    </>
  )
}

const Corner = () => (
  <span className={styles.corner}>
    <span className="hidden">отправляется</span>
  </span>
)

const Lock = () => (
  <svg
    viewBox="0 0 10 12"
    width="8"
    height="10"
    className={styles.lock}
    role="img"
    aria-label="строка закрыта"
  >
    <path d="M2.5 5V3.5a2.5 2.5 0 0 1 5 0V5" fill="none" stroke="currentColor" strokeWidth="1.4" />
    <rect x="1" y="5" width="8" height="6" rx="1" fill="currentColor" />
  </svg>
)

const timeClass: Readonly<Record<string, string | undefined>> = { t: styles.today, f: styles.future }

export const letterOf: Readonly<Record<When, string>> = { past: 'p', today: 't', future: 'f' }

function classOf(cell: Cell, time: string | undefined, chosen: boolean, stuck: boolean): string {
  const names = [styles.cell, timeClass[time ?? ''], chosen && styles.chosen, cell.closed && styles.closed]
  const away = time === 't' && isMissed(cell.absence)
  return [...names, away && styles.away, stuck && styles.stuck].filter(Boolean).join(' ')
}

/** «выбыл 16.11», «с 16.11»: why a part of the row is closed. */
function noteOf(row: PageRow, today: string): string {
  const last = row.spans.at(-1)
  if (last?.until && last.until < today) return `по ${dotted(last.until)}`
  return ''
}
