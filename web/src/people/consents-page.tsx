// «Согласия»: whose consent to process personal data is missing (A1.1).
'use client'
import Link from 'next/link'
import { useMemo, useState } from 'react'
import { ClassesDocument, ConsentsMissingDocument, type PersonLineFragment } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { usePages } from '../table/use-pages.js'
import { PeopleTabs } from './people-tabs.js'
import { placeOf } from './person-words.js'

export function ConsentsPage() {
  const { school } = useSession()
  const { slug } = useHat()
  const [classId, setClassId] = useState('')
  const classes = useQuestion(
    ClassesDocument,
    useMemo(() => ({ schoolId: school.id }), [school.id]),
  ).data?.school?.classes
  const asked = useMemo(
    () => ({ schoolId: school.id, schoolClassId: classId || null, first: 100 }),
    [school.id, classId],
  )
  const pages = usePages(ConsentsMissingDocument, asked, ({ school: one }) => one?.consentsMissing)
  const columns = useMemo(() => columnsFor(slug), [slug])
  return (
    <main className="page">
      <title>Согласия · Журнал</title>
      <h1>Согласия</h1>
      <PeopleTabs />
      <p className="muted">
        Нет действующего согласия на ведение журнала. Внести его можно в карточке человека.
      </p>
      {!pages.loading && !pages.rows && <p role="alert">{troubleWords[pages.trouble ?? 'service']}</p>}
      <DataTable
        name="Без согласия"
        rows={pages.rows ?? []}
        columns={columns}
        keyOf={({ id }) => id}
        all={pages.all}
        empty={pages.loading ? <span className="waiting" /> : 'Согласия есть у всех.'}
      >
        <label>
          Класс
          <select value={classId} onChange={({ target }) => setClassId(target.value)}>
            <option value="">вся школа</option>
            {classes?.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </DataTable>
      {pages.hasMore && (
        <p>
          <button type="button" onClick={() => void pages.more()}>
            Показать ещё
          </button>
        </p>
      )}
    </main>
  )
}

export const columnsFor = (slug: string): readonly Column<PersonLineFragment>[] => [
  {
    id: 'name',
    title: 'Имя',
    text: ({ fullName }) => fullName ?? '',
    cell: ({ id, fullName }) => <Link href={`/${slug}/people/${id}`}>{fullName}</Link>,
  },
  { id: 'place', title: 'Кто', text: placeOf },
]
