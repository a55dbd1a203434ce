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
  notKept: [
    'снилс',
    'телефон',
    'тел',
    'мобильный телефон',
    'phone',
    'e-mail',
    'email',
    'эл почта',
    'почта',
    'адрес',
    'адрес регистрации',
    'address',
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

/** Undefined: nobody has heard of such a column. «Представитель 2» is a second column of the same kind. */
export function fieldOfHeader(header: string): Field | undefined {
  const name = bare(header)
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
export function findColumns(rows: readonly { readonly cells: readonly string[] }[]): Columns | undefined {
  let best: Columns | undefined
  let most = 1
  for (const [header, { cells }] of rows.slice(0, 20).entries()) {
    const places = new Map<Field, number[]>()
    const [unknown, notKept]: [string[], string[]] = [[], []]
    cells.forEach((cell, i) => {
      if (cell.trim() === '') return
      const field = fieldOfHeader(cell)
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
