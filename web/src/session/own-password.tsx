'use client'
import { useState } from 'react'
import { EditForm, Field } from '../people/edit-form.js'
import { forgetSession } from '../graph/client.js'
import { changePassword } from './change-password.js'
import { faultsOf, leastSigns, type PasswordFaults } from './password-rules.js'

/** One's own password, at any time; other sessions end with the old one. */
export function OwnPassword() {
  const [refusal, setRefusal] = useState<{ message: string } | null>(null)
  const [busy, setBusy] = useState(false)
  const [changed, setChanged] = useState(false)
  const save = async (_: unknown, form: FormData) => {
    const of = (name: string) => String(form.get(name) ?? '')
    const seen = firstOf(faultsOf(of('before'), of('after'), of('again')))
    if (seen) {
      setRefusal({ message: seen })
      return false
    }
    setBusy(true)
    const fault = firstOf(await changePassword(of('before'), of('after')))
    setBusy(false)
    setRefusal(fault ? { message: fault } : null)
    if (!fault) {
      // The session is a new one from here on.
      forgetSession()
      setChanged(true)
    }
    return !fault
  }
  return (
    <>
      {changed && (
        <p role="status" className="green">
          Пароль изменён, другие входы завершены.
        </p>
      )}
      <EditForm facts={[]} editable deeds={{ busy, refusal }} save={save} word="Сменить пароль">
        <Field label="Прежний пароль">
          <input name="before" type="password" autoComplete="current-password" required />
        </Field>
        <Field label={`Новый пароль, не короче ${leastSigns} знаков`}>
          <input name="after" type="password" autoComplete="new-password" required />
        </Field>
        <Field label="Новый пароль ещё раз">
          <input name="again" type="password" autoComplete="new-password" required />
        </Field>
      </EditForm>
    </>
  )
}

const firstOf = ({ before, after, again, whole }: PasswordFaults): string | undefined =>
  before ?? after ?? again ?? whole
