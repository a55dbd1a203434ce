// Whom it concerns, and the act on paper.
'use client'
import { useState } from 'react'
import { PrintCompromiseActDocument, type JobLineFragment } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { JobList } from '../office/job-list.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import type { Report } from './theft-acts.js'

type Concerned = NonNullable<Report['concerned']>[number]

const columns: readonly Column<Concerned>[] = [
  { id: 'who', title: 'Ученик', text: ({ pupilName }) => pupilName ?? 'вся страница' },
  { id: 'where', title: 'Класс и предмет', text: ({ courseName }) => courseName ?? 'все предметы' },
  { id: 'what', title: 'Что менялось', text: ({ what }) => what.join('; ') },
]

export function Concerned({ report }: { readonly report: Report }) {
  const rows = report.concerned ?? []
  if (rows.length === 0) return null
  return (
    <section aria-labelledby="concerned" style={{ marginTop: 28 }}>
      <h2 id="concerned">Кого известить</h2>
      <p className="muted small">
        Семьям скажите, что изменилось; журналы этих страниц, если их печатали, напечатайте заново.
      </p>
      <DataTable
        name="Кого известить"
        rows={rows}
        columns={columns}
        keyOf={({ pupilName, courseName, what }) => `${pupilName} ${courseName} ${what.join()}`}
        empty=""
      />
    </section>
  )
}

export function ActPaper({ report }: { readonly report: Report }) {
  const [jobs, setJobs] = useState<readonly JobLineFragment[]>([])
  const { busy, refusal, run } = useAct()
  const print = () =>
    run(
      PrintCompromiseActDocument,
      { input: { requestId: newId(), reportId: report.id } },
      ({ printCompromiseAct }) => {
        if (printCompromiseAct.job) setJobs([printCompromiseAct.job])
        return printCompromiseAct
      },
    )
  return (
    <section aria-labelledby="paper" style={{ marginTop: 28 }}>
      <h2 id="paper">Акт</h2>
      <div className="row">
        <button type="button" disabled={busy} onClick={() => void print()}>
          Подготовить акт для подписи
        </button>
      </div>
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
      <JobList jobs={jobs} finished={() => undefined} writable />
    </section>
  )
}
