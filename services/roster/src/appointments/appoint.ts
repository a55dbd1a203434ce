import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import type { Role } from '../../events.js'
import { refuseNobodyLeft } from '../accounts/set-state.js'
import { alreadyThere } from '../classes/classes.js'
import { actorIn, type Ctx } from '../context.js'
import { todayAt } from '../contingent/orders.js'
import { mayAppoint } from '../policy.js'
import { familyRoles } from '../roles/family-roles.js'
import { roleWords } from '../roles/role-words.js'

export type AppointInput = {
  requestId?: string | null
  schoolId: string
  id: string
  personId: string
  role: Role
  schoolClassId?: string | null
  from: string
  until?: string | null
  orderNumber: string
  orderDate: string
}

/** Gives a role by order and for a time (A2.1); it counts from the first day to the last, both included. */
export async function appoint(ctx: Ctx, input: AppointInput) {
  return mutation(ctx.db, ctx.scope, 'appoint', input, async (tx) => {
    if (!mayAppoint(ctx.viewer, input.schoolId, input.role)) notFound('schoolId')
    checkAppointment(input, await todayAt(tx, ctx, input.schoolId))
    const [person] = await tx.sql(
      sql`select 1 as one from person where id = ${input.personId} and school_id = ${input.schoolId} and not removed for key share`,
    )
    if (!person) notFound('personId')
    if (input.schoolClassId) {
      const [schoolClass] = await tx.sql(
        sql`select 1 as one from school_class where id = ${input.schoolClassId} and school_id = ${input.schoolId} and not removed for key share`,
      )
      if (!schoolClass) notFound('schoolClassId')
    }
    await refuseTwice(tx, input)
    await tx
      .sql(
        sql`insert into role_grant (id, school_id, person_id, role, class_id, from_day, until_day, order_number, order_date)
        values (${input.id}, ${input.schoolId}, ${input.personId}, ${input.role}, ${input.schoolClassId ?? null}, ${input.from},
          ${input.until ?? null}, ${input.orderNumber.trim()}, ${input.orderDate})`,
      )
      .catch(alreadyThere('Такое назначение уже есть.', 'id'))
    await appendLog(tx, 'roster', input.schoolId, ctx.now, actorIn(ctx, input.schoolId), [
      {
        act: 'appoint',
        subject: `grant:${input.id}`,
        aboutId: input.personId,
        from: null,
        to: {
          role: input.role,
          class: input.schoolClassId ?? null,
          since: input.from,
          until: input.until ?? null,
          order: input.orderNumber.trim(),
          orderDate: input.orderDate,
        },
      },
    ])
    return { appointment: { id: input.id } }
  })
}

function checkAppointment(input: AppointInput, today: string): void {
  if (familyRoles.includes(input.role))
    refuse('BAD_INPUT', 'Учеником и родителем не назначают: это следует из карточки.', 'role')
  if ((input.role === 'CLASS_TEACHER') !== Boolean(input.schoolClassId))
    refuse('BAD_INPUT', 'Класс называют классному руководителю и только ему.', 'schoolClassId')
  if (input.until && input.until < input.from)
    refuse('BAD_INPUT', 'Назначение кончается раньше, чем начинается.', 'until')
  checkOrder(input, today)
}

function checkOrder(order: { orderNumber: string; orderDate: string }, today: string): void {
  const number = order.orderNumber.trim()
  if (!number || number.length > 50) refuse('BAD_INPUT', 'Номер приказа: до 50 знаков.', 'orderNumber')
  if (order.orderDate > today) refuse('BAD_INPUT', 'Дата приказа ещё не наступила.', 'orderDate')
}

/** The same role of the same person for the same class, twice on one day, would be two orders about one thing. */
async function refuseTwice(tx: Tx, input: AppointInput): Promise<void> {
  // Two who appoint at once: the second waits for the person's row and then sees the first.
  await tx.sql(sql`select 1 as one from person where id = ${input.personId} for update`)
  const [known] = await tx.sql<{ from: string | null }>(sql`select from_day as "from" from role_grant
    where person_id = ${input.personId} and role = ${input.role} and class_id is not distinct from ${input.schoolClassId ?? null}::uuid
      and not removed and daterange(from_day, until_day, '[]') && daterange(${input.from}, ${input.until ?? null}, '[]') limit 1`)
  if (known)
    refuse('ALREADY_EXISTS', `Эта роль (${roleWords[input.role]}) у человека на эти дни уже есть.`, 'from')
}

export type EndAppointmentInput = {
  requestId?: string | null
  appointmentId: string
  until: string
  orderNumber: string
  orderDate: string
}
type Grant = {
  id: string
  schoolId: string
  personId: string
  role: Role
  from: string | null
  until: string | null
}

/** Ends an appointment: `until` is the last day on which it counts. Of one that had not begun by then nothing stays. */
export async function endAppointment(ctx: Ctx, input: EndAppointmentInput) {
  return mutation(ctx.db, ctx.scope, 'endAppointment', input, async (tx) => {
    const [grant] =
      await tx.sql<Grant>(sql`select id, school_id as "schoolId", person_id as "personId", role, from_day as "from",
      until_day as until from role_grant where id = ${input.appointmentId} and not removed for update`)
    if (!grant || !mayAppoint(ctx.viewer, grant.schoolId, grant.role)) return notFound('appointmentId')
    const today = await todayAt(tx, ctx, grant.schoolId)
    checkOrder(input, today)
    if (grant.until !== null && grant.until < today)
      refuse('BAD_INPUT', 'Назначение уже закончилось.', 'appointmentId')
    if (grant.until !== null && input.until > grant.until)
      refuse('BAD_INPUT', 'Назначение кончается раньше: продлевают его новым приказом.', 'until')
    const never = grant.from !== null && input.until < grant.from
    await tx.sql(sql`update role_grant set removed = ${never}, until_day = ${never ? grant.until : input.until},
        end_order_number = ${input.orderNumber.trim()}, end_order_date = ${input.orderDate} where id = ${grant.id}`)
    if (grant.role === 'COORDINATOR') await refuseNobodyAfter(ctx, tx, grant.schoolId, input.until)
    await appendLog(tx, 'roster', grant.schoolId, ctx.now, actorIn(ctx, grant.schoolId), [
      {
        act: 'endAppointment',
        subject: `grant:${grant.id}`,
        aboutId: grant.personId,
        from: { role: grant.role, until: grant.until },
        to: {
          until: never ? null : input.until,
          order: input.orderNumber.trim(),
          orderDate: input.orderDate,
        },
      },
    ])
    return { appointment: never ? null : { id: grant.id } }
  })
}

/** Neither today nor on the day after may the school be without a coordinator. */
async function refuseNobodyAfter(ctx: Ctx, tx: Tx, schoolId: string, until: string): Promise<void> {
  await refuseNobodyLeft(ctx, tx, schoolId)
  const [left] =
    await tx.sql(sql`select 1 as one from role_grant g where g.school_id = ${schoolId} and g.role = 'COORDINATOR'
    and not g.removed and (g.from_day is null or g.from_day <= ${until}::date + 1)
    and (g.until_day is null or g.until_day > ${until}) limit 1`)
  if (!left)
    refuse(
      'LAST_COORDINATOR',
      'После этого дня у школы не будет координатора: сначала назначьте другого.',
      'until',
    )
}
