import { sql } from '@zhurnal/kit/sql'
import { dayIn } from '@zhurnal/kit/time'
import type { Ctx } from '../context.js'
import { maySetSecondFactor, seesSchool } from '../policy.js'
import { byOrder, familyRoles } from '../roles/family-roles.js'
import { grantRoles, type GrantRolesInput } from '../roles/roles.js'
import { withdrawRoles, type WithdrawRolesInput } from '../roles/withdraw-roles.js'
import { accountOf, activateBy, isOverdue, stateOf } from './account-of.js'
import type { AccountRow } from './accounts.loaders.js'
import { openAccounts, type OpenAccountsInput } from './accounts.js'
import { hasDeskPin, lockDesk, setDeskPin, unlockDesk } from './desk/desk.js'
import { deviceKey } from './device-key.js'
import { recordHandover, type RecordHandoverInput } from './handovers.js'
import { resetPassword, type ResetPasswordInput } from './reset-password.js'
import { schoolAccounts, type AccountsArgs } from './school-accounts.js'
import {
  resetSecondFactor,
  setSecondFactorRoles,
  type ResetSecondFactorInput,
  type SetSecondFactorRolesInput,
} from './second-factor/second-factor.js'
import { endOtherSessions, endSession, ownSessions, type EndSessionInput } from './sessions/sessions.js'
import { setAccountState, type SetAccountStateInput } from './set-state.js'
import {
  createApiToken,
  ownTokens,
  revokeApiToken,
  tokenById,
  tokensOfSchool,
  type CreateApiTokenInput,
  type RevokeApiTokenInput,
  type TokenRow,
} from './tokens/tokens.js'

type Ref = { id: string }

/** Roles that follow from the card: the passport has them already. */
const followingRoles = (ctx: Ctx) =>
  ctx.viewer.schools.flatMap((school) =>
    school.roles
      .filter((role) => familyRoles.includes(role))
      .map((role) => ({ ...noGrant, role, schoolId: school.id })),
  )
const noGrant = { id: null, classId: null, from: null, until: null, orderNumber: null, orderDate: null }

async function ownRoles(ctx: Ctx) {
  const grants = await Promise.all(
    ctx.viewer.schools.map(async (school) => {
      const row = await ctx.loaders.school.load(school.id)
      const today = dayIn(row?.timeZone ?? 'UTC', ctx.now)
      return ctx.db.read<{
        id: string | null
        role: string
        schoolId: string
        classId: string | null
        from: string | null
        until: string | null
        orderNumber: string | null
        orderDate: string | null
      }>(
        ctx.scope,
        sql`select id, role, school_id as "schoolId", class_id as "classId", from_day as "from", until_day as until,
            order_number as "orderNumber", order_date as "orderDate" from role_grant
          g where person_id = ${school.person} and not removed and ${byOrder} and (from_day is null or from_day <= ${today}) and (until_day is null or until_day >= ${today})
          order by role, class_id`,
      )
    }),
  )
  const person = new Map(ctx.viewer.schools.map((school) => [school.id, school.person]))
  return [...grants.flat(), ...followingRoles(ctx)].map((grant) => ({
    ...grant,
    school: { id: grant.schoolId },
    schoolClass: grant.classId ? { id: grant.classId } : null,
    person: { id: person.get(grant.schoolId) ?? '' },
  }))
}

const ofAccount =
  <T>(take: (row: AccountRow, ctx: Ctx) => T | Promise<T>) =>
  async (ref: Ref, _: unknown, ctx: Ctx): Promise<T | null> => {
    const row = await accountOf(ctx, ref.id)
    return row ? take(row, ctx) : null
  }

type Payload = { token?: Ref | null }
/** A payload shows the token as it stands after the act. */
const tokenPayload = {
  token: (answer: Payload, _: unknown, ctx: Ctx) => (answer.token ? tokenById(ctx, answer.token.id) : null),
}

/** What logins add to a school. */
export const accountsOfSchool = {
  accounts: (ref: Ref, args: AccountsArgs, ctx: Ctx) => schoolAccounts(ctx, ref.id, args),
  secondFactorRoles: async (ref: Ref, _: unknown, ctx: Ctx) =>
    seesSchool(ctx.viewer, ref.id)
      ? ((await ctx.loaders.school.load(ref.id))?.secondFactorRoles ?? null)
      : null,
  supportEmail: async (ref: Ref, _: unknown, ctx: Ctx) =>
    maySetSecondFactor(ctx.viewer, ref.id)
      ? ((await ctx.loaders.school.load(ref.id))?.supportEmail ?? null)
      : null,
  apiTokens: (ref: Ref, _: unknown, ctx: Ctx) => tokensOfSchool(ctx, ref.id),
}

type Act<T> = { input: T }

