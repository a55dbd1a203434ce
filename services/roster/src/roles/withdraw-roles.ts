import type { Tx } from '@zhurnal/kit/database'
import { oneOfEach } from '@zhurnal/kit/batch'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { addDays, dayIn } from '@zhurnal/kit/time'
import type { Role } from '../../events.js'
import { actorIn, type Ctx } from '../context.js'
import { maySetUp } from '../policy.js'

export type WithdrawRolesInput = { requestId?: string | null; schoolId: string; grantIds: string[] }

type Grant = {
  id: string
  personId: string
  role: Role
  classId: string | null
  from: string | null
  until: string | null
}

/**
 * Ends grants: from the next request of their holders on they count no more. Of one that has not begun, or began
 * today, nothing stays; one that has ended already stays as it is.
 */
export async function withdrawRoles(ctx: Ctx, input: WithdrawRolesInput) {
  return mutation(ctx.db, ctx.scope, 'withdrawRoles', input, async (tx) => {
    const { schoolId, grantIds } = input
    if (!maySetUp(ctx.viewer, schoolId)) notFound('schoolId')
    oneOfEach(grantIds, 500, 'grantIds')
    const school = await ctx.loaders.school.load(schoolId)
    const today = dayIn(school?.timeZone ?? 'UTC', ctx.now)
    const grants =
      await tx.sql<Grant>(sql`select id, person_id as "personId", role, class_id as "classId", from_day as "from",
        until_day as until from role_grant
      where id = any(${grantIds}::uuid[]) and school_id = ${schoolId} and not removed order by id for update`)
    if (grants.length < grantIds.length) notFound('grantIds')
    const open = grants.filter((grant) => grant.until === null || grant.until >= today)
    const openIds = open.map((grant) => grant.id)
    await tx.sql(sql`update role_grant set removed = coalesce(from_day >= ${today}, false),
        until_day = case when from_day >= ${today} then until_day else ${addDays(today, -1)} end
      where id = any(${openIds}::uuid[])`)
    if (open.some((grant) => grant.role === 'COORDINATOR')) await refuseNobody(tx, schoolId, today)
    await appendLog(
      tx,
      'roster',
      schoolId,
      ctx.now,
      actorIn(ctx, schoolId),
      open.map((grant) => ({
        act: 'withdrawRoles',
        subject: `person:${grant.personId}`,
        aboutId: grant.personId,
        from: { role: grant.role, class: grant.classId, since: grant.from, until: grant.until },
        to: null,
      })),
    )
    return { withdrawn: open.length }
  })
}

/** A school without a coordinator could not be given one again by anybody who works there. */
async function refuseNobody(tx: Tx, schoolId: string, today: string): Promise<void> {
  // Two who withdraw each other's role at once: the second waits, and then finds nobody left.
  await tx.sql(sql`select id from school where id = ${schoolId} for update`)
  const [left] = await tx.sql(sql`select 1 as one from role_grant g
    where g.school_id = ${schoolId} and g.role = 'COORDINATOR' and not g.removed
      and (g.from_day is null or g.from_day <= ${today}) and (g.until_day is null or g.until_day >= ${today}) limit 1`)
  if (!left)
    refuse('LAST_COORDINATOR', 'Это последний координатор школы: сначала назначьте другого.', 'grantIds')
}
