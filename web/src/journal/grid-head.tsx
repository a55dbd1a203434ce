import { memo } from 'react'
import { plural } from '../school/words.js'
import { headOf, monthsOf, whenIs } from './columns.js'
import type { LessonColumn } from './page.js'
import styles from './grid.module.css'

type Props = {
  readonly lessons: readonly LessonColumn[]
  readonly pupils: number
  readonly today: string
  readonly periodName: string
  readonly chosen: number
  /** Column of the cursor while it stands in the head; -1 below. */
  readonly cursor: number
  readonly open: (column: number) => void
}

/** Months over days. A day's head opens the page of its lesson. */
export const GridHead = memo(function GridHead({ lessons, pupils, today, periodName, ...rest }: Props) {
  const { chosen, cursor, open } = rest
  return (
    <thead>
      <tr aria-rowindex={1} className={styles.months}>
        <th scope="col" className={styles.name}>
          <span className="hidden">Ученик</span>
        </th>
        {monthsOf(lessons).map(({ name, columns }, index) => (
          <th key={index} scope="colgroup" colSpan={columns}>
            <span>{name}</span>
          </th>
        ))}
        <th scope="colgroup" colSpan={4} className={styles.sumsHead}>
          {periodName.toLowerCase()}
        </th>
      </tr>
      <tr aria-rowindex={2} className={styles.days}>
        <th scope="col" className={styles.name}>
          <span className="muted">{plural(pupils, 'ученик', 'ученика', 'учеников')}</span>
        </th>
        {lessons.map((lesson, column) => {
          const { day, turn, sign, label, title } = headOf(lessons, column)
          const when = whenIs(lesson, today)
          const names = [
            styles.day,
            styles[when],
            chosen === column ? styles.chosen : '',
            title ? styles.outside : '',
          ]
          return (
            <th key={lesson.id} scope="col" className={names.join(' ')}>
              <button
                type="button"
                data-head={column}
                tabIndex={cursor === column ? 0 : -1}
                aria-label={`${label}. Открыть урок`}
                aria-expanded={chosen === column}
                onClick={() => open(column)}
              >
                <span className={lesson.state === 'CANCELLED' ? styles.cancelled : undefined}>
                  {day}
                  {turn && <sup>{turn}</sup>}
                </span>
                <small>{[lesson.insteadOfName ? 'зам.' : '', sign].filter(Boolean).join(' ')}</small>
                {title && <small className={styles.title}>{title}</small>}
              </button>
            </th>
          )
        })}
        <SumHeads />
      </tr>
    </thead>
  )
})

const SumHeads = () => (
  <>
    <th scope="col" className={`${styles.sum} ${styles.mean}`}>
      <abbr title="Среднее отметок">ср.</abbr>
    </th>
    <th scope="col" className={`${styles.sum} ${styles.weighted}`}>
      <abbr title="Среднее с весами работ">взв.</abbr>
    </th>
    <th scope="col" className={`${styles.sum} ${styles.missed}`}>
      <abbr title="Пропущено уроков">проп.</abbr>
    </th>
    <th scope="col" className={`${styles.sum} ${styles.period}`}>
      итог
    </th>
  </>
)
