import Link from 'next/link'
import type { PeriodFragment } from '../generated/graph.js'
import styles from './diary.module.css'

type Props = {
  readonly periods: readonly PeriodFragment[]
  readonly current: string
  readonly childId: string
}

/** Reporting periods of the pupil's grade, side by side. */
export const PeriodLinks = ({ periods, current, childId }: Props) =>
  periods.length < 2 ? null : (
    <nav aria-label="Учебный период" className={styles.periods}>
      {periods.map(({ id, name }) => (
        <Link
          key={id}
          href={`?child=${childId}&period=${id}`}
          aria-current={id === current ? 'page' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  )
