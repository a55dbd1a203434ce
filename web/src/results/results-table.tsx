// Pupils down, subjects or periods across. Arrows move, 2–5 set, Enter opens what a mark is made of.
'use client'
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { saveTableAsCsv, saveTableAsXlsx } from '../table/save-table.js'
import type { Column } from '../table/columns.js'
import { isAgainst, valueOf, warningWords, type Square } from './squares.js'
import { SquareDialog } from './square-dialog.js'
import type { Setting } from './use-setting.js'
import styles from './results.module.css'

export type ResultColumn = {
  readonly id: string
  /** As it stands in files. */
  readonly title: string
  readonly head: ReactNode
  readonly strong?: boolean
}
export type ResultRow = {
  readonly pupilId: string
  readonly pupilName: string
  readonly squares: readonly (Square | null)[]
}

type Props = {
  readonly name: string
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly ResultRow[]
  readonly setting: Setting
  readonly upright?: boolean
}

export function ResultsTable({ name, columns, rows, setting, upright = false }: Props) {
  const [opened, setOpened] = useState<{
    readonly row: number
    readonly column: number
    readonly value: string
  } | null>(null)
  const [entered, setEntered] = useState<ReadonlyMap<string, string>>(new Map())
  const table = useRef<HTMLTableElement>(null)
  const square = opened && rows[opened.row]?.squares[opened.column]
  const focus = (row: number, column: number) =>
    table.current?.querySelector<HTMLElement>(`[data-at="${row} ${column}"]`)?.focus()
  /** Set at once where nothing speaks against it; else it is asked about. */
  const press = async (row: number, column: number, value: string) => {
    const at = rows[row]?.squares[column]
    if (!at?.settable) return
    if (at.mark || isAgainst(value, at.proposed)) return setOpened({ row, column, value })
    const key = `${row} ${column}`
    setEntered((before) => new Map(before).set(key, value))
    focus(row + 1, column)
    await setting.set(at.target, [{ square: at, value }])
    setEntered((before) => new Map([...before].filter(([one]) => one !== key)))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const [row = NaN, column = NaN] =
      (event.target as HTMLElement).dataset['at']?.split(' ').map(Number) ?? []
    if (Number.isNaN(row) || event.ctrlKey || event.metaKey || event.altKey) return
    const digit = /^(?:Digit|Numpad)([1-5])$/.exec(event.code)?.[1]
    const step = steps[event.key]
    if (!digit && !step) return
    event.preventDefault()
    if (digit) void press(row, column, digit)
    else if (step) focus(row + step[0], column + step[1])
  }
  return (
    <>
      <Save name={name} columns={columns} rows={rows} />
      <div className={styles.scroll}>
        <table ref={table} className={styles.grid} onKeyDown={onKeyDown}>
          <caption className="hidden">{name}</caption>
          <thead>
            <tr>
              <th scope="col">Ученик</th>
              {columns.map(({ id, head, strong }) => (
                <th
                  key={id}
                  scope="col"
                  className={[strong && styles.strong, upright && styles.upright].filter(Boolean).join(' ')}
                >
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, r) => (
              <tr key={row.pupilId}>
                <th scope="row">{row.pupilName}</th>
                {row.squares.map((one, c) => (
                  <td key={columns[c]?.id} className={columns[c]?.strong ? styles.strong : undefined}>
                    {one && (
                      <SquareButton
                        square={one}
                        at={`${r} ${c}`}
                        entered={entered.get(`${r} ${c}`)}
                        open={() => setOpened({ row: r, column: c, value: '' })}
                      />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {square && opened && (
        <SquareDialog square={square} value={opened.value} setting={setting} close={() => setOpened(null)} />
      )}
    </>
  )
}

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

type SquareProps = {
  readonly square: Square
  readonly at: string
  readonly entered: string | undefined
  readonly open: () => void
}

function SquareButton({ square, at, entered, open }: SquareProps) {
  const warnings = warningWords(square)
  const value = entered ?? square.mark?.value
  const words = [
    value ?? (square.proposed ? `выходит ${square.proposed}` : 'не выставлено'),
    ...(square.between ? ['между двумя отметками'] : []),
    ...warnings,
  ]
  const looks = [
    styles.square,
    value === undefined && styles.proposed,
    entered !== undefined && styles.underway,
    (value === '2' || value === '1') && styles.bad,
    warnings.length > 0 && styles.warned,
    square.between && styles.between,
  ]
  return (
    <button
      type="button"
      data-at={at}
      className={looks.filter(Boolean).join(' ')}
      title={words.join('; ')}
      aria-label={`${square.pupilName}, ${square.of}: ${words.join('; ')}`}
      onClick={open}
    >
      {value ?? square.proposed ?? '·'}
    </button>
  )
}

function Save({ name, columns, rows }: Pick<Props, 'name' | 'columns' | 'rows'>) {
  const all: Column<ResultRow>[] = [
    { id: 'pupil', title: 'Ученик', text: ({ pupilName }) => pupilName },
    ...columns.map(({ id, title }, c) => ({
      id,
      title,
      text: ({ squares }: ResultRow) => {
        const value = valueOf(squares[c] ?? null)
        return /^\d$/.test(value) ? Number(value) : value
      },
    })),
  ]
  return (
    <div className={styles.files} role="group" aria-label="Скачать таблицу">
      <button type="button" onClick={() => void saveTableAsXlsx(name, all, rows)}>
        Excel
      </button>
      <button type="button" onClick={() => saveTableAsCsv(name, all, rows)}>
        CSV
      </button>
      <button type="button" onClick={() => window.print()}>
        Печать
      </button>
    </div>
  )
}
