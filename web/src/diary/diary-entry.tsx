import type { DiaryWeekQuery } from '../generated/graph.js'
import { absenceLetter, absenceWord, isLow, markSign } from '../journal/cells.js'
import { momentInWords } from '../school/dates.js'
import { weightInWords, withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import styles from './diary.module.css'

type Entry = NonNullable<DiaryWeekQuery['diary']>[number]['entries'][number]
type Mark = Entry['marks'][number]

export function DiaryEntry({ entry }: { readonly entry: Entry }) {
  const { absence, homework, individualHomework, changed, topic, state } = entry
  return (
    <li className={styles.entry}>
      <span className={styles.number}>{entry.number}</span>
      <div className={styles.what}>
        <b className={state === 'CANCELLED' ? styles.cancelled : undefined}>{entry.subjectName}</b>
        {changed && <p className="accent">{changed}</p>}
        {topic && <p className="muted">{topic}</p>}
        {homework && <p className="muted">Дз: {homework}</p>}
        {individualHomework && <p>Лично: {individualHomework}</p>}
      </div>
      <div className={styles.marks}>
        {absence && (
          <span className="muted" title={absenceWord[absence.code]}>
            <b>{absenceLetter[absence.code]}</b>
            {absence.minutesLate ? ` ${absence.minutesLate} мин` : ''}
            <span className="hidden">{absenceWord[absence.code]}</span>
          </span>
        )}
        {entry.marks.map((mark) => (
          <DiaryMark key={mark.id} mark={mark} />
        ))}
      </div>
    </li>
  )
}

/** A mark that opens: for what, with which weight, who set it and when. */
function DiaryMark({ mark }: { readonly mark: Mark }) {
  const { zone, today } = useSession()
  const { work, value, comment, setByName, setAt } = mark
  const kind = work && work.kind !== 'ANSWER' ? (work.sign ?? work.title) : null
  return (
    <details className={styles.mark}>
      <summary aria-label={`Отметка ${value}. Подробнее`}>
        <b className={isLow(value) ? 'red' : undefined}>{markSign(value)}</b>
        {kind && <small>{kind}</small>}
      </summary>
      <p className="small muted">
        {work?.title ?? 'Ответ на уроке'}, вес {weightInWords(work?.weight ?? 1)}
        {setByName ? ` · ${withInitials(setByName)}` : ''}
        {setAt ? `, ${momentInWords(setAt, zone, today)}` : ''}
        {comment ? ` · «${comment}»` : ''}
      </p>
    </details>
  )
}
