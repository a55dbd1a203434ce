// The people of the invented school: staff, pupils by class, families with one child or two.
import type { Ids } from './ids.js'
import type { ClassSeed, Teacher } from './staff.js'
import type { Pool } from './curriculum.js'
import {
  adultName,
  childName,
  pickFather,
  pickSurname,
  surnameFor,
  pickFirstName,
  type Father,
  type Sex,
} from './names.js'
import { Random } from './random.js'
import type { PersonPlan } from './school-plan.js'

const positions: Readonly<Record<Exclude<Pool, 'class'>, string>> = {
  primary: 'учитель начальных классов',
  philology: 'учитель русского языка и литературы',
  english: 'учитель английского языка',
  mathematics: 'учитель математики',
  informatics: 'учитель информатики',
  history: 'учитель истории и обществознания',
  geography: 'учитель географии',
  biology: 'учитель биологии',
  chemistry: 'учитель химии',
  physics: 'учитель физики',
  sport: 'учитель физической культуры',
  music: 'учитель музыки',
  art: 'учитель изобразительного искусства',
  craft: 'учитель труда (технологии)',
  safety: 'преподаватель-организатор ОБЗР',
}

/** Staff beside the teachers, each with the position; the first six have logins of their own. */
export const offices = [
  ['director', 'директор'],
  ['deputy', 'заместитель директора по учебно-воспитательной работе'],
  ['coordinator', 'заместитель директора по информатизации'],
  ['journal-admin', 'методист'],
  ['clerk', 'секретарь-делопроизводитель'],
  ['specialist', 'педагог-психолог'],
  ['deputy-2', 'заместитель директора по воспитательной работе'],
  ['social', 'социальный педагог'],
  ['speech', 'учитель-логопед'],
  ['librarian', 'педагог-библиотекарь'],
] as const

/** Full names within one school never repeat, so that nobody is taken for another. */
export class Names {
  private readonly known = new Set<string>()
  /** Calls `make` until it gives a name that nobody has. */
  fresh<T extends { lastName: string; firstName: string; patronymic: string }>(make: () => T): T {
    for (;;) {
      const name = make()
      const key = `${name.lastName} ${name.firstName} ${name.patronymic}`
      if (this.known.has(key)) continue
      this.known.add(key)
      return name
    }
  }
}

/** Teachers and offices of the school. */
export function staffPeople(ids: Ids, teachers: readonly Teacher[], names: Names): PersonPlan[] {
  const surnames = new Set<string>()
  const family = (lastName: string) => lastName.replace(/а$/, '')
  const person = (key: string, position: string, womenShare: number): PersonPlan => {
    const random = new Random('staff', key)
    const sex: Sex = random.chance(womenShare) ? 'F' : 'M'
    // One surname among the staff once: «Иголкина И. П.» stands on a page without the class.
    const name = names.fresh(() => {
      let made = adultName(random, sex)
      while (surnames.has(family(made.lastName))) made = adultName(random, sex)
      return made
    })
    surnames.add(family(name.lastName))
    return { id: ids.of('person', key), ...name, staff: { position } }
  }
  return [
    ...teachers.map((one) =>
      person(
        one.key,
        one.pool === 'class' ? 'учитель' : positions[one.pool],
        one.pool === 'safety' ? 0 : 0.85,
      ),
    ),
    ...offices.map(([key, position]) => person(key, position, key === 'director' ? 0 : 0.9)),
  ]
}

type Family = { readonly surname: string; readonly father: Father; readonly children: PersonPlan[] }

