// Contacts, consents, guardians and personal files that a stolen login changed.
import { sql } from '@zhurnal/kit/sql'
import { z } from 'zod'
import { lockContacts } from '../cards/contacts.js'
import {
  bothWays,
  cannot,
  changesIn,
  done,
  erased,
  idOf,
  stayNote,
  turnFields,
  type FieldChange,
  type Side,
  type Step,
  type Value,
  type Way,
} from './outcome.js'

const changedSchema = z.object({ changed: z.array(z.string()) })

const contacts =
  (side: Side): Step =>
  async (tx, _, entry) => {
    const id = idOf(entry.subject)
    const changes = changesIn(entry, changedSchema.parse(entry.to).changed)
    if (!changes) return erased
    const { version: __, ...now } = await lockContacts(tx, id)
    const { set, stays } = turnFields(changes, now, side)
    const next: Record<string, Value> = { ...now, ...set }
    await tx.sql(sql`insert into contacts as c (person_id, school_id, phone, email, address)
      select id, school_id, ${next.phone ?? null}, ${next.email ?? null}, ${next.address ?? null} from person where id = ${id} and not removed
      on conflict (person_id) do update set phone = excluded.phone, email = excluded.email, address = excluded.address,
        version = c.version + 1`)
    return stayNote(stays, { phone: 'телефон', email: 'почта', address: 'адрес' })
  }

const consentSchema = z.object({ purpose: z.string(), from: z.string(), until: z.string().nullable() })

const dropConsent: Step = async (tx, _, entry) => {
  const id = idOf(entry.subject)
  const [row] = await tx.sql<{ withdrawnOn: string | null }>(
    sql`select withdrawn_on as "withdrawnOn" from consent where id = ${id} for update`,
  )
  if (row?.withdrawnOn)
    return cannot(`Согласие с тех пор отозвано (${row.withdrawnOn}): запись об этом останется.`)
  await tx.sql(sql`delete from consent where id = ${id}`)
  return done
}

const recordConsent: Step = async (tx, _, entry) => {
  const { purpose, from, until } = consentSchema.parse(entry.to)
  const { givenByName, ground, document } = entry.texts
  if (givenByName === undefined || ground === undefined) return erased
  await tx.sql(sql`insert into consent (id, school_id, person_id, purpose, given_by_name, ground, document, from_day, until_day)
    values (${idOf(entry.subject)}, ${entry.schoolId}, ${entry.aboutId}, ${purpose}, ${givenByName || null}, ${ground || null},
      ${document || null}, ${from}, ${until}) on conflict do nothing`)
  return done
}

const withdrawnSchema = z.object({ withdrawnOn: z.string().nullable() })
const consentWithdrawn =
  (side: Side): Step =>
  async (tx, _, entry) => {
    const change = {
      from: withdrawnSchema.parse(entry.from).withdrawnOn,
      to: withdrawnSchema.parse(entry.to).withdrawnOn,
    }
    const id = idOf(entry.subject)
    const [now] = await tx.sql<{ withdrawnOn: string | null }>(
      sql`select withdrawn_on as "withdrawnOn" from consent where id = ${id} for update`,
    )
    if (!now) return cannot('Такого согласия уже нет.')
    const { set, stays } = turnFields({ withdrawnOn: change }, now, side)
    if ('withdrawnOn' in set)
      await tx.sql(
        sql`update consent set withdrawn_on = ${set.withdrawnOn ?? null}, version = version + 1 where id = ${id}`,
      )
    return stayNote(stays, { withdrawnOn: 'день отзыва' })
  }

const tieSchema = z
  .object({
    guardianOf: z.string(),
    relation: z.string().nullish(),
    legalRepresentative: z.boolean().nullish(),
    refusedOn: z.string().nullish(),
  })
  .nullable()

/** A pair that came or went: back to the side that is asked for. */
const guardianTie =
  (side: Side): Step =>
  async (tx, _, entry) => {
    const [guardianId, pupilId] = [idOf(entry.subject), entry.aboutId]
    const [goal, left] = side === 'from' ? [entry.from, entry.to] : [entry.to, entry.from]
    const tie = tieSchema.parse(goal)
    if (tie) {
      await tx.sql(sql`insert into guardianship (guardian_id, pupil_id, school_id, relation, legal_representative, refused_service_on)
        select ${guardianId}, p.id, p.school_id, ${tie.relation ?? null}, ${tie.legalRepresentative ?? false}, ${tie.refusedOn ?? null}
        from person p where p.id = ${pupilId} and p.school_id = ${entry.schoolId} on conflict do nothing`)
      return done
    }
    const was = tieSchema.parse(left)
    const [now] = await tx.sql<{ relation: string | null; legal: boolean }>(sql`
      select relation, legal_representative as legal from guardianship
      where guardian_id = ${guardianId} and pupil_id = ${pupilId} for update`)
    if (!now) return done
    if (
      was?.relation !== undefined &&
      (now.relation !== was.relation || now.legal !== was.legalRepresentative)
    )
      return cannot(
        'Кем представитель приходится ребёнку, с тех пор изменено: уберите его в карточке, если это чужой.',
      )
    await tx.sql(sql`delete from guardianship where guardian_id = ${guardianId} and pupil_id = ${pupilId}`)
    return done
  }

