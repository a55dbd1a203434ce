import type { AbsenceCode } from '../generated/graph.js'
import styles from './phone.module.css'

type Props = {
  readonly mark: (value: string) => void
  readonly absence: (code: AbsenceCode) => void
  readonly clear: () => void
  /** Opens the chosen pupil's cell: works, other codes, history. */
  readonly open: () => void
  /** Null when there is nothing to take. */
  readonly rollCall: (() => void) | null
  readonly rollCallWords: string
}

/** The keys under the thumb: they fill the chosen pupil's cell and go on to the next. */
export function PhoneKeys({ mark, absence, clear, open, rollCall, rollCallWords }: Props) {
  return (
    <div className={styles.keys} role="group" aria-label="Отметки">
      {['5', '4', '3', '2'].map((value) => (
        <button key={value} type="button" onClick={() => mark(value)}>
          {value}
        </button>
      ))}
      <button type="button" onClick={() => absence('ABSENT')} aria-label="Н, отсутствует">
        Н
      </button>
      <button type="button" onClick={() => absence('LATE')} aria-label="О, опоздание">
        О
      </button>
      <button type="button" className={styles.wide} onClick={clear}>
        Снять
      </button>
      <button type="button" className={styles.wide} onClick={open}>
        Подробнее
      </button>
      <button type="button" className={styles.wide} disabled={!rollCall} onClick={() => rollCall?.()}>
        {rollCallWords}
      </button>
    </div>
  )
}
