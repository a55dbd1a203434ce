'use client'
import { useMemo, useState } from 'react'
import { useSettled } from '../controls/use-settled.js'
import { ClassesDocument, FormerPupilsDocument, PupilsToMoveDocument } from '../generated/graph.js'
import { useQuestion } from '../graph/use-question.js'
import { useSession } from '../session/session.js'
import type { Draft } from './new-order.js'
import styles from './orders.module.css'

type Props = { readonly draft: Draft; readonly toggle: (pupilId: string) => void }

/** Whom the order moves: pupils of a class; for an enrolment, people of the school by name. */
export function ClassPupils({ draft, toggle }: Props) {
  return draft.kind === 'ENROLLED' ? (
    <ByName draft={draft} toggle={toggle} />
  ) : (
    <ByClass draft={draft} toggle={toggle} />
  )
}

function ByClass({ draft, toggle }: Props) {
  const { school } = useSession()
  const [classId, setClassId] = useState('')
  const classes = useQuestion(
    ClassesDocument,
    useMemo(() => ({ schoolId: school.id }), [school.id]),
  ).data?.school?.classes
  const { data, loading } = useQuestion(
    PupilsToMoveDocument,
    useMemo(() => (classId ? { classId } : null), [classId]),
  )
  return (
    <>
      <div className={styles.fields}>
        <label>
          Класс
          <select value={classId} onChange={({ target }) => setClassId(target.value)}>
            <option value="">Выберите класс</option>
            {classes?.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      {classId && loading && <span className="waiting" />}
      <Choice pupils={data?.schoolClass?.pupils ?? []} draft={draft} toggle={toggle} />
    </>
  )
}

function ByName({ draft, toggle }: Props) {
  const { school } = useSession()
  const [words, setWords] = useState('')
  const search = useSettled(words.trim())
  const { data } = useQuestion(
    FormerPupilsDocument,
    useMemo(() => (search ? { schoolId: school.id, search } : null), [school.id, search]),
  )
  const pupils = data?.school?.people?.edges.flatMap(({ node }) => node.pupil ?? []) ?? []
  return (
    <>
      <div className={styles.fields}>
        <label>
          Фамилия и имя
          <input type="search" value={words} onChange={({ target }) => setWords(target.value)} />
        </label>
      </div>
      {search && pupils.length === 0 && data && <p className="muted">Такого ученика в списке людей нет.</p>}
      <Choice pupils={pupils} draft={draft} toggle={toggle} />
    </>
  )
}

type ChoiceProps = Props & {
  readonly pupils: readonly { readonly id: string; readonly fullName?: string | null }[]
}

function Choice({ pupils, draft, toggle }: ChoiceProps) {
  if (pupils.length === 0) return null
  return (
    <div className={styles.pupils} role="group" aria-label="Ученики">
      {pupils.map(({ id, fullName }) => (
        <label key={id}>
          <input type="checkbox" checked={draft.pupils.has(id)} onChange={() => toggle(id)} />
          {fullName}
        </label>
      ))}
    </div>
  )
}
