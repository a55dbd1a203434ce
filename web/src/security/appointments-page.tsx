// «Назначения»: who holds which role, by which order, until when (A2.1).
'use client'
import { useMemo, useState } from 'react'
import { AppointmentsDocument, type AppointmentLineFragment, type Role } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { fullDate } from '../school/dates.js'
import { roleName } from '../session/hats.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { Appoint } from './appoint.js'
import { EndAppointment } from './end-appointment.js'
import { SecurityTabs } from './security-tabs.js'

const staffRoles: readonly Role[] = [
  'COORDINATOR',
  'JOURNAL_ADMIN',
  'DIRECTOR',
  'DEPUTY',
  'CLASS_TEACHER',
  'TEACHER',
  'SPECIALIST',
  'CLERK',
  'INSPECTOR',
]
const byDirector: readonly Role[] = ['COORDINATOR', 'DEPUTY', 'JOURNAL_ADMIN', 'CLERK']
const byCoordinator: readonly Role[] = [
  'JOURNAL_ADMIN',
  'DEPUTY',
  'CLASS_TEACHER',
  'TEACHER',
  'SPECIALIST',
  'CLERK',
]

export function AppointmentsPage() {
  const { school, today } = useSession()
  const { role } = useHat()
  const may = role === 'DIRECTOR' ? byDirector : role === 'COORDINATOR' ? byCoordinator : null
  const [on, setOn] = useState(today)
  const { data, loading, trouble, again } = useQuestion(
    AppointmentsDocument,
    useMemo(() => (may && on ? { schoolId: school.id, on } : null), [may, school.id, on]),
  )
  const [open, setOpen] = useState<AppointmentLineFragment | 'new' | null>(null)
  const close = () => {
    setOpen(null)
    void again()
  }
  const found = data?.school?.appointments
  const columns = useMemo(() => columnsFor(may ?? [], today, setOpen), [may, today])
  return (
    <main className="page">
      <title>Назначения · Журнал</title>
      <div className="row spread">
        <h1>Назначения</h1>
        {may && (
          <button type="button" className="main" onClick={() => setOpen('new')}>
            Назначить
          </button>
        )}
      </div>
      {!may && <p role="alert">Назначения видят директор и координатор.</p>}
      {may && <SecurityTabs />}
      {may && !loading && !found && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      {may && (
        <DataTable
          name="Назначения"
          rows={found?.filter((one) => staffRoles.includes(one.role)) ?? []}
          columns={columns}
          keyOf={({ id }) => id ?? ''}
          empty={loading ? <span className="waiting" /> : 'В этот день ролей нет.'}
        >
          <label>
            На день
            <input type="date" value={on} onChange={({ target }) => setOn(target.value)} />
          </label>
        </DataTable>
      )}
      {may && open === 'new' && <Appoint roles={may} close={close} />}
      {open && open !== 'new' && <EndAppointment appointment={open} close={close} />}
    </main>
  )
}

const orderInWords = (number: string | null | undefined, date: string | null | undefined): string =>
  number ? `№ ${number}${date ? ` от ${fullDate(date)}` : ''}` : ''

/** The order that gave the role, empty where none was named, and the one that ended it. */
const ordersOf = (one: AppointmentLineFragment): readonly string[] => [
  orderInWords(one.orderNumber, one.orderDate),
  ...(one.endOrderNumber ? [`освобождение: ${orderInWords(one.endOrderNumber, one.endOrderDate)}`] : []),
]

const columnsFor = (
  may: readonly Role[],
  today: string,
  end: (appointment: AppointmentLineFragment) => void,
): readonly Column<AppointmentLineFragment>[] => [
  { id: 'name', title: 'Кто', text: ({ person }) => person?.fullName ?? '' },
  {
    id: 'role',
    title: 'Роль',
    text: ({ role, schoolClass }) => `${roleName(role)}${schoolClass ? ` ${schoolClass.name}` : ''}`,
  },
  {
    id: 'from',
    title: 'С',
    text: ({ from }) => (from ? fullDate(from) : ''),
    sortBy: ({ from }) => from ?? '',
  },
  {
    id: 'until',
    title: 'По',
    text: ({ until }) => (until ? fullDate(until) : 'бессрочно'),
    sortBy: ({ until }) => until ?? '9',
  },
  {
    id: 'order',
    title: 'Приказ',
    text: (one) => ordersOf(one).join('; '),
    cell: (one) => {
      const [given, ended] = ordersOf(one)
      return (
        <>
          {given || <span className="amber">без приказа</span>}
          {ended && <div className="muted small">{ended}</div>}
        </>
      )
    },
  },
  {
    id: 'end',
    title: 'Что сделать',
    text: () => '',
    cell: (one) =>
      may.includes(one.role) && (!one.until || one.until >= today) ? (
        <button
          type="button"
          className="link"
          aria-label={`Освободить от роли: ${one.person?.fullName ?? ''}, ${roleName(one.role)}`}
          onClick={() => end(one)}
        >
          Освободить
        </button>
      ) : null,
  },
]
