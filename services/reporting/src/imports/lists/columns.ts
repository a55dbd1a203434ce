// Which column of a list is which, by headers in Russian or English as people write them.
import { plain } from '../names.js'

export type Field =
  | 'id'
  | 'lastName'
  | 'firstName'
  | 'patronymic'
  | 'fullName'
  | 'birthDate'
  | 'schoolClass'
  | 'grade'
  | 'letter'
  | 'from'
  | 'guardian'
  | 'position'
  | 'role'
  | 'leads'
  | 'snils'
  | 'phone'
  | 'email'
  | 'address'
  /** Day of the consent to keep the journal. */
  | 'consent'
  | 'consentBy'
  | 'guardianConsent'
  | 'orderNumber'
  | 'orderDate'
  | 'orderKind'
  | 'toClass'
  | 'effectiveOn'
  | 'note'
  | 'relation'
  | 'legal'
  | 'purpose'
  | 'until'
  | 'document'
  | 'day'
  | 'subject'
  | 'lessonNumber'
  | 'mark'
  | 'workKind'
  | 'absence'
  | 'topic'
  | 'homework'
  /** Known, and not taken in. */
  | 'notKept'
  /** Known, and of no use: a running number. */
  | 'number'

const headers: Readonly<Record<Field, readonly string[]>> = {
  id: [
    'id',
    'ид',
    'личный номер',
    'внешний номер',
    'внешний id',
    'external id',
    'externalid',
    'табельный номер',
    'номер личного дела',
    'л/д',
  ],
  lastName: ['фамилия', 'last name', 'lastname', 'surname', 'family name', 'familyname'],
  firstName: ['имя', 'first name', 'firstname', 'given name', 'givenname'],
  patronymic: ['отчество', 'patronymic', 'middle name', 'middlename'],
  fullName: [
    'фио',
    'ф и о',
    'фамилия имя отчество',
    'фамилия, имя, отчество',
    'фио ученика',
    'фио обучающегося',
    'ученик',
    'обучающийся',
    'фио сотрудника',
    'сотрудник',
    'учитель',
    'педагог',
    'full name',
    'fullname',
    'name',
  ],
  birthDate: [
    'дата рождения',
    'др',
    'д р',
    'день рождения',
    'рожден',
    'birth date',
    'birthdate',
    'date of birth',
    'dob',
    'birthday',
  ],
  schoolClass: ['класс', 'класс литера', 'class', 'класс обучения'],
  grade: ['параллель', 'grade'],
  letter: ['буква', 'литера', 'letter'],
  from: ['дата зачисления', 'зачислен', 'в классе с', 'enrolled', 'enrolled on', 'from'],
  guardian: [
    'представитель',
    'фио представителя',
    'законный представитель',
    'родитель',
    'фио родителя',
    'мать',
    'отец',
    'мама',
    'папа',
    'фио матери',
    'фио отца',
    'guardian',
    'parent',
  ],
  position: ['должность', 'position', 'job title'],
  role: ['роль', 'роль в журнале', 'role'],
  leads: [
    'классное руководство',
    'классный руководитель',
    'кл рук',
    'кл руководство',
    'class teacher of',
    'homeroom',
  ],
  snils: ['снилс', 'страховой номер', 'snils'],
  phone: ['телефон', 'тел', 'мобильный телефон', 'сотовый телефон', 'номер телефона', 'phone', 'mobile'],
  email: ['e-mail', 'email', 'эл почта', 'электронная почта', 'почта', 'адрес электронной почты'],
  address: ['адрес', 'адрес проживания', 'адрес регистрации', 'address'],
  consent: [
    'согласие',
    'дата согласия',
    'согласие от',
    'согласие на обработку персональных данных',
    'consent',
  ],
  consentBy: ['кто дал', 'кто дал согласие', 'согласие дал', 'согласие дала', 'consent by'],
  guardianConsent: ['согласие представителя', 'дата согласия представителя', 'согласие родителя'],
  orderNumber: ['приказ', 'номер приказа', '№ приказа', 'приказ №', 'приказ номер', 'приказ о зачислении'],
  orderDate: ['дата приказа', 'приказ от', 'приказ дата'],
  orderKind: ['вид движения', 'вид приказа', 'движение'],
  toClass: ['в класс', 'новый класс', 'куда'],
  effectiveOn: ['с какого дня', 'дата движения', 'вступает в силу'],
  note: ['примечание', 'примечания', 'комментарий'],
  relation: ['кем приходится', 'степень родства', 'родство'],
  legal: ['законный'],
  purpose: ['на что', 'цель', 'на что согласие'],
  until: ['действует до', 'срок согласия'],
  document: ['документ', 'реквизиты документа'],
  day: ['дата урока'],
  subject: ['предмет', 'дисциплина', 'subject'],
  lessonNumber: ['№ урока', 'урок', 'номер урока'],
  mark: ['отметка', 'оценка', 'отметки', 'оценки', 'балл', 'mark', 'grade mark'],
  workKind: ['вид работы', 'тип работы', 'за что', 'работа'],
  absence: ['пропуск', 'посещаемость', 'отсутствие', 'неявка'],
  topic: ['тема', 'тема урока', 'пройденный материал', 'topic'],
  homework: ['домашнее задание', 'дз', 'д/з', 'задано', 'задание на дом', 'homework'],
  notKept: [
    'пол',
    'sex',
    'gender',
    'паспорт',
    'свидетельство о рождении',
    'полис',
    'гражданство',
    'пароль',
    'password',
    'логин',
  ],
  number: ['№', '№ п/п', 'n', 'n п/п', 'номер', 'номер п/п', 'п/п', 'пп', '#'],
}

