// What is written for one person of a file: as a new one, or as what changes of a known one.
import { fullName, plain } from '../names.js'
import type { StagedPerson } from '../staged.js'
import { cardAdded, cardChanged, otherTies, writesSnils } from './card-act.js'
import type { KnownPerson } from '../state.js'
import { differences, idFor, type Act, type Change, type Comparing, type Grant } from './plan.js'

export function personAct(
  comparing: Comparing,
  one: StagedPerson,
  id: string,
  known: KnownPerson | null,
): { act: Act; changes: Change[] } {
  return known
    ? changed(comparing, one, known)
    : {
        act: added(comparing, one, id),
        changes: one.snils ? [{ field: 'СНИЛС', from: null, to: 'есть' }] : [],
      }
}

function added(comparing: Comparing, one: StagedPerson, id: string): Act {
  const classId = idFor(comparing, 'CLASS', one.schoolClass)
  const from = one.from ?? firstDay(comparing)
  return {
    input: {
      id,
      lastName: one.lastName,
      firstName: one.firstName,
      patronymic: one.patronymic ?? null,
      birthDate: one.birthDate ?? null,
      ...(one.kind === 'PUPIL' && classId ? { pupil: { schoolClassId: classId, from } } : {}),
      ...(one.kind === 'STAFF' ? { staff: { position: one.position ?? 'учитель' } } : {}),
      ...(one.kind === 'GUARDIAN' ? { guardianOf: childrenOf(comparing, one) } : {}),
      ...(one.kind === 'PUPIL' && one.order ? { order: one.order } : {}),
      ...cardAdded(one),
    },
    ...(one.snils ? { hasSnils: true as const } : {}),
    ...otherTies(comparing, one),
    ...knownChildren(comparing, one),
    grants: grantsOf(comparing, one),
  }
}

/** A class that is there from the start of the year is joined from its start while the year has not begun. */
function firstDay({ school }: Comparing): string {
  const start = school.year?.startsOn ?? school.today
  return start > school.today || school.timetable === null ? start : school.today
}

const childrenOf = (comparing: Comparing, one: StagedPerson): string[] =>
  one.guardianOf.flatMap((key) => idFor(comparing, 'PERSON', key) ?? [])

function knownChildren(comparing: Comparing, one: StagedPerson): Pick<Act, 'guardianOf'> {
  const before = new Set(comparing.school.people.map(({ id }) => id))
  const guardianOf = childrenOf(comparing, one).filter((id) => before.has(id))
  return guardianOf.length > 0 ? { guardianOf } : {}
}

/** Roles that the file names and the person does not hold yet. */
function grantsOf(comparing: Comparing, one: StagedPerson, known?: KnownPerson): Grant[] {
  const missing = one.roles.filter((role) => !known?.roles.includes(role))
  const roles = missing.map((role) => ({ id: comparing.idOf('PERSON', `${one.key} ${role}`), role }))
  const led = comparing.staged.classes.filter(({ teacher }) => teacher === one.key)
  const classes = led.flatMap(({ key }) => {
    const schoolClassId = idFor(comparing, 'CLASS', key)
    const taken = comparing.school.classes.some(
      ({ id, teacherId }) => id === schoolClassId && teacherId !== null,
    )
    if (!schoolClassId || taken) return []
    return [
      {
        id: comparing.idOf('PERSON', `${one.key} CLASS_TEACHER ${key}`),
        role: 'CLASS_TEACHER',
        schoolClassId,
      },
    ]
  })
  return [...roles, ...classes]
}

/** The file may write a name in another case, without «ё», or as an initial: that is no change. */
function differs(from: string | null, to: string | null | undefined): string | null | undefined {
  if (to === undefined) return undefined
  const [known, written] = [plain(from ?? ''), plain(to ?? '')]
  const isInitial = /^\p{L}\.?$/u.test(written) && known.startsWith(written.slice(0, 1))
  return known === written || isInitial ? undefined : to
}

function changed(
  comparing: Comparing,
  one: StagedPerson,
  known: KnownPerson,
): { act: Act; changes: Change[] } {
  const names = comparing.staged.lastingKeys
    ? { lastName: differs(known.lastName, one.lastName), firstName: differs(known.firstName, one.firstName) }
    : {}
  const to = {
    ...names,
    patronymic: differs(known.patronymic, one.patronymic),
    birthDate: differs(known.birthDate, one.birthDate),
    position: known.kind === 'STAFF' ? differs(known.position, one.position ?? undefined) : undefined,
  }
  const changes = differences([
    ['Фамилия', known.lastName, to.lastName],
    ['Имя', known.firstName, to.firstName],
    ['Отчество', known.patronymic, to.patronymic],
    ['Дата рождения', known.birthDate, to.birthDate],
    ['Должность', known.position, to.position],
  ])
  const input = Object.fromEntries(Object.entries(to).filter(([, value]) => value !== undefined))
  const before = Object.fromEntries(
    Object.keys(input).map((field) => [field, known[field as keyof KnownPerson] ?? null]),
  )
  const move = moveOf(comparing, one, known)
  const children = childrenOf(comparing, one).filter((id) => !known.children.includes(id))
  const grants = grantsOf(comparing, one, known)
  const card = cardChanged(comparing, one, known)
  const snils = writesSnils(comparing, one, known)
  return {
    act: {
      ...card.act,
      // The number itself stands in no plan: it is put in from the file when the plan is carried out.
      ...(Object.keys(input).length > 0 || snils
        ? {
            input: { id: known.id, ...input },
            before: { id: known.id, ...before, ...(snils ? { snils: null } : {}) },
          }
        : {}),
      ...(snils ? { hasSnils: true as const } : {}),
      ...(move ? { move: move.act } : {}),
      ...(grants.length > 0 ? { grants } : {}),
      ...(children.length > 0 ? { children } : {}),
    },
    changes: [
      ...changes,
      ...(snils ? [{ field: 'СНИЛС', from: null, to: 'есть' }] : []),
      ...(move ? [move.change] : []),
      ...children.map((id) => ({ field: 'Ребёнок', from: null, to: nameOfChild(comparing, id) })),
      ...grants.map(({ role }) => ({ field: 'Роль', from: null, to: roleNames[role] ?? role })),
      ...card.changes,
    ],
  }
}

const nameOfChild = ({ school, staged, resolved }: Comparing, id: string): string => {
  const known = school.people.find((one) => one.id === id)
  const written = staged.people.find(({ key }) => resolved.get(`PERSON ${key}`) === id)
  const one = known ?? written
  return one ? fullName(one) : id
}

const roleNames: Readonly<Record<string, string>> = {
  TEACHER: 'учитель',
  CLASS_TEACHER: 'классный руководитель',
  DEPUTY: 'завуч',
  DIRECTOR: 'директор',
  SPECIALIST: 'специалист',
  CLERK: 'делопроизводитель',
  JOURNAL_ADMIN: 'администратор журнала',
}

function moveOf(comparing: Comparing, one: StagedPerson, known: KnownPerson) {
  const to = idFor(comparing, 'CLASS', one.schoolClass)
  if (one.kind !== 'PUPIL' || !to || !known.classId || to === known.classId) return undefined
  const nameOf = (id: string) =>
    comparing.school.classes.find((item) => item.id === id)?.name ??
    comparing.staged.classes.find((item) => item.key === one.schoolClass)?.name ??
    null
  const day = one.from ?? comparing.school.today
  return {
    act: { from: known.classId, to, day },
    change: { field: 'Класс', from: nameOf(known.classId), to: nameOf(to) },
  }
}
