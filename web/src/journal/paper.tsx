// The page as on paper, for the printer alone: a sheet of marks, and what was taught. It is drawn when one prints.
'use client'
import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { dayAndMonth, dotted } from '../school/dates.js'
import { meanInWords, withInitials } from '../school/words.js'
import { cellText } from './paste.js'
import { headOf } from './columns.js'
import { missedOf } from './filters.js'
import type { Page } from './page.js'
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
  if (!printing) return null
  const sheets = Math.ceil(page.lessons.length / daysOfSheet)
  return (
    <div className={styles.paper}>
      {Array.from({ length: sheets }, (_, index) => (
        <MarksSheet
          key={index}
          page={page}
          from={index * daysOfSheet}
          last={index === sheets - 1}
          withPeriodMarks={withPeriodMarks}
        />
      ))}
      <LessonsSheet page={page} />
    </div>
  )
}

const Title = ({ page }: { readonly page: Page }) => (
  <h2>
    {page.learnersName} · {page.subjectName} · {page.periodName}
    {page.teacherName ? ` · ${withInitials(page.teacherName)}` : ''}
  </h2>
)

type SheetProps = Props & { readonly from: number; readonly last: boolean }

function MarksSheet({ page, from, last, withPeriodMarks }: SheetProps) {
  const lessons = page.lessons.slice(from, from + daysOfSheet)
  return (
    <section>
      <Title page={page} />
      <table>
        <thead>
          <tr>
            <th>№</th>
            <th>Ученик</th>
            {lessons.map((lesson, index) => {
              const { sign } = headOf(page.lessons, from + index)
              return (
                <th key={lesson.id}>
                  {dotted(lesson.workedOn)}
                  <small>{sign}</small>
                </th>
              )
            })}
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
              {lessons.map((lesson, index) => (
                <td key={lesson.id}>{cellText(row.cells[from + index])}</td>
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

function LessonsSheet({ page }: { readonly page: Page }) {
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
          {page.lessons
            .filter(({ outside }) => !outside)
            .map((lesson) => (
              <tr key={lesson.id}>
                <td>{dayAndMonth(lesson.workedOn)}</td>
                <td>{lesson.state === 'CANCELLED' ? 'урок отменён' : lesson.topic}</td>
                <td>{lesson.homework}</td>
                <td>{lesson.taughtByName ? withInitials(lesson.taughtByName) : ''}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  )
}
