'use client'
import { useId, useState } from 'react'
import type { Described } from '../journal/acts.js'
import { uploadFile } from '../portfolio/upload-file.js'
import { sizeInWords } from '../school/words.js'
import type { Homework } from './lesson-homework.js'
import styles from './lesson.module.css'

type Props = {
  readonly files: Homework['homeworkFiles']
  readonly writable: boolean
  readonly enter: (text: Described) => void
}

const mostFiles = 10
const tooMany = `К уроку можно приложить не больше ${mostFiles} файлов.`

/** Files for everybody of the class or group: added one by one, taken off. */
export function HomeworkFiles({ files, writable, enter }: Props) {
  const hint = useId()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const list = files.map(({ fileId, name, bytes }) => ({ fileId, name, bytes }))
  const add = async (chosen: readonly File[]) => {
    if (chosen.length === 0) return
    if (list.length + chosen.length > mostFiles) return setFault(tooMany)
    setBusy(true)
    setFault(null)
    const added: typeof list = []
    for (const file of chosen) {
      const uploaded = await uploadFile(file)
      if ('fault' in uploaded) setFault(`${file.name}: ${uploaded.fault}`)
      else added.push({ fileId: uploaded.fileId, name: file.name, bytes: file.size })
    }
    setBusy(false)
    if (added.length > 0) enter({ homeworkFiles: [...list, ...added] })
  }
  if (files.length === 0 && !writable && !busy) return null
  return (
    <section aria-label="Файлы к заданию" className={styles.section}>
      <h3>Файлы к заданию</h3>
      <ul className={styles.lines}>
        {files.map((file) => (
          <li key={file.id} className="row spread">
            <span>
              <a href={file.url} download>
                {file.name}
              </a>{' '}
              <span className="muted">{sizeInWords(file.bytes)}</span>
            </span>
            {writable && (
              <button
                type="button"
                className="link small"
                aria-label={`Убрать файл ${file.name}`}
                onClick={() => enter({ homeworkFiles: list.filter(({ fileId }) => fileId !== file.fileId) })}
              >
                Убрать
              </button>
            )}
          </li>
        ))}
      </ul>
      {writable && files.length < mostFiles && (
        <label className={`button ${styles.attach}`}>
          {busy ? 'Файл отправляется…' : 'Приложить файл'}
          <input
            type="file"
            className="hidden"
            multiple
            disabled={busy}
            accept=".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.odt"
            aria-describedby={hint}
            onChange={({ target }) => {
              void add([...(target.files ?? [])])
              target.value = ''
            }}
          />
        </label>
      )}
      {writable && (
        <p id={hint} className="small muted">
          PDF, фотографии, DOCX, XLSX, ODT до 20 МБ. Откроют ученики и родители этого класса или группы.
        </p>
      )}
      {fault && (
        <p role="alert" className="red small">
          {fault}
        </p>
      )}
    </section>
  )
}
