import { dayIn } from '@zhurnal/kit/time'
import { placeOf } from '../cards/care.js'
import type { Ctx } from '../context.js'
import { knownPerson } from '../people/people.resolvers.js'
import { seesCard } from '../policy.js'
import { inForce } from './consent-rules.js'
import {
  recordConsents,
  withdrawConsent,
  type RecordConsentsInput,
  type WithdrawConsentInput,
} from './consents.js'
import type { ConsentRow } from './consents.loaders.js'

type Ref = { id: string }
type Input<T> = { input: T }

async function consent(ref: Ref, ctx: Ctx): Promise<ConsentRow | null> {
  const row = await ctx.loaders.consent.load(ref.id)
  const owner = row && (await ctx.loaders.person.load(row.personId))
  if (!owner) return null
  const place = await placeOf(ctx, owner)
  if (!seesCard(ctx.viewer, place)) return null
  ctx.readings.noteCard(ctx.viewer, place, 'consents')
  return row
}

const column =
  <K extends keyof ConsentRow>(name: K) =>
  async (ref: Ref, _: unknown, ctx: Ctx): Promise<ConsentRow[K] | null> =>
    (await consent(ref, ctx))?.[name] ?? null

export const consentResolvers = {
  Mutation: {
    recordConsents: (_: unknown, { input }: Input<RecordConsentsInput>, ctx: Ctx) =>
      recordConsents(ctx, input),
    withdrawConsent: (_: unknown, { input }: Input<WithdrawConsentInput>, ctx: Ctx) =>
      withdrawConsent(ctx, input),
  },
  Person: {
    consents: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await knownPerson(ctx, ref.id)
      const place = row && (await placeOf(ctx, row))
      if (!row || !place || !seesCard(ctx.viewer, place)) return null
      ctx.readings.noteCard(ctx.viewer, place, 'consents')
      const rows = await ctx.loaders.consents.load(row.id)
      for (const one of rows) ctx.loaders.consent.prime(one.id, one)
      return rows.map(({ id }) => ({ id }))
    },
  },
  Consent: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => ((await consent(ref, ctx)) ? { id: ref.id } : null),
    person: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await consent(ref, ctx)
      return row ? { id: row.personId } : null
    },
    purpose: column('purpose'),
    givenByName: column('givenByName'),
    from: column('from'),
    until: column('until'),
    withdrawnOn: column('withdrawnOn'),
    document: column('document'),
    ground: column('ground'),
    version: column('version'),
    inForce: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await consent(ref, ctx)
      const school = row && (await ctx.loaders.school.load(row.schoolId))
      return row && school ? inForce(row, dayIn(school.timeZone, ctx.now)) : null
    },
  },
}
