import { dayIn } from '@zhurnal/kit/time'
import { careOf } from '../accounts/care.js'
import { placeOf } from '../cards/care.js'
import type { Ctx } from '../context.js'
import type { PersonRow } from '../loaders.js'
import { seesAccount, seesGroup, seesPerson, seesPersonalData, seesSchool, visiblePupils } from '../policy.js'
import { changeGuardians, type ChangeGuardiansInput } from './change-guardians.js'
import { changePeople, type ChangePeopleInput } from './change-people.js'
import { movePupil, type MovePupilInput } from './move-pupil.js'
import { addPeople, fullName, type AddPeopleInput } from './people.js'
import { removePeople, type RemovePeopleInput } from './remove-people.js'

type Ref = { id: string }

/** The person, if the viewer may know of them. */
export async function knownPerson(ctx: Ctx, id: string): Promise<PersonRow | null> {
  const row = await ctx.loaders.person.load(id)
  if (!row) return null
  if (row.isPupil) return visiblePupils(ctx.viewer, [row]).has(row.id) ? row : null
  return seesPerson(ctx.viewer, { ...row, staff: row.position !== null }) ? row : null
}

const person = knownPerson

async function pupil(ctx: Ctx, id: string): Promise<PersonRow | null> {
  const row = await person(ctx, id)
  return row?.isPupil ? row : null
}

async function staffMember(ctx: Ctx, id: string): Promise<PersonRow | null> {
  const row = await person(ctx, id)
  return row?.position == null ? null : row
}

/** By the row's own id: an entry that was merged into another answers as that one. */
const selfOf = (row: PersonRow | null): Ref | null => (row ? { id: row.id } : null)

const ofPerson =
  <T>(take: (row: PersonRow) => T) =>
  async (ref: Ref, _: unknown, ctx: Ctx): Promise<T | null> => {
    const row = await person(ctx, ref.id)
    return row ? take(row) : null
  }