/** Pupils of all classes with their guardians; `sizes` by class name. */
export function families(
  ids: Ids,
  seeds: readonly ClassSeed[],
  sizeOf: (seed: ClassSeed) => number,
  about: { readonly yearStart: number; readonly names: Names },
): PersonPlan[] {
  const made: Family[] = []
  for (const seed of seeds) {
    const classId = ids.of('class', seed.name)
    for (let i = 1; i <= sizeOf(seed); i += 1) {
      const random = new Random('pupil', seed.name, i)
      // The first family of 7А has a child in the school's first class too: the login `guardian` sees two children.
      const sibling = i > 1 && random.chance(0.12) ? onlyChildElsewhere(made, classId, random) : undefined
      const own = seed.name === '7А' && i === 1 ? made[0] : sibling
      const family = own ?? { surname: pickSurname(random), father: pickFather(random), children: [] }
      if (!own) made.push(family)
      const sex: Sex = random.chance(0.5) ? 'F' : 'M'
      family.children.push({
        id: ids.of('person', 'pupil', seed.name, i),
        ...about.names.fresh(() => childName(random, sex, family.surname, family.father)),
        birthDate: birthDate(random, about.yearStart - 6 - seed.grade),
        pupil: { schoolClassId: classId, from: arrival(seed, i, about.yearStart) },
      })
    }
  }
  return made.flatMap((family) => {
    const guardians = guardiansOf(ids, family, about.names)
    const given = consentOf(family, guardians, about.yearStart)
    return [...family.children, ...guardians].map((person) => ({ ...person, ...given }))
  })
}

/** Most families have given theirs, on a day before the year; one in forty has not. */
function consentOf(
  { children }: Family,
  [guardian]: readonly PersonPlan[],
  yearStart: number,
): Pick<PersonPlan, 'consent'> {
  const random = new Random('consent', children[0]?.id ?? '')
  if (!guardian || random.chance(0.025)) return {}
  const { lastName, firstName, patronymic } = guardian
  const givenByName = [lastName, firstName, patronymic].filter(Boolean).join(' ')
  return { consent: { purpose: 'EDUCATION', from: `${yearStart}-08-${random.between(10, 25)}`, givenByName } }
}

/** A number that no exchange gives out: none begins with a zero. Most guardians have left one. */
const invented = (random: Random): Pick<PersonPlan, 'phone'> =>
  random.chance(0.95) ? { phone: `+7495000${String(random.between(0, 9999)).padStart(4, '0')}` } : {}

/** In the first grades of the invented school one child comes in October: a row that begins later. */
const arrival = (seed: ClassSeed, i: number, yearStart: number): string =>
  seed.grade === 1 && seed.letter === 'В' && i === 2 ? `${yearStart}-10-05` : `${yearStart}-09-01`

function onlyChildElsewhere(made: readonly Family[], classId: string, random: Random): Family | undefined {
  const free = made.filter(
    (family, n) =>
      n > 0 && family.children.length === 1 && family.children[0]?.pupil?.schoolClassId !== classId,
  )
  return free.length > 0 ? random.pick(free) : undefined
}

const birthDate = (random: Random, year: number): string =>
  `${year}-${String(random.between(1, 12)).padStart(2, '0')}-${String(random.between(1, 28)).padStart(2, '0')}`

function guardiansOf(ids: Ids, family: Family, names: Names): PersonPlan[] {
  const [first] = family.children
  if (!first) return []
  const random = new Random('family', first.id)
  const guardianOf = family.children.map((child) => child.id)
  const parent = (sex: Sex): PersonPlan => {
    const name = names.fresh(() => ({
      lastName: surnameFor(family.surname, sex),
      firstName: sex === 'M' ? family.father.name : pickFirstName(random, 'F'),
      patronymic: sex === 'M' ? pickFather(random).son : pickFather(random).daughter,
    }))
    return {
      id: ids.of('person', 'guardian', first.id, sex),
      ...name,
      guardianOf,
      relation: sex === 'M' ? 'FATHER' : 'MOTHER',
      ...invented(new Random('phone', first.id, sex)),
    }
  }
  const mother = random.chance(0.92)
  const father = !mother || random.chance(0.55)
  return [...(mother ? [parent('F')] : []), ...(father ? [parent('M')] : [])]
}
