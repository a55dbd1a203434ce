'use client'
import { useEffect, useMemo, useState } from 'react'
import {
  ChangeSchoolDocument,
  SecondFactorRolesDocument,
  SetSecondFactorRolesDocument,
  type Role,
} from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useQuestion } from '../graph/use-question.js'
import { EditForm, Field } from '../people/edit-form.js'
import { roleName } from '../session/hats.js'
import { useSession } from '../session/session.js'
import styles from './accounts.module.css'

const offered: readonly Role[] = [
  'COORDINATOR',
  'JOURNAL_ADMIN',
  'DIRECTOR',
  'DEPUTY',
  'CLASS_TEACHER',
  'TEACHER',
]

/** Who must use a second step, and who is told of a stolen login. */
export function SecondFactorRoles() {
  const { school } = useSession()
  const { data, loading, trouble, again } = useQuestion(
    SecondFactorRolesDocument,
    useMemo(() => ({ schoolId: school.id }), [school.id]),
  )
  const known = data?.school?.secondFactorRoles
  const [roles, setRoles] = useState<ReadonlySet<Role>>(new Set())
  useEffect(() => setRoles(new Set(known)), [known])
  const { busy, refusal, run } = useAct()
  const support = useAct()
  const save = async () => {
    const input = { requestId: newId(), schoolId: school.id, roles: [...roles] }
    if (
      await run(SetSecondFactorRolesDocument, { input }, ({ setSecondFactorRoles }) => setSecondFactorRoles)
    )
      await again()
  }
  const saveSupport = async (text: (name: string) => string) => {
    const input = { requestId: newId(), schoolId: school.id, supportEmail: text('support') || null }
    const done = await support.run(ChangeSchoolDocument, { input }, ({ changeSchool }) => changeSchool)
    if (done) await again()
    return done
  }
  if (loading) return <span className="waiting" />
  if (!known) return <p role="alert">{troubleWords[trouble ?? 'service']}</p>
  const changed = roles.size !== known.length || known.some((role) => !roles.has(role))
  return (
    <>
      <section aria-labelledby="second">
        <h2 id="second">Второй шаг при входе</h2>
        <p className="muted">
          Кроме пароля — код из приложения на телефоне. Настроить его может каждый; отмеченные роли без него
          работать не смогут.
        </p>
        <div className={styles.people} role="group" aria-label="Кому нужен второй шаг">
          {offered.map((role) => (
            <label key={role}>
              <input
                type="checkbox"
                checked={roles.has(role)}
                onChange={() => {
                  const next = new Set(roles)
                  if (!next.delete(role)) next.add(role)
                  setRoles(next)
                }}
              />
              {roleName(role)}
            </label>
          ))}
        </div>
        {refusal && (
          <p role="alert" className="red">
            {refusal.message}
          </p>
        )}
        <button type="button" className="main" disabled={busy || !changed} onClick={() => void save()}>
          Сохранить
        </button>
      </section>
      <section aria-labelledby="support" style={{ marginTop: 30 }}>
        <h2 id="support">Кому сообщать о краже входа</h2>
        <EditForm
          facts={[['Адрес поддержки', data.school?.supportEmail]]}
          editable
          deeds={support}
          save={saveSupport}
        >
          <Field label="Адрес поддержки">
            <input
              name="support"
              type="email"
              maxLength={200}
              defaultValue={data.school?.supportEmail ?? ''}
            />
          </Field>
        </EditForm>
      </section>
    </>
  )
}
