// «Двойники»: entries that may be one human being, to be made one.
'use client'
import Link from 'next/link'
import { useMemo, useState, type FormEvent } from 'react'
import { Modal } from '../controls/modal.js'
import { DuplicatesDocument, MergePeopleDocument, type DuplicatesQuery } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useQuestion } from '../graph/use-question.js'
import { fullDate } from '../school/dates.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import type { Column } from '../table/columns.js'
import { DataTable } from '../table/data-table.js'
import { PeopleTabs } from './people-tabs.js'
import { placeOf } from './person-words.js'
import styles from './people.module.css'

type Pair = NonNullable<NonNullable<DuplicatesQuery['school']>['duplicates']>[number]
type Person = Pair['first']

export function DuplicatesPage() {
  const { school } = useSession()
  const { slug } = useHat()
  const { data, loading, trouble, again } = useQuestion(
    DuplicatesDocument,
    useMemo(() => ({ schoolId: school.id }), [school.id]),
  )
  const [chosen, setChosen] = useState<Pair | null>(null)
  const pairs = data?.school?.duplicates
  const columns = useMemo(() => columnsFor(slug, setChosen), [slug])
  return (
    <main className="page">
      <title>Двойники · Журнал</title>
      <h1>Двойники</h1>
      <PeopleTabs />
      <p className="muted">Записи, за которыми, похоже, один и тот же человек.</p>
      {!loading && !pairs && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      <DataTable
        name="Двойники"
        rows={pairs ?? []}
        columns={columns}
        keyOf={({ first, second }) => `${first.id} ${second.id}`}
        empty={loading ? <span className="waiting" /> : 'Двойников не видно.'}
      />
      {chosen && (
        <Merge
          pair={chosen}
          close={() => {
            setChosen(null)
            void again()
          }}
        />
      )}
    </main>
  )
}

const wordsOf = (person: Person): string =>
  [person.fullName, placeOf(person), person.birthDate && fullDate(person.birthDate)]
    .filter(Boolean)
    .join(', ')

const columnsFor = (slug: string, choose: (pair: Pair) => void): readonly Column<Pair>[] => [
  {
    id: 'first',
    title: 'Одна запись',
    text: ({ first }) => wordsOf(first),
    cell: ({ first }) => <Link href={`/${slug}/people/${first.id}`}>{wordsOf(first)}</Link>,
  },
  {
    id: 'second',
    title: 'Другая запись',
    text: ({ second }) => wordsOf(second),
    cell: ({ second }) => <Link href={`/${slug}/people/${second.id}`}>{wordsOf(second)}</Link>,
  },
  { id: 'why', title: 'Почему', text: ({ why }) => why },
  {
    id: 'act',
    title: 'Что сделать',
    text: () => '',
    cell: (pair) => (
      <button type="button" className="link" onClick={() => choose(pair)}>
        Объединить
      </button>
    ),
  },
]

function Merge({ pair, close }: { readonly pair: Pair; readonly close: () => void }) {
  const { busy, refusal, run } = useAct()
  const merge = async (form: FormData) => {
    const keptId = String(form.get('kept') ?? '')
    const mergedId = keptId === pair.first.id ? pair.second.id : pair.first.id
    const input = { requestId: newId(), keptId, mergedId, reason: String(form.get('reason') ?? '').trim() }
    if (await run(MergePeopleDocument, { input }, ({ mergePeople }) => mergePeople)) close()
  }
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void merge(new FormData(event.currentTarget))
  }
  return (
    <Modal title="Объединить записи" close={close}>
      <form onSubmit={send} className={styles.dialog}>
        <p>
          Останется одна запись. Классы, представители, роли, отметки и пропуски второй перейдут к ней.
          Разъединить обратно нельзя.
        </p>
        {[pair.first, pair.second].map((person, index) => (
          <label key={person.id} className={styles.tick}>
            <input type="radio" name="kept" value={person.id} defaultChecked={index === 0} />
            оставить: {wordsOf(person)}
          </label>
        ))}
        <label className={styles.field}>
          Почему это один человек
          <input name="reason" required maxLength={300} placeholder="внесён дважды: списком и по приказу" />
        </label>
        {refusal && (
          <p role="alert" className="red">
            {refusal.message}
          </p>
        )}
        <div className="row">
          <button type="submit" className="main" disabled={busy}>
            Объединить
          </button>
          <button type="button" onClick={close}>
            Не объединять
          </button>
        </div>
      </form>
    </Modal>
  )
}
