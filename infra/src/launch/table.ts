// What the launcher prints when all is ready: where to go, and as whom.
import type { FirstStart } from '../school/first-start.js'
import type { Addresses } from './environment.js'

/** Logins of the demonstration school, as the contract names them, with who that is. */
const demonstrationLogins: readonly (readonly [login: string, who: string])[] = [
  ['coordinator', 'координатор'],
  ['journal-admin', 'администратор журнала'],
  ['director', 'директор'],
  ['deputy', 'завуч'],
  ['class-teacher', 'классный руководитель 7А, ведёт там математику'],
  ['teacher', 'учитель без своего класса'],
  ['specialist', 'специалист сопровождения'],
  ['clerk', 'делопроизводитель'],
  ['pupil', 'ученик 7А'],
  ['guardian', 'родитель этого ученика'],
  ['inspector', 'инспектор муниципалитета'],
  ['guest-1 … guest-5', 'учителя для пробы'],
]

export const demonstrationPassword = 'zhurnal-demo'

/** The closing table, a line each, ready to print. */
export function closingTable(about: {
  readonly urls: Addresses
  readonly publicUrl: string
  readonly data: string
  readonly demo: boolean
  /** Of an installation without the demonstration school. */
  readonly first?: FirstStart | undefined
}): string {
  const addresses: [string, string][] = [
    ['Портал', about.publicUrl],
    ['Программам (GraphQL)', `${about.urls.gateway}/graphql`],
    ['Данные', about.data],
  ]
  const logins: readonly (readonly [string, string])[] = about.demo
    ? [['Вход', `пароль у всех один: ${demonstrationPassword}`], ...demonstrationLogins]
    : firstLogin(about.first)
  const rows = [...addresses, ...logins]
  const left = Math.max(...rows.map(([name]) => name.length))
  const right = Math.max(...rows.map(([, value]) => value.length))
  const rule = (a: string, b: string, c: string) =>
    `${a}${'─'.repeat(left + 2)}${b}${'─'.repeat(right + 2)}${c}`
  const body = (part: readonly (readonly [string, string])[]) =>
    part.map(([name, value]) => `│ ${name.padEnd(left)} │ ${value.padEnd(right)} │`)
  return [
    rule('┌', '┬', '┐'),
    ...body(addresses),
    ...(logins.length > 0 ? [rule('├', '┼', '┤'), ...body(logins)] : []),
    rule('└', '┴', '┘'),
    'Остановить: Ctrl-C',
  ].join('\n')
}

/** What the first start of an empty installation says: the password stands here once and nowhere else. */
function firstLogin(first: FirstStart | undefined): readonly (readonly [string, string])[] {
  if (first?.made) {
    const { name, login, password } = first.made
    return [
      ['Школа', `заведена: «${name}» (назвать иначе: npm run school -- rename)`],
      ['Координатор', `логин ${login}, временный пароль ${password}`],
      ['', 'пароль показан один раз, при первом входе его надо сменить'],
    ]
  }
  return first?.empty ? [['Школ пока нет', 'завести: npm run school -- create']] : []
}
