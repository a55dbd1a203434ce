'use client'
import { useState } from 'react'
import { Modal } from '../controls/modal.js'
import { UndoImportDocument } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import type { StageProps } from './import-page.js'
import styles from './imports.module.css'

/** «Отменить загрузку», asked once. */
export function UndoButton({ of, again }: StageProps) {
  const [asked, setAsked] = useState(false)
  const { busy, refusal, run } = useAct()
  const undo = async () => {
    const input = { requestId: newId(), importId: of.id }
    if (!(await run(UndoImportDocument, { input }, ({ undoImport }) => undoImport))) return
    setAsked(false)
    await again()
  }
  return (
    <>
      <button type="button" onClick={() => setAsked(true)}>
        Отменить загрузку
      </button>
      {asked && (
        <Modal title="Отменить загрузку?" close={() => setAsked(false)}>
          <div className={styles.dialog}>
            <p>
              Новое из этого файла уйдёт из школы, изменённое станет прежним. Если от загруженного уже что-то
              зависит, отмены не будет, и вы увидите, что именно мешает. Приказы отменяются с конца. Согласия
              из карточек не исчезают: они считаются отозванными с первого дня.
            </p>
            {refusal && (
              <p role="alert" className="red">
                {refusal.message}
              </p>
            )}
            <div className="row">
              <button type="button" className="main" disabled={busy} onClick={() => void undo()}>
                Отменить загрузку
              </button>
              <button type="button" onClick={() => setAsked(false)}>
                Не отменять
              </button>
            </div>
          </div>
        </Modal>
      )}
    </>
  )
}
