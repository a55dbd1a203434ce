import type { Tx } from '@zhurnal/kit/database'
import { besideStanding, oneOfEach } from '@zhurnal/kit/batch'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse, refuseEach } from '@zhurnal/kit/refusal'
import { snilsOf } from '@zhurnal/kit/snils'
import { sql } from '@zhurnal/kit/sql'
import { isDay } from '@zhurnal/kit/time'
import { personChanged } from '../../events.js'
import { snilsHash } from '../cards/snils.js'
import { birthDateFault, lineFault, oneLine } from '../cards/names.js'
import { todayAt } from '../contingent/orders.js'
import { actorIn, type Ctx } from '../context.js'
import { tell } from '../facts.js'
import { maySetUp } from '../policy.js'
import { byOrder } from '../roles/family-roles.js'
import { fullName } from './people.js'

type Change = {
  id: string
  lastName?: string | null
  firstName?: string | null
  patronymic?: string | null
  birthDate?: string | null
  position?: string | null
  snils?: string | null
  expectedVersion?: number | null
}
export type ChangePeopleInput = { requestId?: string | null; schoolId: string; people: Change[] }

type Data = {
  lastName: string
  firstName: string
  patronymic: string | null
  birthDate: string | null
  position: string | null
  /** Keyed hash of the number (СНИЛС). */
  snils: string | null
}
type Standing = Data & { id: string; version: number; isPupil: boolean; staffRoles: number }
type Changed = { place: string; before: Standing; after: Data }

/** Changes names, birth dates and positions. A field that is not given stays; a row that changes nothing is no act. */
export async function changePeople(ctx: Ctx, input: ChangePeopleInput) {
  return mutation(ctx.db, ctx.scope, 'changePeople', input, async (tx) => {
    if (!maySetUp(ctx.viewer, input.schoolId)) notFound('schoolId')
    const ids = input.people.map((person) => person.id)
    oneOfEach(ids, 500, 'people')
    const today = await todayAt(tx, ctx, input.schoolId)
    input.people.forEach((person, i) => checkChange(person, i, today))
    const standing = await lockPeople(tx, ctx, input.schoolId, ids)
    const changed = besideStanding(input.people, standing, 'people')
      .map(({ asked, row, place }) => ({ place, before: row, after: changedData(ctx, row, asked) }))
      .filter(({ before, after }) => differing(before, after).length > 0)
    refuseEach(
      changed.filter(losesWork).map(({ before, place }) => ({
        code: 'IN_USE',
        message: `${fullName(before)}: пока действует роль сотрудника, должность не стереть.`,
        field: ['people', place, 'position'],
      })),
    )
    await writePeople(tx, changed)
    await logChanges(ctx, tx, input.schoolId, changed)
    const changedIds = changed.map(({ before }) => before.id)
    await tell(tx, personChanged, input.schoolId, changedIds, ctx)
    return { people: ids.map((id) => ({ id })), changed: changed.length }
  })
}

function checkChange(person: Change, i: number, today: string): void {
  const field = (name: string) => ['people', String(i), name]
  for (const name of ['lastName', 'firstName'] as const) {
    if (person[name] !== undefined && !person[name]?.trim())
      refuse('BAD_INPUT', 'У человека должны быть фамилия и имя.', field(name))
  }
  for (const name of ['lastName', 'firstName', 'patronymic', 'position'] as const) {
    const fault = lineFault(person[name] ?? '')
    if (fault) refuse('BAD_INPUT', `«${oneLine(person[name] ?? '').slice(0, 60)}»: ${fault}.`, field(name))
  }
  const born = person.birthDate == null ? null : birthDateFault(person.birthDate, today)
  if (born) refuse('BAD_INPUT', `Не подходит: ${born}.`, field('birthDate'))
  if (person.birthDate != null && !isDay(person.birthDate))
    refuse('BAD_INPUT', `Нет такого дня: ${person.birthDate}.`, field('birthDate'))
  if (person.snils && !snilsOf(person.snils))
    refuse('BAD_INPUT', 'В СНИЛС ошибка: 11 цифр с верной контрольной суммой.', field('snils'))
  if (person.position != null && !person.position.trim())
    refuse('BAD_INPUT', 'Должность пустая: чтобы стереть её, передайте null.', field('position'))
}

