import type { PersonLineFragment } from '../generated/graph.js'
import { roleName } from '../session/hats.js'
import { csvTable } from '../school/csv.js'

/** What a person is at the school: «учитель физики», «7А», «представитель». */
export function placeOf({ staff, pupil, guardian }: PersonLineFragment): string {
  return [
    staff ? (staff.position ?? 'сотрудник') : '',
    pupil ? (pupil.schoolClass?.name ?? 'ученик без класса') : '',
    guardian ? 'представитель' : '',
  ]
    .filter(Boolean)
    .join(', ')
}

/** «учитель, завуч»; of one who has several grants of a role once. */
export const rolesOf = ({ roles }: PersonLineFragment): string =>
  [...new Set(roles?.map(({ role }) => roleName(role).toLowerCase()) ?? [])].join(', ')

/** «login», or with it that the account is stopped; empty: none. */
export const loginWords = ({ account }: PersonLineFragment): string =>
  account ? `${account.username}${account.state === 'STOPPED' ? ' (остановлен)' : ''}` : ''

export const peopleCsv = (people: readonly PersonLineFragment[]): string =>
  csvTable([
    ['Фамилия', 'Имя', 'Отчество', 'Кто', 'Роли в журнале', 'Логин'],
    ...people.map((one) => [
      one.lastName ?? '',
      one.firstName ?? '',
      one.patronymic ?? '',
      placeOf(one),
      rolesOf(one),
      loginWords(one),
    ]),
  ])
