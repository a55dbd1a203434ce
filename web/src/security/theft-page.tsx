// One stolen login: what was stopped, what was done under it, what stands and what is taken back.
'use client'
import Link from 'next/link'
import { useParams } from 'next/navigation'
import { useMemo, useState } from 'react'
import {
  CloseCompromiseDocument,
  CompromisePageDocument,
  DecideRosterActsDocument,
  type ActState,
  type ActVerdict,
  type CompromisePageQuery,
} from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useQuestion } from '../graph/use-question.js'
import { momentInWords } from '../school/dates.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'

type Report = NonNullable<CompromisePageQuery['compromiseReport']>
type Act = NonNullable<Report['rosterActs']>[number]

const stateWords: Readonly<Record<ActState, string>> = {
  SUSPECT: 'ждёт решения',
  VOID: 'отменено',
  CONFIRMED: 'оставлено',
  RESTORED: 'возвращено',
}

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

function Acts({ report, decided }: { readonly report: Report; readonly decided: () => void }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const { busy, refusal, run } = useAct()
  const acts = report.rosterActs ?? []
  const decide = async (verdict: ActVerdict) => {
    const input = { requestId: newId(), reportId: report.id, entryIds: [...chosen], verdict }
    const done = await run(DecideRosterActsDocument, { input }, ({ decideRosterActs }) => decideRosterActs)
    if (!done) return
    setChosen(new Set())
    decided()
  }
  const finish = async () => {
    const input = { requestId: newId(), reportId: report.id }
    if (await run(CloseCompromiseDocument, { input }, ({ closeCompromise }) => closeCompromise)) decided()
  }
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  const open = acts.some(({ state }) => state === 'SUSPECT')
  return (
    <section aria-labelledby="acts" style={{ marginTop: 24 }}>
      <h2 id="acts">Что сделано под этим входом: люди, приказы, входы, роли</h2>
      {acts.length === 0 && <p className="muted">Ничего.</p>}
      <ul>
        {acts.map((act) => (
          <Line
            key={act.entryId}
            act={act}
            chosen={chosen.has(act.entryId)}
            toggle={() => toggle(act.entryId)}
          />
        ))}
      </ul>
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
      {!report.closedAt && (
        <div className="row" style={{ marginTop: 14 }}>
          {acts.length > 0 && (
            <>
              <button type="button" disabled={busy || chosen.size === 0} onClick={() => void decide('VOID')}>
                Отменить выбранное
              </button>
              <button
                type="button"
                disabled={busy || chosen.size === 0}
                onClick={() => void decide('CONFIRM')}
              >
                Оставить выбранное
              </button>
              <button
                type="button"
                disabled={busy || chosen.size === 0}
                onClick={() => void decide('RESTORE')}
              >
                Вернуть отменённое
              </button>
            </>
          )}
          <button type="button" className="main" disabled={busy || open} onClick={() => void finish()}>
            Закрыть и вернуть вход
          </button>
        </div>
      )}
    </section>
  )
}

type LineProps = { readonly act: Act; readonly chosen: boolean; readonly toggle: () => void }

function Line({ act, chosen, toggle }: LineProps) {
  const { zone, today } = useSession()
  return (
    <li style={{ borderBottom: '1px solid var(--line)', padding: '8px 0' }}>
      <label className="row">
        <input type="checkbox" style={{ width: 18, height: 18 }} checked={chosen} onChange={toggle} />
        <span style={{ flex: 1 }}>{act.what}</span>
        <span className="muted small">{momentInWords(act.at, zone, today)}</span>
        <span className={act.state === 'SUSPECT' ? 'amber' : 'muted'}>{stateWords[act.state]}</span>
      </label>
    </li>
  )
}
