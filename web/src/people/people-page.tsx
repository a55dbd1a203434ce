// «Люди»: who is at the school, and who has a login of the journal.
'use client'
import Link from 'next/link'
import { useMemo, useState } from 'react'
import { useSettled } from '../controls/use-settled.js'
import {
  ClassesDocument,
  PeopleDocument,
  type CardGap,
  type PersonKind,
  type PersonLineFragment,
} from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { plural } from '../school/words.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { usePages } from '../table/use-pages.js'
import { OpenAccount } from './open-account.js'
import { PeopleTabs } from './people-tabs.js'
import { gapName, loginWords, placeOf, rolesOf } from './person-words.js'

const kinds: readonly (readonly [PersonKind, string])[] = [
  ['STAFF', 'Сотрудники'],
  ['PUPIL', 'Ученики'],
  ['GUARDIAN', 'Представители'],
]
const gaps = Object.keys(gapName) as readonly CardGap[]

export function PeoplePage() {
  const { role } = useHat()
  return (
    <main className="page">
      <title>Люди · Журнал</title>
      <h1>Люди</h1>
      {role === 'COORDINATOR' ? (
        <>
          <PeopleTabs />
          <PeopleOfSchool />
        </>
      ) : (
        <p role="alert">Список людей школы ведёт координатор журнала.</p>
      )}
    </main>
  )
}

type Whom = {
  readonly kind: PersonKind
  readonly classId: string
  readonly gap: CardGap | ''
  readonly words: string
}

function PeopleOfSchool() {
  const { school } = useSession()
  const { slug } = useHat()
  const [whom, setWhom] = useState<Whom>({ kind: 'STAFF', classId: '', gap: '', words: '' })
  const search = useSettled(whom.words.trim())
  const asked = useMemo(
    () => ({
      schoolId: school.id,
      kind: whom.kind,
      schoolClassId: whom.classId || null,
      gap: whom.gap || null,
      search: search || null,
      first: 100,
    }),
    [school.id, whom.kind, whom.classId, whom.gap, search],
  )
  const pages = usePages(PeopleDocument, asked, ({ school: one }) => one?.people)
  const [chosen, setChosen] = useState<PersonLineFragment | null>(null)
  const columns = useMemo(() => columnsFor(slug, setChosen), [slug])
  return (
    <>
      {!pages.loading && !pages.rows && <p role="alert">{troubleWords[pages.trouble ?? 'service']}</p>}
      <DataTable
        name="Люди"
        rows={pages.rows ?? []}
        columns={columns}
        keyOf={({ id }) => id}
        search={false}
        all={pages.all}
        empty={
          pages.loading ? <span className="waiting" /> : <Nobody narrowed={Boolean(search || whom.gap)} />
        }
      >
        <Filters whom={whom} choose={setWhom} />
      </DataTable>
      <div className="row" style={{ marginTop: 14 }}>
        {pages.hasMore && (
          <button type="button" onClick={() => void pages.more()}>
            Показать ещё
          </button>
        )}
        {pages.rows && pages.rows.length > 0 && (
          <p className="muted small" role="status">
            {pages.hasMore
              ? `Показаны первые ${pages.rows.length}`
              : plural(pages.rows.length, 'человек', 'человека', 'человек')}
          </p>
        )}
      </div>
      {chosen && (
        <OpenAccount
          person={chosen}
          close={() => {
            setChosen(null)
            void pages.again()
          }}
        />
      )}
    </>
  )
}

function Nobody({ narrowed }: { readonly narrowed: boolean }) {
  const { slug } = useHat()
  if (narrowed) return 'Таких людей нет.'
  return (
    <>
      Здесь пока никого нет. Списки приносят файлом: <Link href={`/${slug}/imports`}>Загрузка данных</Link>.
    </>
  )
}

type FiltersProps = { readonly whom: Whom; readonly choose: (whom: Whom) => void }

function Filters({ whom, choose }: FiltersProps) {
  const { school } = useSession()
  const asked = useMemo(() => ({ schoolId: school.id }), [school.id])
  const { data } = useQuestion(ClassesDocument, asked)
  const choosePlace = (value: string) => {
    const kind = kinds.find(([one]) => one === value)?.[0]
    choose({ ...whom, kind: kind ?? 'PUPIL', classId: kind ? '' : value })
  }
  return (
    <>
      <label>
        Кто
        <select value={whom.classId || whom.kind} onChange={({ target }) => choosePlace(target.value)}>
          {kinds.map(([kind, words]) => (
            <option key={kind} value={kind}>
              {words}
            </option>
          ))}
          {data?.school?.classes && data.school.classes.length > 0 && (
            <optgroup label="Ученики по классам">
              {data.school.classes.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </optgroup>
          )}
        </select>
      </label>
      <label>
        Карточка
        <select
          value={whom.gap}
          onChange={({ target }) => choose({ ...whom, gap: gaps.find((one) => one === target.value) ?? '' })}
        >
          <option value="">любая</option>
          {gaps.map((gap) => (
            <option key={gap} value={gap}>
              {gapName[gap]}
            </option>
          ))}
        </select>
      </label>
      <label>
        Фамилия или имя
        <input
          type="search"
          value={whom.words}
          onChange={({ target }) => choose({ ...whom, words: target.value })}
        />
      </label>
    </>
  )
}

const columnsFor = (
  slug: string,
  open: (person: PersonLineFragment) => void,
): readonly Column<PersonLineFragment>[] => [
  {
    id: 'name',
    title: 'Имя',
    text: ({ fullName }) => fullName ?? '',
    cell: ({ id, fullName }) => <Link href={`/${slug}/people/${id}`}>{fullName}</Link>,
  },
  { id: 'place', title: 'Кто', text: placeOf },
  { id: 'roles', title: 'Роли в журнале', text: rolesOf },
  {
    id: 'login',
    title: 'Вход',
    text: loginWords,
    cell: (person) =>
      person.account || !person.staff ? (
        loginWords(person)
      ) : (
        <button
          type="button"
          className="link"
          aria-label={`Открыть вход: ${person.fullName ?? ''}`}
          onClick={() => open(person)}
        >
          Открыть вход
        </button>
      ),
  },
]
