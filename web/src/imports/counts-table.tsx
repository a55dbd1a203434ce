import { plural } from '../school/words.js'
import type { Import } from './use-import.js'
import styles from './imports.module.css'

const columns = [
  ['created', 'новых', 'новых'],
  ['changed', 'изменится', 'изменилось'],
  ['unchanged', 'без изменений', 'без изменений'],
  ['removed', 'исчезнет', 'исчезло'],
  ['undecided', 'решить', 'не решено'],
  ['skipped', 'пропущено', 'пропущено'],
  ['missing', 'нет в файле', 'не было в файле'],
] as const

/** The comparison in numbers; what does not occur has no column. */
export function CountsTable({ of }: { readonly of: Import }) {
  const shown = columns.filter(([part]) => part === 'created' || of.counts.some((one) => one[part] > 0))
  return (
    <section className={styles.section} aria-labelledby="counts">
      <h2 id="counts">Что в файле</h2>
      <p className="muted small">
        Прочитано и сверено со школой: {plural(of.rows, 'запись', 'записи', 'записей')}
      </p>
      <div className={styles.scroll} role="region" aria-label="Сверка в числах" tabIndex={0}>
        <table className={styles.counts}>
          <thead>
            <tr>
              <td />
              {shown.map(([part, before, after]) => (
                <th key={part} scope="col">
                  {of.state === 'APPLIED' ? after : before}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {of.counts.map((one) => (
              <tr key={one.entity}>
                <th scope="row">{one.entity === 'COURSE' ? 'Нагрузка' : one.title}</th>
                {shown.map(([part]) => (
                  <td key={part} className={part === 'undecided' && one[part] > 0 ? 'amber' : undefined}>
                    {one[part] || <span className="muted">–</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
