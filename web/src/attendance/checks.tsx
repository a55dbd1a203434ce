import { plural, withInitials } from '../school/words.js'
import type { Attendance } from './days-grid.js'
import styles from './attendance.module.css'

type Props = { readonly checks: Attendance['checks']; readonly open: (pupilId: string, day: string) => void }

/** What does not fit together; nothing of it is forbidden. */
export function Checks({ checks, open }: Props) {
  if (checks.length === 0) return null
  return (
    <details className={styles.checks} open={checks.length <= 5}>
      <summary className="amber">
        Проверьте: {plural(checks.length, 'расхождение', 'расхождения', 'расхождений')}
      </summary>
      <ul>
        {checks.map(({ at, pupilId, pupilName, code, message }) => (
          <li key={`${pupilId} ${at} ${code} ${message}`}>
            <button type="button" className="link" onClick={() => open(pupilId, at)}>
              {withInitials(pupilName)}
            </button>{' '}
            {message}
          </li>
        ))}
      </ul>
    </details>
  )
}
