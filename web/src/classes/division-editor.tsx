'use client'
import { useState, type FormEvent } from 'react'
import { DivideClassDocument, type DivisionLineFragment } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { plural, withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import * as division from './division.js'
import styles from './classes.module.css'

type Pupil = { readonly id: string; readonly fullName?: string | null }
export type DividedClass = {
  readonly id: string
  readonly name: string
  readonly year?: { readonly id: string; readonly startsOn: string } | null
  readonly pupils?: readonly Pupil[] | null
}

type Props = {
  readonly schoolClass: DividedClass
  readonly division: DivisionLineFragment | null
  /** A subject teacher's division waits for the class teacher. */
  readonly proposes: boolean
  readonly close: () => void
}

/** Who is in which group; pupils of other classes of a parallel stay as the division has them. */
export function DivisionEditor({ schoolClass, division: known, proposes, close }: Props) {
  const { today } = useSession()
  const startsOn = schoolClass.year?.startsOn ?? today
  const from = startsOn > today ? startsOn : today
  const [draft, setDraft] = useState(() =>
    known ? division.draftOf(known, from) : division.emptyDraft(from),
  )
  const { busy, refusal, run } = useAct()
  const others = known?.groups.flatMap(({ pupils }) => pupils ?? []) ?? []
  const own = schoolClass.pupils ?? []
  const pupils = [...own, ...others.filter(({ id }) => own.every((one) => one.id !== id))]
  const out = division.leftOut(draft, pupils)
  const classIds = known?.schoolClasses?.map(({ id }) => id) ?? [schoolClass.id]
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const input = division.inputOf(draft, { yearId: schoolClass.year?.id ?? '', classIds })
    if (await run(DivideClassDocument, { input }, ({ divideClass }) => divideClass)) close()
  }
  return (
    <form className={styles.editor} onSubmit={(event) => void save(event)}>
      <Head
        draft={draft}
        change={setDraft}
        even={() =>
          setDraft(
            division.divideEvenly(
              draft,
              pupils.map(({ id }) => id),
            ),
          )
        }
      />
      <Places draft={draft} pupils={pupils} change={setDraft} />
      {out.length > 0 && (
        <p className={draft.everybody ? 'amber' : 'muted'}>
          {plural(out.length, 'ученик', 'ученика', 'учеников')} вне групп:{' '}
          {out
            .slice(0, 10)
            .map(({ fullName }) => withInitials(fullName ?? ''))
            .join(', ')}
          {out.length > 10 ? '…' : ''}
        </p>
      )}
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
      <div className="row">
        <button type="submit" className="main" disabled={busy}>
          {proposes ? 'Предложить' : 'Сохранить деление'}
        </button>
        <button type="button" onClick={close}>
          Не сохранять
        </button>
      </div>
    </form>
  )
}

type HeadProps = {
  readonly draft: division.Draft
  readonly change: (draft: division.Draft) => void
  readonly even: () => void
}

function Head({ draft, change, even }: HeadProps) {
  return (
    <>
      <div className={styles.fields}>
        <label>
          Предмет или название
          <input
            required
            maxLength={100}
            value={draft.name}
            placeholder="Иностранный язык"
            onChange={({ target }) => change({ ...draft, name: target.value })}
          />
        </label>
        <label>
          С какого дня
          <input
            type="date"
            required
            value={draft.from}
            onChange={({ target }) => change({ ...draft, from: target.value })}
          />
        </label>
      </div>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={draft.everybody}
          onChange={({ target }) => change({ ...draft, everybody: target.checked })}
        />
        Каждый ученик должен быть в одной из групп
      </label>
      <div className="row">
        <button type="button" onClick={even}>
          Разделить поровну по списку
        </button>
        <button
          type="button"
          onClick={() =>
            change({
              ...draft,
              groups: [...draft.groups, { id: newId(), name: `Группа ${draft.groups.length + 1}` }],
            })
          }
        >
          Добавить группу
        </button>
      </div>
    </>
  )
}

type PlacesProps = {
  readonly draft: division.Draft
  readonly pupils: readonly Pupil[]
  readonly change: (draft: division.Draft) => void
}

function Places({ draft, pupils, change }: PlacesProps) {
  const rename = (groupId: string, name: string) =>
    change({ ...draft, groups: draft.groups.map((one) => (one.id === groupId ? { ...one, name } : one)) })
  return (
    <div className={styles.scroll}>
      <table className={styles.places}>
        <thead>
          <tr>
            <th scope="col">Ученик</th>
            {draft.groups.map(({ id, name }) => (
              <th key={id} scope="col">
                <input
                  aria-label="Название группы"
                  required
                  maxLength={60}
                  value={name}
                  onChange={({ target }) => rename(id, target.value)}
                />
                <span className="small muted">{division.countIn(draft, id)}</span>
                {draft.groups.length > 1 && (
                  <button
                    type="button"
                    className="link small"
                    aria-label={`Убрать группу ${name}`}
                    onClick={() => change(division.removeGroup(draft, id))}
                  >
                    убрать
                  </button>
                )}
              </th>
            ))}
            <th scope="col">Вне групп</th>
          </tr>
        </thead>
        <tbody>
          {pupils.map((pupil) => (
            <tr key={pupil.id}>
              <th scope="row">{withInitials(pupil.fullName ?? '')}</th>
              {[
                ...draft.groups.map((one) => ({ ...one, to: one.id })),
                { id: 'none', name: 'вне групп', to: null },
              ].map(({ id, name, to }) => (
                <td key={id}>
                  <input
                    type="radio"
                    name={`place-${pupil.id}`}
                    aria-label={`${pupil.fullName ?? ''}: ${name}`}
                    checked={(draft.places.get(pupil.id) ?? null) === to}
                    onChange={() => change(division.place(draft, pupil.id, to))}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