/** Rows in the order of their ids, so that two batches never wait for each other crosswise. */
function lockPeople(tx: Tx, ctx: Ctx, schoolId: string, ids: readonly string[]): Promise<Standing[]> {
  return tx.sql<Standing>(sql`
    select p.id, p.version, p.last_name as "lastName", p.first_name as "firstName", p.patronymic,
      p.birth_date as "birthDate", p.position, p.snils_hmac as snils, p.is_pupil as "isPupil", (
        select count(*) from role_grant g where g.person_id = p.id and not g.removed and ${byOrder}
          and (g.until_day is null or g.until_day >= (${ctx.now}::timestamptz at time zone s.time_zone)::date)) as "staffRoles"
    from person p join school s on s.id = p.school_id
    where p.id = any(${ids}::uuid[]) and p.school_id = ${schoolId} and not p.removed order by p.id for update of p`)
}

/** What a field becomes: as it stands where nothing is given, empty where null is. */
const given = (asked: string | null | undefined, stands: string | null): string | null =>
  asked === undefined ? stands : oneLine(asked ?? '') || null

const changedData = (ctx: Ctx, row: Standing, asked: Change): Data => ({
  lastName: given(asked.lastName, row.lastName) ?? row.lastName,
  firstName: given(asked.firstName, row.firstName) ?? row.firstName,
  patronymic: given(asked.patronymic, row.patronymic),
  birthDate: given(asked.birthDate, row.birthDate),
  position: given(asked.position, row.position),
  snils: asked.snils === undefined ? row.snils : hashOf(ctx, asked.snils),
})

function hashOf(ctx: Ctx, snils: string | null): string | null {
  const digits = snils ? snilsOf(snils) : null
  return digits ? snilsHash(ctx.snilsKey, digits) : null
}

const fields = ['lastName', 'firstName', 'patronymic', 'birthDate', 'position', 'snils'] as const
const differing = (before: Data, after: Data) => fields.filter((name) => before[name] !== after[name])

const losesWork = ({ before, after }: Changed): boolean =>
  before.position !== null && after.position === null && before.staffRoles > 0

async function writePeople(tx: Tx, changed: readonly Changed[]): Promise<void> {
  const rows = changed.map(({ before, after }) => ({ id: before.id, ...after }))
  await tx.sql(sql`update person p set last_name = t."lastName", first_name = t."firstName", patronymic = t.patronymic,
      birth_date = t."birthDate", position = t.position, snils_hmac = t.snils, version = p.version + 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as t(id uuid, "lastName" text, "firstName" text, patronymic text, "birthDate" date, position text, snils text)
    where p.id = t.id`)
}

async function logChanges(ctx: Ctx, tx: Tx, schoolId: string, changed: readonly Changed[]): Promise<void> {
  await appendLog(
    tx,
    'roster',
    schoolId,
    ctx.now,
    actorIn(ctx, schoolId),
    changed.map(({ before, after }) => ({
      act: 'changePeople',
      subject: `person:${before.id}`,
      aboutId: before.id,
      from: { position: before.position },
      to: { position: after.position, changed: differing(before, after) },
      // Names and birth dates are personal data: they can be erased where the law asks, the hash stays (design §4).
      texts: {
        nameBefore: fullName(before),
        name: fullName(after),
        birthDateBefore: before.birthDate ?? '',
        birthDate: after.birthDate ?? '',
        // Each part of its own, so that one can go back while another stays (4.4).
        ...Object.fromEntries(
          differing(before, after).flatMap((name) => [
            [`${name}Before`, before[name] ?? ''],
            [name, after[name] ?? ''],
          ]),
        ),
      },
    })),
  )
}
