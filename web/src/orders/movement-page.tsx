// «Книга движения»: who came, moved and left in a span.
'use client'
import Link from 'next/link'
import { useMemo, useState } from 'react'
import { MovementsDocument, type MovementLineFragment } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { addDays, numericDate } from '../school/dates.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { movementColumns } from './order-page.js'
import { kindName, kinds } from './movement-words.js'
import { OrdersTabs } from './orders-tabs.js'

const spanDays = 400

export function MovementPage() {
  const { school, today } = useSession()
  const { slug } = useHat()
  const yearStart =
    school.currentYear?.periods.map(({ startsOn }) => startsOn).sort()[0] ?? addDays(today, -90)
  const [from, setFrom] = useState(yearStart < today ? yearStart : addDays(today, -90))
  const [to, setTo] = useState(today)
  const wide = addDays(from, spanDays) < to
  const asked = useMemo(
    () => (from && to && !wide ? { schoolId: school.id, from, to } : null),
    [school.id, from, to, wide],
  )
  const { data, loading, trouble } = useQuestion(MovementsDocument, asked)
  const movements = data?.school?.movements
  const columns = useMemo(() => columnsFor(slug), [slug])
  const sums = kinds.flatMap((kind) => {
    const count = movements?.filter((one) => one.kind === kind).length ?? 0
    return count ? [`${kindName[kind].toLowerCase()}: ${count}`] : []
  })
  return (
    <main className="page">
      <title>Книга движения · Журнал</title>
      <h1>Книга движения</h1>
      <OrdersTabs />
      {wide && <p className="amber">Покажем не больше {spanDays} дней сразу: сузьте промежуток.</p>}
      {asked && !loading && !movements && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      <DataTable
        name="Книга движения"
        rows={movements ?? []}
        columns={columns}
        keyOf={({ id }) => id}
        empty={asked && loading ? <span className="waiting" /> : 'В эти дни никто не пришёл и не ушёл.'}
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
      {sums.length > 0 && <p className="muted small">Итого: {sums.join(', ')}.</p>}
    </main>
  )
}

/** Movements with the order by which each was made. */
export const columnsFor = (slug: string): readonly Column<MovementLineFragment>[] => [
  ...movementColumns,
  {
    id: 'order',
    title: 'Приказ',
    text: ({ orderNumber, orderDate }) => `№ ${orderNumber} от ${numericDate(orderDate)}`,
    sortBy: ({ orderDate, orderNumber }) => `${orderDate} ${orderNumber}`,
    cell: ({ order, orderNumber, orderDate }) => {
      const words = `№ ${orderNumber} от ${numericDate(orderDate)}`
      return order ? <Link href={`/${slug}/orders/${order.id}`}>{words}</Link> : words
    },
  },
]
