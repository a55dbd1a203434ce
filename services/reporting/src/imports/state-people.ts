// Everybody of the school and its orders, page by page, as a comparison needs them.
import type { Asker } from '../graph.js'
import type { KnownCard, KnownOrder, KnownPerson } from './state.js'

type Ref = { readonly id: string } | null
type CardAnswer = {
  hasSnils?: boolean | null
  contacts?: { phone: string | null; email: string | null; address: string | null } | null
  consents?: { purpose: string; from: string; inForce: boolean }[] | null
}
type Tie = { pupil: { id: string }; relation: string | null; legalRepresentative: boolean }
type PersonAnswer = CardAnswer & {
  id: string
  lastName: string
  firstName: string
  patronymic: string | null
  birthDate: string | null
  roles: { role: string }[] | null
  pupil: { schoolClass: Ref } | null
  staff: { position: string | null } | null
  guardian: { children: { id: string }[] | null; guardianships?: Tie[] | null } | null
}
type Page = { hasNextPage: boolean; endCursor: string | null }
type PeopleAnswer = {
  school: { people: { edges: { node: PersonAnswer }[]; pageInfo: Page } | null } | null
}

/** Contacts and consents are personal data, and their reading is logged: only files that hold them ask. */
const peopleQuery = (cards: boolean | undefined): string => `query($id: ID!, $after: String) {
  school(id: $id) { people(first: 500, after: $after) { edges { node {
    id lastName firstName patronymic birthDate roles { role } pupil { schoolClass { id } } staff { position }
    guardian { children { id } ${cards ? 'guardianships { pupil { id } relation legalRepresentative }' : ''} }
    ${cards ? 'hasSnils contacts { phone email address } consents { purpose from inForce }' : ''}
  } } pageInfo { hasNextPage endCursor } } } }`

/** One who is several things at the school stands once for each. Null: they are not the asker's to see. */
export async function everybody(
  ask: Asker,
  schoolId: string,
  cards: boolean | undefined,
): Promise<KnownPerson[] | null> {
  const people: KnownPerson[] = []
  for (let after: string | null = null; ;) {
    const answer: PeopleAnswer = await ask<PeopleAnswer>(peopleQuery(cards), { id: schoolId, after })
    const page = answer.school?.people
    if (!page) return null
    for (const { node } of page.edges) people.push(...facetsOf(node, cards))
    if (!page.pageInfo.hasNextPage) return people
    after = page.pageInfo.endCursor
  }
}

function facetsOf(one: PersonAnswer, cards: boolean | undefined): KnownPerson[] {
  const { id, lastName, firstName, patronymic, birthDate, pupil, staff, guardian } = one
  const roles = (one.roles ?? []).map(({ role }) => role)
  const card = cards ? cardOf(one) : undefined
  const base = { id, lastName, firstName, patronymic, birthDate, roles, card }
  const nothing = { position: null, classId: null, children: [] }
  const children = (guardian?.children ?? []).map((child) => child.id)
  return [
    ...(staff ? [{ ...base, ...nothing, kind: 'STAFF' as const, position: staff.position }] : []),
    ...(pupil
      ? [{ ...base, ...nothing, kind: 'PUPIL' as const, classId: pupil.schoolClass?.id ?? null }]
      : []),
    ...(guardian ? [{ ...base, ...nothing, kind: 'GUARDIAN' as const, children }] : []),
  ]
}

function cardOf({ contacts, hasSnils, consents, guardian }: PersonAnswer): KnownCard {
  return {
    phone: contacts?.phone ?? null,
    email: contacts?.email ?? null,
    address: contacts?.address ?? null,
    hasSnils: hasSnils ?? false,
    consents: consents ?? [],
    ties: (guardian?.guardianships ?? []).map(({ pupil, relation, legalRepresentative }) => ({
      pupilId: pupil.id,
      relation,
      legalRepresentative,
    })),
  }
}

type SnilsAnswer = {
  school: { peopleBySnils: { number: string; person: { id: string } }[] | null } | null
}

/** Whose these numbers are, by the numbers. */
export async function peopleBySnils(
  ask: Asker,
  schoolId: string,
  numbers: readonly string[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (let start = 0; start < numbers.length; start += 500) {
    const { school } = await ask<SnilsAnswer>(
      'query($id: ID!, $numbers: [String!]!) { school(id: $id) { peopleBySnils(numbers: $numbers) { number person { id } } } }',
      { id: schoolId, numbers: numbers.slice(start, start + 500) },
    )
    for (const { number, person } of school?.peopleBySnils ?? []) found.set(number, person.id)
  }
  return found
}

type OrdersAnswer = {
  school: {
    orders: {
      edges: {
        node: {
          number: string
          date: string
          withdrawnAt: string | null
          movements: { kind: string; pupil: Ref }[]
        }
      }[]
      pageInfo: Page
    } | null
  } | null
}

export async function standingOrders(ask: Asker, schoolId: string): Promise<KnownOrder[]> {
  const orders: KnownOrder[] = []
  for (let after: string | null = null; ;) {
    const answer: OrdersAnswer = await ask<OrdersAnswer>(
      `query($id: ID!, $after: String) { school(id: $id) { orders(first: 200, after: $after) {
        edges { node { number date withdrawnAt movements { kind pupil { id } } } } pageInfo { hasNextPage endCursor } } } }`,
      { id: schoolId, after },
    )
    const page = answer.school?.orders
    for (const { node } of page?.edges ?? [])
      if (!node.withdrawnAt)
        orders.push({
          number: node.number,
          date: node.date,
          movements: node.movements.map(({ kind, pupil }) => ({ kind, pupilId: pupil?.id ?? '' })),
        })
    if (!page?.pageInfo.hasNextPage) return orders
    after = page.pageInfo.endCursor
  }
}
