'use client'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState, type DragEvent } from 'react'
import { sizeInWords } from '../school/words.js'
import { useSession } from '../session/session.js'
import { useSignedOut } from '../session/signed-out.js'
import { useHat } from '../shell/use-hat.js'
import { sendFile, type Sending } from './upload.js'
import { kinds, type ImportKind } from './words.js'
import styles from './imports.module.css'

type Way = { readonly file: File; readonly part: number }

/** Sends one file and goes to its page. */
function useBringing(kind: ImportKind) {
  const { school } = useSession()
  const { slug } = useHat()
  const router = useRouter()
  const signedOut = useSignedOut()
  const [way, setWay] = useState<Way | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const sending = useRef<Sending | null>(null)
  useEffect(() => () => sending.current?.stop(), [])
  const bring = async (files: readonly File[]) => {
    const [file] = files
    if (!file || way) return
    setRefusal(files.length > 1 ? 'Файлы приносят по одному: взят первый.' : null)
    setWay({ file, part: 0 })
    sending.current = sendFile({ kind, schoolId: school.id }, file, (part) => setWay({ file, part }))
    const brought = await sending.current.done
    sending.current = null
    if ('importId' in brought) return router.push(`/${slug}/imports/${brought.importId}`)
    setWay(null)
    setRefusal(`${file.name}: ${brought.refusal}`)
    if (brought.signedOut) signedOut()
  }
  return { way, refusal, bring, forget: () => setRefusal(null), stop: () => sending.current?.stop() }
}

/** What to bring, where it comes from, and the place to drop it. */
export function BringFile() {
  const [kind, setKind] = useState<ImportKind>('asc-timetable')
  const { way, refusal, bring, forget, stop } = useBringing(kind)
  const choose = (chosen: ImportKind) => {
    setKind(chosen)
    forget()
  }
  return (
    <section aria-labelledby="bring" className={styles.section}>
      <h2 id="bring">Новый файл</h2>
      <div className={styles.bring}>
        <KindChoice kind={kind} choose={choose} locked={way !== null} />
        {way ? <OnItsWay way={way} stop={stop} /> : <DropZone kind={kind} bring={bring} />}
      </div>
      <p role="alert" className="red">
        {refusal}
      </p>
    </section>
  )
}

type ChoiceProps = {
  readonly kind: ImportKind
  readonly choose: (kind: ImportKind) => void
  readonly locked: boolean
}

function KindChoice({ kind, choose, locked }: ChoiceProps) {
  return (
    <fieldset className={styles.kinds} disabled={locked}>
      <legend>Что загрузить</legend>
      {kinds.map((one) => (
        <div key={one.kind}>
          <label>
            <input
              type="radio"
              name="kind"
              checked={one.kind === kind}
              onChange={() => choose(one.kind)}
              aria-describedby={`from-${one.kind}`}
            />
            <b>{one.title}</b>
          </label>
          <p id={`from-${one.kind}`} className="muted small">
            {one.from}
          </p>
          {one.hasTemplate && (
            <p className="small">
              Шаблон: <a href={`/imports/templates/${one.kind}.xlsx`}>{one.title}, Excel</a> или{' '}
              <a href={`/imports/templates/${one.kind}.csv`} aria-label={`${one.title}, CSV`}>
                CSV
              </a>
            </p>
          )}
        </div>
      ))}
    </fieldset>
  )
}

type DropProps = {
  readonly kind: ImportKind
  readonly bring: (files: readonly File[]) => Promise<void>
}

/** Takes a file that is dropped on it, or chosen by the button, which the keyboard reaches too. */
function DropZone({ kind, bring }: DropProps) {
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const words = kinds.find((one) => one.kind === kind)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void bring([...event.dataTransfer.files])
  }
  return (
    <div
      className={`${styles.drop} ${over ? styles.over : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <button type="button" className="main" onClick={() => input.current?.click()}>
        Выбрать файл
      </button>
      <p className="muted small">
        <span className={styles.byMouse}>или перетащите его сюда. </span>
        Сначала файл только сверяется со школой: пока вы не нажмёте «Загрузить», в школе ничего не меняется.
      </p>
      <input
        ref={input}
        type="file"
        hidden
        accept={words?.endings}
        aria-label={`Файл: ${words?.title ?? ''}`}
        onChange={({ target }) => {
          void bring([...(target.files ?? [])])
          // The same file again is a new choice.
          target.value = ''
        }}
      />
    </div>
  )
}

function OnItsWay({ way, stop }: { readonly way: Way; readonly stop: () => void }) {
  const percent = Math.round(way.part * 100)
  return (
    <div className={styles.drop}>
      <p>
        <b>{way.file.name}</b> <span className="muted">{sizeInWords(way.file.size)}</span>
      </p>
      <div className={styles.progress}>
        <progress max={100} value={percent} aria-label={`Отправляется: ${way.file.name}`} />
        <span className="small">{percent} %</span>
      </div>
      <p className="muted small" role="status">
        {percent < 100 ? 'Файл отправляется' : 'Файл отправлен, сервер его принимает'}
      </p>
      <button type="button" onClick={stop}>
        Остановить
      </button>
    </div>
  )
}
