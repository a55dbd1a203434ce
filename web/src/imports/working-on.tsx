'use client'
import { CancelJobDocument, type ImportState } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import type { StageProps } from './import-page.js'
import styles from './imports.module.css'

const titles: Readonly<Partial<Record<ImportState, string>>> = {
  CHECKING: 'Файл сверяется',
  APPLYING: 'Файл загружается',
  UNDOING: 'Загрузка отменяется',
}

/** The job's bar and step, and the button that stops it. */
export function WorkingOn({ of, again }: StageProps) {
  const { busy, refusal, run } = useAct()
  const { job } = of
  if (!job) return null
  const stop = async () => {
    const input = { requestId: newId(), jobId: job.id }
    await run(CancelJobDocument, { input }, ({ cancelJob }) => cancelJob)
    await again()
  }
  const percent = Math.round(job.progress * 100)
  const title = titles[of.state] ?? 'Файл в работе'
  return (
    <section className={styles.section} aria-labelledby="working">
      <h2 id="working">{title}</h2>
      <div className={styles.progress}>
        <progress max={100} value={percent} aria-label={title} />
        <span className="small">{percent} %</span>
      </div>
      <p className="muted" role="status">
        {job.step ?? (job.state === 'WAITING' ? 'Ждёт очереди' : 'Начинается')}
      </p>
      <p className="muted small">Страницу можно закрыть: работа продолжится без неё.</p>
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
      <p>
        <button type="button" disabled={busy} onClick={() => void stop()}>
          Остановить
        </button>
      </p>
    </section>
  )
}
