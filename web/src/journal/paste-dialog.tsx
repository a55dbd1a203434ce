'use client'
import { Modal } from '../controls/modal.js'
import { plural } from '../school/words.js'
import type { PastePlan } from './paste.js'
import styles from './journal.module.css'

type Props = { readonly plan: PastePlan; readonly paste: () => void; readonly close: () => void }

/** What a block from a spreadsheet will write, before it is written; what does not fit stands above it. */
export function PasteDialog({ plan, paste, close }: Props) {
  const { entries, unfit, same, byName } = plan
  return (
    <Modal title="Вставить из таблицы" close={close}>
      <p className="muted small">
        {byName ? 'Ученики найдены по фамилиям.' : 'Строки идут по порядку, начиная с клетки, где вы стоите.'}
        {same > 0 && ` ${plural(same, 'клетка', 'клетки', 'клеток')} без изменений.`}
      </p>
      {unfit.length > 0 && (
        <section className={styles.refused} aria-label="Не подошло">
          <b className="amber">Не подошло и вставлено не будет</b>
          <ul className="small">
            {unfit.map(({ what, why }, index) => (
              <li key={index}>
                <b>{what}</b> – {why}
              </li>
            ))}
          </ul>
        </section>
      )}
      {entries.length > 0 && (
        <table className={styles.preview}>
          <thead>
            <tr>
              <th scope="col">Ученик</th>
              <th scope="col">День</th>
              <th scope="col">Стоит</th>
              <th scope="col">Будет</th>
            </tr>
          </thead>
          <tbody>
            {entries.map(({ pupilId, lessonId, pupilName, day, stands, becomes }) => (
              <tr key={`${pupilId} ${lessonId}`}>
                <th scope="row">{pupilName}</th>
                <td>{day}</td>
                <td className="muted">{stands}</td>
                <td>
                  <b>{becomes}</b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className={styles.deeds}>
        <button type="button" className="main" disabled={entries.length === 0} onClick={paste} data-first>
          {entries.length === 0
            ? 'Вставлять нечего'
            : `Вставить ${plural(entries.length, 'клетку', 'клетки', 'клеток')}`}
        </button>
        <button type="button" onClick={close}>
          Не надо
        </button>
      </div>
    </Modal>
  )
}
