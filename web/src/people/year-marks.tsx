// Marks of all years in the personal file: subjects by periods, year, examination, final mark.
'use client'
import { useMemo } from 'react'
import { YearMarksDocument, type YearMarksQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'

type Year = NonNullable<NonNullable<YearMarksQuery['pupil']>['yearMarks']>[number]
type Subject = Year['subjects'][number]

export function YearMarks({ pupilId, name }: { readonly pupilId: string; readonly name: string }) {
  const { data, loading, trouble } = useQuestion(
    YearMarksDocument,
    useMemo(() => ({ pupilId }), [pupilId]),
  )
  const years = data?.pupil?.yearMarks
  if (loading) return <span className="waiting" />
  if (!years) return trouble ? <p role="alert">{troubleWords[trouble]}</p> : null
  return (
    <>
      {years.length === 0 && <p className="muted">Отметок за периоды ещё нет.</p>}
      {years.map((year) => (
        <div key={year.yearId}>
          <h3>{year.yearName}</h3>
          <DataTable
            name={`Успеваемость ${name} ${year.yearName}`}
            rows={year.subjects}
            columns={columnsOf(year)}
            keyOf={({ subjectName }) => subjectName}
            empty=""
          />
        </div>
      ))}
    </>
  )
}

function columnsOf(year: Year): Column<Subject>[] {
  const periods = new Map(
    year.subjects.flatMap(({ periods: of }) =>
      of.map(({ periodId, periodName, kind }) => [periodId, { periodName, kind }] as const),
    ),
  )
  const ordered = [...periods].sort(
    ([, one], [, other]) =>
      Number(one.kind === 'YEAR') - Number(other.kind === 'YEAR') ||
      one.periodName.localeCompare(other.periodName, 'ru'),
  )
  return [
    { id: 'subject', title: 'Предмет', text: ({ subjectName }) => subjectName },
    ...ordered.map(([id, { periodName }]) => ({
      id,
      title: periodName,
      text: ({ periods: of }: Subject) => of.find(({ periodId }) => periodId === id)?.value ?? '',
    })),
    { id: 'exam', title: 'Экзамен', text: ({ exam }) => exam?.value ?? '' },
    { id: 'final', title: 'Итоговая', text: ({ final }) => final?.value ?? '' },
  ]
}
