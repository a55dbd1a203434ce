import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import type { Role } from '../../events.js'
import { alreadyThere } from '../classes/classes.js'
import { actorIn, type Ctx } from '../context.js'
import { maySetUp } from '../policy.js'
import { atMost } from '../schools/schools.resolvers.js'
import { familyRoles } from './family-roles.js'

export type RoleGrantInput = {
  id: string
  personId: string
  role: Role
  schoolClassId?: string | null
  from?: string | null
  until?: string | null
  orderNumber?: string | null
  orderDate?: string | null
}
export type GrantRolesInput = { requestId?: string | null; schoolId: string; grants: RoleGrantInput[] }

/** Gives roles, by order and for a time. A role counts from the next request of its holder on. */
export async function grantRoles(ctx: Ctx, input: GrantRolesInput) {
  return mutation(ctx.db, ctx.scope, 'grantRoles', input, async (tx) => {
    if (!maySetUp(ctx.viewer, input.schoolId)) notFound('schoolId')
    atMost(input.grants, 500, 'grants')
    input.grants.forEach((grant, i) => {
      if (familyRoles.includes(grant.role))
        refuse('BAD_INPUT', 'Роли ученика и родителя не дают: они следуют из карточки.', [
          'grants',
          String(i),
          'role',
        ])
      if ((grant.role === 'CLASS_TEACHER') !== Boolean(grant.schoolClassId)) {
        refuse('BAD_INPUT', 'Класс называют классному руководителю и только ему.', [
          'grants',
          String(i),
          'schoolClassId',
        ])
      }
      if (grant.from && grant.until && grant.until < grant.from) {
        refuse('BAD_INPUT', 'Срок роли кончается раньше, чем начинается.', ['grants', String(i), 'until'])
      }
    })
    const people = [...new Set(input.grants.map((grant) => grant.personId))]
    const classes = [...new Set(input.grants.flatMap((grant) => grant.schoolClassId ?? []))]
    const known = await tx.sql(
      sql`select id from person where id = any(${people}::uuid[]) and school_id = ${input.schoolId} and not removed for key share`,
    )
    const knownClasses = await tx.sql(
      sql`select id from school_class where id = any(${classes}::uuid[]) and school_id = ${input.schoolId} and not removed for key share`,
    )
    if (known.length < people.length || knownClasses.length < classes.length) notFound('grants')
    await tx
      .sql(
        sql`insert into role_grant (id, school_id, person_id, role, class_id, from_day, until_day, order_number, order_date)
        select t.id, ${input.schoolId}, t."personId", t.role, t."schoolClassId", t."from", t."until", t."orderNumber", t."orderDate"
        from jsonb_to_recordset(${JSON.stringify(input.grants)}::jsonb) as t(id uuid, "personId" uuid, role text,
          "schoolClassId" uuid, "from" date, "until" date, "orderNumber" text, "orderDate" date)`,
      )
      .catch(alreadyThere('Такая роль уже дана.', 'grants'))
    await appendLog(
      tx,
      'roster',
      input.schoolId,
      ctx.now,
      actorIn(ctx, input.schoolId),
      input.grants.map((grant) => ({
        act: 'grantRoles',
        subject: `person:${grant.personId}`,
        aboutId: grant.personId,
        from: null,
        to: {
          role: grant.role,
          class: grant.schoolClassId ?? null,
          since: grant.from ?? null,
          until: grant.until ?? null,
          order: grant.orderNumber ?? null,
        },
      })),
    )
    return {}
  })
}
