// One stolen login: what was stopped, what was done under it, what stands and what is taken back.
'use client'
import Link from 'next/link'
import { useParams } from 'next/navigation'
import { useMemo } from 'react'
import { CompromisePageDocument } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { momentInWords } from '../school/dates.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import type { Report } from './theft-acts.js'
import { Acts } from './theft-decide.js'
import { ActPaper, Concerned } from './theft-paper.js'

export function TheftPage() {
  const { slug } = useHat()
  const reportId = String(useParams()['reportId'] ?? '')
  const { data, loading, trouble, again } = useQuestion(
    CompromisePageDocument,
    useMemo(() => ({ id: reportId }), [reportId]),
  )
  const report = data?.compromiseReport
  return (
    <main className="page">
      <title>Кража входа · Журнал</title>
      <p className="small">
        <Link href={`/${slug}/security/thefts`}>Кража входа</Link>
      </p>
      {loading && <span className="waiting" />}
      {!loading && !report && <p role="alert">{trouble ? troubleWords[trouble] : 'Такого сообщения нет.'}</p>}
      {report && <About report={report} />}
      {report && <Acts report={report} decided={() => void again()} />}
      {report && <Concerned report={report} />}
      {report && <ActPaper report={report} />}
    </main>
  )
}

function About({ report }: { readonly report: Report }) {
  const { zone, today } = useSession()
  const when = (instant: string) => momentInWords(instant, zone, today)
  return (
    <>
      <h1>{report.person?.fullName ?? report.account?.username}</h1>
      <p>
        Сообщение получено {when(report.receivedAt)}: {report.reportedByName}.
        {report.suspectedSince ? ` Подозрение с ${when(report.suspectedSince)}.` : ''}
      </p>
      {report.note && <p>{report.note}</p>}
      {report.dueAt && !report.closedAt && (
        <p className={new Date(report.dueAt) < new Date() ? 'red' : 'muted'}>
          Разобрать до: {when(report.dueAt)} (п. 4.3)
        </p>
      )}
      {report.closedAt && <p className="green">Закрыто {when(report.closedAt)}</p>}
      {report.stopped.length > 0 && (
        <>
          <h2 style={{ marginTop: 20 }}>Остановлено сразу</h2>
          <ul>
            {report.stopped.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
