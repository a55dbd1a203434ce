'use client'
import { useMemo, useState } from 'react'
import { ClassesOfYearDocument, OrderPlacesDocument } from '../generated/graph.js'
import { useQuestion } from '../graph/use-question.js'
import { useSession } from '../session/session.js'
import { intoNextYear } from './movement-words.js'
import type { Draft } from './new-order.js'
import styles from './orders.module.css'

type Props = { readonly draft: Draft; readonly change: (draft: Draft) => void }

/** The class that the pupils come into: of this year, or of the next where the order promotes. */
export function ToClass({ draft, change }: Props) {
  const { school } = useSession()
  const places = useQuestion(
    OrderPlacesDocument,
    useMemo(() => ({ schoolId: school.id }), [school.id]),
  ).data?.school
  const years = places?.years ?? []
  const current = years.find(({ id }) => id === places?.currentYear?.id)
  const next = years.filter(({ startsOn }) => current && startsOn > current.startsOn)[0]
  const [chosen, setChosen] = useState('')
  const yearId = chosen || (intoNextYear(draft.kind) ? next?.id : current?.id) || ''
  const { data } = useQuestion(
    ClassesOfYearDocument,
    useMemo(() => (yearId ? { schoolId: school.id, yearId } : null), [school.id, yearId]),
  )
  const classes = data?.school?.classes ?? []
  if (places && intoNextYear(draft.kind) && !next)
    return (
      <p className="amber">Следующего учебного года ещё нет: сначала откройте его в «Новом учебном годе».</p>
    )
  return (
    <div className={styles.fields}>
      <label>
        Учебный год
        <select
          value={yearId}
          onChange={({ target }) => {
            setChosen(target.value)
            change({ ...draft, toClassId: '' })
          }}
        >
          {years.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        В какой класс
        <select
          value={draft.toClassId}
          onChange={({ target }) => change({ ...draft, toClassId: target.value })}
        >
          <option value="">Выберите класс</option>
          {classes.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}
