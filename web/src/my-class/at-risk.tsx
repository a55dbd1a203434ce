// Who would end the period with a two, or without a mark, if it ended today (A5.13).
'use client'
import Link from 'next/link'
import { useMemo } from 'react'
import styles from '../attendance/attendance.module.css'
import { ClassResultsDocument, type ClassResultsQuery } from '../generated/graph.js'
import { useQuestion } from '../graph/use-question.js'
import { periodOn, periodsFor } from '../school/periods.js'
import { withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import type { SchoolClass } from './my-class-page.js'

type Grid = NonNullable<ClassResultsQuery['periodGrid']>

export function AtRisk({ of }: { readonly of: SchoolClass }) {
  const { school, today } = useSession()
  const { slug } = useHat()
  const grade = /^\d+/.exec(of.name)?.[0]
  const period = periodOn(periodsFor(school.currentYear?.periods ?? [], grade ? Number(grade) : null), today)
  const { data, loading } = useQuestion(
    ClassResultsDocument,
    useMemo(() => (period ? { classId: of.id, periodId: period.id } : null), [of.id, period]),
  )
  const grid = data?.periodGrid
  if (!period) return null
  const risky = grid ? atRisk(grid) : []
  return (
    <section aria-labelledby="risk">
      <h2 id="risk">Под угрозой: {period.name.toLowerCase()}</h2>
      {loading && <span className="waiting" />}
      {grid && risky.length === 0 && <p className="muted">Двойка или «н/а» пока никому не выходит.</p>}
      <ul className={styles.named}>
        {risky.map(({ pupilId, pupilName, subjects }) => (
          <li key={pupilId}>
            <Link href={`/${slug}/people/${pupilId}`}>{withInitials(pupilName)}</Link>{' '}
            <span className="muted">{subjects.join(', ')}</span>
          </li>
        ))}
      </ul>
      {grid && (
        <p>
          <Link href={`/${slug}/results?class=${of.id}&period=${period.id}`}>Итоги по всем предметам</Link>
          {between(grid) > 0 && <span className="muted">: между двумя отметками {between(grid)}</span>}
        </p>
      )}
    </section>
  )
}

const bad = new Set(['1', '2', 'н/а'])

const atRisk = (grid: Grid) =>
  grid.rows.flatMap(({ pupilId, pupilName, cells }) => {
    const subjects = cells.flatMap((cell, c) => {
      const likely = cell?.mark?.value ?? cell?.proposed
      return likely && bad.has(likely) ? [`${grid.courses[c]?.subjectName ?? ''} — ${likely}`] : []
    })
    return subjects.length > 0 ? [{ pupilId, pupilName, subjects }] : []
  })

const between = (grid: Grid): number =>
  grid.rows.reduce((sum, { cells }) => sum + cells.filter((cell) => cell?.between && !cell.mark).length, 0)
