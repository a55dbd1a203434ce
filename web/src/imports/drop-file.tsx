'use client'
import { useState } from 'react'
import { Modal } from '../controls/modal.js'
import { DropImportDocument } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import type { StageProps } from './import-page.js'
import styles from './imports.module.css'

/** «Отказаться от файла», asked once: the file and its comparison are deleted. */
export function DropFile({ of, again }: StageProps) {
  const [asked, setAsked] = useState(false)
  const { busy, refusal, run } = useAct()
  const drop = async () => {
    const input = { requestId: newId(), importId: of.id }
    if (!(await run(DropImportDocument, { input }, ({ dropImport }) => dropImport))) return
    setAsked(false)
    await again()
  }
  return (
    <>
      <button type="button" onClick={() => setAsked(true)}>
        Отказаться от файла
      </button>
      {asked && (
        <Modal title="Отказаться от файла?" close={() => setAsked(false)}>
          <div className={styles.dialog}>
            <p>Файл и его сверка удалятся сразу. В школе ничего не изменится.</p>
            {refusal && (
              <p role="alert" className="red">
                {refusal.message}
              </p>
            )}
            <div className="row">
              <button type="button" className="main" disabled={busy} onClick={() => void drop()}>
                Удалить файл
              </button>
              <button type="button" onClick={() => setAsked(false)}>
                Оставить
              </button>
            </div>
          </div>
        </Modal>
      )}
    </>
  )
}