export const accountResolvers = {
  Query: { viewer: () => ({}) },
  Mutation: {
    grantRoles: (_: unknown, { input }: Act<GrantRolesInput>, ctx: Ctx) => grantRoles(ctx, input),
    withdrawRoles: (_: unknown, { input }: Act<WithdrawRolesInput>, ctx: Ctx) => withdrawRoles(ctx, input),
    openAccounts: (_: unknown, { input }: Act<OpenAccountsInput>, ctx: Ctx) => openAccounts(ctx, input),
    endSession: (_: unknown, { input }: Act<EndSessionInput>, ctx: Ctx) => endSession(ctx, input),
    endOtherSessions: (_: unknown, { input }: Act<{ requestId?: string | null }>, ctx: Ctx) =>
      endOtherSessions(ctx, input),
    resetPassword: (_: unknown, { input }: Act<ResetPasswordInput>, ctx: Ctx) => resetPassword(ctx, input),
    setAccountState: (_: unknown, { input }: Act<SetAccountStateInput>, ctx: Ctx) =>
      setAccountState(ctx, input),
    recordHandover: (_: unknown, { input }: Act<RecordHandoverInput>, ctx: Ctx) => recordHandover(ctx, input),
    setSecondFactorRoles: (_: unknown, { input }: Act<SetSecondFactorRolesInput>, ctx: Ctx) =>
      setSecondFactorRoles(ctx, input),
    resetSecondFactor: (_: unknown, { input }: Act<ResetSecondFactorInput>, ctx: Ctx) =>
      resetSecondFactor(ctx, input),
    setDeskPin: (_: unknown, { input }: Act<Parameters<typeof setDeskPin>[1]>, ctx: Ctx) =>
      setDeskPin(ctx, input),
    lockDesk: (_: unknown, { input }: Act<Parameters<typeof lockDesk>[1]>, ctx: Ctx) => lockDesk(ctx, input),
    unlockDesk: (_: unknown, { input }: Act<Parameters<typeof unlockDesk>[1]>, ctx: Ctx) =>
      unlockDesk(ctx, input),
    createApiToken: (_: unknown, { input }: Act<CreateApiTokenInput>, ctx: Ctx) => createApiToken(ctx, input),
    revokeApiToken: (_: unknown, { input }: Act<RevokeApiTokenInput>, ctx: Ctx) => revokeApiToken(ctx, input),
  },
  CreateApiTokenPayload: tokenPayload,
  RevokeApiTokenPayload: tokenPayload,
  Viewer: {
    person: (_: unknown, __: unknown, ctx: Ctx) => {
      const id = ctx.viewer.schools[0]?.person
      return id ? { id } : null
    },
    account: (_: unknown, __: unknown, ctx: Ctx) => ({ id: ctx.viewer.account }),
    roles: (_: unknown, __: unknown, ctx: Ctx) => ownRoles(ctx),
    mustChangePassword: (_: unknown, __: unknown, ctx: Ctx) => ctx.viewer.mustChangePassword,
    mustSetUpSecondFactor: (_: unknown, __: unknown, ctx: Ctx) => ctx.viewer.mustSetUpSecondFactor ?? false,
    deskLocked: (_: unknown, __: unknown, ctx: Ctx) => ctx.viewer.deskLocked ?? false,
    hasDeskPin: (_: unknown, __: unknown, ctx: Ctx) => hasDeskPin(ctx),
    sessions: (_: unknown, __: unknown, ctx: Ctx) => ownSessions(ctx),
    apiTokens: (_: unknown, __: unknown, ctx: Ctx) => (ctx.viewer.deskLocked ? null : ownTokens(ctx)),
    // Behind a locked desk the unsent entries stay what they are to anybody: bytes without meaning.
    deviceKey: (_: unknown, __: unknown, ctx: Ctx) =>
      ctx.viewer.session && !ctx.viewer.deskLocked ? deviceKey(ctx.authSecret, ctx.viewer.account) : null,
  },
  Account: {
    __resolveReference: async (ref: Ref, ctx: Ctx) =>
      (await accountOf(ctx, ref.id)) ? { id: ref.id } : null,
    username: async (ref: Ref, _: unknown, ctx: Ctx) => (await accountOf(ctx, ref.id))?.username ?? '',
    state: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await accountOf(ctx, ref.id)
      return row ? stateOf(row) : 'STOPPED'
    },
    issuedAt: ofAccount((row) => row.issuedAt),
    activatedAt: ofAccount((row) => row.activatedAt),
    activateBy: ofAccount((row, ctx) => activateBy(ctx, row)),
    overdue: ofAccount((row, ctx) => isOverdue(ctx, row)),
    secondFactor: ofAccount((row) => row.secondFactor),
    lastSignInAt: ofAccount((row) => row.lastSignInAt),
    handovers: ofAccount(async (row, ctx) =>
      (await Promise.all(row.persons.map((one) => ctx.loaders.handovers.load(one.id))))
        .flat()
        .map((one) => ({ ...one, person: { id: one.personId } })),
    ),
    person: ofAccount((row) => (row.persons[0] ? { id: row.persons[0].id } : null)),
  },
  ApiToken: {
    schools: (row: TokenRow, _: unknown, ctx: Ctx) =>
      row.schoolIds
        .filter((id) => ctx.viewer.schools.some((school) => school.id === id))
        .map((id) => ({ id })),
  },
}
