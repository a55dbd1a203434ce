// Who may what in roster, as a table. A row speaks for one or more names of schema.graphql and says who sees, or may:
//
//   field(['School.staff'], 'school(id: $school) { staff { id } }', 'school.staff', ['COORDINATOR', 'INSPECTOR'])
//   entity('Pupil', (w) => w.anna, 'fullName', ['COORDINATOR', 'GUARDIAN.own'], ['Pupil.fullName'])
//   mutation('movePupil', (w) => ({ pupilId: w.boris, … }), ['COORDINATOR'])
//
// `who` names members of the cast: 'CLASS_TEACHER' is both, the one whom the thing belongs to and a stranger of the same
// role; 'CLASS_TEACHER.own' and 'CLASS_TEACHER.stranger' are one of them. "Own" is: class 7А, its pupil Anna, her
// guardian; for other roles the person `w.own.ROLE`. `everybody` is the whole cast of the school. Whoever is not
// named must see null (or be refused with NOT_FOUND, with nothing written); so must somebody of another school, and a
// request without a passport is refused. The operator counts as a coordinator.
// Variables that each question may use: $school, $year, $class7, $anna, $guardian, $group.
// table.test.ts fails for a Query field, a Mutation, a type with @key, or a field of such a type without a row.
import { newUuid } from '@zhurnal/kit/testing'
import { roleSchema, type Role, type Viewer } from '../../events.js'
import { actsOf } from '../acts.js'
import { smallSchool, type TestRoster } from '../harness.js'
import { viewerOf } from '../testing.js'

export type Named = Role | `${Role}.own` | `${Role}.stranger` | 'operator' | 'other school'
export type Member = { readonly name: string; readonly role: Role; readonly viewer: Viewer }

export type World = Awaited<ReturnType<typeof makeWorld>>

export type Row = {
  /** Names of schema.graphql that the row speaks for. */
  readonly covers: readonly string[]
  readonly about: string
  readonly who: readonly Named[]
} & (
  | {
      readonly kind: 'read'
      readonly query: string
      readonly path: string
      readonly variables?: (w: World) => object
    }
  | {
      readonly kind: 'act'
      readonly name: string
      readonly input: (w: World, member: Member) => object
      readonly refusal: string
      readonly select: string
    }
)

export const everybody: readonly Named[] = roleSchema.options
export const staff: readonly Named[] = everybody.filter((role) => role !== 'PUPIL' && role !== 'GUARDIAN')

/** A field that is reached from a root field; `path` leads to what must be there, or null. */
export const field = (
  covers: readonly string[],
  query: string,
  path: string,
  who: readonly Named[],
  variables?: (w: World) => object,
): Row => ({ kind: 'read', covers, about: query, query, path, who, ...(variables ? { variables } : {}) })

/** A thing by reference, as the gateway asks for it: `field` of it must be there, or null. */
export const entity = (
  type: string,
  id: (w: World) => string,
  name: string,
  who: readonly Named[],
  covers: readonly string[] = [],
): Row => ({
  kind: 'read',
  covers: [type, ...covers],
  about: `_entities of ${type}: ${name}`,
  query: `_entities(representations: $representations) { ... on ${type} { ${name} } }`,
  path: `_entities.0.${name.split(/[\s({]/)[0] ?? ''}`,
  who,
  variables: (w) => ({ representations: [{ __typename: type, id: id(w) }] }),
})

/** An act; who may gets any answer but `refusal`, who may not gets it and leaves no trace. */
export const mutation = (
  name: string,
  input: (w: World, member: Member) => object,
  who: readonly Named[],
  more: { readonly about?: string; readonly refusal?: string; readonly select?: string } = {},
): Row => ({
  kind: 'act',
  covers: [`Mutation.${name}`],
  about: more.about ?? name,
  name,
  input,
  who,
  refusal: more.refusal ?? 'NOT_FOUND',
  select: more.select ?? '',
})

/** True when `who` names the member. */
export const names = (who: readonly Named[], member: string, role: Role): boolean =>
  who.some((one) => one === member || one === role || (member === 'operator' && one === 'COORDINATOR'))

const surnames =
  'Абзацев Буквин Вводный Глаголин Дефисов Запятов Кавычкин Литерин Морфемов Наречьев Орфограммов'.split(' ')

type StaffMembers = Readonly<Record<Role, string>>

async function staffOf(s: Awaited<ReturnType<typeof smallSchool>>, firstName: string): Promise<StaffMembers> {
  const ids = Object.fromEntries(roleSchema.options.map((role) => [role, newUuid()])) as Record<Role, string>
  await s.run('addPeople', {
    schoolId: s.ids.school,
    people: roleSchema.options
      .filter((role) => role !== 'PUPIL' && role !== 'GUARDIAN')
      .map((role, i) => ({
        id: ids[role],
        lastName: surnames[i] ?? '',
        firstName,
        staff: { position: 'сотрудник' },
      })),
  })
  return ids
}

