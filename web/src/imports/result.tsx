'use client'
import Link from 'next/link'
import { momentInWords } from '../school/dates.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import type { StageProps } from './import-page.js'
import { UndoButton } from './undo-button.js'
import { doneSentences, spanWords } from './words.js'
import styles from './imports.module.css'

/** What came of it, where to look at it, and the way back. */
export function Result({ of, again }: StageProps) {
  const { zone, today } = useSession()
  const applied = of.state === 'APPLIED'
  const when = applied ? of.appliedAt : of.undoneAt
  const span = of.kind === 'asc-timetable' ? spanWords(of.validFrom, of.validUntil) : null
  return (
    <section className={styles.section} aria-labelledby="result">
      <h2 id="result">{applied ? 'Файл загружен' : 'Загрузка отменена'}</h2>
      <p className={applied ? 'green' : 'muted'}>
        {applied ? 'Данные в школе' : 'Школа такая, как была до загрузки'}
        {when ? `, ${momentInWords(when, zone, today)}` : ''}
      </p>
      {applied && (
        <ul className={styles.sentences}>
          {doneSentences(of.counts).map(({ title, words }) => (
            <li key={title}>
              <span className="muted">{title}:</span> {words}
            </li>
          ))}
          {span && <li>Расписание действует {span}</li>}
          {of.ground && (
            <li>
              <span className="muted">Основание:</span> {of.ground}
            </li>
          )}
        </ul>
      )}
      {of.dependents.length > 0 && <Dependents of={of} />}
      {applied && of.dependents.length === 0 && of.job?.state === 'FAILED' && (
        <p role="alert" className="red">
          {of.job.error}
        </p>
      )}
      {applied && (
        <div className="row">
          <Links kind={of.kind} />
          <UndoButton of={of} again={again} />
        </div>
      )}
    </section>
  )
}

function Dependents({ of }: { readonly of: StageProps['of'] }) {
  return (
    <div role="alert" className={styles.notice}>
      <p>
        <b>Отменить нельзя: на загруженное уже опирается другое.</b> Уберите это и отмените ещё раз.
      </p>
      <ul>
        {of.dependents.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  )
}

function Links({ kind }: { readonly kind: string }) {
  const { slug } = useHat()
  return (
    <>
      <Link className="button" href={`/${slug}/people`}>
        Люди
      </Link>
      {kind === 'asc-timetable' && (
        <>
          <Link className="button" href={`/${slug}/journals`}>
            Журналы
          </Link>
          <Link className="button" href={`/${slug}/changes`}>
            Уроки по дням
          </Link>
        </>
      )}
    </>
  )
}
