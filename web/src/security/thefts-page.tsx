// «Кража входа»: reports of stolen logins, and what is to be decided about each (4.3, 4.4).
'use client'
import Link from 'next/link'
import { useMemo } from 'react'
import { CompromiseReportsDocument, type ReportLineFragment } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { momentInWords } from '../school/dates.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { SecurityTabs } from './security-tabs.js'

export function TheftsPage() {
  const { school, zone, today } = useSession()
  const { role, slug } = useHat()
  const may = role === 'DIRECTOR' || role === 'COORDINATOR'
  const { data, loading, trouble } = useQuestion(
    CompromiseReportsDocument,
    useMemo(() => (may ? { schoolId: school.id } : null), [may, school.id]),
  )
  const columns = useMemo(() => columnsFor(slug, zone, today), [slug, zone, today])
  const reports = data?.school?.compromiseReports
  return (
    <main className="page">
      <title>Кража входа · Журнал</title>
      <h1>Кража входа</h1>
      {!may && <p role="alert">Эти сообщения разбирают координатор и директор.</p>}
      {may && <SecurityTabs />}
      {may && (
        <p className="muted">
          Сообщить о своём входе — в «Моём входе», о чужом — в списке входов. О краже сообщают не позднее
          следующего рабочего дня (п. 4.3).
        </p>
      )}
      {may && !loading && !reports && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      {may && (
        <DataTable
          name="Кражи входа"
          rows={reports ?? []}
          columns={columns}
          keyOf={({ id }) => id}
          empty={loading ? <span className="waiting" /> : 'О краже входа никто не сообщал.'}
        />
      )}
    </main>
  )
}

const columnsFor = (slug: string, zone: string, today: string): readonly Column<ReportLineFragment>[] => [
  {
    id: 'whose',
    title: 'Чей вход',
    text: ({ person, account }) => person?.fullName ?? account?.username ?? '',
    cell: ({ id, person, account }) => (
      <Link href={`/${slug}/security/thefts/${id}`}>{person?.fullName ?? account?.username}</Link>
    ),
  },
  {
    id: 'at',
    title: 'Сообщили',
    text: ({ receivedAt }) => momentInWords(receivedAt, zone, today),
    sortBy: ({ receivedAt }) => receivedAt,
  },
  { id: 'by', title: 'Кто сообщил', text: ({ reportedByName }) => reportedByName },
  {
    id: 'state',
    title: 'Состояние',
    text: ({ closedAt }) => (closedAt ? `закрыто ${momentInWords(closedAt, zone, today)}` : 'разбирается'),
    cell: ({ closedAt }) =>
      closedAt ? (
        `закрыто ${momentInWords(closedAt, zone, today)}`
      ) : (
        <span className="amber">разбирается</span>
      ),
  },
]
