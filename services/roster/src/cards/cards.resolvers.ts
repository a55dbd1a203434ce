import { snilsOf } from '@zhurnal/kit/snils'
import { sql } from '@zhurnal/kit/sql'
import { GraphQLError } from 'graphql'
import type { Ctx } from '../context.js'
import type { PersonRow } from '../loaders.js'
import { knownPerson } from '../people/people.resolvers.js'
import { consentsMissing } from '../people/school-people.js'
import { isCloseTo, keepsCard, maySetUp, seesCard, seesPersonalData, seesSchool } from '../policy.js'
import { cardGaps } from './card-gaps.js'
import { placeOf } from './care.js'
import type { GuardianshipRow } from './cards.loaders.js'
import { changeContacts, type ChangeContactsInput } from './contacts.js'
import {
  changeGuardianship,
  setElectronicService,
  type ChangeGuardianshipInput,
  type SetElectronicServiceInput,
} from './guardianship.js'
import { snilsHash } from './snils.js'

type Ref = { id: string }
type PairRef = { guardianId: string; pupilId: string }
type Input<T> = { input: T }

/** The person and where their card belongs, for who sees the card. */
async function seenCard(ctx: Ctx, id: string) {
  const row = await knownPerson(ctx, id)
  if (!row) return null
  const place = await placeOf(ctx, row)
  return seesCard(ctx.viewer, place) ? { row, place } : null
}

/** The pupil whose guardians the viewer may see: family, class teacher, coordinator. */
async function seenFamily(ctx: Ctx, id: string): Promise<PersonRow | null> {
  const row = await knownPerson(ctx, id)
  if (!row?.isPupil || !seesPersonalData(ctx.viewer, row)) return null
  ctx.readings.noteCard(ctx.viewer, await placeOf(ctx, row), 'guardians')
  return row
}

async function pair(ref: PairRef, ctx: Ctx): Promise<GuardianshipRow | null> {
  const rows = await ctx.loaders.guardianshipsOfPupil.load(ref.pupilId)
  return rows.find((row) => row.guardianId === ref.guardianId) ?? null
}

/** At most 500 numbers in one question; those with a wrong check sum match nobody. */
async function peopleBySnils(ref: Ref, { numbers }: { numbers: string[] }, ctx: Ctx) {
  if (!maySetUp(ctx.viewer, ref.id)) return null
  if (numbers.length > 500)
    throw new GraphQLError('Не больше 500 за один раз.', { extensions: { code: 'BAD_USER_INPUT' } })
  const hashes = new Map(
    numbers.flatMap((number) => {
      const digits = snilsOf(number)
      return digits ? [[snilsHash(ctx.snilsKey, digits), number] as const] : []
    }),
  )
  const rows = await ctx.db.read<{ id: string; hash: string }>(
    ctx.scope,
    sql`select id, snils_hmac as hash from person
      where school_id = ${ref.id} and snils_hmac = any(${[...hashes.keys()]}::text[]) and not removed order by id`,
  )
  return rows.map(({ id, hash }) => ({ number: hashes.get(hash) ?? '', person: { id } }))
}

export const cardResolvers = {
  Mutation: {
    changeContacts: (_: unknown, { input }: Input<ChangeContactsInput>, ctx: Ctx) =>
      changeContacts(ctx, input),
    changeGuardianship: (_: unknown, { input }: Input<ChangeGuardianshipInput>, ctx: Ctx) =>
      changeGuardianship(ctx, input),
    setElectronicService: (_: unknown, { input }: Input<SetElectronicServiceInput>, ctx: Ctx) =>
      setElectronicService(ctx, input),
  },
  Person: {
    contacts: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const seen = await seenCard(ctx, ref.id)
      if (!seen) return null
      ctx.readings.noteCard(ctx.viewer, seen.place, 'contacts')
      return ctx.loaders.contacts.load(seen.row.id)
    },
    hasSnils: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await knownPerson(ctx, ref.id)
      return row && maySetUp(ctx.viewer, row.schoolId) ? ctx.loaders.snilsKnown.load(row.id) : null
    },
    gaps: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const seen = await seenCard(ctx, ref.id)
      return seen && keepsCard(ctx.viewer, seen.place) ? ctx.loaders.gaps.load(seen.row.id) : null
    },
  },
  Pupil: {
    guardianships: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await seenFamily(ctx, ref.id)
      return row && ctx.loaders.guardianshipsOfPupil.load(row.id)
    },
    paperOnly: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await knownPerson(ctx, ref.id)
      if (!row?.isPupil) return null
      const staff = seesSchool(ctx.viewer, row.schoolId) && !inspectsOnly(ctx, row.schoolId)
      if (!staff && !isCloseTo(ctx.viewer, await placeOf(ctx, row))) return null
      return (await ctx.loaders.guardianshipsOfPupil.load(row.id)).some(
        (one) => one.refusedServiceOn !== null,
      )
    },
  },
  Guardian: {
    guardianships: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await ctx.loaders.person.load(ref.id)
      if (!row) return null
      const rows = await ctx.loaders.guardianshipsOfGuardian.load(row.id)
      const children = await Promise.all(rows.map((one) => ctx.loaders.person.load(one.pupilId)))
      const seen = rows.filter((_one, i) => {
        const child = children[i]
        return child && seesPersonalData(ctx.viewer, child)
      })
      if (seen.length === 0 && !seesCard(ctx.viewer, await placeOf(ctx, row))) return null
      ctx.readings.noteCard(ctx.viewer, await placeOf(ctx, row), 'guardians')
      return seen
    },
  },
  Guardianship: {
    guardian: (ref: PairRef) => ({ id: ref.guardianId }),
    pupil: (ref: PairRef) => ({ id: ref.pupilId }),
    relation: async (ref: PairRef, _: unknown, ctx: Ctx) => (await pair(ref, ctx))?.relation ?? null,
    legalRepresentative: async (ref: PairRef, _: unknown, ctx: Ctx) =>
      (await pair(ref, ctx))?.legalRepresentative ?? false,
    refusedServiceOn: async (ref: PairRef, _: unknown, ctx: Ctx) =>
      (await pair(ref, ctx))?.refusedServiceOn ?? null,
  },
  School: {
    cardGaps: (ref: Ref, _: unknown, ctx: Ctx) => cardGaps(ctx, ref.id),
    consentsMissing: (ref: Ref, args: Parameters<typeof consentsMissing>[2], ctx: Ctx) =>
      consentsMissing(ctx, ref.id, args),
    peopleBySnils,
  },
}

const inspectsOnly = (ctx: Ctx, schoolId: string): boolean =>
  ctx.viewer.schools.some(({ id, roles }) => id === schoolId && roles.every((role) => role === 'INSPECTOR'))
