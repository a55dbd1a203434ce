// «Календарь года»: holidays, days off, moved days; changed in the middle of the year as well (A1.12).
'use client'
import { useMemo, useState } from 'react'
import { CalendarYearsDocument, type CalendarYearsQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { OrdersTabs } from '../orders/orders-tabs.js'
import { numericDate, span } from '../school/dates.js'
import { plural } from '../school/words.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { ChangeDays } from './change-days.js'
import { daysFrom, kindWords, lessonsInWords, spanInWords, spansOf, type DaySpan } from './spans.js'
import styles from './calendar.module.css'

type Year = NonNullable<NonNullable<CalendarYearsQuery['school']>['years']>[number]

export function CalendarPage() {
  const { school, today } = useSession()
  const { data, loading, trouble, again } = useQuestion(
    CalendarYearsDocument,
    useMemo(() => ({ schoolId: school.id }), [school.id]),
  )
  const [chosen, choose] = useState<string | null>(null)
  const years = data?.school?.years?.toSorted((a, b) => a.startsOn.localeCompare(b.startsOn)) ?? []
  const year =
    years.find(({ id }) => id === (chosen ?? data?.school?.currentYear?.id)) ??
    years.findLast(({ startsOn }) => startsOn <= today)
  return (
    <main className="page">
      <title>Календарь года · Журнал</title>
      <h1>Календарь года</h1>
      <OrdersTabs />
      {loading && <span className="waiting" />}
      {!loading && !data?.school && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      {data?.school && !year && <p>В школе ещё нет учебного года.</p>}
      {year && (
        <YearCalendar key={year.id} year={year} again={again}>
          {years.length > 1 && (
            <label className={styles.year}>
              Учебный год
              <select value={year.id} onChange={({ target }) => choose(target.value)}>
                {years.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          )}
        </YearCalendar>
      )}
    </main>
  )
}

type YearProps = {
  readonly year: Year
  readonly again: () => Promise<void>
  readonly children: React.ReactNode
}

function YearCalendar({ year, again, children }: YearProps) {
  const { today } = useSession()
  const { role } = useHat()
  const [changing, change] = useState<DaySpan | 'new' | null>(null)
  const rows = useMemo(() => spansOf(year.calendar), [year.calendar])
  const may = role === 'COORDINATOR' && year.endsOn >= today
  const columns = useMemo(() => columnsOf(may ? today : null, change), [may, today])
  return (
    <>
      <Periods year={year} />
      <h2>Каникулы, выходные, переносы</h2>
      <DataTable
        name={`Календарь ${year.name.replace('/', '-')}`}
        rows={rows}
        columns={columns}
        keyOf={({ from }) => from}
        empty="В календаре нет ни каникул, ни праздников: уроки идут каждый учебный день недели."
      >
        {children}
        {may && (
          <button type="button" className="main" onClick={() => change('new')}>
            Внести дни
          </button>
        )}
      </DataTable>
      {changing && (
        <ChangeDays
          year={year}
          days={changing === 'new' ? null : changing}
          close={() => change(null)}
          changed={() => {
            change(null)
            void again()
          }}
        />
      )}
    </>
  )
}

function Periods({ year }: { readonly year: Year }) {
  if (year.periods.length === 0) return null
  return (
    <ul className={styles.periods} aria-label="Отчётные периоды">
      {year.periods.map(({ id, name, startsOn, endsOn, fromGrade, toGrade }) => (
        <li key={id}>
          <b>{name}</b> {span(startsOn, endsOn)}
          <span className="muted">
            {fromGrade === toGrade ? `, ${fromGrade} кл.` : `, ${fromGrade}–${toGrade} кл.`}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** `today` for who may change days: null for all others, and what is past has no button either. */
function columnsOf(today: string | null, change: (days: DaySpan) => void): Column<DaySpan>[] {
  const columns: Column<DaySpan>[] = [
    {
      id: 'days',
      title: 'Дни',
      text: (row) =>
        row.from === row.until ? numericDate(row.from) : `${numericDate(row.from)}–${numericDate(row.until)}`,
      cell: (row) => <DaysCell row={row} />,
      sortBy: ({ from }) => from,
    },
    { id: 'kind', title: 'Что это', text: ({ kind }) => kindWords[kind] },
    { id: 'title', title: 'Название', text: ({ title }) => title ?? '' },
    { id: 'lessons', title: 'Уроки', text: lessonsInWords },
  ]
  if (!today) return columns
  const cell = (row: DaySpan) =>
    row.until >= today && (
      <button type="button" onClick={() => change(row)}>
        Изменить
      </button>
    )
  return [...columns, { id: 'act', title: 'Что сделать', text: () => '', cell }]
}

function DaysCell({ row }: { readonly row: DaySpan }) {
  const count = row.from === row.until ? 1 : daysFrom(row.from, row.until).length
  return (
    <>
      {spanInWords(row)}
      {count > 1 && <span className={`muted ${styles.count}`}>{plural(count, 'день', 'дня', 'дней')}</span>}
    </>
  )
}
