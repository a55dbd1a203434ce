// «Люди»: who is at the school, and who of the staff has a login of the journal.
'use client'
import Link from 'next/link'
import { useMemo, useState } from 'react'
import { useSettled } from '../controls/use-settled.js'
import { saveCsv } from '../controls/save-csv.js'
import { ClassesDocument, type PersonLineFragment } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { useQuestion } from '../graph/use-question.js'
import { plural } from '../school/words.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import { OpenAccount } from './open-account.js'
import { loginWords, peopleCsv, placeOf, rolesOf } from './person-words.js'
import { usePeople, type Whom } from './use-people.js'
import styles from './people.module.css'

const kinds = [
  ['STAFF', 'Сотрудники'],
  ['PUPIL', 'Ученики'],
  ['GUARDIAN', 'Представители'],
] as const

export function PeoplePage() {
  const { role } = useHat()
  return (
    <main className="page">
      <title>Люди · Журнал</title>
      <h1>Люди</h1>
      {role === 'COORDINATOR' ? (
        <PeopleOfSchool />
      ) : (
        <p role="alert">Список людей школы ведёт координатор журнала.</p>
      )}
    </main>
  )
}

function PeopleOfSchool() {
  const { school } = useSession()
  const [whom, setWhom] = useState<Whom>({ classId: null, kind: 'STAFF', search: '' })
  const search = useSettled(whom.search.trim())
  const { people, hasMore, loading, trouble, more, again, all } = usePeople(school.id, { ...whom, search })
  const [chosen, setChosen] = useState<PersonLineFragment | null>(null)
  const [unsaved, setUnsaved] = useState(false)
  const save = async () => {
    const everyone = await all()
    setUnsaved(everyone === null)
    if (everyone) saveCsv('люди', peopleCsv(everyone))
  }
  return (
    <>
      <Filters whom={whom} choose={setWhom} />
      <div className={`row spread ${styles.found}`}>
        <p className="muted small" role="status">
          {people && foundWords(people.length, hasMore)}
        </p>
        {people && people.length > 0 && (
          <button type="button" onClick={() => void save()}>
            Скачать список (CSV)
          </button>
        )}
      </div>
      {unsaved && <p role="alert">{troubleWords.service}</p>}
      {loading && <span className="waiting" />}
      {!loading && !people && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      {people?.length === 0 && <Nobody searched={search !== ''} />}
      {people && people.length > 0 && <Table people={people} choose={setChosen} />}
      {hasMore && (
        <p className={styles.more}>
          <button type="button" onClick={() => void more()}>
            Показать ещё
          </button>
        </p>
      )}
      {chosen && (
        <OpenAccount
          person={chosen}
          close={() => {
            setChosen(null)
            void again()
          }}
        />
      )}
    </>
  )
}

const foundWords = (count: number, hasMore: boolean): string =>
  hasMore ? `Показаны первые ${count}` : plural(count, 'человек', 'человека', 'человек')

function Nobody({ searched }: { readonly searched: boolean }) {
  const { slug } = useHat()
  if (searched) return <p className="muted">Таких людей нет.</p>
  return (
    <p className="muted">
      Здесь пока никого нет. Списки приносят файлом: <Link href={`/${slug}/imports`}>Загрузка данных</Link>.
    </p>
  )
}

type FiltersProps = { readonly whom: Whom; readonly choose: (whom: Whom) => void }

function Filters({ whom, choose }: FiltersProps) {
  const { school } = useSession()
  const asked = useMemo(() => ({ schoolId: school.id }), [school.id])
  const { data } = useQuestion(ClassesDocument, asked)
  const choosePlace = (value: string) => {
    const kind = kinds.find(([one]) => one === value)?.[0]
    choose({ ...whom, kind: kind ?? 'PUPIL', classId: kind ? null : value })
  }
  return (
    <div className={styles.filters}>
      <label>
        Кто
        <select value={whom.classId ?? whom.kind} onChange={({ target }) => choosePlace(target.value)}>
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
      <label className={styles.search}>
        Фамилия или имя
        <input
          type="search"
          value={whom.search}
          onChange={({ target }) => choose({ ...whom, search: target.value })}
        />
      </label>
    </div>
  )
}

type TableProps = {
  readonly people: readonly PersonLineFragment[]
  readonly choose: (person: PersonLineFragment) => void
}

function Table({ people, choose }: TableProps) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Имя</th>
          <th scope="col">Кто</th>
          <th scope="col">Роли в журнале</th>
          <th scope="col">Вход</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.id}>
            <td>{person.fullName}</td>
            <td className="muted">{placeOf(person)}</td>
            <td className="muted">{rolesOf(person)}</td>
            <td>
              {loginWords(person)}
              {!person.account && person.staff && (
                <button
                  type="button"
                  className="link"
                  aria-label={`Открыть вход: ${person.fullName ?? ''}`}
                  onClick={() => choose(person)}
                >
                  Открыть вход
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
