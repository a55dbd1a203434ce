// Logins with their people: of the school, or of one class.
'use client'
import { useMemo, useState } from 'react'
import { useSettled } from '../controls/use-settled.js'
import {
  AccountsDocument,
  type AccountLineFragment,
  type AccountState,
  type PersonKind,
} from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { momentInWords } from '../school/dates.js'
import { plural } from '../school/words.js'
import { placeOf } from '../people/person-words.js'
import { useSession } from '../session/session.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { usePages } from '../table/use-pages.js'
import { AccountDialog } from './account-dialog.js'
import { listed, stateName, stateWords } from './account-words.js'

const kinds: readonly (readonly [PersonKind, string])[] = [
  ['STAFF', 'Сотрудники'],
  ['PUPIL', 'Ученики'],
  ['GUARDIAN', 'Представители'],
]

type Props = {
  /** Logins of this class's pupils and their guardians; null: of the whole school. */
  readonly schoolClassId: string | null
}

export function AccountList({ schoolClassId }: Props) {
  const { school } = useSession()
  const [state, setState] = useState<AccountState | ''>('')
  const [kind, setKind] = useState<PersonKind | ''>('')
  const [words, setWords] = useState('')
  const search = useSettled(words.trim())
  const asked = useMemo(
    () => ({
      schoolId: school.id,
      state: state || null,
      kind: kind || null,
      schoolClassId,
      search: search || null,
      first: 100,
    }),
    [school.id, state, kind, schoolClassId, search],
  )
  const pages = usePages(AccountsDocument, asked, ({ school: one }) => one?.accounts)
  const [chosen, setChosen] = useState<AccountLineFragment | null>(null)
  const columns = useColumns(setChosen)
  return (
    <>
      {!pages.loading && !pages.rows && <p role="alert">{troubleWords[pages.trouble ?? 'service']}</p>}
      <DataTable
        name="Входы в журнал"
        rows={pages.rows ?? []}
        columns={columns}
        keyOf={({ id }) => id}
        search={false}
        all={pages.all}
        empty={pages.loading ? <span className="waiting" /> : 'Таких входов нет.'}
      >
        <label>
          Кто
          <select
            value={kind}
            onChange={({ target }) => setKind(kinds.find(([one]) => one === target.value)?.[0] ?? '')}
          >
            <option value="">все</option>
            {kinds
              .filter(([one]) => schoolClassId === null || one !== 'STAFF')
              .map(([one, name]) => (
                <option key={one} value={one}>
                  {name}
                </option>
              ))}
          </select>
        </label>
        <label>
          Состояние
          <select
            value={state}
            onChange={({ target }) => setState(listed.find((one) => one === target.value) ?? '')}
          >
            <option value="">любое</option>
            {listed.map((one) => (
              <option key={one} value={one}>
                {stateName[one]}
              </option>
            ))}
          </select>
        </label>
        <label>
          Имя или логин
          <input type="search" value={words} onChange={({ target }) => setWords(target.value)} />
        </label>
      </DataTable>
      <div className="row" style={{ marginTop: 14 }}>
        {pages.hasMore && (
          <button type="button" onClick={() => void pages.more()}>
            Показать ещё
          </button>
        )}
        {pages.total !== null && (
          <p className="muted small" role="status">
            {plural(pages.total, 'вход', 'входа', 'входов')}
          </p>
        )}
      </div>
      {/* As it stands now: the list may still be on its way after the act before. */}
      {chosen && (
        <AccountDialog
          account={pages.rows?.find(({ id }) => id === chosen.id) ?? chosen}
          close={() => {
            setChosen(null)
            void pages.again()
          }}
        />
      )}
    </>
  )
}

function useColumns(choose: (account: AccountLineFragment) => void): readonly Column<AccountLineFragment>[] {
  const { zone, today } = useSession()
  return useMemo(
    () => [
      {
        id: 'name',
        title: 'Имя',
        text: ({ person }) => person?.fullName ?? '',
        cell: (account) => (
          <button type="button" className="link" style={{ fontWeight: 600 }} onClick={() => choose(account)}>
            {account.person?.fullName ?? account.username}
          </button>
        ),
      },
      { id: 'place', title: 'Кто', text: ({ person }) => (person ? placeOf(person) : '') },
      { id: 'login', title: 'Логин', text: ({ username }) => username },
      {
        id: 'state',
        title: 'Состояние',
        text: stateWords,
        cell: (account) => (
          <span className={account.overdue || account.state === 'STOPPED' ? 'amber' : ''}>
            {stateWords(account)}
          </span>
        ),
      },
      {
        id: 'last',
        title: 'Последний вход',
        text: ({ lastSignInAt }) => (lastSignInAt ? momentInWords(lastSignInAt, zone, today) : ''),
        sortBy: ({ lastSignInAt }) => lastSignInAt ?? '',
      },
      { id: 'factor', title: 'Второй шаг', text: ({ secondFactor }) => (secondFactor ? 'есть' : '') },
    ],
    [zone, today, choose],
  )
}
