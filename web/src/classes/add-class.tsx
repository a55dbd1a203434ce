'use client'
import type { FormEvent } from 'react'
import { Modal } from '../controls/modal.js'
import { CreateClassesDocument } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useSession } from '../session/session.js'
import styles from './classes.module.css'

export function AddClass({ yearId, close }: { readonly yearId: string; readonly close: () => void }) {
  const { school } = useSession()
  const { busy, refusal, run } = useAct()
  const add = async (form: FormData) => {
    const grade = Number(form.get('grade'))
    const letter = String(form.get('letter') ?? '')
      .trim()
      .toUpperCase()
    const classes = [{ id: newId(), name: `${grade}${letter}`, grade, letter: letter || null }]
    const input = { requestId: newId(), schoolId: school.id, yearId, classes }
    if (await run(CreateClassesDocument, { input }, ({ createClasses }) => createClasses)) close()
  }
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void add(new FormData(event.currentTarget))
  }
  return (
    <Modal title="Новый класс" close={close}>
      <form onSubmit={send} className={styles.form}>
        <label>
          Параллель
          <input name="grade" type="number" min={1} max={11} required />
        </label>
        <label>
          Буква
          <input name="letter" maxLength={10} placeholder="А" />
        </label>
        {refusal && (
          <p role="alert" className="red">
            {refusal.message}
          </p>
        )}
        <button type="submit" className="main" disabled={busy}>
          Добавить
        </button>
      </form>
    </Modal>
  )
}
