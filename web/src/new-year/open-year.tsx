'use client'
import Link from 'next/link'
import { useMemo, useState, type FormEvent } from 'react'
import { SetUpYearDocument, YearToCopyDocument } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useQuestion } from '../graph/use-question.js'
import { fullDate } from '../school/dates.js'
import { plural } from '../school/words.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import { nextYear } from './next-year.js'
import styles from './new-year.module.css'

type Props = { readonly current: { readonly id: string }; readonly opened: () => void }

export function OpenYear({ current, opened }: Props) {
  const { school } = useSession()
  const { slug } = useHat()
  const { data } = useQuestion(
    YearToCopyDocument,
    useMemo(() => ({ schoolId: school.id }), [school.id]),
  )
  const [ids] = useState(() => ({ requestId: newId(), id: newId() }))
  const { busy, refusal, run } = useAct()
  const year = data?.school?.years?.find(({ id }) => id === current.id)
  const plan = useMemo(() => (year ? nextYear(year) : null), [year])
  if (!plan) return <span className="waiting" />
  const open = async (event: FormEvent) => {
    event.preventDefault()
    const input = { ...ids, schoolId: school.id, ...plan }
    if (await run(SetUpYearDocument, { input }, ({ setUpYear }) => setUpYear)) opened()
  }
  return (
    <form onSubmit={(event) => void open(event)}>
      <p>
        Предлагаем {plan.name}: с {fullDate(plan.startsOn)} по {fullDate(plan.endsOn)},{' '}
        {plural(plan.periods.length, 'отчётный период', 'отчётных периода', 'отчётных периодов')}, каникулы в
        те же недели, праздники в те же числа.
      </p>
      <ul className={styles.periods}>
        {plan.periods.map((period) => (
          <li key={`${period.name} ${period.fromGrade}`}>
            {period.name}, {period.fromGrade}–{period.toGrade} кл.: {fullDate(period.startsOn)} –{' '}
            {fullDate(period.endsOn)}
          </li>
        ))}
      </ul>
      <p className="muted small">
        Переносы выходных на будущий год ещё не объявлены: их внесёте в{' '}
        <Link href={`/${slug}/orders/calendar`}>календарь года</Link>, когда станут известны.
      </p>
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
      <button type="submit" className="main" disabled={busy} style={{ marginTop: 12 }}>
        Открыть {plan.name}
      </button>
    </form>
  )
}
