// «Приказы»: by which papers pupils came, moved and left.
'use client'
import Link from 'next/link'
import { useMemo, useState } from 'react'
import { useSettled } from '../controls/use-settled.js'
import { OrdersDocument, type MovementKind, type OrderLineFragment } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { fullDate } from '../school/dates.js'
import { plural } from '../school/words.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { usePages } from '../table/use-pages.js'
import { kinds, kindTitle, titleOf } from './movement-words.js'
import { OrdersTabs } from './orders-tabs.js'

export function OrdersPage() {
  const { role, slug } = useHat()
  return (
    <main className="page">
      <title>Приказы · Журнал</title>
      <div className="row spread">
        <h1>Приказы</h1>
        {role === 'COORDINATOR' && (
          <Link className="button main" href={`/${slug}/orders/new`}>
            Новый приказ
          </Link>
        )}
      </div>
      <OrdersTabs />
      <OrderList slug={slug} />
    </main>
  )
}

const columnsFor = (slug: string): readonly Column<OrderLineFragment>[] => [
  {
    id: 'number',
    title: 'Приказ',
    text: ({ number }) => number,
    cell: ({ id, number }) => <Link href={`/${slug}/orders/${id}`}>№ {number}</Link>,
  },
  { id: 'date', title: 'Дата', text: ({ date }) => fullDate(date), sortBy: ({ date }) => date },
  { id: 'about', title: 'О чём', text: ({ movements, note }) => titleOf(movements) || (note ?? '') },
  {
    id: 'pupils',
    title: 'Учеников',
    text: ({ movements }) => movements.length,
    cell: ({ movements }) => plural(movements.length, 'ученик', 'ученика', 'учеников'),
  },
  {
    id: 'state',
    title: 'Состояние',
    text: ({ withdrawnAt, withdrawnReason }) =>
      withdrawnAt ? `отменён: ${withdrawnReason ?? ''}` : 'действует',
    cell: ({ withdrawnAt, withdrawnReason }) =>
      withdrawnAt ? <span className="muted">отменён: {withdrawnReason}</span> : 'действует',
  },
]

function OrderList({ slug }: { readonly slug: string }) {
  const { school } = useSession()
  const [kind, setKind] = useState<MovementKind | ''>('')
  const [words, setWords] = useState('')
  const search = useSettled(words.trim())
  const asked = useMemo(
    () => ({ schoolId: school.id, kind: kind || null, search: search || null, first: 100 }),
    [school.id, kind, search],
  )
  const pages = usePages(OrdersDocument, asked, ({ school: one }) => one?.orders)
  const columns = useMemo(() => columnsFor(slug), [slug])
  return (
    <>
      {!pages.loading && !pages.rows && <p role="alert">{troubleWords[pages.trouble ?? 'service']}</p>}
      <DataTable
        name="Приказы"
        rows={pages.rows ?? []}
        columns={columns}
        keyOf={({ id }) => id}
        search={false}
        all={pages.all}
        empty={
          pages.loading ? (
            <span className="waiting" />
          ) : search || kind ? (
            'Таких приказов нет.'
          ) : (
            'Приказов ещё нет.'
          )
        }
      >
        <label>
          О чём
          <select
            value={kind}
            onChange={({ target }) => setKind(kinds.find((one) => one === target.value) ?? '')}
          >
            <option value="">Все приказы</option>
            {kinds.map((one) => (
              <option key={one} value={one}>
                {kindTitle[one]}
              </option>
            ))}
          </select>
        </label>
        <label>
          Номер или фамилия
          <input type="search" value={words} onChange={({ target }) => setWords(target.value)} />
        </label>
      </DataTable>
      {pages.hasMore && (
        <p>
          <button type="button" onClick={() => void pages.more()}>
            Показать ещё
          </button>
        </p>
      )}
    </>
  )
}
