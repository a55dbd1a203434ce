// «Численность»: how many pupils on a day, 20 September for the reports.
'use client'
import { useMemo, useState } from 'react'
import { HeadCountDocument, type HeadCountQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { fullDate } from '../school/dates.js'
import { plural } from '../school/words.js'
import { useSession } from '../session/session.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { OrdersTabs } from './orders-tabs.js'
import styles from './orders.module.css'

type Count = NonNullable<NonNullable<HeadCountQuery['school']>['headCount']>

const byClass: readonly Column<Count['classes'][number]>[] = [
  { id: 'class', title: 'Класс', text: ({ schoolClass }) => schoolClass.name },
  { id: 'pupils', title: 'Учеников', text: ({ pupils }) => pupils },
]
const byGrade: readonly Column<Count['grades'][number]>[] = [
  { id: 'grade', title: 'Параллель', text: ({ grade }) => grade },
  { id: 'classes', title: 'Классов', text: ({ classes }) => classes },
  { id: 'pupils', title: 'Учеников', text: ({ pupils }) => pupils },
]

/** The reference day of the school year that holds `today`: 20 September. */
export function reportDay(today: string): string {
  const year = Number(today.slice(0, 4))
  return `${today.slice(5) >= '09-01' ? year : year - 1}-09-20`
}

export function HeadCountPage() {
  const { school, today } = useSession()
  const preset = reportDay(today)
  const [on, setOn] = useState(preset <= today ? preset : today)
  const { data, loading, trouble } = useQuestion(
    HeadCountDocument,
    useMemo(() => (on ? { schoolId: school.id, on } : null), [school.id, on]),
  )
  const count = data?.school?.headCount
  return (
    <main className="page">
      <title>Численность · Журнал</title>
      <h1>Численность</h1>
      <OrdersTabs />
      <div className="row">
        <label className="row">
          На день
          <input
            type="date"
            style={{ width: 180 }}
            value={on}
            onChange={({ target }) => setOn(target.value)}
          />
        </label>
        <button type="button" disabled={on === preset} onClick={() => setOn(preset)}>
          20 сентября
        </button>
        <button type="button" disabled={on === today} onClick={() => setOn(today)}>
          Сегодня
        </button>
      </div>
      {on && loading && <span className="waiting" />}
      {!loading && !count && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      {count && (
        <>
          <p className={styles.total}>
            <b>{plural(count.total, 'ученик', 'ученика', 'учеников')}</b> на {fullDate(count.on)}
          </p>
          <div className={styles.counts}>
            <section aria-label="По классам">
              <DataTable
                name={`Численность по классам на ${count.on}`}
                rows={count.classes}
                columns={byClass}
                search={false}
                keyOf={({ schoolClass }) => schoolClass.id}
                empty="В этот день классов не было."
              />
            </section>
            <section aria-label="По параллелям">
              <DataTable
                name={`Численность по параллелям на ${count.on}`}
                rows={count.grades}
                columns={byGrade}
                search={false}
                keyOf={({ grade }) => String(grade)}
                empty="В этот день классов не было."
              />
            </section>
          </div>
        </>
      )}
    </main>
  )
}
