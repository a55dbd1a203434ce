'use client'
import { ChangePersonDocument } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { fullDate } from '../school/dates.js'
import { useSession } from '../session/session.js'
import type { Card } from './card-page.js'
import { EditForm, Field, type Fact } from './edit-form.js'

type Props = { readonly card: Card; readonly editable: boolean; readonly changed: () => void }

export function PersonName({ card, editable, changed }: Props) {
  const { school, today } = useSession()
  const deeds = useAct()
  const save = async (text: (name: string) => string) => {
    const one = {
      id: card.id,
      lastName: text('lastName'),
      firstName: text('firstName'),
      patronymic: text('patronymic') || null,
      birthDate: text('birthDate') || null,
      ...(card.staff ? { position: text('position') } : {}),
      expectedVersion: card.version ?? null,
    }
    const input = { requestId: newId(), schoolId: school.id, people: [one] }
    const done = await deeds.run(ChangePersonDocument, { input }, ({ changePeople }) => changePeople)
    if (done) changed()
    return done
  }
  const facts: Fact[] = [
    ['Фамилия', card.lastName],
    ['Имя', card.firstName],
    ['Отчество', card.patronymic],
    ['Дата рождения', card.birthDate ? fullDate(card.birthDate) : ''],
    ...(card.staff ? [['Должность', card.staff.position] as const] : []),
    ...(card.hasSnils === null ? [] : [['СНИЛС', card.hasSnils ? 'известен' : ''] as const]),
  ]
  return (
    <EditForm facts={facts} editable={editable} deeds={deeds} save={save}>
      <Field label="Фамилия">
        <input name="lastName" required maxLength={100} defaultValue={card.lastName ?? ''} />
      </Field>
      <Field label="Имя">
        <input name="firstName" required maxLength={100} defaultValue={card.firstName ?? ''} />
      </Field>
      <Field label="Отчество">
        <input name="patronymic" maxLength={100} defaultValue={card.patronymic ?? ''} />
      </Field>
      <Field label="Дата рождения">
        <input name="birthDate" type="date" max={today} defaultValue={card.birthDate ?? ''} />
      </Field>
      {card.staff && (
        <Field label="Должность">
          <input name="position" required maxLength={200} defaultValue={card.staff.position ?? ''} />
        </Field>
      )}
    </EditForm>
  )
}
