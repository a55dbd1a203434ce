'use client'
import { useState } from 'react'
import { AddGuardianDocument, type GuardianRelation } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useSession } from '../session/session.js'
import { EditForm, Field } from './edit-form.js'
import { relationName } from './person-words.js'

const relations = Object.keys(relationName) as readonly GuardianRelation[]

export function AddGuardian({ pupilId, added }: { readonly pupilId: string; readonly added: () => void }) {
  const { school, today } = useSession()
  const deeds = useAct()
  const [id, setId] = useState(newId)
  const save = async (text: (name: string) => string, form: FormData) => {
    const person = {
      id,
      lastName: text('lastName'),
      firstName: text('firstName'),
      patronymic: text('patronymic') || null,
      guardianOf: [pupilId],
      relation: relations.find((one) => one === text('relation')) ?? null,
      legalRepresentative: form.has('legal'),
      phone: text('phone') || null,
      email: text('email') || null,
      consent: form.has('consent')
        ? {
            purpose: 'EDUCATION' as const,
            from: text('consentFrom'),
            givenByName: ['lastName', 'firstName', 'patronymic'].map(text).filter(Boolean).join(' '),
          }
        : null,
    }
    const input = {
      requestId: newId(),
      schoolId: school.id,
      people: [person],
      ground: form.has('consent') ? null : text('ground') || null,
    }
    const done = await deeds.run(AddGuardianDocument, { input }, ({ addPeople }) => addPeople)
    if (!done) return false
    setId(newId())
    added()
    return true
  }
  return (
    <EditForm facts={[]} editable deeds={deeds} save={save} word="Добавить представителя">
      <Field label="Фамилия">
        <input name="lastName" required maxLength={100} />
      </Field>
      <Field label="Имя">
        <input name="firstName" required maxLength={100} />
      </Field>
      <Field label="Отчество">
        <input name="patronymic" maxLength={100} />
      </Field>
      <Field label="Кем приходится">
        <select name="relation" defaultValue="MOTHER">
          {relations.map((relation) => (
            <option key={relation} value={relation}>
              {relationName[relation]}
            </option>
          ))}
        </select>
      </Field>
      <label className="row">
        <input type="checkbox" name="legal" defaultChecked /> законный представитель
      </label>
      <Field label="Телефон">
        <input name="phone" type="tel" maxLength={30} />
      </Field>
      <Field label="Почта">
        <input name="email" type="email" maxLength={200} />
      </Field>
      <label className="row">
        <input type="checkbox" name="consent" defaultChecked /> согласие на обработку данных получено
      </label>
      <Field label="Дата согласия">
        <input name="consentFrom" type="date" max={today} defaultValue={today} />
      </Field>
      <Field label="Если согласия нет: основание">
        <input name="ground" maxLength={300} />
      </Field>
    </EditForm>
  )
}