const fieldOf = new Map<string, Field>()
for (const [field, names] of Object.entries(headers))
  for (const name of names) fieldOf.set(bare(name), field as Field)

function bare(text: string): string {
  return plain(text)
    .replace(/[.,:;*()"«»/\\_-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** What headers mean in one kind of file where they mean something else in the others: «Номер», «Дата», «С». */
export type OwnHeaders = Readonly<Record<string, Field>>

/** Undefined: nobody has heard of such a column. «Представитель 2» is a second column of the same kind. */
export function fieldOfHeader(header: string, own: OwnHeaders = {}): Field | undefined {
  const name = bare(header)
  if (Object.hasOwn(own, name)) return own[name]
  return fieldOf.get(name) ?? fieldOf.get(name.replace(/\s*\d+$/, '').trim())
}

export type Columns = {
  /** Index of the row of headers among the rows. */
  readonly header: number
  readonly places: ReadonlyMap<Field, readonly number[]>
  readonly unknown: readonly string[]
  readonly notKept: readonly string[]
}

/** The header is the row of the first 20 that names most columns, one of them somebody's name; undefined: there is none. */
export function findColumns(
  rows: readonly { readonly cells: readonly string[] }[],
  own: OwnHeaders = {},
): Columns | undefined {
  let best: Columns | undefined
  let most = 1
  for (const [header, { cells }] of rows.slice(0, 20).entries()) {
    const places = new Map<Field, number[]>()
    const [unknown, notKept]: [string[], string[]] = [[], []]
    cells.forEach((cell, i) => {
      if (cell.trim() === '') return
      const field = fieldOfHeader(cell, own)
      if (!field) unknown.push(cell.trim().slice(0, 60))
      else if (field === 'notKept') notKept.push(cell.trim().slice(0, 60))
      else places.set(field, [...(places.get(field) ?? []), i])
    })
    const named = places.has('lastName') || places.has('fullName')
    const known = [...places.values()].flat().length
    if (!named || known + notKept.length < most) continue
    if (known + notKept.length > most || !best) best = { header, places, unknown, notKept }
    most = Math.max(most, known + notKept.length)
  }
  return best
}
