// «Готовность»: what the school has to do before the year, as its data show it.
'use client'
import Link from 'next/link'
import { useMemo } from 'react'
import { SetUpDocument } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { dayAndMonth } from '../school/dates.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import { checksOf, type Check } from './checks.js'
import { clauseInWords } from './class-words.js'
import styles from './setup.module.css'

export function SetUpPage() {
  const { school, today } = useSession()
  const { role } = useHat()
  const may = role === 'COORDINATOR'
  const { data, loading, trouble } = useQuestion(
    SetUpDocument,
    useMemo(() => (may ? { schoolId: school.id, today } : null), [may, school.id, today]),
  )
  const checks = data?.school ? checksOf(data.school, data.stores) : null
  const done = checks?.filter(({ missing }) => missing.length === 0).length ?? 0
  return (
    <main className="page">
      <title>Готовность к году · Журнал</title>
      <h1>Готовность к учебному году</h1>
      {!may && <p role="alert">Готовность школы ведёт координатор журнала.</p>}
      {may && loading && <span className="waiting" />}
      {may && !loading && !checks && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      {checks && (
        <>
          <p className="muted">
            Готово {done} из {checks.length}. Список смотрит в данные школы: отмечать ничего не нужно.
          </p>
          <progress className={styles.progress} value={done} max={checks.length} aria-label="Готовность" />
          <ul className={styles.checks}>
            {checks.map((check) => (
              <Line key={check.id} check={check} />
            ))}
          </ul>
        </>
      )}
    </main>
  )
}

function Line({ check }: { readonly check: Check }) {
  const { today } = useSession()
  const { slug } = useHat()
  const { title, clause, due, missing, ready, section, page } = check
  const done = missing.length === 0
  const late = !done && due !== null && due < today
  return (
    <li>
      <span className={done ? styles.done : styles.open} aria-hidden="true">
        {done ? '✓' : ''}
      </span>
      <div>
        <h2>
          {title}
          <span className="hidden">{done ? ' — готово' : ' — не готово'}</span>
        </h2>
        {done ? (
          <p className="muted">{ready}</p>
        ) : (
          <ul>
            {missing.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
      </div>
      <div className={styles.right}>
        {!done && (
          <Link className="button" href={`/${slug}/${section}${page ? `/${page}` : ''}`}>
            Исправить
          </Link>
        )}
        <p className={late ? 'red small' : 'muted small'}>
          {due && !done ? `${late ? 'просрочено: ' : ''}до ${dayAndMonth(due)}, ` : ''}
          {clauseInWords(clause)}
        </p>
      </div>
    </li>
  )
}
