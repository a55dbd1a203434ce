'use client'
import Link from 'next/link'
import { useMemo } from 'react'
import { NotYetMovedDocument, type NotYetMovedQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'

type Pupil = NonNullable<NonNullable<NotYetMovedQuery['school']>['notYetMoved']>[number]

export function NotYetMoved({ year }: { readonly year: { readonly id: string; readonly name: string } }) {
  const { school } = useSession()
  const { slug } = useHat()
  const { data, loading, trouble } = useQuestion(
    NotYetMovedDocument,
    useMemo(() => ({ schoolId: school.id, yearId: year.id }), [school.id, year.id]),
  )
  const pupils = data?.school?.notYetMoved
  const columns = useMemo(() => columnsFor(slug), [slug])
  if (!loading && !pupils) return <p role="alert">{troubleWords[trouble ?? 'service']}</p>
  return (
    <DataTable
      name={`Не переведены на ${year.name}`}
      rows={pupils ?? []}
      columns={columns}
      keyOf={({ id }) => id}
      empty={loading ? <span className="waiting" /> : 'Все ученики переведены или выбыли.'}
    />
  )
}

const columnsFor = (slug: string): readonly Column<Pupil>[] => [
  {
    id: 'name',
    title: 'Ученик',
    text: ({ fullName }) => fullName ?? '',
    cell: ({ id, fullName }) => <Link href={`/${slug}/people/${id}`}>{fullName}</Link>,
  },
  { id: 'class', title: 'Класс', text: ({ schoolClass }) => schoolClass?.name ?? '' },
]
