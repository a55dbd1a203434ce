'use client'
import { useState } from 'react'
import { CreateApiTokenDocument, RevokeApiTokenDocument, type OwnLoginQuery } from '../generated/graph.js'
import { act, troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { EditForm, Field } from '../people/edit-form.js'
import { addDays, dayAt, fullDate, momentInWords } from '../school/dates.js'
import { useSession } from './session.js'
import styles from './sessions.module.css'

type Token = NonNullable<NonNullable<OwnLoginQuery['viewer']>['apiTokens']>[number]
const longestDays = 365

export function ApiTokens({
  tokens,
  changed,
}: {
  readonly tokens: readonly Token[]
  readonly changed: () => void
}) {
  const { school, today, zone } = useSession()
  const [secret, setSecret] = useState<string | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const revoking = useAct()
  const save = async (text: (name: string) => string) => {
    setBusy(true)
    const input = {
      requestId: newId(),
      name: text('name'),
      schoolIds: [school.id],
      expiresAt: `${text('until')}T00:00:00Z`,
    }
    const { data, trouble } = await act(CreateApiTokenDocument, { input })
    setBusy(false)
    const payload = data?.createApiToken
    setFault(payload ? (payload.errors[0]?.message ?? null) : troubleWords[trouble ?? 'service'])
    if (!payload?.secret) return false
    setSecret(payload.secret)
    changed()
    return true
  }
  const revoke = async (tokenId: string) => {
    const input = { requestId: newId(), tokenId }
    if (await revoking.run(RevokeApiTokenDocument, { input }, ({ revokeApiToken }) => revokeApiToken))
      changed()
  }
  return (
    <>
      <p className="muted">Ключ даёт программе читать журнал с вашими правами. Держите его как пароль.</p>
      {secret && (
        <p className={styles.secret}>
          <b>Ключ, показан один раз:</b> <code>{secret}</code>
        </p>
      )}
      <ul className={styles.sessions}>
        {tokens.map((token) => (
          <li key={token.id}>
            <div>
              <b>{token.name}</b>
              <p className="muted small">
                до {fullDate(dayAt(token.expiresAt, zone))}
                {token.lastUsedAt
                  ? `, последний раз ${momentInWords(token.lastUsedAt, zone, today)}`
                  : ', ещё не брали'}
              </p>
            </div>
            {token.revoked ? (
              <span className="muted">отозван</span>
            ) : (
              <button type="button" disabled={revoking.busy} onClick={() => void revoke(token.id)}>
                Отозвать
              </button>
            )}
          </li>
        ))}
      </ul>
      {revoking.refusal && (
        <p role="alert" className="red">
          {revoking.refusal.message}
        </p>
      )}
      <EditForm
        facts={[]}
        editable
        deeds={{ busy, refusal: fault ? { message: fault } : null }}
        save={save}
        word="Новый ключ"
      >
        <Field label="Для чего">
          <input name="name" required maxLength={100} placeholder="выгрузка на портал" />
        </Field>
        <Field label="Действует до">
          <input
            name="until"
            type="date"
            required
            min={addDays(today, 1)}
            max={addDays(today, longestDays)}
            defaultValue={addDays(today, 90)}
          />
        </Field>
      </EditForm>
    </>
  )
}
