// What one person is at the school. One person may be several things; each has its own first page.
import type { Role, ViewerQuery } from '../generated/graph.js'

type Grant = NonNullable<NonNullable<ViewerQuery['viewer']>['roles']>[number]
export type School = NonNullable<Grant['school']>
type OwnClass = NonNullable<Grant['schoolClass']>

export type Section =
  | 'day'
  | 'my-class'
  | 'journals'
  | 'claims'
  | 'attendance'
  | 'results'
  | 'changes'
  | 'setup'
  | 'people'
  | 'classes'
  | 'orders'
  | 'accounts'
  | 'imports'
  | 'office'
  | 'security'
  | 'record'
  | 'diary'
  | 'portfolio'
  | 'sessions'

export type Hat = {
  /** As it stands in the address. */
  readonly slug: string
  readonly role: Role
  readonly name: string
  readonly sections: readonly Section[]
  /** Only for a class teacher. */
  readonly classes: readonly OwnClass[]
}

export const sectionName: Readonly<Record<Section, string>> = {
  day: 'Мой день',
  'my-class': 'Мой класс',
  journals: 'Журналы',
  claims: 'Обращения',
  attendance: 'Посещаемость',
  results: 'Итоги',
  changes: 'Замены',
  setup: 'Готовность',
  people: 'Люди',
  classes: 'Классы',
  orders: 'Приказы',
  accounts: 'Входы',
  imports: 'Загрузка данных',
  office: 'Хозяйство',
  security: 'Права и доступ',
  record: 'Правки журнала',
  diary: 'Дневник',
  portfolio: 'Портфолио',
  sessions: 'Мой вход',
}

const kinds: Readonly<Record<Role, readonly [name: string, sections: readonly Section[]]>> = {
  CLASS_TEACHER: [
    'Классный руководитель',
    ['day', 'my-class', 'attendance', 'journals', 'results', 'claims'],
  ],
  TEACHER: ['Учитель', ['day', 'journals', 'results', 'claims', 'classes']],
  SPECIALIST: ['Специалист', ['day', 'journals', 'results', 'claims']],
  DEPUTY: [
    'Завуч',
    ['changes', 'attendance', 'journals', 'results', 'record', 'classes', 'orders', 'office'],
  ],
  JOURNAL_ADMIN: [
    'Администратор журнала',
    ['changes', 'attendance', 'journals', 'results', 'record', 'classes', 'orders', 'office'],
  ],
  COORDINATOR: [
    'Координатор',
    [
      'office',
      'setup',
      'people',
      'classes',
      'orders',
      'accounts',
      'imports',
      'security',
      'changes',
      'attendance',
      'journals',
      'results',
      'record',
    ],
  ],
  DIRECTOR: [
    'Директор',
    ['journals', 'results', 'record', 'attendance', 'changes', 'classes', 'orders', 'security', 'office'],
  ],
  INSPECTOR: ['Инспектор', ['journals', 'results', 'record', 'attendance', 'office']],
  CLERK: ['Секретарь', ['orders']],
  GUARDIAN: ['Родитель', ['diary', 'portfolio']],
  PUPIL: ['Ученик', ['diary', 'portfolio']],
}

export const roleName = (role: Role): string => kinds[role][0]

const order: readonly Role[] = [
  'TEACHER',
  'CLASS_TEACHER',
  'SPECIALIST',
  'DEPUTY',
  'JOURNAL_ADMIN',
  'COORDINATOR',
  'DIRECTOR',
  'INSPECTOR',
  'CLERK',
  'GUARDIAN',
  'PUPIL',
]

export const slugOf = (role: Role): string => role.toLowerCase().replace('_', '-')

/** The hats of a person, the one that works most in the journal first. */
export function hatsOf(grants: readonly Grant[]): readonly Hat[] {
  return order.flatMap((role) => {
    const own = grants.filter((grant) => grant.role === role)
    if (own.length === 0) return []
    const classes = own.flatMap(({ schoolClass }) => (schoolClass ? [schoolClass] : []))
    const [name, sections] = kinds[role]
    const of = classes.map((one) => one.name).join(', ')
    return [{ slug: slugOf(role), role, name: of ? `${name} ${of}` : name, sections, classes }]
  })
}

/**
 * The hat that an address names. An address that was sent by a colleague may name one that this person has not:
 * then their own that has the same section.
 */
export function hatFor(hats: readonly Hat[], slug: string, section: Section | undefined): Hat | undefined {
  return (
    hats.find((hat) => hat.slug === slug) ??
    hats.find((hat) => section !== undefined && hat.sections.includes(section)) ??
    hats[0]
  )
}

export const isSection = (text: string | undefined): text is Section =>
  text !== undefined && text in sectionName

export const firstPage = (hat: Hat): string => `/${hat.slug}/${hat.sections[0] ?? 'sessions'}`
