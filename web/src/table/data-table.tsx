// A list of rows: searched, sorted by a click on a heading, taken away as a file.
'use client'
import {
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type SortFn,
} from '@tanstack/react-table'
import { useDeferredValue, useMemo, useState, type ReactNode } from 'react'
import { found, type Column } from './columns.js'
import { saveTableAsCsv, saveTableAsXlsx } from './save-table.js'
import styles from './data-table.module.css'

const collator = new Intl.Collator('ru', { numeric: true })
const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })
const drawnAtOnce = 200

type Props<Row> = {
  /** What the list is called: the caption for who hears the page, and the file's name. */
  readonly name: string
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly keyOf: (row: Row) => string
  /** What to say when there is nothing at all. */
  readonly empty: ReactNode
  /** False where the list is searched by the server. */
  readonly search?: boolean
  /** Rows that are not read yet; null: they could not be read. Without it what is there is all. */
  readonly all?: () => Promise<readonly Row[] | null>
  /** Beside the search: filters of the page. */
  readonly children?: ReactNode
}

export function DataTable<Row>({
  name,
  rows,
  columns,
  keyOf,
  empty,
  search = true,
  all,
  children,
}: Props<Row>) {
  const [words, setWords] = useState('')
  const searched = useDeferredValue(words)
  const shown = useMemo(() => rows.filter((row) => found(row, columns, searched)), [rows, columns, searched])
  return (
    <>
      <div className={styles.top}>
        {children}
        {search && rows.length > 8 && (
          <label className={styles.search}>
            Найти
            <input type="search" value={words} onChange={({ target }) => setWords(target.value)} />
          </label>
        )}
        {rows.length > 0 && (
          <Save name={name} columns={columns} read={all ?? (() => Promise.resolve(shown))} />
        )}
      </div>
      {rows.length === 0 && <p className="muted">{empty}</p>}
      {rows.length > 0 && shown.length === 0 && <p className="muted">Ничего такого в списке нет.</p>}
      {shown.length > 0 && <Rows name={name} rows={shown} columns={columns} keyOf={keyOf} />}
    </>
  )
}

type SaveProps<Row> = {
  readonly name: string
  readonly columns: readonly Column<Row>[]
  readonly read: () => Promise<readonly Row[] | null>
}

function Save<Row>({ name, columns, read }: SaveProps<Row>) {
  const [state, setState] = useState<'ready' | 'reading' | 'failed'>('ready')
  const save = async (write: (rows: readonly Row[]) => void | Promise<void>) => {
    setState('reading')
    const rows = await read()
    if (rows) await write(rows)
    setState(rows ? 'ready' : 'failed')
  }
  const busy = state === 'reading'
  return (
    <div className={styles.save} role="group" aria-label="Скачать список">
      <button
        type="button"
        disabled={busy}
        onClick={() => void save((rows) => saveTableAsXlsx(name, columns, rows))}
      >
        Excel
      </button>
      <button
        type="button"
        disabled={busy}
        onClick={() => void save((rows) => saveTableAsCsv(name, columns, rows))}
      >
        CSV
      </button>
      {state === 'failed' && <p role="alert">Список не прочитался целиком. Попробуйте ещё раз.</p>}
    </div>
  )
}

type RowsProps<Row> = Pick<Props<Row>, 'name' | 'rows' | 'columns' | 'keyOf'>

function Rows<Row>({ name, rows, columns, keyOf }: RowsProps<Row>) {
  const [drawn, setDrawn] = useState(drawnAtOnce)
  const data = useMemo(() => rows.map((row) => ({ row })), [rows])
  const table = useTable({ features, data, columns: useMemo(() => definitions(columns), [columns]) })
  const sorted = table.getRowModel().rows
  return (
    <>
      <table className={styles.table}>
        <caption className="hidden">{name}</caption>
        <thead>
          <tr>
            {columns.map(({ id, title }) => {
              const column = table.getColumn(id)
              const way = column?.getIsSorted() ?? false
              return (
                <th
                  key={id}
                  scope="col"
                  aria-sort={way === 'asc' ? 'ascending' : way ? 'descending' : 'none'}
                >
                  <button type="button" className="link" onClick={() => column?.toggleSorting(way === 'asc')}>
                    {title}
                    <span aria-hidden="true">{way === 'asc' ? ' ↑' : way ? ' ↓' : ''}</span>
                  </button>
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, drawn).map(({ original: { row } }) => (
            <tr key={keyOf(row)}>
              {columns.map(({ id, title, text, cell }) => (
                <td key={id} data-title={title}>
                  {cell ? cell(row) : text(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > drawn && (
        <p className={styles.more}>
          <button type="button" onClick={() => setDrawn(drawn + drawnAtOnce)}>
            Показать ещё ({sorted.length - drawn})
          </button>
        </p>
      )}
    </>
  )
}

type Held<Row> = { readonly row: Row }

function definitions<Row>(columns: readonly Column<Row>[]): ColumnDef<typeof features, Held<Row>>[] {
  const inOrder: SortFn<typeof features, Held<Row>> = (a, b, id) => compare(a.getValue(id), b.getValue(id))
  return columns.map(({ id, text, sortBy }) => ({
    id,
    accessorFn: ({ row }: Held<Row>) => (sortBy ?? text)(row),
    sortFn: inOrder,
    sortDescFirst: false,
  }))
}

const compare = (one: unknown, other: unknown): number =>
  typeof one === 'number' && typeof other === 'number'
    ? one - other
    : collator.compare(String(one ?? ''), String(other ?? ''))
