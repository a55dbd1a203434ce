// «Личное дело»: typed fields and the papers in the folder.
'use client'
import { useMemo } from 'react'
import {
  ChangePersonalDocumentsDocument,
  ChangePersonalFileDocument,
  PersonalFileDocument,
  type PersonalDocumentKind,
  type PersonalFileQuery,
  type PhysicalEducationGroup,
} from '../generated/graph.js'
import { troubleWords } from '../graph/ask.js'
import { newId } from '../graph/request-id.js'
import { useAct } from '../graph/use-act.js'
import { useQuestion } from '../graph/use-question.js'
import { fullDate } from '../school/dates.js'
import { EditForm, Field } from './edit-form.js'
import styles from './people.module.css'

type File = NonNullable<NonNullable<PersonalFileQuery['pupil']>['personalFile']>

const sportName: Readonly<Record<PhysicalEducationGroup, string>> = {
  MAIN: 'основная',
  PREPARATORY: 'подготовительная',
  SPECIAL: 'специальная',
}
const sports = Object.keys(sportName) as readonly PhysicalEducationGroup[]
const documentName: Readonly<Record<PersonalDocumentKind, string>> = {
  BIRTH_CERTIFICATE: 'Свидетельство о рождении',
  PASSPORT: 'Паспорт',
  APPLICATION: 'Заявление',
  CONTRACT: 'Договор',
  MEDICAL: 'Медицинская справка',
  CERTIFICATE: 'Аттестат, справка об обучении',
  OTHER: 'Другой документ',
}
const documentKinds = Object.keys(documentName) as readonly PersonalDocumentKind[]
const healthGroups = ['I', 'II', 'III', 'IV', 'V'] as const

type Props = { readonly pupilId: string; readonly editable: boolean }

export function PersonalFile({ pupilId, editable }: Props) {
  const { data, loading, trouble, again } = useQuestion(
    PersonalFileDocument,
    useMemo(() => ({ pupilId }), [pupilId]),
  )
  const file = data?.pupil?.personalFile
  if (loading) return <span className="waiting" />
  if (!file)
    return (
      <p className="muted">
        {trouble ? troubleWords[trouble] : 'Личное дело видят координатор и классный руководитель.'}
      </p>
    )
  const changed = () => void again()
  return (
    <>
      <Fields file={file} editable={editable} changed={changed} />
      <Papers file={file} editable={editable} changed={changed} />
    </>
  )
}

type PartProps = { readonly file: File; readonly editable: boolean; readonly changed: () => void }

function Fields({ file, editable, changed }: PartProps) {
  const deeds = useAct()
  const save = async (text: (name: string) => string) => {
    const input = {
      requestId: newId(),
      pupilId: file.id,
      address: text('address') || null,
      healthGroup: text('health') || null,
      physicalEducationGroup: sports.find((one) => one === text('sport')) ?? null,
      specialNeeds: text('needs') || null,
      previousSchool: text('previous') || null,
      expectedVersion: file.version,
    }
    const done = await deeds.run(
      ChangePersonalFileDocument,
      { input },
      ({ changePersonalFile }) => changePersonalFile,
    )
    if (done) changed()
    return done
  }
  return (
    <EditForm
      facts={[
        ['Номер', file.number],
        ['Адрес', file.address],
        ['Группа здоровья', file.healthGroup],
        ['Группа по физкультуре', file.physicalEducationGroup && sportName[file.physicalEducationGroup]],
        ['Особые потребности', file.specialNeeds],
        ['Откуда прибыл', file.previousSchool],
      ]}
      editable={editable}
      deeds={deeds}
      save={save}
    >
      <Field label="Адрес">
        <input name="address" maxLength={300} defaultValue={file.address ?? ''} />
      </Field>
      <Field label="Группа здоровья">
        <select name="health" defaultValue={file.healthGroup ?? ''}>
          <option value="">не указана</option>
          {healthGroups.map((group) => (
            <option key={group}>{group}</option>
          ))}
        </select>
      </Field>
      <Field label="Группа по физкультуре">
        <select name="sport" defaultValue={file.physicalEducationGroup ?? ''}>
          <option value="">не указана</option>
          {sports.map((sport) => (
            <option key={sport} value={sport}>
              {sportName[sport]}
            </option>
          ))}
        </select>
      </Field>
      <Field label="Особые потребности (заключение комиссии)">
        <input name="needs" maxLength={300} defaultValue={file.specialNeeds ?? ''} />
      </Field>
      <Field label="Откуда прибыл">
        <input name="previous" maxLength={300} defaultValue={file.previousSchool ?? ''} />
      </Field>
    </EditForm>
  )
}

function Papers({ file, editable, changed }: PartProps) {
  const deeds = useAct()
  const send = async (add: Parameters<typeof inputFor>[1], removeIds: readonly string[]) => {
    const input = inputFor(file.id, add, removeIds)
    const done = await deeds.run(
      ChangePersonalDocumentsDocument,
      { input },
      ({ changePersonalDocuments }) => changePersonalDocuments,
    )
    if (done) changed()
    return done
  }
  const save = (text: (name: string) => string) =>
    send(
      [
        {
          id: newId(),
          kind: documentKinds.find((one) => one === text('kind')) ?? 'OTHER',
          title: text('title'),
          number: text('number') || null,
          issuedOn: text('issuedOn') || null,
          issuedBy: text('issuedBy') || null,
        },
      ],
      [],
    )
  return (
    <div style={{ marginTop: 16 }}>
      <h3>Документы</h3>
      {file.documents.length === 0 && <p className="muted">В деле нет документов.</p>}
      <ul>
        {file.documents.map(({ id, kind, title, number, issuedOn, issuedBy }) => (
          <li key={id} className={styles.relative}>
            <b>{title || documentName[kind]}</b>
            <p className="small">
              {[documentName[kind], number && `№ ${number}`, issuedOn && `от ${fullDate(issuedOn)}`, issuedBy]
                .filter(Boolean)
                .join(', ')}
            </p>
            {editable && (
              <button
                type="button"
                className="link small"
                disabled={deeds.busy}
                onClick={() => void send([], [id])}
              >
                Изъять из дела
              </button>
            )}
          </li>
        ))}
      </ul>
      <EditForm facts={[]} editable={editable} deeds={deeds} save={save} word="Добавить документ">
        <Field label="Вид">
          <select name="kind">
            {documentKinds.map((kind) => (
              <option key={kind} value={kind}>
                {documentName[kind]}
              </option>
            ))}
          </select>
        </Field>
        <Field label="Название">
          <input name="title" required maxLength={200} />
        </Field>
        <Field label="Номер">
          <input name="number" maxLength={60} />
        </Field>
        <Field label="Когда выдан">
          <input name="issuedOn" type="date" />
        </Field>
        <Field label="Кем выдан">
          <input name="issuedBy" maxLength={200} />
        </Field>
      </EditForm>
    </div>
  )
}

type Added = {
  readonly id: string
  readonly kind: PersonalDocumentKind
  readonly title: string
  readonly number: string | null
  readonly issuedOn: string | null
  readonly issuedBy: string | null
}
const inputFor = (pupilId: string, add: readonly Added[], removeIds: readonly string[]) => ({
  requestId: newId(),
  pupilId,
  add: [...add],
  removeIds: [...removeIds],
})
