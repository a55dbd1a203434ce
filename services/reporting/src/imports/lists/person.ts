// Name and birth date of one row.
import { readDay } from '../dates.js'
import { plain } from '../names.js'
import type { ImportProblem, StagedPerson } from '../staged.js'
import { inOneAlphabet } from './letters.js'
import type { ListRow } from './read-list.js'

export type ReadName = { lastName: string; firstName: string; patronymic: string | null | undefined }

const shown = (text: string): string => text.slice(0, 60)

const columnNames = { lastName: 'Фамилия', firstName: 'Имя', patronymic: 'Отчество' } as const

/** Surname, name and patronymic out of three columns or one; null, with a problem noted, when there is no name. */
export function nameOf(row: ListRow, hasPatronymic: boolean, problems: ImportProblem[]): ReadName | null {
  const whole = splitName(row.of('fullName'))
  const read = (field: keyof typeof columnNames): string =>
    inOneAlphabet(row.of(field) || whole[field], row.line, columnNames[field], problems)
  const [lastName, firstName, patronymic] = [read('lastName'), read('firstName'), read('patronymic')]
  if (lastName !== '' && firstName !== '') {
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
  if (day > today || day < '1900-01-01') {
    const why = day > today ? 'ещё не наступила' : 'раньше 1900 года'
    const message = `Строка ${row.line}: дата рождения ${day} ${why}. Человек взят без даты рождения.`
    problems.push({ ...at, code: 'IMPLAUSIBLE_DATE', message })
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

/** People of one kind and one full name, where nothing in the list makes them one: twins of paper, or one who stands twice. */
export function tellNamesakes(people: readonly StagedPerson[], problems: ImportProblem[]): void {
  const first = new Map<string, StagedPerson>()
  for (const one of people) {
    const name = [one.lastName, one.firstName, one.patronymic].filter(Boolean).join(' ')
    const before = first.get(plain(name))
    if (!before) first.set(plain(name), one)
    else {
      const message = `Строка ${one.line}: ${name} уже стоит в строке ${before.line}. Проверьте, тёзки это или один человек дважды.`
      problems.push({ line: one.line, code: 'SAME_NAME', message, value: name.slice(0, 60) })
    }
  }
}
