import type { CardGap, ConsentPurpose, GuardianRelation, PersonLineFragment } from '../generated/graph.js'
import { roleName } from '../session/hats.js'

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

export const gapName: Readonly<Record<CardGap, string>> = {
  GUARDIAN: 'нет представителя',
  LEGAL_REPRESENTATIVE: 'не указан законный представитель',
  PHONE: 'нет телефона',
  BIRTH_DATE: 'нет даты рождения',
  GROUP: 'не в группе',
  CONSENT: 'нет согласия',
  ACCOUNT: 'нет входа',
  ORDER: 'нет номера приказа',
}

export const relationName: Readonly<Record<GuardianRelation, string>> = {
  MOTHER: 'мать',
  FATHER: 'отец',
  GUARDIAN: 'опекун',
  GRANDPARENT: 'бабушка или дедушка',
  OTHER: 'другой представитель',
}

export const purposeName: Readonly<Record<ConsentPurpose, string>> = {
  EDUCATION: 'Ведение журнала и дневника',
  TRANSFER: 'Передача на портал',
  PUBLICATION: 'Фотографии и публикации',
}
