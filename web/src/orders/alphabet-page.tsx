// «Алфавитная книга»: everybody who was ever enrolled.
'use client'
import { useMemo, useState } from 'react'
import { useSettled } from '../controls/use-settled.js'
import { AlphabetBookDocument, type AlphabetBookQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { numericDate } from '../school/dates.js'
import { plural } from '../school/words.js'
import { useSession } from '../session/session.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { usePages } from '../table/use-pages.js'
import { kindName } from './movement-words.js'
import { OrdersTabs } from './orders-tabs.js'

type Book = NonNullable<NonNullable<AlphabetBookQuery['school']>['alphabetBook']>
type Entry = Book['edges'][number]['node']

const byOrder = (
  one:
    | { readonly effectiveOn: string; readonly orderNumber: string; readonly orderDate: string }
    | null
    | undefined,
): string =>
  one ? `${numericDate(one.effectiveOn)}, № ${one.orderNumber} от ${numericDate(one.orderDate)}` : ''

const columns: readonly Column<Entry>[] = [
  { id: 'name', title: 'Фамилия, имя, отчество', text: ({ fullName }) => fullName },
  { id: 'number', title: '№ личного дела', text: ({ number }) => number ?? '' },
  {
    id: 'birth',
    title: 'Дата рождения',
    text: ({ birthDate }) => (birthDate ? numericDate(birthDate) : ''),
    sortBy: ({ birthDate }) => birthDate ?? '',
  },
  { id: 'class', title: 'Класс', text: ({ schoolClassName }) => schoolClassName ?? '' },
  {
    id: 'enrolled',
    title: 'Поступил, приказ',
    text: ({ enrolled }) => byOrder(enrolled),
    sortBy: ({ enrolled }) => enrolled?.effectiveOn ?? '',
  },
  {
    id: 'left',
    title: 'Выбыл, приказ',
    text: ({ left }) =>
      left ? `${kindName[left.kind]} ${byOrder(left)}${left.note ? `, ${left.note}` : ''}` : '',
    sortBy: ({ left }) => left?.effectiveOn ?? '',
  },
]

export function AlphabetPage() {
  const { school } = useSession()
  const [words, setWords] = useState('')
  const search = useSettled(words.trim())
  const asked = useMemo(
    () => ({ schoolId: school.id, search: search || null, first: 200 }),
    [school.id, search],
  )
  const pages = usePages(AlphabetBookDocument, asked, ({ school: one }) => one?.alphabetBook)
  const { total } = pages
  return (
    <main className="page">
      <title>Алфавитная книга · Журнал</title>
      <h1>Алфавитная книга</h1>
      <OrdersTabs />
      {!pages.loading && !pages.rows && <p role="alert">{troubleWords[pages.trouble ?? 'service']}</p>}
      <DataTable
        name="Алфавитная книга"
        rows={pages.rows ?? []}
        columns={columns}
        keyOf={({ pupil }) => pupil.id}
        search={false}
        all={pages.all}
        empty={
          pages.loading ? (
            <span className="waiting" />
          ) : search ? (
            'Такого ученика в книге нет.'
          ) : (
            'Книга пуста.'
          )
        }
      >
        <label>
          Фамилия или имя
          <input type="search" value={words} onChange={({ target }) => setWords(target.value)} />
        </label>
        {total !== null && (
          <p className="muted small" role="status">
            {plural(total, 'запись', 'записи', 'записей')}
          </p>
        )}
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
