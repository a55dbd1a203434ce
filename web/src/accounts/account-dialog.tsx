// One login: what may be done with it, by who looks after it.
'use client'
import { useState, type FormEvent, type ReactNode } from 'react'
import { Modal } from '../controls/modal.js'
import {
  RecordHandoverDocument,
  ReportCompromiseDocument,
  ResetSecondFactorDocument,
  SetAccountStateDocument,
  type AccountLineFragment,
} from '../generated/graph.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { momentInWords } from '../school/dates.js'
import { useSession } from '../session/session.js'
import { useHat } from '../shell/use-hat.js'
import { deliveryName, stateWords } from './account-words.js'
import { ResetPassword } from './reset-password.js'
import styles from './accounts.module.css'

type Props = { readonly account: AccountLineFragment; readonly close: () => void }
type Act = 'reset' | 'stop' | 'close' | 'factor' | 'handover' | 'theft'

export function AccountDialog({ account, close }: Props) {
  const { role } = useHat()
  const { zone, today } = useSession()
  const [act, setAct] = useState<Act | null>(null)
  const coordinator = role === 'COORDINATOR'
  const name = account.person?.fullName ?? account.username
  const open = account.state === 'ACTIVE' || account.state === 'NOT_ACTIVATED'
  return (
    <Modal title={name} close={close}>
      <div className={styles.dialog}>
        <p>
          Логин <b>{account.username}</b>, {stateWords(account)}
        </p>
        {account.handovers && account.handovers.length > 0 && (
          <ul className="small muted">
            {account.handovers.map(({ id, at, byName, toName, delivery }) => (
              <li key={id}>
                {momentInWords(at, zone, today)}: {byName} → {toName}, {deliveryName[delivery]}
              </li>
            ))}
          </ul>
        )}
        {act === null && (
          <div className={styles.acts}>
            {open && <Choice words="Новый временный пароль" choose={() => setAct('reset')} />}
            {account.state !== 'CLOSED' && (
              <Choice words={open ? 'Остановить вход' : 'Снова открыть вход'} choose={() => setAct('stop')} />
            )}
            {open && <Choice words="Отметить выдачу" choose={() => setAct('handover')} />}
            {coordinator && account.secondFactor && (
              <Choice words="Снять второй шаг входа" choose={() => setAct('factor')} />
            )}
            {coordinator && account.state !== 'CLOSED' && (
              <Choice words="Закрыть навсегда" choose={() => setAct('close')} />
            )}
            <Choice words="Вход украден…" choose={() => setAct('theft')} />
          </div>
        )}
        {act === 'reset' && <ResetPassword account={account} done={close} />}
        {act === 'stop' && <SetState account={account} state={open ? 'STOPPED' : 'ACTIVE'} done={close} />}
        {act === 'close' && <SetState account={account} state="CLOSED" done={close} />}
        {act === 'factor' && <NoFactor account={account} done={close} />}
        {act === 'handover' && <Handover account={account} done={close} />}
        {act === 'theft' && <Theft account={account} done={close} />}
      </div>
    </Modal>
  )
}

function Choice({ words, choose }: { readonly words: string; readonly choose: () => void }) {
  return (
    <button type="button" onClick={choose}>
      {words}
    </button>
  )
}

type DeedProps = { readonly account: AccountLineFragment; readonly done: () => void }

type FormProps = {
  readonly explain: string
  readonly word: string
  readonly busy: boolean
  readonly refusal: { readonly message: string } | null
  readonly send: (text: (name: string) => string) => Promise<void>
  readonly children: ReactNode
}

function DeedForm({ explain, word, busy, refusal, send, children }: FormProps) {
  return (
    <form
      className={styles.dialog}
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget)
        void send((name) => String(form.get(name) ?? '').trim())
      }}
    >
      <p>{explain}</p>
      {children}
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
      <button type="submit" className="main" disabled={busy}>
        {word}
      </button>
    </form>
  )
}

const stateDeeds = {
  STOPPED: [
    'Все входы этого человека сразу завершатся. Снова открыть вход можно в любой день.',
    'Остановить',
  ],
  ACTIVE: ['Человек снова сможет войти со своим паролем.', 'Открыть вход'],
  CLOSED: [
    'Вход закроется навсегда: так делают, когда человек выбыл. Записи его в журналах остаются.',
    'Закрыть',
  ],
} as const

function SetState({ account, state, done }: DeedProps & { readonly state: keyof typeof stateDeeds }) {
  const { busy, refusal, run } = useAct()
  const [explain, word] = stateDeeds[state]
  const send = async (text: (name: string) => string) => {
    const input = { requestId: newId(), personId: account.person?.id ?? '', state, reason: text('reason') }
    if (await run(SetAccountStateDocument, { input }, ({ setAccountState }) => setAccountState)) done()
  }
  return (
    <DeedForm explain={explain} word={word} busy={busy} refusal={refusal} send={send}>
      <label>
        Почему
        <input name="reason" required maxLength={300} />
      </label>
    </DeedForm>
  )
}

function NoFactor({ account, done }: DeedProps) {
  const { busy, refusal, run } = useAct()
  const send = async (text: (name: string) => string) => {
    const input = { requestId: newId(), personId: account.person?.id ?? '', reason: text('reason') }
    if (await run(ResetSecondFactorDocument, { input }, ({ resetSecondFactor }) => resetSecondFactor)) done()
  }
  return (
    <DeedForm
      explain="Если телефон с кодами потерян. Все входы завершатся, второй шаг человек настроит заново."
      word="Снять второй шаг"
      busy={busy}
      refusal={refusal}
      send={send}
    >
      <label>
        Почему
        <input name="reason" required maxLength={300} />
      </label>
    </DeedForm>
  )
}

function Handover({ account, done }: DeedProps) {
  const { school } = useSession()
  const { busy, refusal, run } = useAct()
  const send = async (text: (name: string) => string) => {
    const handover = { personId: account.person?.id ?? '', toName: text('to'), delivery: 'PRINT' as const }
    const input = { requestId: newId(), schoolId: school.id, handovers: [handover] }
    if (await run(RecordHandoverDocument, { input }, ({ recordHandover }) => recordHandover)) done()
  }
  return (
    <DeedForm
      explain="Кому отдан листок с логином и временным паролем (прил. 1, п. 3 и 20; прил. 5, п. 7)."
      word="Отметить"
      busy={busy}
      refusal={refusal}
      send={send}
    >
      <label>
        Кому
        <input name="to" required maxLength={200} defaultValue={account.person?.fullName ?? ''} />
      </label>
    </DeedForm>
  )
}

export function Theft({
  account,
  done,
}: {
  readonly account: { readonly id: string }
  readonly done: () => void
}) {
  const { busy, refusal, run } = useAct()
  const send = async (text: (name: string) => string) => {
    const since = text('since')
    const input = {
      requestId: newId(),
      accountId: account.id,
      suspectedSince: since ? new Date(since).toISOString() : null,
      note: text('note') || null,
    }
    if (await run(ReportCompromiseDocument, { input }, ({ reportCompromise }) => reportCompromise)) done()
  }
  return (
    <DeedForm
      explain="Вход сразу остановится. Координатору и поддержке уйдёт сообщение, всё сделанное под этим входом разберут (п. 4.3, 4.4)."
      word="Сообщить и остановить вход"
      busy={busy}
      refusal={refusal}
      send={send}
    >
      <label>
        С какого времени, если известно
        <input name="since" type="datetime-local" />
      </label>
      <label>
        Что случилось
        <input name="note" maxLength={500} placeholder="видели чужой вход, пароль стоял на листке" />
      </label>
    </DeedForm>
  )
}
