// The page as on paper, for the printer alone: a sheet of marks, and what was taught. It is drawn when one prints.
'use client'
import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { dayAndMonth, dotted } from '../school/dates.js'
import { meanInWords, withInitials } from '../school/words.js'
import { cellText } from './paste.js'
import { headOf } from './columns.js'
import { missedOf } from './filters.js'
import type { LessonColumn, Page } from './page.js'
import { useSession } from '../session/session.js'
import styles from './paper.module.css'

type Props = { readonly page: Page; readonly withPeriodMarks: boolean }

// As many days as stay readable across a landscape sheet of A4.
const daysOfSheet = 26

export function Paper({ page, withPeriodMarks }: Props) {
  const [printing, setPrinting] = useState(false)
  useEffect(() => {
    // The browser takes the page as it is when this returns.
    const before = () => flushSync(() => setPrinting(true))
    const after = () => setPrinting(false)
    window.addEventListener('beforeprint', before)
    window.addEventListener('afterprint', after)
    return () => {
      window.removeEventListener('beforeprint', before)
      window.removeEventListener('afterprint', after)
    }
  }, [])
  const { today } = useSession()
  if (!printing) return null
  // Days to come are no part of the record yet.
  const columns = page.lessons.flatMap(({ workedOn }, column) => (workedOn <= today ? [column] : []))
  const sheets = Math.max(1, Math.ceil(columns.length / daysOfSheet))
  return (
    <div className={styles.paper}>
      {Array.from({ length: sheets }, (_, index) => (
        <MarksSheet
          key={index}
          page={page}
          columns={columns.slice(index * daysOfSheet, (index + 1) * daysOfSheet)}
          last={index === sheets - 1}
          withPeriodMarks={withPeriodMarks}
        />
      ))}
      <LessonsSheet page={page} columns={columns} />
    </div>
  )
}

const Title = ({ page }: { readonly page: Page }) => (
  <h2>
    {page.learnersName} · {page.subjectName} · {page.periodName}
    {page.teacherName ? ` · ${withInitials(page.teacherName)}` : ''}
  </h2>
)

type SheetProps = Props & { readonly columns: readonly number[]; readonly last: boolean }

function MarksSheet({ page, columns, last, withPeriodMarks }: SheetProps) {
  return (
    <section>
      <Title page={page} />
      <table>
        <thead>
          <tr>
            <th>№</th>
            <th>Ученик</th>
            {columns.map((column) => (
              <th key={column}>
                {dotted(page.lessons[column]?.workedOn ?? '')}
                <small>{headOf(page.lessons, column).sign}</small>
              </th>
            ))}
            {last && (
              <>
                <th>ср.</th>
                <th>взв.</th>
                <th>проп.</th>
                {withPeriodMarks && <th>итог</th>}
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {page.rows.map((row, number) => (
            <tr key={row.pupilId}>
              <td>{number + 1}</td>
              <th scope="row">{row.shortName}</th>
              {columns.map((column) => (
                <td key={column}>{cellText(row.cells[column])}</td>
              ))}
              {last && (
                <>
                  <td>{meanInWords(row.mean)}</td>
                  <td>{meanInWords(row.weightedMean)}</td>
                  <td>{missedOf(row) || ''}</td>
                  {withPeriodMarks && <td>{row.periodMark?.value}</td>}
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function LessonsSheet({ page, columns }: Pick<SheetProps, 'page' | 'columns'>) {
  return (
    <section>
      <Title page={page} />
      <table className={styles.lessons}>
        <thead>
          <tr>
            <th>Дата</th>
            <th>Тема</th>
            <th>Домашнее задание</th>
            <th>Провёл</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => {
            const lesson = page.lessons[column]
            return lesson ? (
              <tr key={lesson.id}>
                <td>{dayAndMonth(lesson.workedOn)}</td>
                <td>{lesson.outside ? headOf(page.lessons, column).title : topicOf(lesson)}</td>
                <td>{lesson.homework}</td>
                <td>{lesson.taughtByName ? withInitials(lesson.taughtByName) : ''}</td>
              </tr>
            ) : null
          })}
        </tbody>
      </table>
    </section>
  )
}

const topicOf = ({ state, topic }: LessonColumn): string =>
  state === 'CANCELLED' ? 'урок отменён' : (topic ?? '')
