'use client'
import { useState } from 'react'
import { Modal } from '../controls/modal.js'
import { momentInWords } from '../school/dates.js'
import { useSession } from '../session/session.js'
import type { Entry } from './entry.js'
import type { OutboxView } from './outbox.js'
import { useDesk } from './use-desk.js'
import styles from './unsent.module.css'

type Props = { readonly view: OutboxView; readonly offline: boolean; readonly close: () => void }

/** What was not written and why, until the person has seen to it; and what still waits. */
export function UnsentList({ view: { waiting, refused, durable }, offline, close }: Props) {
  return (
    <Modal title="Ваши записи на этом устройстве" close={close}>
      {waiting.length + refused.length === 0 && <p className={styles.none}>Всё записано в журнал.</p>}
      {refused.length > 0 && (
        <section aria-label="Не записано" className={styles.part}>
          <h3 className="red">Не записано</h3>
          <ul className={styles.list}>
            {refused.map((entry) => (
              <RefusedEntry key={entry.id} entry={entry} />
            ))}
          </ul>
        </section>
      )}
      {waiting.length > 0 && (
        <section aria-label="Ждут отправки" className={styles.part}>
          <h3>Ждут отправки</h3>
          <p className="small muted">{promise(durable, offline)}</p>
          <ul className={styles.list}>
            {waiting.map((entry) => (
              <li key={entry.id}>
                <Told entry={entry} />
                <GiveUp id={entry.id} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </Modal>
  )
}

function promise(durable: boolean, offline: boolean): string {
  if (!durable)
    return 'Браузер не даёт хранить записи на этом устройстве: не закрывайте вкладку, пока они не отправлены.'
  const when = offline ? 'Уйдут по порядку, как только появится связь.' : 'Уходят по порядку.'
  return `${when} Закрыть страницу или выйти можно: записи останутся здесь и уйдут, когда вы войдёте снова. Другие люди за этим компьютером их не видят.`
}

function Told({ entry: { words, madeAt } }: { readonly entry: Entry }) {
  const { zone, today } = useSession()
  return (
    <>
      <b>{[words.whom, words.what].filter(Boolean).join(': ')}</b>
      <span className="small muted">
        {words.where}, {words.when}, введено {momentInWords(madeAt, zone, today)}
      </span>
    </>
  )
}

function GiveUp({ id }: { readonly id: string }) {
  const { outbox } = useDesk()
  return (
    <span>
      <button type="button" className="link small" onClick={() => outbox.giveUp(id)}>
        Не отправлять
      </button>
    </span>
  )
}

function RefusedEntry({ entry }: { readonly entry: Entry }) {
  const { outbox, insist } = useDesk()
  const [trouble, setTrouble] = useState<string | null>(null)
  const { refusal } = entry
  if (!refusal) return null
  const { stands } = refusal
  const again = async () => {
    if (!(await insist(entry))) setTrouble('Нет связи со школьным сервером: попробуйте, когда она появится.')
  }
  return (
    <li>
      <Told entry={entry} />
      <span className="small">{refusal.message}</span>
      {stands && (
        <span>
          Сейчас стоит: <b>{stands.value || 'пусто'}</b>
          {stands.by && <span className="muted"> ({stands.by})</span>}
        </span>
      )}
      <span className="row">
        <button type="button" onClick={() => outbox.dismiss([entry.id])}>
          Понятно
        </button>
        {refusal.code === 'CONFLICT' && (
          <button type="button" onClick={() => void again()}>
            Записать моё значение всё равно
          </button>
        )}
      </span>
      {trouble && (
        <span role="alert" className="small red">
          {trouble}
        </span>
      )}
    </li>
  )
}