/** Roles in force and to come: one's own, anyone's for the coordinator. */
async function grants(ref: Ref, _: unknown, ctx: Ctx) {
  const row = await person(ctx, ref.id)
  if (!row || !seesAccount(ctx.viewer, row)) return null
  return (await ctx.loaders.grants.load(row.id)).map(
    ({ id, role, schoolId, classId, from, until, orderNumber, orderDate }) => ({
      id,
      role,
      person: { id: row.id },
      orderNumber,
      orderDate,
      school: { id: schoolId },
      schoolClass: classId ? { id: classId } : null,
      from,
      until,
    }),
  )
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
    person: async (_: unknown, args: Ref, ctx: Ctx) => {
      const row = await knownPerson(ctx, args.id)
      return row ? { id: row.id } : null
    },
    pupil: async (_: unknown, args: Ref, ctx: Ctx) => selfOf(await pupil(ctx, args.id)),
    staffMember: async (_: unknown, args: Ref, ctx: Ctx) => selfOf(await staffMember(ctx, args.id)),
  },
  Mutation: {
    addPeople: (_: unknown, { input }: { input: AddPeopleInput }, ctx: Ctx) => addPeople(ctx, input),
    movePupil: (_: unknown, { input }: { input: MovePupilInput }, ctx: Ctx) => movePupil(ctx, input),
    changeGuardians: (_: unknown, { input }: { input: ChangeGuardiansInput }, ctx: Ctx) =>
      changeGuardians(ctx, input),
    changePeople: (_: unknown, { input }: { input: ChangePeopleInput }, ctx: Ctx) => changePeople(ctx, input),
    removePeople: (_: unknown, { input }: { input: RemovePeopleInput }, ctx: Ctx) => removePeople(ctx, input),
  },
  Person: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => selfOf(await person(ctx, ref.id)),
    lastName: ofPerson((row) => row.lastName),
    firstName: ofPerson((row) => row.firstName),
    patronymic: ofPerson((row) => row.patronymic),
    fullName: ofPerson(fullName),
    pupil: ofPerson((row) => (row.isPupil ? { id: row.id } : null)),
    guardian: ofPerson((row) => (row.childIds.length ? { id: row.id } : null)),
    staff: ofPerson((row) => (row.position === null ? null : { id: row.id })),
    account: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await person(ctx, ref.id)
      const seen = row?.accountId && (seesAccount(ctx.viewer, row) || (await careOf(ctx, row.id)))
      return row?.accountId && seen ? { id: row.accountId } : null
    },
    birthDate: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await person(ctx, ref.id)
      if (!row) return null
      const seen = row.isPupil ? seesPersonalData(ctx.viewer, row) : seesAccount(ctx.viewer, row)
      if (!seen) return null
      ctx.readings.noteCard(ctx.viewer, await placeOf(ctx, row), 'birthDate')
      return row.birthDate
    },
    roles: grants,
    version: ofPerson((row) => row.version),
  },
  Pupil: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => selfOf(await pupil(ctx, ref.id)),
    person: self,
    lastName: ofPerson((row) => row.lastName),
    firstName: ofPerson((row) => row.firstName),
    patronymic: ofPerson((row) => row.patronymic),
    fullName: ofPerson(fullName),
    birthDate: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await pupil(ctx, ref.id)
      if (!row || !seesPersonalData(ctx.viewer, row)) return null
      ctx.readings.noteCard(ctx.viewer, await placeOf(ctx, row), 'birthDate')
      return row.birthDate
    },
    schoolClass: async (ref: Ref, args: { on?: string | null }, ctx: Ctx) => {
      const row = await pupil(ctx, ref.id)
      const school = row && (await ctx.loaders.school.load(row.schoolId))
      if (!school) return null
      const on = args.on ?? dayIn(school.timeZone, ctx.now)
      const found = (await ctx.loaders.memberships.load(row.id)).find(
        (one) => one.classId !== null && one.from <= on && (one.until === null || one.until >= on),
      )
      return found?.classId ? { id: found.classId } : null
    },
    guardians: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const row = await pupil(ctx, ref.id)
      if (!row || !seesPersonalData(ctx.viewer, row)) return null
      ctx.readings.noteCard(ctx.viewer, await placeOf(ctx, row), 'guardians')
      return row.guardianIds.map((id) => ({ id }))
    },
    // Which classes and groups a pupil is in is the school's to see, as the lists of a class are.
    memberships: async (ref: Ref, args: { yearId?: string | null }, ctx: Ctx) => {
      const row = await pupil(ctx, ref.id)
      if (!row || !seesSchool(ctx.viewer, row.schoolId)) return null
      return (await ctx.loaders.memberships.load(row.id))
        .filter((one) => !args.yearId || one.yearId === args.yearId)
        .filter((one) => seesGroup(ctx.viewer, { schoolId: row.schoolId, kind: one.groupKind ?? 'OTHER' }))
        .map(({ classId, groupId, from, until }) => ({
          schoolClass: classId ? { id: classId } : null,
          group: groupId ? { id: groupId } : null,
          from,
          until,
        }))
    },
  },
  Guardian: {
    // A pupil sees who stands behind them, though not as a person of the school's lists.
    __resolveReference: async (ref: Ref, ctx: Ctx) => {
      const row = await ctx.loaders.person.load(ref.id)
      return row && ((await person(ctx, ref.id)) || (await guardianSeen(ctx, row))) ? { id: row.id } : null
    },
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
    __resolveReference: async (ref: Ref, ctx: Ctx) => selfOf(await staffMember(ctx, ref.id)),
    person: self,
    fullName: ofPerson(fullName),
    position: ofPerson((row) => row.position),
    roles: grants,
  },
}

async function guardianSeen(ctx: Ctx, guardian: PersonRow): Promise<boolean> {
  if (seesAccount(ctx.viewer, guardian)) return true
  const children = await Promise.all(guardian.childIds.map((id) => ctx.loaders.person.load(id)))
  return children.some((child) => child !== null && seesPersonalData(ctx.viewer, child))
}
