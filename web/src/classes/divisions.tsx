// How a class is divided: its divisions, proposals that wait, and the editor.
'use client'
import { useMemo, useState } from 'react'
import { DecideDivisionDocument, DivisionsDocument, type DivisionLineFragment } from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useQuestion } from '../graph/use-question.js'
import { withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import { DivisionEditor, type DividedClass } from './division-editor.js'
import styles from './classes.module.css'

type Props = { readonly schoolClass: DividedClass; readonly mayDecide: boolean }

export function Divisions({ schoolClass, mayDecide }: Props) {
  const { school } = useSession()
  const yearId = schoolClass.year?.id ?? null
  const { data, loading, trouble, again } = useQuestion(
    DivisionsDocument,
    useMemo(
      () => ({ schoolId: school.id, classId: schoolClass.id, yearId }),
      [school.id, schoolClass.id, yearId],
    ),
  )
  const [edited, setEdited] = useState<DivisionLineFragment | 'new' | null>(null)
  const divisions = data?.school?.divisions
  const alone = data?.schoolClass?.groups?.filter(({ division }) => !division) ?? []
  return (
    <section className={styles.section} aria-labelledby="divisions">
      <div className="row spread">
        <h2 id="divisions">Деление на группы</h2>
        {!edited && (
          <button type="button" onClick={() => setEdited('new')}>
            {mayDecide ? 'Разделить класс' : 'Предложить деление'}
          </button>
        )}
      </div>
      {loading && <span className="waiting" />}
      {!loading && !divisions && <p role="alert">{troubleWords[trouble ?? 'service']}</p>}
      {divisions?.length === 0 && alone.length === 0 && !edited && (
        <p className="muted">Класс учится целиком на всех предметах.</p>
      )}
      {alone.length > 0 && !edited && (
        <p className="muted">Группы вне делений: {alone.map(({ name }) => name).join(', ')}.</p>
      )}
      {edited ? (
        <DivisionEditor
          schoolClass={schoolClass}
          division={edited === 'new' ? null : edited}
          proposes={!mayDecide}
          close={() => {
            setEdited(null)
            void again()
          }}
        />
      ) : (
        divisions?.map((division) => (
          <DivisionView
            key={division.id}
            division={division}
            mayDecide={mayDecide}
            edit={() => setEdited(division)}
            decided={() => void again()}
          />
        ))
      )}
    </section>
  )
}

type ViewProps = {
  readonly division: DivisionLineFragment
  readonly mayDecide: boolean
  readonly edit: () => void
  readonly decided: () => void
}

function DivisionView({ division, mayDecide, edit, decided }: ViewProps) {
  const { busy, refusal, run } = useAct()
  const decide = async (accepted: boolean) => {
    const input = { requestId: newId(), divisionId: division.id, accepted, expectedVersion: division.version }
    if (await run(DecideDivisionDocument, { input }, ({ decideDivision }) => decideDivision)) decided()
  }
  const proposed = division.state === 'PROPOSED'
  return (
    <article className={styles.division}>
      <div className="row spread">
        <h3>
          {division.name}
          {division.schoolClasses && division.schoolClasses.length > 1 && (
            <span className="muted"> {division.schoolClasses.map(({ name }) => name).join(', ')}</span>
          )}
        </h3>
        {mayDecide && !proposed && (
          <button type="button" className="link" onClick={edit}>
            Изменить
          </button>
        )}
      </div>
      {proposed && (
        <div className="row">
          <span className="amber">Предложение: {withInitials(division.proposedByName ?? 'учитель')}</span>
          {mayDecide && (
            <>
              <button type="button" className="main" disabled={busy} onClick={() => void decide(true)}>
                Принять
              </button>
              <button type="button" disabled={busy} onClick={() => void decide(false)}>
                Отклонить
              </button>
            </>
          )}
        </div>
      )}
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
      <div className={styles.groups}>
        {division.groups.map(({ name, pupils, group }) => (
          <div key={group?.id ?? name}>
            <p>
              <b>{name}</b> <span className="muted">{pupils?.length ?? 0}</span>
            </p>
            <ul className="small">
              {pupils?.map(({ id, fullName }) => (
                <li key={id}>{withInitials(fullName ?? '')}</li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      {division.everybody && division.leftOut && division.leftOut.length > 0 && (
        <p className="amber small">
          Ни в одной группе: {division.leftOut.map(({ fullName }) => withInitials(fullName ?? '')).join(', ')}
        </p>
      )}
    </article>
  )
}
