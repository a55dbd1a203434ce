'use client'
import { ChangeContactsDocument } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import type { Card } from './card-page.js'
import { EditForm, Field } from './edit-form.js'

type Props = {
  readonly personId: string
  readonly contacts: NonNullable<Card['contacts']>
  readonly editable: boolean
  readonly changed: () => void
}

export function Contacts({ personId, contacts, editable, changed }: Props) {
  const deeds = useAct()
  const save = async (text: (name: string) => string) => {
    const input = {
      requestId: newId(),
      personId,
      phone: text('phone') || null,
      email: text('email') || null,
      address: text('address') || null,
      expectedVersion: contacts.version,
    }
    const done = await deeds.run(ChangeContactsDocument, { input }, ({ changeContacts }) => changeContacts)
    if (done) changed()
    return done
  }
  return (
    <EditForm
      facts={[
        ['Телефон', contacts.phone && <a href={`tel:${contacts.phone}`}>{contacts.phone}</a>],
        ['Почта', contacts.email && <a href={`mailto:${contacts.email}`}>{contacts.email}</a>],
        ['Адрес', contacts.address],
      ]}
      editable={editable}
      deeds={deeds}
      save={save}
    >
      <Field label="Телефон">
        <input
          name="phone"
          type="tel"
          maxLength={30}
          placeholder="+7 900 000-00-00"
          defaultValue={contacts.phone ?? ''}
        />
      </Field>
      <Field label="Почта">
        <input name="email" type="email" maxLength={200} defaultValue={contacts.email ?? ''} />
      </Field>
      <Field label="Адрес">
        <input name="address" maxLength={300} defaultValue={contacts.address ?? ''} />
      </Field>
    </EditForm>
  )
}
