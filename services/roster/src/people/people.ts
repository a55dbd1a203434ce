import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import { membershipChanged, personChanged } from '../../events.js'
import { checkCards, insertCards, isLegalRepresentative, type CardInput } from '../cards/entered-cards.js'
import { oneLine } from '../cards/names.js'
import { alreadyThere } from '../classes/classes.js'
import { todayAt } from '../contingent/orders.js'
import { enrolAdded, type Enrolled, type OrderNamed } from '../contingent/enrol-added.js'
import { actorIn, type Ctx } from '../context.js'
import { tell } from '../facts.js'
import { maySetUp } from '../policy.js'
import { atMost } from '../schools/schools.resolvers.js'

export type PersonInput = CardInput & {
  id: string
  lastName: string
  firstName: string
  patronymic?: string | null
  birthDate?: string | null
  pupil?: { schoolClassId: string; from: string } | null
  staff?: { position: string } | null
  guardianOf?: string[] | null
  order?: OrderNamed | null
}
export type AddPeopleInput = {
  requestId?: string | null
  schoolId: string
  people: PersonInput[]
  order?: OrderNamed | null
  ground?: string | null
}

/** Adds people with what they are at the school (A1.11, A1.17). */
export async function addPeople(ctx: Ctx, input: AddPeopleInput) {
  return mutation(ctx.db, ctx.scope, 'addPeople', input, async (tx) => {
    if (!maySetUp(ctx.viewer, input.schoolId)) notFound('schoolId')
    atMost(input.people, 500, 'people')
    input.people.forEach((person, i) => {
      if (!person.lastName.trim() || !person.firstName.trim()) {
        refuse('BAD_INPUT', 'У человека должны быть фамилия и имя.', ['people', String(i)])
      }
    })
    const today = await todayAt(tx, ctx, input.schoolId)
    checkCards(input, today)
    await checkClasses(tx, input)
    await insertPeople(tx, input)
    const memberships = await insertMemberships(tx, input)
    await enrolAdded(tx, ctx, input.schoolId, enrolledBy(input))
    await insertGuardianships(tx, input)
    await insertCards(tx, ctx, input, today)
    await appendLog(
      tx,
      'roster',
      input.schoolId,
      ctx.now,
      actorIn(ctx, input.schoolId),
      input.people.map((person) => ({
        act: 'addPeople',
        subject: `person:${person.id}`,
        aboutId: person.id,
        from: null,
        to: {
          class: person.pupil?.schoolClassId ?? null,
          since: person.pupil?.from ?? null,
          position: person.staff?.position ?? null,
          guardianOf: person.guardianOf ?? [],
          consent: Boolean(person.consent),
        },
        // A name is personal data: it can be erased where the law asks, the hash stays (design §4).
        texts: { name: fullName(person), ...(input.ground ? { ground: input.ground } : {}) },
      })),
    )
    await tell(
      tx,
      personChanged,
      input.schoolId,
      input.people.map((person) => person.id),
      ctx,
    )
    await tell(tx, membershipChanged, input.schoolId, memberships, ctx)
    return { people: input.people.map(({ id }) => ({ id })) }
  })
}

async function insertPeople(tx: Tx, input: AddPeopleInput): Promise<void> {
  const rows = input.people.map((person) => ({
    id: person.id,
    last_name: oneLine(person.lastName),
    first_name: oneLine(person.firstName),
    patronymic: oneLine(person.patronymic ?? '') || null,
    birth_date: person.birthDate ?? null,
    is_pupil: Boolean(person.pupil),
    position: person.staff?.position ?? null,
  }))
  await tx
    .sql(
      sql`insert into person (id, school_id, last_name, first_name, patronymic, birth_date, is_pupil, position)
        select t.id, ${input.schoolId}, t.last_name, t.first_name, t.patronymic, t.birth_date, t.is_pupil, t.position
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as t(id uuid, last_name text, first_name text, patronymic text, birth_date date, is_pupil boolean, position text)`,
    )
    .catch(alreadyThere('Этот человек уже есть.', 'people'))
}

async function insertMemberships(tx: Tx, input: AddPeopleInput): Promise<string[]> {
  const rows = input.people.flatMap((person) =>
    person.pupil
      ? [
          {
            id: newId(),
            pupil_id: person.id,
            class_id: person.pupil.schoolClassId,
            from_day: person.pupil.from,
          },
        ]
      : [],
  )
  await tx.sql(sql`insert into membership (id, school_id, pupil_id, class_id, from_day)
    select t.id, ${input.schoolId}, t.pupil_id, t.class_id, t.from_day
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, pupil_id uuid, class_id uuid, from_day date)`)
  return rows.map((row) => row.id)
}

const enrolledBy = (input: AddPeopleInput): Enrolled[] =>
  input.people.flatMap(({ id, pupil, order }) =>
    pupil ? [{ id, ...pupil, order: order ?? input.order ?? null }] : [],
  )

async function insertGuardianships(tx: Tx, input: AddPeopleInput): Promise<void> {
  const rows = input.people.flatMap((person) =>
    (person.guardianOf ?? []).map((pupil) => ({
      guardian: person.id,
      pupil,
      relation: person.relation ?? null,
      legal: isLegalRepresentative(person.relation, person.legalRepresentative),
    })),
  )
  if (rows.length === 0) return
  const kept =
    await tx.sql(sql`insert into guardianship (guardian_id, pupil_id, school_id, relation, legal_representative)
    select t.guardian, p.id, ${input.schoolId}, t.relation, t.legal
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(guardian uuid, pupil uuid, relation text, legal boolean)
    join person p on p.id = t.pupil and p.is_pupil and not p.removed and p.school_id = ${input.schoolId} returning pupil_id`)
  if (kept.length < rows.length)
    refuse('NOT_FOUND', 'Ученика, чей это представитель, нет в школе.', ['people', 'guardianOf'])
}

async function checkClasses(tx: Tx, input: AddPeopleInput): Promise<void> {
  const asked = [
    ...new Set(input.people.flatMap((person) => (person.pupil ? [person.pupil.schoolClassId] : []))),
  ]
  const found = await tx.sql(
    sql`select id from school_class where id = any(${asked}::uuid[]) and school_id = ${input.schoolId} and not removed for key share`,
  )
  if (found.length < asked.length)
    refuse('NOT_FOUND', 'Такого класса нет в школе.', ['people', 'pupil', 'schoolClassId'])
}

/** Surname, name, patronymic. */
export function fullName(person: {
  lastName: string
  firstName: string
  patronymic?: string | null
}): string {
  return [person.lastName, person.firstName, person.patronymic].filter(Boolean).join(' ')
}
