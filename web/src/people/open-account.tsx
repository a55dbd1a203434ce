'use client'
import { useRef, useState, type FormEvent } from 'react'
import { Modal } from '../controls/modal.js'
import { OpenAccountDocument, type PersonLineFragment } from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useSession } from '../session/session.js'
import { loginFor } from './login.js'
import { newPassword } from './password.js'
import styles from './people.module.css'

type Props = { readonly person: PersonLineFragment; readonly close: () => void }

/** Opens a login for one member of the staff; the password for the first sign-in is shown here and nowhere else. */
export function OpenAccount({ person, close }: Props) {
  const { school } = useSession()
  const { busy, refusal, run } = useAct()
  const [opened, setOpened] = useState<Slip | null>(null)
  const open = async (username: string) => {
    const password = newPassword()
    const account = { personId: person.id, username, password, mustChangePassword: true }
    const input = { requestId: newId(), schoolId: school.id, accounts: [account] }
    if (await run(OpenAccountDocument, { input }, ({ openAccounts }) => openAccounts))
      setOpened({ fullName: person.fullName ?? '', username, password })
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void open(String(new FormData(event.currentTarget).get('login') ?? '').trim())
  }
  return (
    <Modal title={opened ? 'Вход открыт' : `Открыть вход: ${person.fullName ?? ''}`} close={close}>
      {opened ? (
        <Handed slip={opened} close={close} />
      ) : (
        <form onSubmit={submit} className={styles.dialog}>
          <label className={styles.field}>
            Логин
            <input
              name="login"
              required
              maxLength={60}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              defaultValue={loginFor(person)}
            />
          </label>
          <p className="muted small">
            Временный пароль составится сам и будет показан один раз. При первом входе его сменят на свой.
          </p>
          {person.roles?.length === 0 && (
            <p className="amber small">
              У этого человека ещё нет роли в журнале: пока её нет, после входа он ничего не увидит. Роль
              приходит из списка сотрудников, столбец «Роль».
            </p>
          )}
          {refusal && (
            <p role="alert" className="red">
              {refusal.message}
            </p>
          )}
          <button type="submit" className="main" disabled={busy}>
            Открыть вход
          </button>
        </form>
      )}
    </Modal>
  )
}

type Slip = { readonly fullName: string; readonly username: string; readonly password: string }

function Handed({ slip, close }: { readonly slip: Slip; readonly close: () => void }) {
  const { school } = useSession()
  const text = useRef<HTMLDListElement>(null)
  const [copied, setCopied] = useState('')
  return (
    <div className={styles.dialog}>
      <div className={styles.slip}>
        <p>{school.name}, вход в Журнал</p>
        <p>
          <b>{slip.fullName}</b>
        </p>
        <dl ref={text}>
          <dt>Логин</dt>
          <dd>{slip.username}</dd>
          <dt>Временный пароль</dt>
          <dd>{slip.password}</dd>
        </dl>
        <p className="small">При первом входе журнал попросит придумать свой пароль.</p>
      </div>
      <p className="small amber">
        Пароль больше нигде не хранится: закроете окно, и узнать его будет нельзя.
      </p>
      <div className="row">
        <button
          type="button"
          className="main"
          autoFocus
          onClick={() => void copy(text.current, slip).then((done) => setCopied(done))}
        >
          Скопировать
        </button>
        <button type="button" onClick={() => window.print()}>
          Напечатать
        </button>
        <button type="button" onClick={close}>
          Готово
        </button>
      </div>
      <p role="status" className="small muted">
        {copied}
      </p>
    </div>
  )
}

/** A school's server at http://school is no secure context and has no clipboard: then the text is selected for Ctrl+C. */
async function copy(shown: HTMLElement | null, { username, password }: Slip): Promise<string> {
  try {
    await navigator.clipboard.writeText(`Логин: ${username}\nПароль: ${password}`)
    return 'Скопировано.'
  } catch {
    if (shown) window.getSelection()?.selectAllChildren(shown)
    return 'Логин и пароль выделены: нажмите Ctrl+C.'
  }
}
