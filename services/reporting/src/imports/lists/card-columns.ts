// What a row of a list tells beside name, birth date and class: number, phone, address, consent, order.
import { emailOf, phoneOf } from '@zhurnal/kit/reach'
import { snilsOf } from '@zhurnal/kit/snils'
import { readDay } from '../dates.js'
import type { ImportProblem, StagedConsentGiven, StagedPerson } from '../staged.js'
import type { ListRow } from './read-list.js'

const shown = (text: string): string => text.slice(0, 60)

type Reach = Pick<StagedPerson, 'phone' | 'email' | 'address'>

/** Phone, e-mail and address; what cannot be read is left out and told. */
export function reachOf(row: ListRow, problems: ImportProblem[]): Reach {
  const [phone, email, address] = [row.of('phone'), row.of('email'), row.of('address')]
  const [readPhone, readEmail] = [phoneOf(phone), emailOf(email)]
  if (phone !== '' && !readPhone) {
    const message = `Строка ${row.line}: «${shown(phone)}» не номер телефона, он не записан. Пишут так: +7 900 000-00-00.`
    problems.push({ line: row.line, column: 'Телефон', code: 'BAD_PHONE', message, value: shown(phone) })
  }
  if (email !== '' && !readEmail) {
    const message = `Строка ${row.line}: «${shown(email)}» не адрес электронной почты, он не записан.`
    problems.push({ line: row.line, column: 'Почта', code: 'BAD_EMAIL', message, value: shown(email) })
  }
  return {
    phone: readPhone ?? undefined,
    email: readEmail ?? undefined,
    address: address.slice(0, 200) || undefined,
  }
}

/** СНИЛС; one that cannot be right is told without the number itself: it stands nowhere but in the file. */
export function snilsIn(row: ListRow, problems: ImportProblem[]): string | undefined {
  const text = row.of('snils')
  if (text === '') return undefined
  const digits = snilsOf(text)
  if (digits) return digits
  const message = `Строка ${row.line}: в СНИЛС ошибка (нужны 11 цифр с верной контрольной суммой), он не записан.`
  problems.push({ line: row.line, column: 'СНИЛС', code: 'BAD_SNILS', message })
  return undefined
}

type DayField = 'consent' | 'guardianConsent' | 'orderDate' | 'until' | 'effectiveOn'

/** Undefined where the cell is empty, or holds no day: that is told, and what becomes of it says `otherwise`. */
export function dayOf(
  row: ListRow,
  field: DayField,
  column: string,
  otherwise: string,
  problems: ImportProblem[],
): string | undefined {
  const text = row.of(field)
  if (text === '') return undefined
  const { day } = readDay(text, 'DAY_FIRST')
  if (day) return day
  const message = `Строка ${row.line}: «${shown(text)}» не дата, ${otherwise}.`
  problems.push({ line: row.line, column, code: 'BAD_DATE', message, value: shown(text) })
  return undefined
}

/** A consent to keep the journal; one of a day to come, of before 1990, or that nobody has given, is told and not taken. */
export function consentOf(
  row: ListRow,
  field: 'consent' | 'guardianConsent',
  givenBy: string,
  today: string,
  problems: ImportProblem[],
): StagedConsentGiven | undefined {
  const column = field === 'consent' ? 'Согласие' : 'Согласие представителя'
  const from = dayOf(row, field, column, 'согласие не записано', problems)
  if (!from) return undefined
  const wrong = (code: string, why: string): undefined => {
    const message = `Строка ${row.line}: ${why}, согласие не записано.`
    problems.push({ line: row.line, column, code, message, value: shown(row.of(field)) })
  }
  if (from > today) return wrong('CONSENT_TO_COME', 'день согласия ещё не наступил')
  if (from < '1990-01-01') return wrong('IMPLAUSIBLE_DATE', 'день согласия слишком давний')
  const givenByName = givenBy.slice(0, 200)
  if (givenByName === '') return wrong('CONSENT_BY_NOBODY', 'не сказано, кто дал согласие')
  const document = row.of('document').slice(0, 200)
  return { purpose: 'EDUCATION', from, givenByName, ...(document ? { document } : {}) }
}

/** Number and date of the order by which a pupil is enrolled; one without the other, or of a day to come, is told. */
export function orderOf(
  row: ListRow,
  today: string,
  problems: ImportProblem[],
): { number: string; date: string } | undefined {
  const number = row.of('orderNumber').replace(/^№\s*/, '').slice(0, 50)
  const date = dayOf(row, 'orderDate', 'Дата приказа', 'приказ записан как «б/н»', problems)
  if (number === '' && !date) return undefined
  if (number !== '' && date && date <= today) return { number, date }
  const why = date && date > today ? 'дата приказа ещё не наступила' : 'у приказа нужны и номер, и дата'
  const message = `Строка ${row.line}: ${why}. Зачисление записано приказом «б/н».`
  problems.push({ line: row.line, column: 'Приказ', code: 'ORDER_INCOMPLETE', message, value: shown(number) })
  return undefined
}
