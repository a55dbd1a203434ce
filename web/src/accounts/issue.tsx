// Logins handed out in bulk: slips to print, or letters (A1.3, A1.20, A5.7).
'use client'
import { useMemo, useState } from 'react'
import {
  IssueAccountsDocument,
  WithoutLoginDocument,
  type IssueDelivery,
  type JobLineFragment,
  type PersonKind,
} from '../generated/graph.js'
import { act, troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { JobList } from '../office/job-list.js'
import { placeOf } from '../people/person-words.js'
import { plural } from '../school/words.js'
import { useSession } from '../session/session.js'
import { usePages } from '../table/use-pages.js'
import styles from './accounts.module.css'

const kinds: readonly (readonly [PersonKind, string])[] = [
  ['STAFF', 'Сотрудники'],
  ['PUPIL', 'Ученики'],
  ['GUARDIAN', 'Представители'],
]

type Class = { readonly id: string; readonly name: string }
type Props = {
  /** Classes to choose from; a class teacher has the own ones only. */
  readonly classes: readonly Class[]
  readonly wholeSchool: boolean
}

export function Issue({ classes, wholeSchool }: Props) {
  const { school } = useSession()
  const [kind, setKind] = useState<PersonKind>(wholeSchool ? 'STAFF' : 'PUPIL')
  const [classId, setClassId] = useState(wholeSchool ? '' : (classes[0]?.id ?? ''))
  const [again, setAgain] = useState(false)
  // Kept here: when everybody has a login the list below is gone, and the slips are still to be taken.
  const [jobs, setJobs] = useState<readonly JobLineFragment[]>([])
  const asked = useMemo(
    () => ({
      schoolId: school.id,
      kind,
      schoolClassId: classId || null,
      account: again ? ('NOT_ACTIVATED' as const) : ('NONE' as const),
      first: 200,
    }),
    [school.id, kind, classId, again],
  )
  const pages = usePages(WithoutLoginDocument, asked, ({ school: one }) => one?.people)
  return (
    <>
      <div className={styles.fields}>
        <label>
          Кому
          <select
            value={kind}
            onChange={({ target }) => setKind(kinds.find(([one]) => one === target.value)?.[0] ?? kind)}
          >
            {kinds
              .filter(([one]) => wholeSchool || one !== 'STAFF')
              .map(([one, name]) => (
                <option key={one} value={one}>
                  {name}
                </option>
              ))}
          </select>
        </label>
        {kind !== 'STAFF' && (
          <label>
            Класс
            <select value={classId} onChange={({ target }) => setClassId(target.value)}>
              {wholeSchool && <option value="">вся школа</option>}
              {classes.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          У кого
          <select
            value={again ? 'again' : 'none'}
            onChange={({ target }) => setAgain(target.value === 'again')}
          >
            <option value="none">входа ещё нет</option>
            <option value="again">вход выдан, но не вошли</option>
          </select>
        </label>
      </div>
      <JobList jobs={jobs} finished={() => void pages.again()} writable />
      {pages.loading && <span className="waiting" />}
      {!pages.loading && !pages.rows && <p role="alert">{troubleWords[pages.trouble ?? 'service']}</p>}
      {pages.rows?.length === 0 && <p className="muted">Здесь все уже со входом.</p>}
      {pages.rows && pages.rows.length > 0 && (
        <Choose
          key={JSON.stringify(asked)}
          people={pages.rows.map((person) => ({
            id: person.id,
            name: person.fullName ?? '',
            place: placeOf(person),
          }))}
          hasMore={pages.hasMore}
          issued={(job) => setJobs((before) => [job, ...before])}
        />
      )}
    </>
  )
}

type Person = { readonly id: string; readonly name: string; readonly place: string }
type ChooseProps = {
  readonly people: readonly Person[]
  readonly hasMore: boolean
  readonly issued: (job: JobLineFragment) => void
}

function Choose({ people, hasMore, issued }: ChooseProps) {
  const [out, setOut] = useState<ReadonlySet<string>>(new Set())
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const chosen = people.filter(({ id }) => !out.has(id))
  const toggle = (id: string) => {
    const next = new Set(out)
    if (!next.delete(id)) next.add(id)
    setOut(next)
  }
  const issue = async (delivery: IssueDelivery) => {
    setBusy(true)
    const input = { requestId: newId(), personIds: chosen.map(({ id }) => id), delivery }
    const { data, trouble } = await act(IssueAccountsDocument, { input })
    setBusy(false)
    const payload = data?.issueAccounts
    setFault(payload ? (payload.errors[0]?.message ?? null) : troubleWords[trouble ?? 'service'])
    if (payload?.job) issued(payload.job)
  }
  return (
    <>
      <div className="row" style={{ margin: '14px 0' }}>
        <button
          type="button"
          className="main"
          disabled={busy || chosen.length === 0}
          onClick={() => void issue('PRINT')}
        >
          Листки для {plural(chosen.length, 'человека', 'человек', 'человек')}
        </button>
        <button type="button" disabled={busy || chosen.length === 0} onClick={() => void issue('EMAIL')}>
          Разослать письмами
        </button>
        <button
          type="button"
          className="link"
          onClick={() => setOut(new Set(out.size ? [] : people.map(({ id }) => id)))}
        >
          {out.size ? 'Выбрать всех' : 'Снять всех'}
        </button>
      </div>
      <p className="muted small">
        Файл с листками можно скачать один раз, через сутки он исчезнет. Потеряли — выдайте заново: прежние
        пароли перестанут подходить.
      </p>
      {hasMore && <p className="muted small">Показаны первые {people.length}: остальных выдайте следом.</p>}
      {fault && (
        <p role="alert" className="red">
          {fault}
        </p>
      )}
      <div className={styles.people} role="group" aria-label="Кому выдать">
        {people.map(({ id, name, place }) => (
          <label key={id}>
            <input type="checkbox" checked={!out.has(id)} onChange={() => toggle(id)} />
            <span>
              {name} <span className="muted small">{place}</span>
            </span>
          </label>
        ))}
      </div>
    </>
  )
}
