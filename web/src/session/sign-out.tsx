'use client'
import { useState } from 'react'
import { Modal } from '../controls/modal.js'
import { form, plural } from '../school/words.js'
import { useDesk } from '../unsent/use-desk.js'
import { leave } from './leaving.js'

/** «Выйти»; with entries unsent it says first what becomes of them. */
export function SignOut() {
  const { outbox, close } = useDesk()
  const [asked, setAsked] = useState<{ readonly count: number; readonly lost: boolean } | null>(null)
  const out = () => {
    close()
    leave()
  }
  const ask = () => {
    const { waiting } = outbox.view()
    if (waiting.length === 0) return out()
    setAsked({ count: waiting.length, lost: outbox.unsaved() > 0 })
  }
  return (
    <>
      <button type="button" className="link" onClick={ask}>
        Выйти
      </button>
      {asked && (
        <Modal title="Выйти из журнала?" close={() => setAsked(null)}>
          <p style={{ margin: '14px 0 18px' }}>
            {asked.lost ? lostWords(asked.count) : keptWords(asked.count)}
          </p>
          <div className="row">
            <button type="button" className={asked.lost ? '' : 'main'} onClick={out}>
              Выйти
            </button>
            <button type="button" className={asked.lost ? 'main' : ''} onClick={() => setAsked(null)}>
              Остаться
            </button>
          </div>
        </Modal>
      )}
    </>
  )
}

const unsent = (count: number): string =>
  `${plural(count, 'запись', 'записи', 'записей')} ещё не ${form(count, 'отправлена', 'отправлены', 'отправлено')}`

function keptWords(count: number): string {
  const they = form(count, 'она останется', 'они останутся', 'они останутся')
  const go = form(count, 'уйдёт', 'уйдут', 'уйдут')
  return `${unsent(count)}; ${they} на этом устройстве и ${go}, когда вы войдёте снова. Другие люди за этим компьютером ${form(count, 'её', 'их', 'их')} не увидят.`
}

const lostWords = (count: number): string =>
  `${unsent(count)}, и браузер не даёт хранить их на этом устройстве: если выйти сейчас, они пропадут.`
