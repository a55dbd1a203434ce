// Name and birth date of one row.
import { readDay } from '../dates.js'
import type { ImportProblem } from '../staged.js'
import type { ListRow } from './read-list.js'

export type ReadName = { lastName: string; firstName: string; patronymic: string | null | undefined }

const shown = (text: string): string => text.slice(0, 60)

/** Surname, name and patronymic out of three columns or one; null, with a problem noted, when there is no name. */
export function nameOf(row: ListRow, hasPatronymic: boolean, problems: ImportProblem[]): ReadName | null {
  const whole = splitName(row.of('fullName'))
  const lastName = row.of('lastName') || whole.lastName
  const firstName = row.of('firstName') || whole.firstName
  if (lastName !== '' && firstName !== '') {
    const patronymic = row.of('patronymic') || whole.patronymic
    return { lastName, firstName, patronymic: patronymic || (hasPatronymic ? null : undefined) }
  }
  const code = lastName === '' ? 'NO_SURNAME' : 'NO_FIRST_NAME'
  const message = `Строка ${row.line} пропущена: нет ${lastName === '' ? 'фамилии' : 'имени'}.`
  problems.push({
    line: row.line,
    column: lastName === '' ? 'Фамилия' : 'Имя',
    code,
    message,
    value: shown(lastName || firstName),
  })
  return null
}

export function splitName(text: string): { lastName: string; firstName: string; patronymic: string } {
  const [lastName = '', firstName = '', ...rest] = text.replace(/,/g, ' ').split(/\s+/).filter(Boolean)
  return { lastName, firstName, patronymic: rest.join(' ') }
}

/** Undefined when the row has none that can be used; what is wrong with it is noted. `ages`: years, both included. */
export function birthDateOf(
  row: ListRow,
  today: string,
  ages: readonly [number, number],
  problems: ImportProblem[],
): string | undefined {
  const text = row.of('birthDate')
  if (text === '') return undefined
  const { day, ambiguous } = readDay(text, 'DAY_FIRST')
  const at = { line: row.line, column: 'Дата рождения', value: shown(text) }
  if (!day) {
    problems.push({
      ...at,
      code: 'BAD_DATE',
      message: `Строка ${row.line}: «${shown(text)}» не дата. Человек взят без даты рождения.`,
    })
    return undefined
  }
  const age = Number(today.slice(0, 4)) - Number(day.slice(0, 4)) - (today.slice(5) < day.slice(5) ? 1 : 0)
  if (age < ages[0] || age > ages[1]) {
    const message = `Строка ${row.line}: по дате ${day} человеку ${age}. Проверьте год; взят без даты рождения.`
    problems.push({ ...at, code: 'IMPLAUSIBLE_DATE', message })
    return undefined
  }
  if (ambiguous) {
    const message = `Строка ${row.line}: в дате ${shown(text)} первым принято число, вторым месяц.`
    problems.push({ ...at, code: 'AMBIGUOUS_DATE', message })
  }
  return day
}