const valuesSchema = z.record(z.string(), z.union([z.string(), z.boolean(), z.null()]))
const tieWords = {
  relation: 'кем приходится',
  legalRepresentative: 'законный представитель',
  refusedOn: 'отказ от электронного журнала',
  document: 'документ об отказе',
}

/** Who a guardian is to a child, or the refusal of the service (3.9). */
const guardianship =
  (side: Side): Step =>
  async (tx, _, entry) => {
    const [guardianId, pupilId] = [idOf(entry.subject), entry.aboutId]
    const [from, to] = [valuesSchema.parse(entry.from), valuesSchema.parse(entry.to)]
    const changes: Record<string, FieldChange> = Object.fromEntries(
      Object.keys(to).map((name) => [name, { from: from[name] ?? null, to: to[name] ?? null }]),
    )
    const [now] = await tx.sql<
      Record<string, Value>
    >(sql`select relation, legal_representative as "legalRepresentative",
        refused_service_on as "refusedOn", refused_document as document
      from guardianship where guardian_id = ${guardianId} and pupil_id = ${pupilId} for update`)
    if (!now) return cannot('Этот человек больше не представитель ребёнка.')
    const { set, stays } = turnFields(changes, now, side)
    const next = { ...now, ...set }
    await tx.sql(sql`update guardianship set relation = ${next.relation ?? null}, legal_representative = ${next.legalRepresentative ?? false},
        refused_service_on = ${next.refusedOn ?? null}, refused_document = ${next.document ?? null}, version = version + 1
      where guardian_id = ${guardianId} and pupil_id = ${pupilId}`)
    return stayNote(stays, tieWords)
  }

const fileWords = {
  healthGroup: 'группа здоровья',
  physicalEducationGroup: 'группа по физкультуре',
  specialNeeds: 'заключение комиссии',
  previousSchool: 'откуда прибыл',
}
const personalFile =
  (side: Side): Step =>
  async (tx, _, entry) => {
    const id = idOf(entry.subject)
    const changes = changesIn(entry, changedSchema.parse(entry.to).changed)
    if (!changes) return erased
    const [now] = await tx.sql<Record<string, Value>>(sql`select health_group as "healthGroup",
        physical_education_group as "physicalEducationGroup", special_needs as "specialNeeds", previous_school as "previousSchool"
      from personal_file where pupil_id = ${id} for update`)
    if (!now) return cannot('Личного дела уже нет.')
    const { set, stays } = turnFields(changes, now, side)
    const next = { ...now, ...set }
    await tx.sql(sql`update personal_file set health_group = ${next.healthGroup ?? null},
        physical_education_group = ${next.physicalEducationGroup ?? null}, special_needs = ${next.specialNeeds ?? null},
        previous_school = ${next.previousSchool ?? null}, version = version + 1 where pupil_id = ${id}`)
    return stayNote(stays, fileWords)
  }

const paperSchema = z.object({ kind: z.string(), issuedOn: z.string().nullish() }).nullable()
/** A paper of a personal file that came or went. */
const personalDocument =
  (side: Side): Step =>
  async (tx, _, entry) => {
    const id = idOf(entry.subject)
    const paper = paperSchema.parse(entry[side])
    if (!paper) {
      await tx.sql(sql`delete from personal_document where id = ${id}`)
      return done
    }
    const { title, number, issuedBy } = entry.texts
    if (title === undefined || issuedBy === undefined) return erased
    await tx.sql(sql`insert into personal_document (id, school_id, pupil_id, kind, title, number, issued_on, issued_by)
      values (${id}, ${entry.schoolId}, ${entry.aboutId}, ${paper.kind}, ${title}, ${number || null}, ${paper.issuedOn ?? null}, ${issuedBy || null})
      on conflict do nothing`)
    return done
  }

export const cardWays: Readonly<Record<string, Way>> = {
  changeContacts: bothWays(contacts),
  recordConsents: { undo: dropConsent, redo: recordConsent },
  withdrawConsent: bothWays(consentWithdrawn),
  changeGuardians: bothWays(guardianTie),
  changeGuardianship: bothWays(guardianship),
  setElectronicService: bothWays(guardianship),
  changePersonalFile: bothWays(personalFile),
  changePersonalDocuments: bothWays(personalDocument),
}
