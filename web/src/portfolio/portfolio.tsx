// «Портфолио»: what a pupil has achieved, with the papers, and who confirmed it (A5.11, A5.15).
'use client'
import { useMemo, useState } from 'react'
import {
  AddPortfolioItemDocument,
  ConfirmPortfolioItemDocument,
  PortfolioDocument,
  RemovePortfolioItemDocument,
  type PortfolioKind,
  type PortfolioLineFragment,
} from '../generated/graph.js'
import { act, troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useQuestion } from '../graph/use-question.js'
import { EditForm, Field } from '../people/edit-form.js'
import { fullDate } from '../school/dates.js'
import { sizeInWords, withInitials } from '../school/words.js'
import { useSession } from '../session/session.js'
import { uploadFile } from './upload-file.js'
import styles from '../people/people.module.css'

const kindName: Readonly<Record<PortfolioKind, string>> = {
  OLYMPIAD: 'Олимпиада',
  COMPETITION: 'Конкурс',
  SPORT: 'Спорт',
  PROJECT: 'Проект',
  CREATIVE: 'Творчество',
  COMMUNITY: 'Общественная работа',
  OTHER: 'Другое',
}
const kinds = Object.keys(kindName) as readonly PortfolioKind[]

type Props = {
  readonly pupilId: string
  /** Teachers and the coordinator confirm what the family has added. */
  readonly confirms: boolean
  /** Who keeps the card takes out what is confirmed too. */
  readonly keeps: boolean
}

export function Portfolio({ pupilId, confirms, keeps }: Props) {
  const { data, loading, trouble, again } = useQuestion(
    PortfolioDocument,
    useMemo(() => ({ pupilId }), [pupilId]),
  )
  const items = data?.pupil?.portfolio
  const changed = () => void again()
  if (loading) return <span className="waiting" />
  if (!items) return <p role="alert">{trouble ? troubleWords[trouble] : 'Портфолио вам не показывают.'}</p>
  return (
    <>
      {items.length === 0 && <p className="muted">В портфолио пока ничего нет.</p>}
      <ul>
        {items.map((item) => (
          <Item key={item.id} item={item} confirms={confirms} keeps={keeps} changed={changed} />
        ))}
      </ul>
      <AddItem pupilId={pupilId} added={changed} />
    </>
  )
}

type ItemProps = {
  readonly item: PortfolioLineFragment
  readonly confirms: boolean
  readonly keeps: boolean
  readonly changed: () => void
}

function Item({ item, confirms, keeps, changed }: ItemProps) {
  const { busy, refusal, run } = useAct()
  const confirm = async () => {
    const input = { requestId: newId(), itemId: item.id }
    if (
      await run(ConfirmPortfolioItemDocument, { input }, ({ confirmPortfolioItem }) => confirmPortfolioItem)
    )
      changed()
  }
  const remove = async () => {
    const input = { requestId: newId(), itemId: item.id }
    if (await run(RemovePortfolioItemDocument, { input }, ({ removePortfolioItem }) => removePortfolioItem))
      changed()
  }
  const confirmed = item.confirmedByName !== null
  return (
    <li className={styles.relative}>
      <a href={item.url} download>
        <b>{item.title}</b>
      </a>
      <p className="muted small">
        {kindName[item.kind]}, {fullDate(item.date)} · {item.fileName}, {sizeInWords(item.bytes)} · добавил(а){' '}
        {withInitials(item.addedByName)}
      </p>
      <div className="row">
        {confirmed ? (
          <span className="green small">подтвердил(а) {withInitials(item.confirmedByName ?? '')}</span>
        ) : (
          <>
            <span className="amber small">ждёт подтверждения учителя</span>
            {confirms && (
              <button type="button" className="link small" disabled={busy} onClick={() => void confirm()}>
                Подтвердить
              </button>
            )}
          </>
        )}
        {(keeps || !confirmed) && (
          <button
            type="button"
            className="link small"
            disabled={busy}
            aria-label={`Убрать: ${item.title}`}
            onClick={() => void remove()}
          >
            Убрать
          </button>
        )}
      </div>
      {refusal && (
        <p role="alert" className="red">
          {refusal.message}
        </p>
      )}
    </li>
  )
}

function AddItem({ pupilId, added }: { readonly pupilId: string; readonly added: () => void }) {
  const { today } = useSession()
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const add = async (text: (name: string) => string, form: FormData): Promise<string | null> => {
    const file = form.get('file')
    if (!(file instanceof File) || file.size === 0) return 'Выберите файл.'
    const uploaded = await uploadFile(file)
    if ('fault' in uploaded) return uploaded.fault
    const input = {
      requestId: newId(),
      id: newId(),
      pupilId,
      fileId: uploaded.fileId,
      title: text('title'),
      kind: kinds.find((one) => one === text('kind')) ?? 'OTHER',
      date: text('date'),
    }
    const { data, trouble } = await act(AddPortfolioItemDocument, { input })
    const payload = data?.addPortfolioItem
    return payload ? (payload.errors[0]?.message ?? null) : troubleWords[trouble ?? 'service']
  }
  const save = async (text: (name: string) => string, form: FormData) => {
    setBusy(true)
    const found = await add(text, form)
    setBusy(false)
    setFault(found)
    if (found === null) added()
    return found === null
  }
  return (
    <EditForm
      facts={[]}
      editable
      deeds={{ busy, refusal: fault ? { message: fault } : null }}
      save={save}
      word="Добавить достижение"
    >
      <Field label="Название">
        <input name="title" required maxLength={200} />
      </Field>
      <Field label="Вид">
        <select name="kind">
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {kindName[kind]}
            </option>
          ))}
        </select>
      </Field>
      <Field label="Когда">
        <input name="date" type="date" required max={today} defaultValue={today} />
      </Field>
      <Field label="Файл: PDF, фотография или документ, до 20 МБ">
        <input name="file" type="file" required accept=".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.odt" />
      </Field>
    </EditForm>
  )
}
