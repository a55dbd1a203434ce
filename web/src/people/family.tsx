// Who stands behind a pupil, and for whom a guardian stands.
'use client'
import Link from 'next/link'
import {
  ChangeGuardianshipDocument,
  SetElectronicServiceDocument,
  type GuardianRelation,
  type GuardianshipLineFragment,
} from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { fullDate } from '../school/dates.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import { AddGuardian } from './add-guardian.js'
import type { Card } from './card-page.js'
import { relationName } from './person-words.js'
import styles from './people.module.css'

type Props = { readonly card: Card; readonly editable: boolean; readonly changed: () => void }
const relations = Object.keys(relationName) as readonly GuardianRelation[]

export function Family({ card, editable, changed }: Props) {
  const { role } = useHat()
  const lines = card.pupil ? card.pupil.guardianships : card.guardian?.guardianships
  return (
    <>
      {card.pupil?.paperOnly && (
        <p className="amber">
          Семья отказалась от электронного дневника: сведения ей дают на бумаге (п. 3.9).
        </p>
      )}
      {lines?.length === 0 && <p className="muted">Представителей в карточке нет.</p>}
      <ul>
        {lines?.map((line) => (
          <Line
            key={`${line.guardian.id} ${line.pupil.id}`}
            line={line}
            other={card.pupil ? line.guardian : line.pupil}
            editable={editable}
            changed={changed}
          />
        ))}
      </ul>
      {card.pupil && role === 'COORDINATOR' && <AddGuardian pupilId={card.id} added={changed} />}
    </>
  )
}

type LineProps = {
  readonly line: GuardianshipLineFragment
  readonly other: { readonly id: string; readonly fullName?: string | null }
  readonly editable: boolean
  readonly changed: () => void
}

function Line({ line, other, editable, changed }: LineProps) {
  const { today } = useSession()
  const { slug } = useHat()
  const { busy, refusal, run } = useAct()
  const pair = { guardianId: line.guardian.id, pupilId: line.pupil.id }
  const change = async (part: { relation?: GuardianRelation; legalRepresentative?: boolean }) => {
    const input = { requestId: newId(), ...pair, ...part }
    if (await run(ChangeGuardianshipDocument, { input }, ({ changeGuardianship }) => changeGuardianship))
      changed()
  }
  const refuse = async (refusedOn: string | null) => {
    const input = { requestId: newId(), ...pair, refusedOn }
    if (
      await run(SetElectronicServiceDocument, { input }, ({ setElectronicService }) => setElectronicService)
    )
      changed()
  }
  return (
    <li className={styles.relative}>
      <Link href={`/${slug}/people/${other.id}`}>
        <b>{other.fullName}</b>
      </Link>
      {editable ? (
        <div className="row">
          <select
            aria-label={`Кем приходится: ${other.fullName ?? ''}`}
            disabled={busy}
            value={line.relation ?? ''}
            onChange={({ target }) => {
              const relation = relations.find((one) => one === target.value)
              if (relation) void change({ relation })
            }}
          >
            <option value="">кем приходится</option>
            {relations.map((relation) => (
              <option key={relation} value={relation}>
                {relationName[relation]}
              </option>
            ))}
          </select>
          <label className={styles.tick}>
            <input
              type="checkbox"
              disabled={busy}
              checked={line.legalRepresentative}
              onChange={({ target }) => void change({ legalRepresentative: target.checked })}
            />
            законный представитель
          </label>
        </div>
      ) : (
        <p className="muted">
          {[
            line.relation && relationName[line.relation],
            line.legalRepresentative && 'законный представитель',
          ]
            .filter(Boolean)
            .join(', ')}
        </p>
      )}
      {line.refusedServiceOn ? (
        <p className="small">
          Отказ от электронной услуги с {fullDate(line.refusedServiceOn)}.{' '}
          {editable && (
            <button type="button" className="link" disabled={busy} onClick={() => void refuse(null)}>
              Вернуть электронный дневник
            </button>
          )}
        </p>
      ) : (
        editable && (
          <button type="button" className="link small" disabled={busy} onClick={() => void refuse(today)}>
            Отказ от электронной услуги
          </button>
        )
      )}
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
    </li>
  )
}
