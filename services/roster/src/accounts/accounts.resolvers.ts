import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { dayIn } from '@zhurnal/kit/time'
import { grantRoles, type GrantRolesInput } from '../roles/roles.js'
import { withdrawRoles, type WithdrawRolesInput } from '../roles/withdraw-roles.js'
import {
  endSession,
  openAccounts,
  ownSessions,
  type EndSessionInput,
  type OpenAccountsInput,
} from './accounts.js'
import { deviceKey } from './device-key.js'

type Ref = { id: string }
type AccountRow = { id: string; username: string; state: string; mustChange: boolean }

async function account(ctx: Ctx, id: string): Promise<AccountRow | null> {
  const [row] = await ctx.db.read<AccountRow>(
    ctx.scope,
    sql`select id, coalesce(username, '') as username, case when stopped then 'STOPPED' else 'ACTIVE' end as state,
      "mustChangePassword" as "mustChange" from auth."user" where id = ${id}`,
  )
  return row ?? null
}

async function ownRoles(ctx: Ctx) {
  const grants = await Promise.all(
    ctx.viewer.schools.map(async (school) => {
      const row = await ctx.loaders.school.load(school.id)
      const today = dayIn(row?.timeZone ?? 'UTC', ctx.now)
      return ctx.db.read<{
        id: string
        role: string
        schoolId: string
        classId: string | null
        from: string | null
        until: string | null
      }>(
        ctx.scope,
        sql`select id, role, school_id as "schoolId", class_id as "classId", from_day as "from", until_day as until from role_grant
          where person_id = ${school.person} and not removed and (from_day is null or from_day <= ${today}) and (until_day is null or until_day >= ${today})
          order by role, class_id`,
      )
    }),
  )
  return grants.flat().map((grant) => ({
    ...grant,
    school: { id: grant.schoolId },
    schoolClass: grant.classId ? { id: grant.classId } : null,
  }))
}

export const accountResolvers = {
  Query: { viewer: () => ({}) },
  Mutation: {
    grantRoles: (_: unknown, { input }: { input: GrantRolesInput }, ctx: Ctx) => grantRoles(ctx, input),
    withdrawRoles: (_: unknown, { input }: { input: WithdrawRolesInput }, ctx: Ctx) =>
      withdrawRoles(ctx, input),
    openAccounts: (_: unknown, { input }: { input: OpenAccountsInput }, ctx: Ctx) => openAccounts(ctx, input),
    endSession: (_: unknown, { input }: { input: EndSessionInput }, ctx: Ctx) => endSession(ctx, input),
  },
  Viewer: {
    person: (_: unknown, __: unknown, ctx: Ctx) => {
      const id = ctx.viewer.schools[0]?.person
      return id ? { id } : null
    },
    account: (_: unknown, __: unknown, ctx: Ctx) => ({ id: ctx.viewer.account }),
    roles: (_: unknown, __: unknown, ctx: Ctx) => ownRoles(ctx),
    mustChangePassword: (_: unknown, __: unknown, ctx: Ctx) => ctx.viewer.mustChangePassword,
    sessions: (_: unknown, __: unknown, ctx: Ctx) => ownSessions(ctx),
    deviceKey: (_: unknown, __: unknown, ctx: Ctx) =>
      ctx.viewer.session ? deviceKey(ctx.authSecret, ctx.viewer.account) : null,
  },
  Account: {
    username: async (ref: Ref, _: unknown, ctx: Ctx) => (await account(ctx, ref.id))?.username ?? '',
    state: async (ref: Ref, _: unknown, ctx: Ctx) => (await account(ctx, ref.id))?.state ?? 'STOPPED',
  },
}
