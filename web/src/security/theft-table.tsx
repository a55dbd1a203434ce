'use client'
import { useMemo } from 'react'
import { momentInWords } from '../school/dates.js'
import { withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { serviceWords, stateWords, type TheftAct } from './theft-acts.js'

type Props = {
  readonly name: string
  readonly acts: readonly TheftAct[]
  readonly chosen: ReadonlySet<string>
  readonly choose: (ids: readonly string[], on: boolean) => void
  readonly empty: string
  readonly writable: boolean
}

/** One group of acts, each to be ticked for a decision. */
export function TheftTable({ name, acts, chosen, choose, empty, writable }: Props) {
  const { zone, today } = useSession()
  const columns = useMemo(
    () => columnsFor({ zone, today, chosen, choose, writable }),
    [zone, today, chosen, choose, writable],
  )
  const ids = acts.map((act) => act.entryId)
  const all = ids.length > 0 && ids.every((id) => chosen.has(id))
  return (
    <>
      {writable && acts.length > 1 && (
        <label className="row" style={{ marginTop: 8 }}>
          <input type="checkbox" checked={all} onChange={({ target }) => choose(ids, target.checked)} />
          Выбрать все: {acts.length}
        </label>
      )}
      <DataTable name={name} rows={acts} columns={columns} keyOf={(act) => act.entryId} empty={empty} />
    </>
  )
}

type Drawn = Pick<Props, 'chosen' | 'choose' | 'writable'> & { readonly zone: string; readonly today: string }

const columnsFor = ({ zone, today, chosen, choose, writable }: Drawn): readonly Column<TheftAct>[] => [
  {
    id: 'what',
    title: 'Запись',
    text: ({ what, note }) => [what, note].filter(Boolean).join('. '),
    cell: (act) => (
      <label className="row" style={{ flexWrap: 'nowrap', alignItems: 'flex-start' }}>
        {writable && (
          <input
            type="checkbox"
            checked={chosen.has(act.entryId)}
            onChange={({ target }) => choose([act.entryId], target.checked)}
          />
        )}
        <span>
          {act.what}
          {act.note && <span className="small amber"> {act.note}</span>}
        </span>
      </label>
    ),
  },
  { id: 'where', title: 'Где', text: ({ service }) => serviceWords[service] },
  {
    id: 'at',
    title: 'Когда',
    text: ({ at }) => momentInWords(at, zone, today),
    sortBy: ({ at }) => Date.parse(at),
  },
  {
    id: 'state',
    title: 'Решение',
    text: ({ state, decidedByName }) =>
      [stateWords[state], decidedByName ? withInitials(decidedByName) : ''].filter(Boolean).join(', '),
    cell: ({ state, decidedByName }) => (
      <>
        <span className={state === 'SUSPECT' ? 'amber' : undefined}>{stateWords[state]}</span>
        {decidedByName && <span className="small muted"> {withInitials(decidedByName)}</span>}
      </>
    ),
  },
]
