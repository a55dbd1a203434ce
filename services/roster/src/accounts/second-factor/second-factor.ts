import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import type { Role } from '../../../events.js'
import { actorIn, type Ctx } from '../../context.js'
import { maySetSecondFactor, maySetUp } from '../../policy.js'
import { refuseElsewhere } from '../elsewhere.js'

export type SetSecondFactorRolesInput = { requestId?: string | null; schoolId: string; roles: Role[] }

/** Roles of which a school may ask it: those that change or see what the whole school holds. */
const askable: readonly Role[] = [
  'COORDINATOR',
  'JOURNAL_ADMIN',
  'DIRECTOR',
  'DEPUTY',
  'CLASS_TEACHER',
  'TEACHER',
  'SPECIALIST',
  'CLERK',
  'INSPECTOR',
]

/** Which roles must use a second factor; their holders set it up at their next request, before anything else. */
export async function setSecondFactorRoles(ctx: Ctx, input: SetSecondFactorRolesInput) {
  return mutation(ctx.db, ctx.scope, 'setSecondFactorRoles', input, async (tx) => {
    if (!maySetSecondFactor(ctx.viewer, input.schoolId)) notFound('schoolId')
    const roles = [...new Set(input.roles)].sort()
    if (roles.some((role) => !askable.includes(role)))
      refuse(
        'BAD_INPUT',
        'От учеников и родителей второй шаг входа не требуют: включить его они могут сами.',
        'roles',
      )
    const [before] = await tx.sql<{ roles: Role[]; demonstration: boolean }>(
      sql`select second_factor_roles as roles, demonstration from school where id = ${input.schoolId} for update`,
    )
    if (!before) return notFound('schoolId')
    if (before.demonstration && roles.length > 0)
      refuse('BAD_INPUT', 'В демонстрационной школе второй шаг входа не требуют.', 'roles')
    await tx.sql(sql`update school set second_factor_roles = ${roles}::text[] where id = ${input.schoolId}`)
    await appendLog(tx, 'roster', input.schoolId, ctx.now, actorIn(ctx, input.schoolId), [
      { act: 'setSecondFactorRoles', subject: `school:${input.schoolId}`, from: before.roles, to: roles },
    ])
    return { school: { id: input.schoolId } }
  })
}

export type ResetSecondFactorInput = { requestId?: string | null; personId: string; reason: string }

/** Takes the second factor off a login whose device is lost; its sessions end. Not for oneself: that would be no factor. */
export async function resetSecondFactor(ctx: Ctx, input: ResetSecondFactorInput) {
  const person = await ctx.loaders.person.load(input.personId)
  return mutation(ctx.db, ctx.scope, 'resetSecondFactor', input, async (tx) => {
    const allowed = person && maySetUp(ctx.viewer, person.schoolId) && person.accountId !== ctx.viewer.account
    if (!person?.accountId || !allowed) return notFound('personId')
    const reason = input.reason.trim()
    if (!reason || reason.length > 500) refuse('BAD_INPUT', 'Назовите причину, до 500 знаков.', 'reason')
    await refuseElsewhere(ctx, person.accountId, 'Снять второй шаг')
    await tx.sql(sql`delete from auth."twoFactor" where "userId" = ${person.accountId}`)
    const [user] = await tx.sql<{ had: boolean }>(sql`update auth."user" u set "twoFactorEnabled" = false
      from auth."user" before where before.id = u.id and u.id = ${person.accountId}
      returning coalesce(before."twoFactorEnabled", false) as had`)
    await tx.sql(sql`delete from auth.session where "userId" = ${person.accountId}`)
    await appendLog(tx, 'roster', person.schoolId, ctx.now, actorIn(ctx, person.schoolId), [
      {
        act: 'resetSecondFactor',
        subject: `account:${person.accountId}`,
        aboutId: person.id,
        from: user?.had ?? false,
        to: false,
        texts: { reason },
      },
    ])
    return { account: { id: person.accountId } }
  })
}
