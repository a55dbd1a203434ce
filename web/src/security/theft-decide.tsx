// Deciding about the acts of a stolen login: three services in one list, each request all or nothing.
'use client'
import { useCallback, useMemo, useState } from 'react'
import {
  CloseCompromiseDocument,
  DecideJournalActsDocument,
  DecideRosterActsDocument,
  DecideTimetableActsDocument,
  type ActVerdict,
} from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { dayAt } from '../school/dates.js'
import { plural } from '../school/words.js'
import { useSession } from '../session/session.js'
import {
  actsOf,
  everything,
  fits,
  requests,
  serviceWords,
  silent,
  type Report,
  type TheftAct,
} from './theft-acts.js'
import { TheftFilter } from './theft-filter.js'
import { TheftTable } from './theft-table.js'

type Props = { readonly report: Report; readonly decided: () => void }

export function Acts({ report, decided }: Props) {
  const { zone } = useSession()
  const [filter, setFilter] = useState(everything)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const acts = useMemo(() => actsOf(report), [report])
  const dayOf = useCallback((instant: string) => dayAt(instant, zone), [zone])
  const shown = acts.filter((act) => fits(act, filter, dayOf))
  const choose = useCallback((ids: readonly string[], on: boolean) => {
    setChosen((before) => {
      const next = new Set(before)
      for (const id of ids)
        if (on) next.add(id)
        else next.delete(id)
      return next
    })
  }, [])
  const { busy, step, refusal, decide, close } = useDecisions(report, () => {
    setChosen(new Set())
    decided()
  })
  const missing = silent(report)
  const late = acts.filter((act) => act.late && act.state === 'SUSPECT')
  const picked = shown.filter((act) => chosen.has(act.entryId))
  const writable = !report.closedAt
  const table = { chosen, choose, writable }
  return (
    <section aria-labelledby="acts" style={{ marginTop: 24 }}>
      <h2 id="acts">Что сделано под этим входом</h2>
      {missing.length > 0 && (
        <p role="alert" className="red">
          Не прочитались: {missing.join(', ')}. Страница спросит ещё раз сама.
        </p>
      )}
      {acts.length > 1 && <TheftFilter acts={acts} filter={filter} set={setFilter} dayOf={dayOf} />}
      <h3>После сообщения: недействительно (п. 4.4)</h3>
      {writable && late.length > 0 && (
        <button type="button" className="main" disabled={busy} onClick={() => void decide(late, 'VOID')}>
          Отменить все после сообщения: {late.length}
        </button>
      )}
      <TheftTable {...table} name="После сообщения" acts={shown.filter((act) => act.late)} empty="Ничего." />
      <h3 style={{ marginTop: 20 }}>До сообщения: решите о каждой записи</h3>
      <TheftTable {...table} name="До сообщения" acts={shown.filter((act) => !act.late)} empty="Ничего." />
      <p role="status" className="small">
        {step}
      </p>
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
      {writable && (
        <Buttons
          picked={picked}
          busy={busy}
          undecided={missing.length > 0 || acts.some(({ state }) => state === 'SUSPECT')}
          decide={(verdict) => void decide(picked, verdict)}
          close={() => void close()}
        />
      )}
    </section>
  )
}

type ButtonsProps = {
  readonly picked: readonly TheftAct[]
  readonly busy: boolean
  readonly undecided: boolean
  readonly decide: (verdict: ActVerdict) => void
  readonly close: () => void
}

function Buttons({ picked, busy, undecided, decide, close }: ButtonsProps) {
  const off = busy || picked.length === 0
  return (
    <div className="row" style={{ marginTop: 14 }}>
      <span className="muted small">Выбрано: {picked.length}</span>
      <button type="button" disabled={off} onClick={() => decide('VOID')}>
        Отменить выбранное
      </button>
      <button type="button" disabled={off} onClick={() => decide('CONFIRM')}>
        Оставить выбранное
      </button>
      <button type="button" disabled={off} onClick={() => decide('RESTORE')}>
        Вернуть отменённое
      </button>
      <button type="button" className="main" disabled={busy || undecided} onClick={close}>
        Закрыть и вернуть вход
      </button>
    </div>
  )
}

/** One request after another, with what is done now in words; the first refusal stops it, and what was done stays. */
function useDecisions(report: Report, done: () => void) {
  const { busy, refusal, run } = useAct()
  const [step, setStep] = useState('')
  const ask = ({ service, entryIds }: ReturnType<typeof requests>[number], verdict: ActVerdict) => {
    const input = { requestId: newId(), reportId: report.id, entryIds, verdict }
    if (service === 'roster')
      return run(DecideRosterActsDocument, { input }, ({ decideRosterActs }) => decideRosterActs)
    if (service === 'timetable')
      return run(DecideTimetableActsDocument, { input }, ({ decideTimetableActs }) => decideTimetableActs)
    return run(DecideJournalActsDocument, { input }, ({ decideJournalActs }) => decideJournalActs)
  }
  const decide = async (acts: readonly TheftAct[], verdict: ActVerdict): Promise<void> => {
    const all = requests(acts)
    let count = 0
    for (const [i, request] of all.entries()) {
      setStep(`${serviceWords[request.service]}: ${i + 1} из ${all.length}…`)
      if (!(await ask(request, verdict))) break
      count += request.entryIds.length
    }
    setStep(count > 0 ? `Решено: ${plural(count, 'запись', 'записи', 'записей')}.` : '')
    if (count > 0) done()
  }
  const close = async (): Promise<void> => {
    const input = { requestId: newId(), reportId: report.id }
    if (await run(CloseCompromiseDocument, { input }, ({ closeCompromise }) => closeCompromise)) done()
  }
  return { busy, step, refusal, decide, close }
}
