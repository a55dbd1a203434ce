'use client'
import { useMemo, useState } from 'react'
import { saveCsv } from '../controls/save-csv.js'
import { groupsOf, isFound, problemsCsv, whereIn, type Problem, type ProblemGroup } from './problems.js'
import type { Import } from './use-import.js'
import styles from './imports.module.css'

const shownAtOnce = 50

/** In a timetable file a column is the name of an element, which tells a school nothing. */
const shownOf = ({ kind, problems }: Import): readonly Problem[] =>
  kind === 'asc-timetable' ? problems.map((one) => ({ ...one, column: null })) : problems

/** What is wrong in the file, by kind of fault; double-bookings stand first and open. */
export function ProblemList({ of }: { readonly of: Import }) {
  // Of the whole file; the list holds the first thousand.
  const { problemCount: count, fileName, state } = of
  const problems = useMemo(() => shownOf(of), [of])
  const [search, setSearch] = useState('')
  const found = useMemo(() => problems.filter((one) => isFound(one, search)), [problems, search])
  const groups = useMemo(() => groupsOf(found), [found])
  if (count === 0)
    return (
      <section className={styles.section} aria-labelledby="problems">
        <h2 id="problems">Замечания к файлу</h2>
        <p className="green">Замечаний нет.</p>
      </section>
    )
  return (
    <section className={styles.section} aria-labelledby="problems">
      <h2 id="problems">Замечания к файлу</h2>
      <p className="muted small">
        {state === 'CHECKED' && 'Ни одно не мешает загрузке: что будет с такой строкой, сказано в замечании.'}
        {count > problems.length ? ` Показаны первые ${problems.length}.` : ''}
      </p>
      <div className={styles.filters}>
        <label>
          Найти в замечаниях
          <input type="search" value={search} onChange={({ target }) => setSearch(target.value)} />
        </label>
        <button
          type="button"
          onClick={() => saveCsv(`замечания-${fileName.replace(/\.[^.]*$/, '')}`, problemsCsv(problems))}
        >
          Скачать замечания (CSV)
        </button>
      </div>
      {groups.length === 0 && <p className="muted">Таких замечаний нет.</p>}
      {groups.map((group) => (
        <Group key={group.code} group={group} searched={search !== ''} />
      ))}
    </section>
  )
}

function Group({ group, searched }: { readonly group: ProblemGroup; readonly searched: boolean }) {
  const [shown, setShown] = useState(shownAtOnce)
  return (
    <details className={styles.group} open={group.isClash || searched}>
      <summary>
        <span className={group.isClash ? 'red' : undefined}>{group.title}</span>{' '}
        <span className="muted">{group.count}</span>
      </summary>
      <ul>
        {group.problems.slice(0, shown).map((problem, i) => (
          <li key={i}>
            {problem.message}{' '}
            <span className="muted small">
              {[whereIn(problem), valueOf(problem)].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      {group.problems.length > shown && (
        <button type="button" onClick={() => setShown(shown + 200)}>
          Показать ещё
        </button>
      )}
    </details>
  )
}

// A value that the message already tells is not told twice.
const valueOf = ({ value, message }: Problem): string =>
  value && !message.includes(value) ? `«${value}»` : ''
