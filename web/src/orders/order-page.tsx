// One order: whom it moves, and who entered it.
'use client'
import Link from 'next/link'
import { useParams } from 'next/navigation'
import { useMemo, useState } from 'react'
import { OrderPageDocument, type MovementLineFragment, type OrderPageQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { fullDate, momentInWords, numericDate } from '../school/dates.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { ChangeOrder } from './change-order.js'
import { kindName, titleOf, way } from './movement-words.js'
import { WithdrawOrder } from './withdraw-order.js'

type Order = NonNullable<OrderPageQuery['order']>

export const movementColumns: readonly Column<MovementLineFragment>[] = [
  { id: 'name', title: 'Ученик', text: ({ pupil }) => pupil?.fullName ?? '' },
  { id: 'kind', title: 'Движение', text: ({ kind }) => kindName[kind] },
  { id: 'way', title: 'Класс', text: way },
  {
    id: 'on',
    title: 'С какого дня',
    text: ({ effectiveOn }) => numericDate(effectiveOn),
    sortBy: ({ effectiveOn }) => effectiveOn,
  },
  { id: 'note', title: 'Примечание', text: ({ note }) => note ?? '' },
]

export function OrderPage() {
  const { slug, role } = useHat()
  const orderId = String(useParams()['orderId'] ?? '')
  const { data, loading, trouble, again } = useQuestion(
    OrderPageDocument,
    useMemo(() => ({ id: orderId }), [orderId]),
  )
  const [open, setOpen] = useState<'change' | 'withdraw' | null>(null)
  const order = data?.order
  const close = () => {
    setOpen(null)
    void again()
  }
  return (
    <main className="page">
      <title>Приказ · Журнал</title>
      <p className="small">
        <Link href={`/${slug}/orders`}>Приказы</Link>
      </p>
      {loading && <span className="waiting" />}
      {!loading && trouble && <p role="alert">{troubleWords[trouble]}</p>}
      {!loading && !trouble && !order && <p role="alert">Такого приказа нет, или он не для вас.</p>}
      {order && <About order={order} />}
      {order && !order.withdrawnAt && role === 'COORDINATOR' && (
        <div className="row" style={{ marginTop: 12 }}>
          <button type="button" onClick={() => setOpen('change')}>
            Исправить номер и дату
          </button>
          <button type="button" onClick={() => setOpen('withdraw')}>
            Отменить приказ
          </button>
        </div>
      )}
      {order && (
        <DataTable
          name={`Приказ ${order.number}`}
          rows={order.movements}
          columns={movementColumns}
          keyOf={({ id }) => id}
          empty="В приказе никого нет."
        />
      )}
      {order && open === 'change' && <ChangeOrder order={order} close={close} />}
      {order && open === 'withdraw' && <WithdrawOrder order={order} close={close} />}
    </main>
  )
}

function About({ order }: { readonly order: Order }) {
  const { zone, today } = useSession()
  return (
    <>
      <h1>
        Приказ № {order.number} от {fullDate(order.date)}
      </h1>
      <p>{titleOf(order.movements)}</p>
      {order.note && <p>{order.note}</p>}
      <p className="muted small">
        Внесён {momentInWords(order.enteredAt, zone, today)}
        {order.enteredByName ? `, ${order.enteredByName}` : ''}
      </p>
      {order.withdrawnAt && (
        <p className="amber">
          Отменён {momentInWords(order.withdrawnAt, zone, today)}: {order.withdrawnReason}
        </p>
      )}
    </>
  )
}
