// What addPeople takes beside names and places: contacts, consent, СНИЛС, what a guardian is to a child.
import type { Tx } from '@zhurnal/kit/database'
import { emailOf, phoneOf } from '@zhurnal/kit/reach'
import { refuseEach, type UserError } from '@zhurnal/kit/refusal'
import { snilsOf } from '@zhurnal/kit/snils'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import type { Ctx } from '../context.js'
import type { Purpose } from '../consents/consents.js'
import { consentFaults } from '../consents/consent-rules.js'
import { birthDateFault, lineFault, oneLine } from './names.js'
import { snilsHash } from './snils.js'

export type Relation = 'MOTHER' | 'FATHER' | 'GUARDIAN' | 'GRANDPARENT' | 'OTHER'
export type ConsentGiven = {
  purpose: Purpose
  from: string
  until?: string | null
  givenByName: string
  document?: string | null
}
export type CardInput = {
  relation?: Relation | null
  legalRepresentative?: boolean | null
  phone?: string | null
  email?: string | null
  address?: string | null
  consent?: ConsentGiven | null
  snils?: string | null
}
type Entered = CardInput & {
  id: string
  lastName: string
  firstName: string
  patronymic?: string | null
  birthDate?: string | null
  pupil?: object | null
  staff?: object | null
  guardianOf?: readonly string[] | null
}
type Batch = { schoolId: string; people: readonly Entered[]; ground?: string | null }

/** On which staff's data are kept without a consent: what the employer needs for the contract of work. */
const staffGround = 'трудовой договор (152-ФЗ, ст. 6, ч. 1, п. 5)'

/** A parent, adopter or guardian acts for the child without any paper beside (Семейный кодекс, ст. 64). */
export const isLegalRepresentative = (
  relation: Relation | null | undefined,
  said: boolean | null | undefined,
): boolean => said ?? (relation === 'MOTHER' || relation === 'FATHER' || relation === 'GUARDIAN')

/** Refuses with what is wrong in each row: BAD_INPUT, then CONSENT_REQUIRED, at most 100 of one kind. */
export function checkCards(input: Batch, today: string): void {
  refuseEach(input.people.flatMap((person, i) => faultsOf(person, ['people', String(i)], today)))
  const groundFault = input.ground == null ? null : lineFault(input.ground, 500)
  refuseEach(groundFault ? [bad(['ground'], `Основание: ${groundFault}.`)] : [])
  if (input.ground?.trim()) return
  refuseEach(
    input.people.flatMap((person, i): UserError[] =>
      needsConsent(person) && person.consent?.purpose !== 'EDUCATION'
        ? [
            {
              code: 'CONSENT_REQUIRED',
              message: `${nameOf(person)}: нет согласия на обработку персональных данных. Внесите согласие или укажите основание, по которому данные заносятся без него (152-ФЗ, ст. 6).`,
              field: ['people', String(i), 'consent'],
            },
          ]
        : [],
    ),
  )
}

/** Staff are entered on the contract of work; pupils, guardians and whoever is neither need a consent or a ground. */
const needsConsent = ({ staff, pupil, guardianOf }: Entered): boolean =>
  !staff || Boolean(pupil) || Boolean(guardianOf?.length)

const nameOf = (person: Entered): string =>
  oneLine([person.lastName, person.firstName, person.patronymic ?? ''].join(' '))

const bad = (field: readonly string[], message: string): UserError => ({ code: 'BAD_INPUT', message, field })

function faultsOf(person: Entered, place: readonly string[], today: string): UserError[] {
  const at = (name: string) => [...place, name]
  const lines = (['lastName', 'firstName', 'patronymic', 'address'] as const).flatMap((name) => {
    const fault = person[name] == null ? null : lineFault(person[name])
    return fault ? [bad(at(name), `«${oneLine(person[name] ?? '').slice(0, 60)}»: ${fault}.`)] : []
  })
  const born = person.birthDate == null ? null : birthDateFault(person.birthDate, today)
  const who = nameOf(person)
  return [
    ...lines,
    ...(born ? [bad(at('birthDate'), `${who}: ${born}.`)] : []),
    ...(person.phone && !phoneOf(person.phone)
      ? [bad(at('phone'), `${who}: «${person.phone.slice(0, 40)}» — не номер телефона.`)]
      : []),
    ...(person.email && !emailOf(person.email)
      ? [bad(at('email'), `${who}: «${person.email.slice(0, 80)}» — не адрес электронной почты.`)]
      : []),
    ...(person.snils && !snilsOf(person.snils)
      ? [bad(at('snils'), `${who}: в СНИЛС ошибка — 11 цифр с верной контрольной суммой.`)]
      : []),
    ...(person.consent ? consentFaults(person.consent, at('consent'), today) : []),
  ]
}

/** Contacts, keyed hashes of numbers, consents and grounds of people who were just added. */
export async function insertCards(tx: Tx, ctx: Ctx, input: Batch, today: string): Promise<void> {
  const contacts = input.people
    .map((person) => ({
      id: person.id,
      phone: person.phone ? phoneOf(person.phone) : null,
      email: person.email ? emailOf(person.email) : null,
      address: oneLine(person.address ?? '') || null,
    }))
    .filter(({ phone, email, address }) => phone ?? email ?? address)
  const numbers = input.people.flatMap((person) => {
    const digits = person.snils ? snilsOf(person.snils) : null
    return digits ? [{ id: person.id, hash: snilsHash(ctx.snilsKey, digits) }] : []
  })
  if (contacts.length > 0)
    await tx.sql(sql`insert into contacts (person_id, school_id, phone, email, address)
      select t.id, ${input.schoolId}, t.phone, t.email, t.address
      from jsonb_to_recordset(${JSON.stringify(contacts)}::jsonb) as t(id uuid, phone text, email text, address text)`)
  if (numbers.length > 0)
    await tx.sql(sql`update person p set snils_hmac = t.hash
      from jsonb_to_recordset(${JSON.stringify(numbers)}::jsonb) as t(id uuid, hash text) where p.id = t.id`)
  await insertConsents(tx, input, today)
}

async function insertConsents(tx: Tx, input: Batch, today: string): Promise<void> {
  const rows = input.people.flatMap((person) => {
    const { consent } = person
    const given = consent
      ? [
          {
            id: newId(),
            person: person.id,
            purpose: consent.purpose,
            given: oneLine(consent.givenByName),
            ground: null,
            document: oneLine(consent.document ?? '') || null,
            from: consent.from,
            until: consent.until ?? null,
          },
        ]
      : []
    if (consent?.purpose === 'EDUCATION') return given
    const ground = needsConsent(person) ? oneLine(input.ground ?? '') : staffGround
    const otherwise = { id: newId(), person: person.id, purpose: 'EDUCATION', given: null, ground }
    return [...given, { ...otherwise, document: null, from: today, until: null }]
  })
  if (rows.length === 0) return
  await tx.sql(sql`insert into consent (id, school_id, person_id, purpose, given_by_name, ground, document, from_day, until_day)
    select t.id, ${input.schoolId}, t.person, t.purpose, t.given, t.ground, t.document, t."from", t.until
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as t(id uuid, person uuid, purpose text, given text, ground text, document text, "from" date, until date)`)
}
