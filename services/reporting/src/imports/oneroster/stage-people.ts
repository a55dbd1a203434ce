import { readDay } from '../dates.js'
import type { ImportProblem, StagedPerson } from '../staged.js'
import type { BundleRow } from './bundle.js'
import type { Standing } from './stage.js'

type Kind = StagedPerson['kind']

/** Roles of OneRoster 1.1 and 1.2 → who somebody is here; anything else is passed over with a word. */
const kindOf: Readonly<Record<string, Kind>> = {
  student: 'PUPIL',
  teacher: 'STAFF',
  aide: 'STAFF',
  administrator: 'STAFF',
  principal: 'STAFF',
  counselor: 'STAFF',
  siteadministrator: 'STAFF',
  districtadministrator: 'STAFF',
  proctor: 'STAFF',
  parent: 'GUARDIAN',
  guardian: 'GUARDIAN',
  relative: 'GUARDIAN',
}
const positions: Readonly<Record<string, string>> = {
  teacher: 'учитель',
  aide: 'помощник учителя',
  administrator: 'администратор',
  principal: 'директор',
  counselor: 'психолог',
}

/** People by sourcedId. Passwords that lie in the file are never read into anything. */
export function stagePeople(
  standing: Standing,
  today: string,
  problems: ImportProblem[],
): Map<string, StagedPerson> {
  const file = 'users.csv'
  const open = standing.users.filter((row) => row.of('password') !== '')
  if (open.length > 0)
    problems.push({
      line: open[0]?.line ?? null,
      file,
      code: 'PASSWORDS_IN_FILE',
      message: `В файле лежат пароли открытым текстом: ${open.length}. Они не прочитаны; смените их там, где они действуют.`,
      count: open.length,
    })
  const roles = new Map(standing.roles.map((row) => [row.of('userSourcedId'), row]))
  const births = new Map(
    standing.demographics.map((row) => [row.of('sourcedId') || row.of('userSourcedId'), row]),
  )
  const people = new Map<string, StagedPerson>()
  for (const row of standing.users) {
    const person = personOf(
      row,
      roleOf(row, standing, roles),
      births.get(row.of('sourcedId')),
      today,
      problems,
    )
    if (person) people.set(person.key, person)
  }
  addAgents(standing, people, problems)
  return people
}

/** 1.1 writes the role with the person; 1.2 in a file of its own, the primary one first. */
function roleOf(row: BundleRow, { roles }: Standing, any: ReadonlyMap<string, BundleRow>): string {
  const id = row.of('sourcedId')
  const primary = roles.find(
    (one) => one.of('userSourcedId') === id && one.of('roleType').toLowerCase() === 'primary',
  )
  return (row.of('role') || (primary ?? any.get(id))?.of('role') || '').toLowerCase().replace(/[^a-z]/g, '')
}

function personOf(
  row: BundleRow,
  role: string,
  birth: BundleRow | undefined,
  today: string,
  problems: ImportProblem[],
): StagedPerson | null {
  const at = { line: row.line, file: 'users.csv' }
  const [key, lastName, firstName] = [row.of('sourcedId'), row.of('familyName'), row.of('givenName')]
  const name = `${lastName} ${firstName}`.trim()
  if (key === '' || lastName === '' || firstName === '') {
    const lacks = key === '' ? 'номера (sourcedId)' : lastName === '' ? 'фамилии' : 'имени'
    problems.push({
      ...at,
      code: 'USER_INCOMPLETE',
      message: `Строка ${row.line} пропущена: нет ${lacks}.`,
      value: name.slice(0, 60),
    })
    return null
  }
  const kind = kindOf[role]
  if (!kind) {
    const message =
      role === ''
        ? `У «${name}» не названа роль: пропущен.`
        : `Роль «${role}» здесь не нужна: «${name}» пропущен.`
    problems.push({ ...at, column: 'role', code: 'UNKNOWN_ROLE', message, value: role.slice(0, 60) })
    return null
  }
  return {
    key,
    line: row.line,
    kind,
    lastName,
    firstName,
    patronymic: row.of('middleName') || undefined,
    birthDate: birthDateOf(birth, name, today, problems),
    position: kind === 'STAFF' ? positions[role] : undefined,
    schoolClass: kind === 'PUPIL' ? null : undefined,
    guardianOf: [],
    roles: role === 'teacher' ? ['TEACHER'] : [],
  }
}

function birthDateOf(
  row: BundleRow | undefined,
  name: string,
  today: string,
  problems: ImportProblem[],
): string | undefined {
  const text = row?.of('birthDate') ?? ''
  if (!row || text === '') return undefined
  const { day, ambiguous } = readDay(text, 'MONTH_FIRST')
  const at = { line: row.line, file: 'demographics.csv', column: 'birthDate', value: text.slice(0, 60) }
  if (!day || day >= today) {
    problems.push({
      ...at,
      code: 'BAD_DATE',
      message: `${name}: «${text.slice(0, 60)}» не дата рождения. Взят без неё.`,
    })
    return undefined
  }
  if (ambiguous)
    problems.push({
      ...at,
      code: 'AMBIGUOUS_DATE',
      message: `${name}: в дате ${text} первым принят месяц, вторым число.`,
    })
  return day
}

/** `agentSourcedIds` stand with the child or with the guardian, as programs please: whoever is the pupil is the child. */
function addAgents(standing: Standing, people: Map<string, StagedPerson>, problems: ImportProblem[]): void {
  const children = new Map<string, Set<string>>()
  for (const row of standing.users) {
    const one = people.get(row.of('sourcedId'))
    if (!one) continue
    for (const id of row.list('agentSourcedIds')) {
      const other = people.get(id)
      const pair = one.kind === 'PUPIL' ? { child: one, guardian: other } : { child: other, guardian: one }
      if (pair.child?.kind === 'PUPIL' && pair.guardian?.kind === 'GUARDIAN') {
        const known = children.get(pair.guardian.key) ?? new Set()
        children.set(pair.guardian.key, known.add(pair.child.key))
        continue
      }
      const message = other
        ? `Связь «${one.lastName} ${one.firstName}» и «${other.lastName} ${other.firstName}» не ученика с представителем: пропущена.`
        : `${one.lastName} ${one.firstName}: человека ${id} в выгрузке нет, связь пропущена.`
      problems.push({
        line: row.line,
        file: 'users.csv',
        column: 'agentSourcedIds',
        code: 'UNKNOWN_REFERENCE',
        message,
        value: id.slice(0, 60),
      })
    }
  }
  for (const [key, ids] of children) {
    const guardian = people.get(key)
    if (guardian) people.set(key, { ...guardian, guardianOf: [...ids] })
  }
  const alone = [...people.values()].filter((one) => one.kind === 'GUARDIAN' && one.guardianOf.length === 0)
  for (const one of alone) {
    people.delete(one.key)
    const message = `${one.lastName} ${one.firstName}: представитель, а чей, не сказано. Пропущен.`
    problems.push({ line: one.line, file: 'users.csv', code: 'GUARDIAN_OF_NOBODY', message })
  }
}
