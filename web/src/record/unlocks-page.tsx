// «Открытые страницы»: locked pages opened for one person for some hours, each with its reason (6.2).
'use client'
import { useMemo, useState } from 'react'
import { EndUnlockDocument, UnlocksDocument, type UnlocksQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useQuestion } from '../graph/use-question.js'
import { momentInWords } from '../school/dates.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { OpenPage } from './open-page.js'
import { RecordTabs } from './record-tabs.js'

type Unlock = NonNullable<UnlocksQuery['unlocks']>[number]

export function UnlocksPage() {
  const { school, today, zone } = useSession()
  const { role } = useHat()
  const [opening, setOpening] = useState(false)
  const [onlyOpen, setOnlyOpen] = useState(false)
  const { data, loading, trouble, again } = useQuestion(
    UnlocksDocument,
    useMemo(() => ({ schoolId: school.id, open: onlyOpen }), [school.id, onlyOpen]),
  )
  const { busy, refusal, run } = useAct()
  const may = role === 'COORDINATOR'
  const columns = useMemo(() => {
    const end = async (row: Unlock) => {
      const input = { requestId: newId(), unlockId: row.id, expectedVersion: row.version }
      await run(EndUnlockDocument, { input }, ({ endUnlock }) => endUnlock)
      await again()
    }
    return columnsFor(zone, today, may ? { busy, end: (row) => void end(row) } : null)
  }, [zone, today, may, busy, run, again])
  return (
    <main className="page">
      <title>Открытые страницы · Журнал</title>
      <h1>Открытые страницы</h1>
      <RecordTabs />
      <p>
        После отметок за период страница журнала закрыта (п. 6.2). Координатор открывает её одному человеку на
        несколько часов, с причиной. Каждое открытие остаётся в этом списке.
      </p>
      {may && (
        <p>
          <button type="button" className="main" onClick={() => setOpening(true)}>
            Открыть страницу
          </button>
        </p>
      )}
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
      {!loading && !data?.unlocks && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      <DataTable
        name="Открытые страницы"
        rows={data?.unlocks ?? []}
        columns={columns}
        keyOf={({ id }) => id}
        empty={loading ? <span className="waiting" /> : 'Закрытых страниц ещё не открывали.'}
      >
        <label>
          <input type="checkbox" checked={onlyOpen} onChange={({ target }) => setOnlyOpen(target.checked)} />
          только открытые сейчас
        </label>
      </DataTable>
      {opening && (
        <OpenPage
          close={() => {
            setOpening(false)
            void again()
          }}
        />
      )}
    </main>
  )
}

type Ending = { readonly busy: boolean; readonly end: (row: Unlock) => void }

const columnsFor = (zone: string, today: string, ending: Ending | null): readonly Column<Unlock>[] => [
  {
    id: 'page',
    title: 'Страница',
    text: ({ journal }) => `${journal.learnersName} · ${journal.subjectName}, ${journal.periodName}`,
  },
  { id: 'whom', title: 'Кому', text: ({ personName }) => personName },
  {
    id: 'opened',
    title: 'Открыта',
    text: ({ openedAt }) => momentInWords(openedAt, zone, today),
    sortBy: ({ openedAt }) => openedAt,
  },
  {
    id: 'until',
    title: 'До',
    text: ({ until, endedAt }) => momentInWords(endedAt ?? until, zone, today),
    sortBy: ({ until }) => until,
  },
  { id: 'by', title: 'Кто открыл', text: ({ openedByName }) => openedByName },
  { id: 'reason', title: 'Причина', text: ({ reason }) => reason },
  {
    id: 'state',
    title: 'Сейчас',
    text: ({ open }) => (open ? 'открыта' : 'закрыта'),
    cell: (row) =>
      row.open && ending ? (
        <button type="button" disabled={ending.busy} onClick={() => ending.end(row)}>
          Закрыть
        </button>
      ) : row.open ? (
        'открыта'
      ) : (
        'закрыта'
      ),
  },
]
