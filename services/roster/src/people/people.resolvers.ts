import { sql } from '@zhurnal/kit/sql'
import { dayIn } from '@zhurnal/kit/time'
import type { Ctx } from '../context.js'
import type { PersonRow } from '../loaders.js'
import { seesAccount, seesPerson, seesPersonalData, visiblePupils } from '../policy.js'
import { addPeople, fullName, movePupil, type AddPeopleInput, type MovePupilInput } from './people.js'

type Ref = { id: string }

/** The person, if the viewer may know of them. */
async function person(ctx: Ctx, id: string): Promise<PersonRow | null> {
  const row = await ctx.loaders.person.load(id)
  if (!row) return null
  if (row.isPupil) return visiblePupils(ctx.viewer, [row]).has(row.id) ? row : null
  return seesPerson(ctx.viewer, { ...row, staff: row.position !== null }) ? row : null
}

async function pupil(ctx: Ctx, id: string): Promise<PersonRow | null> {
  const row = await person(ctx, id)
  return row?.isPupil ? row : null
}

const ofPerson =
  <T>(take: (row: PersonRow) => T) =>
  async (ref: Ref, _: unknown, ctx: Ctx): Promise<T | null> => {
    const row = await person(ctx, ref.id)
    return row ? take(row) : null
  }

const self = (ref: Ref) => ({ id: ref.id })

/** Those of the ids that the viewer may know of, by name. */
async function named(ctx: Ctx, ids: readonly string[]): Promise<Ref[]> {
  const rows = (await Promise.all(ids.map((id) => person(ctx, id)))).filter(
    (row): row is PersonRow => row !== null,
  )
  const collator = new Intl.Collator('ru')
  return rows.sort((a, b) => collator.compare(fullName(a), fullName(b))).map(self)
}

export const peopleResolvers = {
  Query: {
    pupil: async (_: unknown, args: Ref, ctx: Ctx) => ((await pupil(ctx, args.id)) ? self(args) : null),
    staffMember: async (_: unknown, args: Ref, ctx: Ctx) =>
      (await person(ctx, args.id))?.position != null ? self(args) : null,
  },
  Mutation: {
    addPeople: (_: unknown, { input }: { input: AddPeopleInput }, ctx: Ctx) => addPeople(ctx, input),
    movePupil: (_: unknown, { input }: { input: MovePupilInput }, ctx: Ctx) => movePupil(ctx, input),
  },
  Person: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => ((await person(ctx, ref.id)) ? self(ref) : null),
    lastName: ofPerson((row) => row.lastName),
    firstName: ofPerson((row) => row.firstName),
    patronymic: ofPerson((row) => row.patronymic),
    fullName: ofPerson(fullName),
    pupil: ofPerson((row) => (row.isPupil ? { id: row.id } : null)),
    guardian: ofPerson((row) => (row.childIds.length ? { id: row.id } : null)),
    staff: ofPerson((row) => (row.position === null ? null : { id: row.id })),
    account: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await person(ctx, ref.id)
      return row?.accountId && seesAccount(ctx.viewer, row) ? { id: row.accountId } : null
    },
  },
  Pupil: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => ((await pupil(ctx, ref.id)) ? self(ref) : null),
    person: self,
    lastName: ofPerson((row) => row.lastName),
    firstName: ofPerson((row) => row.firstName),
    patronymic: ofPerson((row) => row.patronymic),
    fullName: ofPerson(fullName),
    birthDate: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await pupil(ctx, ref.id)
      return row && seesPersonalData(ctx.viewer, row) ? row.birthDate : null
    },
    schoolClass: async (ref: Ref, args: { on?: string | null }, ctx: Ctx) => {
      const row = await pupil(ctx, ref.id)
      const school = row && (await ctx.loaders.school.load(row.schoolId))
      if (!school) return null
      const on = args.on ?? dayIn(school.timeZone, ctx.now)
      const [found] = await ctx.db.read<Ref>(
        ctx.scope,
        sql`select class_id as id from membership where pupil_id = ${ref.id} and class_id is not null and not removed
          and from_day <= ${on} and (until_day is null or until_day >= ${on})`,
      )
      return found ?? null
    },
    guardians: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await pupil(ctx, ref.id)
      return row && seesPersonalData(ctx.viewer, row) ? row.guardianIds.map((id) => ({ id })) : null
    },
  },
  Guardian: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => ((await person(ctx, ref.id)) ? self(ref) : null),
    person: self,
    // A guardian is met through the child: who sees the child's personal data sees who stands behind it.
    fullName: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await ctx.loaders.person.load(ref.id)
      return row && (await guardianSeen(ctx, row)) ? fullName(row) : null
    },
    children: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await ctx.loaders.person.load(ref.id)
      return row && (await guardianSeen(ctx, row)) ? named(ctx, row.childIds) : null
    },
  },
  StaffMember: {
    __resolveReference: async (ref: Ref, ctx: Ctx) =>
      (await person(ctx, ref.id))?.position != null ? self(ref) : null,
    person: self,
    fullName: ofPerson(fullName),
    position: ofPerson((row) => row.position),
  },
}

async function guardianSeen(ctx: Ctx, guardian: PersonRow): Promise<boolean> {
  if (seesAccount(ctx.viewer, guardian)) return true
  const children = await Promise.all(guardian.childIds.map((id) => ctx.loaders.person.load(id)))
  return children.some((child) => child !== null && seesPersonalData(ctx.viewer, child))
}
