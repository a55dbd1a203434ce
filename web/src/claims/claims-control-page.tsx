// Claims of the whole school for staff in charge: how teachers answer them, and each of them.
'use client'
import { useMemo, useState } from 'react'
import { ClaimFiguresDocument, MarkClaimsDocument, type ClaimFiguresQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { RecordTabs } from '../record/record-tabs.js'
import { addDays } from '../school/dates.js'
import { useHat } from '../shell/use-hat.js'
import { useSession } from '../session/session.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { ClaimTable } from './claim-table.js'
import styles from './claims.module.css'

const daysBack = 90

export function ClaimsControlPage() {
  const { school } = useSession()
  const { role } = useHat()
  const { data, loading, trouble } = useQuestion(
    MarkClaimsDocument,
    useMemo(() => ({ schoolId: school.id }), [school.id]),
  )
  return (
    <main className="page">
      <title>Обращения об отметках · Журнал</title>
      <h1>Обращения об отметках</h1>
      <RecordTabs />
      {role !== 'INSPECTOR' && <Figures />}
      <section className={styles.part} aria-labelledby="all-claims">
        <h2 id="all-claims">Все обращения</h2>
        {loading && <span className="waiting" />}
        {!loading && !data?.markClaims && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
        {data?.markClaims && <ClaimTable claims={data.markClaims} empty="Обращений ещё не было." />}
      </section>
    </main>
  )
}

type Row = NonNullable<ClaimFiguresQuery['claimFigures']>[number]

const columns: readonly Column<Row>[] = [
  { id: 'teacher', title: 'Учитель', text: ({ teacherName }) => teacherName },
  { id: 'made', title: 'Обращений', text: ({ made }) => made },
  { id: 'open', title: 'Ждут ответа', text: ({ open }) => open },
  { id: 'inTime', title: 'Ответ в срок', text: ({ inTime }) => inTime },
  {
    id: 'late',
    title: 'Срок нарушен',
    text: ({ late }) => late,
    cell: ({ late }) => <span className={late > 0 ? 'red' : undefined}>{late}</span>,
  },
  { id: 'accepted', title: 'Отметка исправлена', text: ({ accepted }) => accepted },
]

function Figures() {
  const { school, today } = useSession()
  const [from, setFrom] = useState(addDays(today, -daysBack))
  const [to, setTo] = useState(today)
  const { data, loading, trouble } = useQuestion(
    ClaimFiguresDocument,
    useMemo(() => (from && to ? { schoolId: school.id, from, to } : null), [school.id, from, to]),
  )
  return (
    <section className={styles.part} aria-labelledby="by-teacher">
      <h2 id="by-teacher">По учителям</h2>
      {!loading && !data?.claimFigures && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      <DataTable
        name="Обращения по учителям"
        rows={data?.claimFigures ?? []}
        columns={columns}
        keyOf={({ teacherName }) => teacherName}
        empty={loading ? <span className="waiting" /> : 'В эти дни об отметках не писали.'}
      >
        <label>
          С
          <input type="date" value={from} max={to} onChange={({ target }) => setFrom(target.value)} />
        </label>
        <label>
          По
          <input type="date" value={to} min={from} onChange={({ target }) => setTo(target.value)} />
        </label>
      </DataTable>
    </section>
  )
}
