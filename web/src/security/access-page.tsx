// «Кто смотрел данные»: reading of personal data across the school (152-ФЗ).
'use client'
import { useMemo, useState } from 'react'
import { AccessLogDocument, type AccessLogQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { addDays, momentInWords } from '../school/dates.js'
import { withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { usePages } from '../table/use-pages.js'
import { SecurityTabs } from './security-tabs.js'

type Entry = NonNullable<AccessLogQuery['accessLog']>['edges'][number]['node']
const namesShown = 3

export function AccessPage() {
  const { school, today, zone } = useSession()
  const { role } = useHat()
  const may = role === 'DIRECTOR' || role === 'COORDINATOR'
  const [from, setFrom] = useState(addDays(today, -7))
  const [to, setTo] = useState(today)
  const asked = useMemo(
    () => (may && from && to ? { schoolId: school.id, from, to, first: 100 } : null),
    [may, school.id, from, to],
  )
  const pages = usePages(AccessLogDocument, asked, ({ accessLog }) => accessLog)
  const columns = useMemo(() => columnsFor(zone, today), [zone, today])
  return (
    <main className="page">
      <title>Кто смотрел данные · Журнал</title>
      <h1>Кто смотрел персональные данные</h1>
      {!may && <p role="alert">Этот список видят директор и координатор.</p>}
      {may && <SecurityTabs />}
      {may && asked && !pages.loading && !pages.rows && (
        <p role="alert">{troubleWords[pages.trouble ?? 'service']}</p>
      )}
      {may && (
        <DataTable
          name="Кто смотрел данные"
          rows={pages.rows ?? []}
          columns={columns}
          keyOf={({ id }) => id}
          all={pages.all}
          empty={
            asked && pages.loading ? <span className="waiting" /> : 'В эти дни чужих данных никто не смотрел.'
          }
        >
          <label>
            С
            <input type="date" value={from} onChange={({ target }) => setFrom(target.value)} />
          </label>
          <label>
            По
            <input type="date" value={to} onChange={({ target }) => setTo(target.value)} />
          </label>
        </DataTable>
      )}
      {pages.hasMore && (
        <p>
          <button type="button" onClick={() => void pages.more()}>
            Показать ещё
          </button>
        </p>
      )}
    </main>
  )
}

/** «Кошкина А. П., Ёжиков Е. и ещё 40» */
export function whoseWords({ people, count }: Pick<Entry, 'people' | 'count'>): string {
  const names = people.slice(0, namesShown).map(({ fullName }) => withInitials(fullName ?? ''))
  const rest = count - names.length
  return rest > 0 ? `${names.join(', ')} и ещё ${rest}` : names.join(', ')
}

const columnsFor = (zone: string, today: string): readonly Column<Entry>[] => [
  { id: 'reader', title: 'Кто', text: ({ readerName }) => readerName },
  { id: 'at', title: 'Когда', text: ({ at }) => momentInWords(at, zone, today), sortBy: ({ at }) => at },
  { id: 'what', title: 'Что смотрел', text: ({ what }) => what },
  { id: 'whose', title: 'Чьи данные', text: whoseWords },
  { id: 'ground', title: 'По какому праву', text: ({ ground }) => ground },
]
