// «Пропуски»: every absence of a period with its reason, and how they add up (1.11, A5.19).
'use client'
import { useMemo } from 'react'
import { useSearchParams } from 'next/navigation'
import { codeInWords, reasonInWords, totals } from '../attendance/words.js'
import { AbsencesOfDocument, type AbsenceLineFragment } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { dayAndMonth, shortDate } from '../school/dates.js'
import { periodOn, periodsFor } from '../school/periods.js'
import { useSession } from '../session/session.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { DiaryFrame, useChild } from './child.js'
import { PeriodLinks } from './period-links.js'

export function AbsencesPage() {
  const { school, today } = useSession()
  const chosen = useChild()
  const asked = useSearchParams().get('period')
  const periods = periodsFor(school.currentYear?.periods ?? [], chosen.child?.schoolClass?.grade ?? null)
  const period = periods.find(({ id }) => id === asked) ?? periodOn(periods, today)
  return (
    <DiaryFrame
      {...chosen}
      title="Пропуски"
      content={(child) =>
        period && (
          <>
            <PeriodLinks periods={periods} current={period.id} childId={child.id} />
            <Lines pupilId={child.id} from={period.startsOn} to={period.endsOn} />
          </>
        )
      }
    />
  )
}

const columns: readonly Column<AbsenceLineFragment>[] = [
  {
    id: 'date',
    title: 'День',
    text: ({ date }) => shortDate(date),
    sortBy: ({ date, number }) => `${date} ${number ?? ''}`,
  },
  {
    id: 'lesson',
    title: 'Урок',
    text: ({ number, subjectName }) => (number ? `${number}. ${subjectName}` : subjectName),
  },
  { id: 'code', title: 'У учителя', text: codeInWords },
  { id: 'reason', title: 'Причина', text: reasonInWords },
]

type Props = { readonly pupilId: string; readonly from: string; readonly to: string }

function Lines({ pupilId, from, to }: Props) {
  const { data, loading, trouble } = useQuestion(
    AbsencesOfDocument,
    useMemo(() => ({ pupilId, from, to }), [pupilId, from, to]),
  )
  const lines = data?.absencesOf
  if (loading) return <span className="waiting" style={{ marginTop: 24 }} />
  if (!lines) return <p role="alert">{trouble ? troubleWords[trouble] : 'Этот дневник вам не открыт.'}</p>
  const days = new Set(lines.filter(({ wholeDay }) => wholeDay).map(({ date }) => date)).size
  const sums = totals
    .map(({ key, name, holds }) => [name, key === 'daysMissed' ? days : lines.filter(holds).length] as const)
    .filter(([, count]) => count > 0)
  return (
    <>
      <p className="muted">
        С {dayAndMonth(from)} по {dayAndMonth(to)}
        {sums.length > 0 && `: ${sums.map(([name, count]) => `${name} – ${count}`).join(', ')}`}.
      </p>
      <DataTable
        name="Пропуски"
        rows={lines}
        columns={columns}
        keyOf={({ id }) => id}
        empty="Пропусков и опозданий нет."
      />
    </>
  )
}
