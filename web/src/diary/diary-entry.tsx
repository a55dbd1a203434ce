'use client'
import type { DiaryMarkFragment, DiaryWeekQuery } from '../generated/graph.js'
import { absenceLetter, absenceWord, isLow, markSign } from '../journal/cells.js'
import { sizeInWords, weightInWords } from '../school/words.js'
import styles from './diary.module.css'

type Entry = NonNullable<DiaryWeekQuery['diary']>[number]['entries'][number]
type Props = { readonly entry: Entry; readonly open: (mark: DiaryMarkFragment) => void }

export function DiaryEntry({ entry, open }: Props) {
  const { absence, changed, topic, state, works } = entry
  return (
    <li className={styles.entry}>
      <span className={styles.number}>{entry.number || ''}</span>
      <div className={styles.what}>
        <b className={state === 'CANCELLED' ? styles.cancelled : undefined}>{entry.subjectName}</b>
        {changed && <p className="accent">{changed}</p>}
        {works.map((work) => (
          <p key={work.id}>
            {work.internalMonitoring && <b>Внутренний мониторинг: </b>}
            {work.title || work.sign}
            {work.weight === 1 ? '' : `, вес ${weightInWords(work.weight)}`}
          </p>
        ))}
        {topic && <p className="muted">{topic}</p>}
        <Homework entry={entry} />
      </div>
      <div className={styles.marks}>
        {absence && (
          <span className="muted">
            <b aria-hidden="true">{absenceLetter[absence.reason ?? absence.code]}</b>
            {absence.minutesLate ? ` ${absence.minutesLate} мин` : ''}
            <span className="hidden">{absenceWord[absence.reason ?? absence.code]}</span>
          </span>
        )}
        {entry.marks.map((mark) => (
          <MarkButton key={mark.id} mark={mark} open={open} />
        ))}
      </div>
    </li>
  )
}

/** What is set for everybody, with its files, then what is this child's alone. */
function Homework({ entry }: { readonly entry: Entry }) {
  const { homework, homeworkFiles, individualHomework, advice } = entry
  return (
    <>
      {homework && <p>Дз: {homework}</p>}
      {homeworkFiles.length > 0 && (
        <ul className={styles.files}>
          {homeworkFiles.map((file) => (
            <li key={file.id}>
              <a href={file.url} download>
                {file.name}
              </a>{' '}
              <span className="muted small">{sizeInWords(file.bytes)}</span>
            </li>
          ))}
        </ul>
      )}
      {individualHomework && (
        <p>
          <b>Лично:</b> {individualHomework}
        </p>
      )}
      {advice && (
        <p className={styles.advice}>
          <b>Совет учителя:</b> {advice}
        </p>
      )}
    </>
  )
}

type MarkProps = { readonly mark: DiaryMarkFragment; readonly open: (mark: DiaryMarkFragment) => void }

/** A mark that opens: for what, with which weight, who set it and when. */
export function MarkButton({ mark, open }: MarkProps) {
  const { work, value, comment, retaken } = mark
  const kind = work && work.kind !== 'ANSWER' ? (work.sign ?? work.title) : null
  const name = `Отметка ${value === '.' ? 'точка' : value}${kind ? `, ${kind}` : ''}. Подробнее`
  return (
    <button type="button" className={styles.mark} aria-label={name} onClick={() => open(mark)}>
      <b className={[isLow(value) ? 'red' : '', retaken ? styles.retaken : ''].join(' ')}>
        {markSign(value)}
        {comment && <sup aria-hidden="true">*</sup>}
      </b>
      {kind && <small>{kind}</small>}
    </button>
  )
}
