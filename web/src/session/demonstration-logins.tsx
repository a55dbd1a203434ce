'use client'
import styles from './sign-in.module.css'

// Made only in the demonstration school, where everybody is invented; a real school has none of them.
const password = 'zhurnal-demo'
const logins = [
  ['class-teacher', 'классный руководитель 7А, математика'],
  ['teacher', 'учитель'],
  ['deputy', 'завуч: замены'],
  ['journal-admin', 'администратор журнала'],
  ['coordinator', 'координатор: печать и архив'],
  ['director', 'директор'],
  ['inspector', 'инспектор'],
  ['specialist', 'специалист'],
  ['pupil', 'ученик 7А'],
  ['guardian', 'родитель этого ученика'],
  ['guest-1', 'учитель, для пробы'],
  ['guest-2', 'учитель, для пробы'],
] as const

type Props = {
  readonly busy: boolean
  readonly enter: (username: string, password: string) => Promise<void>
}

export function DemonstrationLogins({ busy, enter }: Props) {
  return (
    <section aria-labelledby="demonstration" className={styles.demonstration}>
      <h2 id="demonstration">Демонстрационная школа</h2>
      <p className="muted">Все люди здесь выдуманы. Выберите, кем войти:</p>
      <ul>
        {logins.map(([login, who]) => (
          <li key={login}>
            <button type="button" disabled={busy} onClick={() => void enter(login, password)}>
              <b>{login}</b>
              <span>{who}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
