// What a file changes on a person's card: contacts, consent, what a guardian is to a child.
import { fullName } from '../names.js'
import type { StagedPerson } from '../staged.js'
import type { KnownPerson } from '../state.js'
import { differences, idFor, type Act, type Change, type Comparing, type Tie } from './plan.js'

/** Fields of the input of somebody new. A guardian's tie is that to the first child that the file names. */
export function cardAdded(one: StagedPerson): Readonly<Record<string, unknown>> {
  const [tie] = Object.values(one.ties ?? {})
  const given = { phone: one.phone, email: one.email, address: one.address, consent: one.consent, ...tie }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

/** Somebody new is added with one tie for all their children: where the file says another of one of them, it is set after. */
export function otherTies(comparing: Comparing, one: StagedPerson): Pick<Act, 'ties'> {
  const [first] = Object.values(one.ties ?? {})
  const ties = tiesOf(comparing, one, []).filter(
    (tie) => tie.relation !== first?.relation || tie.legalRepresentative !== first?.legalRepresentative,
  )
  return ties.length > 0 ? { ties } : {}
}

/**
 * True when the file's number (СНИЛС) is to be written: the card has none, and nobody else of the school has this one. A
 * number that says otherwise is told and not written.
 */
export function writesSnils(comparing: Comparing, one: StagedPerson, { card, id }: KnownPerson): boolean {
  if (!one.snils || !card) return false
  const owner = comparing.school.bySnils?.get(one.snils)
  if (owner === id) return false
  const told = (code: string, message: string) =>
    comparing.problems.push({ line: one.line, column: 'СНИЛС', code, message })
  if (owner !== undefined) {
    told('SNILS_OF_ANOTHER', `${fullName(one)}: этот СНИЛС в школе уже у другого человека. Не записан.`)
    return false
  }
  if (card.hasSnils)
    told('SNILS_DIFFERS', `${fullName(one)}: в карточке записан другой СНИЛС. Она осталась как есть.`)
  return !card.hasSnils
}

/** A field that the file does not have stays as it is. */
export function cardChanged(
  comparing: Comparing,
  one: StagedPerson,
  { card, id }: KnownPerson,
): { act: Act; changes: Change[] } {
  if (!card) return { act: {}, changes: [] }
  const said = { phone: one.phone, email: one.email, address: one.address }
  const fields = (['phone', 'email', 'address'] as const).filter(
    (name) => said[name] !== undefined && said[name] !== card[name],
  )
  const has =
    one.consent &&
    card.consents.some(
      ({ purpose, from, inForce }) =>
        purpose === one.consent?.purpose && (inForce || from === one.consent.from),
    )
  const consent =
    one.consent && !has ? { id: comparing.idOf('CONSENT', one.key), personId: id, ...one.consent } : undefined
  const ties = tiesOf(comparing, one, card.ties)
  return {
    act: {
      ...(fields.length > 0
        ? {
            contacts: Object.fromEntries(fields.map((name) => [name, said[name] ?? ''])),
            contactsBefore: Object.fromEntries(fields.map((name) => [name, card[name]])),
          }
        : {}),
      ...(consent ? { consent } : {}),
      ...(ties.length > 0 ? { ties } : {}),
    },
    changes: [
      ...differences([
        ['Телефон', card.phone, one.phone],
        ['Почта', card.email, one.email],
        ['Адрес', card.address, one.address],
      ]),
      ...(consent
        ? [{ field: 'Согласие', from: null, to: `с ${consent.from}, дал(а) ${consent.givenByName}` }]
        : []),
      ...ties.filter(({ before }) => before).map(tieChange),
    ],
  }
}

const relationWords: Readonly<Record<string, string>> = {
  MOTHER: 'мать',
  FATHER: 'отец',
  GUARDIAN: 'опекун',
  GRANDPARENT: 'бабушка или дедушка',
  OTHER: 'другое',
}
const tieWords = (relation: string | null | undefined, legal: boolean | undefined): string =>
  [relation ? (relationWords[relation] ?? relation) : 'не указано', legal ? 'законный представитель' : '']
    .filter(Boolean)
    .join(', ')

const tieChange = (tie: Tie): Change => ({
  field: 'Кем приходится',
  from: tieWords(tie.before?.relation, tie.before?.legalRepresentative),
  to: tieWords(
    tie.relation ?? tie.before?.relation,
    tie.legalRepresentative ?? tie.before?.legalRepresentative,
  ),
})

function tiesOf(
  comparing: Comparing,
  one: StagedPerson,
  standing: NonNullable<KnownPerson['card']>['ties'],
): Tie[] {
  return Object.entries(one.ties ?? {}).flatMap(([key, said]) => {
    const pupilId = idFor(comparing, 'PERSON', key)
    const known = standing.find((tie) => tie.pupilId === pupilId)
    const relation = said.relation !== known?.relation ? said.relation : undefined
    const legal =
      said.legalRepresentative !== known?.legalRepresentative ? said.legalRepresentative : undefined
    if (!pupilId || (relation === undefined && legal === undefined)) return []
    return [
      {
        pupilId,
        ...(relation === undefined ? {} : { relation }),
        ...(legal === undefined ? {} : { legalRepresentative: legal }),
        before: known ? { relation: known.relation, legalRepresentative: known.legalRepresentative } : null,
      },
    ]
  })
}
