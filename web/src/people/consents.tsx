'use client'
import {
  RecordConsentsDocument,
  WithdrawConsentDocument,
  type ConsentLineFragment,
  type ConsentPurpose,
} from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { fullDate } from '../school/dates.js'
import { useSession } from '../session/session.js'
import type { Card } from './card-page.js'
import { EditForm, Field } from './edit-form.js'
import { purposeName } from './person-words.js'
import styles from './people.module.css'

const purposes = Object.keys(purposeName) as readonly ConsentPurpose[]

type Props = {
  readonly card: Card
  readonly consents: readonly ConsentLineFragment[]
  readonly editable: boolean
  readonly changed: () => void
}

export function Consents({ card, consents, editable, changed }: Props) {
  const { school, today } = useSession()
  const deeds = useAct()
  const save = async (text: (name: string) => string) => {
    const consent = {
      id: newId(),
      personId: card.id,
      purpose: purposes.find((one) => one === text('purpose')) ?? 'EDUCATION',
      from: text('from'),
      until: text('until') || null,
      givenByName: text('givenBy'),
      document: text('document') || null,
    }
    const input = { requestId: newId(), schoolId: school.id, consents: [consent] }
    const done = await deeds.run(RecordConsentsDocument, { input }, ({ recordConsents }) => recordConsents)
    if (done) changed()
    return done
  }
  return (
    <>
      {consents.length === 0 && <p className="muted">Согласий нет.</p>}
      <ul>
        {consents.map((consent) => (
          <Line key={consent.id} consent={consent} changed={changed} />
        ))}
      </ul>
      <EditForm facts={[]} editable={editable} deeds={deeds} save={save} word="Внести согласие">
        <Field label="На что">
          <select name="purpose">
            {purposes.map((purpose) => (
              <option key={purpose} value={purpose}>
                {purposeName[purpose]}
              </option>
            ))}
          </select>
        </Field>
        <Field label="Кто дал">
          <input
            name="givenBy"
            required
            maxLength={200}
            defaultValue={card.pupil ? '' : (card.fullName ?? '')}
          />
        </Field>
        <Field label="С какого дня">
          <input name="from" type="date" required max={today} defaultValue={today} />
        </Field>
        <Field label="До какого дня (если указано)">
          <input name="until" type="date" />
        </Field>
        <Field label="Где бумага">
          <input name="document" maxLength={200} placeholder="личное дело, лист 3" />
        </Field>
      </EditForm>
    </>
  )
}

function Line({ consent, changed }: { readonly consent: ConsentLineFragment; readonly changed: () => void }) {
  const { today } = useSession()
  const { busy, refusal, run } = useAct()
  const withdraw = async () => {
    const input = { requestId: newId(), consentId: consent.id, on: today, expectedVersion: consent.version }
    if (await run(WithdrawConsentDocument, { input }, ({ withdrawConsent }) => withdrawConsent)) changed()
  }
  const { purpose, givenByName, ground, from, until, withdrawnOn, inForce } = consent
  return (
    <li className={styles.relative}>
      <b>{purposeName[purpose]}</b>
      <p className={inForce ? '' : 'muted'}>
        {ground ? `Основание: ${ground}` : `Дал: ${givenByName ?? ''}`}, с {fullDate(from)}
        {until ? ` по ${fullDate(until)}` : ''}
        {withdrawnOn ? `, отозвано ${fullDate(withdrawnOn)}` : ''}
      </p>
      {inForce && !ground && !withdrawnOn && (
        <button type="button" className="link small" disabled={busy} onClick={() => void withdraw()}>
          Отозвать с сегодняшнего дня
        </button>
      )}
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
    </li>
  )
}
