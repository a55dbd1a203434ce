'use client'
import { useRouter } from 'next/navigation'
import { useState, type FormEvent } from 'react'
import { Modal } from '../controls/modal.js'
import { ChangeClassDocument, RemoveClassDocument } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import styles from './classes.module.css'

type SchoolClass = {
  readonly id: string
  readonly name: string
  readonly grade: number
  readonly letter?: string | null
  readonly version?: number | null
}
type Props = { readonly schoolClass: SchoolClass; readonly changed: () => void }

export function ClassSettings({ schoolClass, changed }: Props) {
  const [open, setOpen] = useState(false)
  return (
    <p style={{ marginTop: 10 }}>
      <button type="button" onClick={() => setOpen(true)}>
        Изменить класс
      </button>
      {open && <Settings schoolClass={schoolClass} changed={changed} close={() => setOpen(false)} />}
    </p>
  )
}

function Settings({ schoolClass, changed, close }: Props & { readonly close: () => void }) {
  const { school } = useSession()
  const { slug } = useHat()
  const router = useRouter()
  const { busy, refusal, run } = useAct()
  const change = async (form: FormData) => {
    const letter = String(form.get('letter') ?? '').trim()
    const one = {
      id: schoolClass.id,
      name: String(form.get('name') ?? '').trim(),
      grade: Number(form.get('grade')),
      letter: letter || null,
      expectedVersion: schoolClass.version ?? null,
    }
    const input = { requestId: newId(), schoolId: school.id, classes: [one] }
    if (!(await run(ChangeClassDocument, { input }, ({ changeClasses }) => changeClasses))) return
    changed()
    close()
  }
  const remove = async () => {
    const input = { requestId: newId(), schoolId: school.id, classIds: [schoolClass.id] }
    if (await run(RemoveClassDocument, { input }, ({ removeClasses }) => removeClasses))
      router.push(`/${slug}/classes`)
  }
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void change(new FormData(event.currentTarget))
  }
  return (
    <Modal title={`Класс ${schoolClass.name}`} close={close}>
      <form onSubmit={send} className={styles.form}>
        <label>
          Название
          <input name="name" required maxLength={20} defaultValue={schoolClass.name} />
        </label>
        <label>
          Параллель
          <input name="grade" type="number" min={1} max={11} required defaultValue={schoolClass.grade} />
        </label>
        <label>
          Буква
          <input name="letter" maxLength={10} defaultValue={schoolClass.letter ?? ''} />
        </label>
        {refusal && (
          <p role="alert" className="red">
            {refusal.message}
          </p>
        )}
        <div className="row">
          <button type="submit" className="main" disabled={busy}>
            Сохранить
          </button>
          <button type="button" disabled={busy} onClick={() => void remove()}>
            Удалить пустой класс
          </button>
        </div>
      </form>
    </Modal>
  )
}