export async function makeWorld(t: TestRoster) {
  const s = await smallSchool(t)
  const { school, year, class7, class8, anna, boris, vera, gleb, guardian, teacher } = s.ids
  const a = actsOf(t, s)
  const [group, otherGuardian] = [newUuid(), newUuid()]
  const spare = Array.from({ length: 60 }, () => newUuid())
  await s.run('addPeople', {
    schoolId: school,
    people: [
      { id: otherGuardian, lastName: 'Ведёркин', firstName: 'Влас', guardianOf: [vera] },
      ...spare.map((id, i) => ({
        id,
        lastName: 'Запасов',
        firstName: `Номер ${i}`,
        staff: { position: 'вахтёр' },
      })),
    ],
  })
  await s.run('createGroups', {
    schoolId: school,
    yearId: year,
    groups: [
      { id: group, name: '7А, английский', schoolClassIds: [class7], pupilIds: [anna], from: '2026-09-01' },
    ],
  })
  const own = { ...(await staffOf(s, 'Свой')), PUPIL: anna, GUARDIAN: guardian }
  const stranger = { ...(await staffOf(s, 'Чужой')), PUPIL: vera, GUARDIAN: otherGuardian }
  const grants = [own, stranger].flatMap((people, i) =>
    roleSchema.options.map((role) => ({
      id: newUuid(),
      personId: people[role],
      role,
      ...(role === 'CLASS_TEACHER' ? { schoolClassId: i === 0 ? class7 : class8 } : {}),
    })),
  )
  // Families hold their roles by their cards.
  const byOrder = grants.filter(({ role }) => role !== 'PUPIL' && role !== 'GUARDIAN')
  await s.run('grantRoles', { schoolId: school, grants: byOrder })
  await s.run('openAccounts', {
    schoolId: school,
    accounts: grants.map(({ personId }, i) => ({
      personId,
      username: `member${i}`,
      password: 'parol-sostava',
      mustChangePassword: false,
    })),
  })
  const rows = await a.query<{ person: string; account: string }>(
    'select person_id as person, account_id as account from account_person',
  )
  const account = Object.fromEntries(rows.map((row) => [row.person, row.account]))
  const place = {
    school,
    year,
    class7,
    class8,
    anna,
    boris,
    vera,
    gleb,
    guardian,
    otherGuardian,
    teacher,
    group,
  }
  const consentId = newUuid()
  await s.run('recordConsents', {
    schoolId: school,
    consents: [
      {
        id: consentId,
        personId: anna,
        purpose: 'EDUCATION',
        from: '2026-09-01',
        givenByName: 'Азбукина Алла',
      },
    ],
  })
  await s.run('changePersonalFile', {
    pupilId: anna,
    healthGroup: 'II',
    physicalEducationGroup: 'MAIN',
    specialNeeds: 'не выдавалось',
    previousSchool: 'детский сад «Проба»',
    address: 'ул. Пробная, 1',
  })
  const cast = castOf(place, own, stranger, account)
  /** A member of staff on whom nothing depends, another one at each call. */
  const somebody = (): string => spare.pop() ?? newUuid()
  return { ...place, consentId, somebody, q1: s.ids.q1, own, stranger, account, grants, cast, s, a, t }
}

function castOf(
  place: { school: string; class7: string; class8: string; anna: string; vera: string },
  own: StaffMembers,
  stranger: StaffMembers,
  account: Readonly<Record<string, string>>,
): readonly Member[] {
  const member = (role: Role, side: 'own' | 'stranger'): Member => {
    const [people, schoolClass, child] =
      side === 'own' ? [own, place.class7, place.anna] : [stranger, place.class8, place.vera]
    const viewer = viewerOf({
      schoolId: place.school,
      personId: people[role],
      name: `Проверкин ${role}`,
      roles: [role],
      classes: role === 'CLASS_TEACHER' ? [schoolClass] : [],
      pupils: role === 'PUPIL' || role === 'GUARDIAN' ? [child] : [],
      account: account[people[role]] ?? newUuid(),
    })
    return { name: `${role}.${side}`, role, viewer }
  }
  const all = roleSchema.options
  return [
    ...all.flatMap((role) => [member(role, 'stranger'), member(role, 'own')]),
    {
      name: 'operator',
      role: 'COORDINATOR',
      viewer: { ...viewerOf({ schoolId: place.school, roles: ['COORDINATOR'], operator: true }) },
    },
    { name: 'other school', role: 'COORDINATOR', viewer: viewerOf({ schoolId: newUuid(), roles: [...all] }) },
  ]
}

/** The variables that any question of the table may use. */
export const placeOf = (w: World) => ({
  school: w.school,
  year: w.year,
  class7: w.class7,
  anna: w.anna,
  guardian: w.guardian,
  group: w.group,
})

const types: Readonly<Record<string, string>> = { representations: '[_Any!]!' }

/** A question with the declarations of the variables that it uses. */
export function questionOf(query: string): string {
  const used = [...new Set([...query.matchAll(/\$(\w+)/g)].map((found) => found[1] ?? ''))]
  const declared = used.map((name) => `$${name}: ${types[name] ?? 'ID!'}`).join(', ')
  return `query${declared ? `(${declared})` : ''} { ${query} }`
}

/** What stands at `school.staff.0.name` of an answer; null where the way ends before. */
export function valueAt(data: unknown, path: string): unknown {
  let at: unknown = data
  for (const step of path.split('.')) {
    if (typeof at !== 'object' || at === null) return null
    at = Object.entries(at).find(([name]) => name === step)?.[1]
  }
  return at ?? null
}
