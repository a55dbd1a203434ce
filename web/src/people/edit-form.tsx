// Facts that become a form: shown as they are, changed on the spot.
'use client'
import { useState, type FormEvent, type ReactNode } from 'react'
import styles from './people.module.css'

export type Fact = readonly [name: string, value: ReactNode]

/** Name and value, line by line; «—» where there is none. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value || '—'}</dd>
        </div>
      ))}
    </dl>
  )
}

type Props = {
  readonly facts: readonly Fact[]
  readonly editable: boolean
  readonly deeds: { readonly busy: boolean; readonly refusal: { readonly message: string } | null }
  /** Saves; true when it is done. */
  readonly save: (text: (name: string) => string, form: FormData) => Promise<boolean>
  readonly word?: string
  /** The fields of the form. */
  readonly children: ReactNode
}

export function EditForm({ facts, editable, deeds, save, word = 'Изменить', children }: Props) {
  const [open, setOpen] = useState(false)
  const send = async (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '').trim()
    if (await save(text, form)) setOpen(false)
  }
  if (!open)
    return (
      <>
        {facts.length > 0 && <Facts facts={facts} />}
        {editable && (
          <button type="button" onClick={() => setOpen(true)}>
            {word}
          </button>
        )}
      </>
    )
  return (
    <form
      className={styles.dialog}
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault()
        void send(new FormData(event.currentTarget))
      }}
    >
      {children}
      {deeds.refusal && (
        <p role="alert" className="red">
          {deeds.refusal.message}
        </p>
      )}
      <div className="row">
        <button type="submit" className="main" disabled={deeds.busy}>
          Сохранить
        </button>
        <button type="button" onClick={() => setOpen(false)}>
          Не сохранять
        </button>
      </div>
    </form>
  )
}

type FieldProps = { readonly label: string; readonly children: ReactNode }

export const Field = ({ label, children }: FieldProps) => (
  <label className={styles.field}>
    {label}
    {children}
  </label>
)
