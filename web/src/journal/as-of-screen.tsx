// A page as it stood at an instant: read from the log, never written to.
'use client'
import Link from 'next/link'
import { useMemo, useState } from 'react'
import { JournalPageDocument } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { fullDate, dayAt, timeAt } from '../school/dates.js'
import { useSession } from '../session/session.js'
import type { Cursor } from './block.js'
import { blockText } from './block.js'
import { firstColumn } from './columns.js'
import { Grid } from './grid.js'
import type { Intent } from './keys.js'
import { pageOf, type Page } from './page.js'
import { Paper } from './paper.js'
import type { JournalView } from './store.js'
import styles from './journal.module.css'

type Props = {
  readonly courseId: string
  readonly periodId: string
  readonly asOf: string
  readonly back: string
  readonly withPeriodMarks: boolean
}

export function AsOfScreen({ courseId, periodId, asOf, back, withPeriodMarks }: Props) {
  const { zone } = useSession()
  const { data, loading, trouble } = useQuestion(
    JournalPageDocument,
    useMemo(() => ({ courseId, periodId, asOf }), [courseId, periodId, asOf]),
  )
  const page = useMemo(() => (data?.journal ? pageOf(data.journal) : null), [data])
  return (
    <main className={styles.page} aria-busy={loading}>
      <title>Как было · Журнал</title>
      <div className={styles.top}>
        <div className={styles.title}>
          <h1>{page ? `${page.learnersName} · ${page.subjectName}` : 'Журнал'}</h1>
          <span className="muted">{page?.periodName}</span>
        </div>
        <p className={styles.opened} role="status">
          <b>
            Как было {fullDate(dayAt(asOf, zone))} в {timeAt(asOf, zone)}
          </b>
          {page && `, по ${page.logPosition} записям журнала школы`}. Страница только для чтения.{' '}
          <Link href={back}>Вернуться к нынешней</Link>
        </p>
      </div>
      {!loading && !page && (
        <p className={styles.empty} role="alert">
          {trouble ? troubleWords[trouble] : 'Такой страницы тогда не было.'}
        </p>
      )}
      {page && page.lessons.length > 0 && <PastGrid page={page} withPeriodMarks={withPeriodMarks} />}
      {page && <Paper page={page} withPeriodMarks={withPeriodMarks} />}
    </main>
  )
}

const nothingWaits: Omit<JournalView, 'page'> = {
  loaded: true,
  trouble: null,
  pending: new Set(),
  refused: new Map(),
  stuck: [],
  unsent: 0,
  offline: false,
}

function PastGrid({ page, withPeriodMarks }: { readonly page: Page; readonly withPeriodMarks: boolean }) {
  const { today } = useSession()
  const [cursor, setCursor] = useState<Cursor>(() => ({ row: 0, column: firstColumn(page, today, null) }))
  const meant = (intent: Intent) => {
    if (intent.kind !== 'move') return
    setCursor({
      row: Math.max(0, Math.min(page.rows.length - 1, cursor.row + intent.rows)),
      column: Math.max(0, Math.min(page.lessons.length - 1, cursor.column + intent.columns)),
    })
  }
  const { row, column } = cursor
  return (
    <div className={styles.body}>
      <Grid
        page={page}
        view={{ page, ...nothingWaits }}
        rows={page.rows}
        cursor={cursor}
        block={null}
        chosen={-1}
        withPeriodMarks={withPeriodMarks}
        readOnly
        move={setCursor}
        meant={meant}
        openLesson={() => undefined}
        extendTo={setCursor}
        copied={() => blockText(page.rows, { top: row, bottom: row, left: column, right: column })}
        pasted={() => undefined}
        openMean={() => undefined}
      />
    </div>
  )
}
