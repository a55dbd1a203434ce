'use client'
import Link from 'next/link'
import { useState } from 'react'
import { useSettled } from '../controls/use-settled.js'
import type { ImportAction, ImportEntity, ImportItemLineFragment } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useHat } from '../shell/use-hat.js'
import type { Import } from './use-import.js'
import { useItems, type Wanted } from './use-items.js'
import { actionWords, doneWords, entityWords } from './words.js'
import styles from './imports.module.css'

type Filter = { readonly entity: ImportEntity | ''; readonly action: ImportAction | '' }

/** Every thing that the file names, beside what the school has. */
export function ItemList({ of }: { readonly of: Import }) {
  const [filter, setFilter] = useState<Filter>({ entity: '', action: '' })
  const [search, setSearch] = useState('')
  const settled = useSettled(search.trim())
  const wanted: Wanted = {
    ...(filter.entity ? { entity: filter.entity } : {}),
    ...(filter.action ? { action: filter.action } : {}),
    ...(settled ? { search: settled } : {}),
  }
  const { items, total, loading, trouble, more } = useItems(of.id, wanted)
  const words = of.state === 'APPLIED' ? doneWords : actionWords
  return (
    <section className={styles.section} aria-labelledby="items">
      <h2 id="items">Построчно</h2>
      <Filters of={of} words={words} filter={filter} choose={setFilter} search={search} type={setSearch} />
      <p className="muted small" role="status">
        {loading ? 'Читается' : `Нашлось: ${total}`}
      </p>
      {trouble && <p role="alert">{troubleWords[trouble]}</p>}
      {loading && items.length === 0 && <span className="waiting" />}
      {items.length > 0 && <Table items={items} words={words} />}
      {items.length < total && (
        <p>
          <button type="button" onClick={() => void more()}>
            Показать ещё
          </button>
        </p>
      )}
    </section>
  )
}

type Words = typeof actionWords

type FiltersProps = {
  readonly of: Import
  readonly words: Words
  readonly filter: Filter
  readonly choose: (filter: Filter) => void
  readonly search: string
  readonly type: (text: string) => void
}

const partOf = {
  NEW: 'created',
  CHANGED: 'changed',
  UNCHANGED: 'unchanged',
  REMOVED: 'removed',
  UNDECIDED: 'undecided',
  SKIPPED: 'skipped',
  MISSING: 'missing',
} as const
const actions = ['NEW', 'CHANGED', 'UNCHANGED', 'REMOVED', 'UNDECIDED', 'SKIPPED', 'MISSING'] as const

function Filters({ of, words, filter, choose, search, type }: FiltersProps) {
  const there = actions.filter((one) => of.counts.some((count) => count[partOf[one]] > 0))
  return (
    <div className={styles.filters}>
      <label>
        Что
        <select
          value={filter.entity}
          onChange={({ target }) =>
            choose({ ...filter, entity: of.counts.find((one) => one.entity === target.value)?.entity ?? '' })
          }
        >
          <option value="">всё</option>
          {of.counts.map(({ entity, title }) => (
            <option key={entity} value={entity}>
              {entity === 'COURSE' ? 'Нагрузка' : title}
            </option>
          ))}
        </select>
      </label>
      <label>
        Что с этим будет
        <select
          value={filter.action}
          onChange={({ target }) =>
            choose({ ...filter, action: actions.find((one) => one === target.value) ?? '' })
          }
        >
          <option value="">всё</option>
          {there.map((one) => (
            <option key={one} value={one}>
              {words[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        Найти
        <input type="search" value={search} onChange={({ target }) => type(target.value)} />
      </label>
    </div>
  )
}

type TableProps = { readonly items: readonly ImportItemLineFragment[]; readonly words: Words }

function Table({ items, words }: TableProps) {
  return (
    <table className={styles.items}>
      <thead>
        <tr>
          <th scope="col">Строка</th>
          <th scope="col">Что</th>
          <th scope="col">Название</th>
          <th scope="col">Сверка</th>
          <th scope="col">Было → станет</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <td className="muted">{item.line}</td>
            <td className="muted">{entityWords[item.entity]}</td>
            <td>{item.action === 'MISSING' ? <Missing of={item} /> : item.name}</td>
            <td className={toneOf(item.action)}>{words[item.action]}</td>
            <td>
              {item.changes.map(({ field, from, to }) => (
                <p key={`${field} ${to ?? ''}`}>
                  <span className="muted">{field}:</span> {valueWords(from)} → <b>{valueWords(to)}</b>
                </p>
              ))}
              {item.note && <p className="muted small">{item.note}</p>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Whom a full list lacks: what is to be done is done on the person's own page, by hand. */
function Missing({ of }: { readonly of: ImportItemLineFragment }) {
  const { slug } = useHat()
  const [person] = of.candidates
  return person ? <Link href={`/${slug}/people/${person.id}`}>{of.name}</Link> : <>{of.name}</>
}

/** A day as a school writes it, 05.04.2013; anything else as it is. */
const valueWords = (value: string | null | undefined): string =>
  value ? value.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$3.$2.$1') : 'нет'

function toneOf(action: ImportAction): string {
  if (action === 'NEW') return 'green'
  if (action === 'CHANGED') return 'accent'
  if (action === 'REMOVED') return 'red'
  return action === 'UNDECIDED' ? 'amber' : 'muted'
}
