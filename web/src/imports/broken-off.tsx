'use client'
import {
  ApplyImportDocument,
  RetryJobDocument,
  UndoImportDocument,
  type ImportState,
} from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { DropFile } from './drop-file.js'
import type { StageProps } from './import-page.js'
import { UndoButton } from './undo-button.js'
import styles from './imports.module.css'

const words: Readonly<Partial<Record<ImportState, readonly [title: string, text: string, act: string]>>> = {
  CHECKING: ['Сверка не закончена', 'В школе ничего не изменилось.', 'Сверить ещё раз'],
  APPLYING: [
    'Загрузка не закончена',
    'Часть данных могла уже попасть в школу. Продолжите с того же места или отмените всё, что успело загрузиться.',
    'Продолжить загрузку',
  ],
  UNDOING: [
    'Отмена не закончена',
    'Часть загруженного уже убрана. Продолжите с того же места.',
    'Продолжить отмену',
  ],
}

/** Stopped by somebody or failed on the way: says what stands and how it goes on. */
export function BrokenOff({ of, again }: StageProps) {
  const { busy, refusal, run } = useAct()
  const [title, text, act] = words[of.state] ?? ['', '', '']
  const goOn = async () => {
    const input = { requestId: newId(), importId: of.id }
    if (of.state === 'APPLYING') {
      const more = of.ground ? { ground: of.ground } : {}
      await run(ApplyImportDocument, { input: { ...input, ...more } }, ({ applyImport }) => applyImport)
    } else if (of.state === 'UNDOING')
      await run(UndoImportDocument, { input }, ({ undoImport }) => undoImport)
    else {
      const retried = { requestId: newId(), jobId: of.job?.id ?? '' }
      await run(RetryJobDocument, { input: retried }, ({ retryJob }) => retryJob)
    }
    await again()
  }
  const why = of.job?.state === 'FAILED' ? of.job.error : 'Работу остановили.'
  return (
    <section className={styles.section} aria-labelledby="broken">
      <h2 id="broken">{title}</h2>
      <p role="alert" className="red">
        {why}
      </p>
      <p>{text}</p>
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
      <div className="row">
        <button type="button" className="main" disabled={busy} onClick={() => void goOn()}>
          {act}
        </button>
        {of.state === 'APPLYING' && <UndoButton of={of} again={again} />}
        {of.state === 'CHECKING' && <DropFile of={of} again={again} />}
      </div>
    </section>
  )
}
