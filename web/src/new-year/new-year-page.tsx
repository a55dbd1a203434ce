// «Новый учебный год»: the year, its classes, everybody's move, and who is not moved yet (A1.15, A1.18).
'use client'
import Link from 'next/link'
import { useMemo } from 'react'
import { NewYearDocument, type NewYearQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { OrdersTabs } from '../orders/orders-tabs.js'
import { fullDate } from '../school/dates.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import { NotYetMoved } from './not-yet-moved.js'
import { OpenYear } from './open-year.js'
import { PlanClasses } from './plan-classes.js'
import { Promote } from './promote.js'
import { Promotions } from './promotions.js'
import styles from './new-year.module.css'

type School = NonNullable<NewYearQuery['school']>

export function NewYearPage() {
  const { role, slug } = useHat()
  const { school } = useSession()
  const { data, loading, trouble, again } = useQuestion(
    NewYearDocument,
    useMemo(() => ({ schoolId: school.id }), [school.id]),
  )
  return (
    <main className="page">
      <title>Новый учебный год · Журнал</title>
      <h1>Новый учебный год</h1>
      <OrdersTabs />
      {role !== 'COORDINATOR' && <p role="alert">Новый учебный год открывает координатор журнала.</p>}
      {loading && <span className="waiting" />}
      {!loading && !data?.school && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      {role === 'COORDINATOR' && data?.school && (
        <Steps found={data.school} slug={slug} again={() => void again()} />
      )}
    </main>
  )
}

type StepsProps = { readonly found: School; readonly slug: string; readonly again: () => void }

function Steps({ found, slug, again }: StepsProps) {
  const years = found.years ?? []
  const current = years.find(({ id }) => id === found.currentYear?.id)
  const next = years.find(({ startsOn }) => current && startsOn > current.startsOn)
  // Each that is made or taken back leaves another list of who is to be moved, and needs a plan of its own.
  const standing = found.promotions?.filter(({ undoneAt }) => !undoneAt).length
  if (!current)
    return (
      <p>
        В школе ещё нет ни одного учебного года: начните с{' '}
        <Link href={`/${slug}/setup`}>готовности школы</Link>.
      </p>
    )
  return (
    <ol className={styles.steps}>
      <li>
        <h2>Учебный год</h2>
        {next ? (
          <p>
            {next.name}: с {fullDate(next.startsOn)} по {fullDate(next.endsOn)}.{' '}
            <span className="green">Открыт</span>
          </p>
        ) : (
          <OpenYear current={current} opened={again} />
        )}
      </li>
      {next && (
        <>
          <li>
            <h2>Классы</h2>
            <PlanClasses from={current} to={next} />
          </li>
          <li>
            <h2>Перевод учеников</h2>
            <Promote key={standing} from={current} to={next} promoted={again} />
          </li>
          <li>
            <h2>Кто ещё не переведён</h2>
            <NotYetMoved key={standing} year={next} />
          </li>
          {found.promotions && found.promotions.length > 0 && (
            <li>
              <h2>Сделанные переводы</h2>
              <Promotions promotions={found.promotions} undone={again} />
            </li>
          )}
        </>
      )}
    </ol>
  )
}
