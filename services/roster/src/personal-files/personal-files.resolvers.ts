import { placeOf } from '../cards/care.js'
import type { Ctx } from '../context.js'
import { knownPerson } from '../people/people.resolvers.js'
import { keepsCard, seesPersonalFile } from '../policy.js'
import { changePersonalDocuments, type ChangePersonalDocumentsInput } from './personal-documents.js'
import { changePersonalFile, type ChangePersonalFileInput } from './personal-files.js'
import type { PersonalFileRow } from './personal-files.loaders.js'

type Ref = { id: string }
type Input<T> = { input: T }

/** The file and whether the viewer keeps it, for who may read it; the look is noted. */
async function file(ref: Ref, ctx: Ctx): Promise<{ row: PersonalFileRow; keeps: boolean } | null> {
  const pupil = await knownPerson(ctx, ref.id)
  if (!pupil?.isPupil) return null
  const place = await placeOf(ctx, pupil)
  if (!seesPersonalFile(ctx.viewer, place)) return null
  const row = await ctx.loaders.personalFile.load(pupil.id)
  if (!row) return null
  ctx.readings.noteCard(ctx.viewer, place, 'personalFile')
  return { row, keeps: keepsCard(ctx.viewer, place) }
}

const column =
  <K extends keyof PersonalFileRow>(name: K, forKeepers = false) =>
  async (ref: Ref, _: unknown, ctx: Ctx): Promise<PersonalFileRow[K] | null> => {
    const found = await file(ref, ctx)
    return found && (found.keeps || !forKeepers) ? found.row[name] : null
  }

export const personalFileResolvers = {
  Mutation: {
    changePersonalFile: (_: unknown, { input }: Input<ChangePersonalFileInput>, ctx: Ctx) =>
      changePersonalFile(ctx, input),
    changePersonalDocuments: (_: unknown, { input }: Input<ChangePersonalDocumentsInput>, ctx: Ctx) =>
      changePersonalDocuments(ctx, input),
  },
  Pupil: {
    personalFile: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const found = await file(ref, ctx)
      return found ? { id: found.row.pupilId } : null
    },
  },
  PersonalFile: {
    __resolveReference: async (ref: Ref, ctx: Ctx) => {
      const found = await file(ref, ctx)
      return found ? { id: found.row.pupilId } : null
    },
    number: column('number'),
    healthGroup: column('healthGroup', true),
    physicalEducationGroup: column('physicalEducationGroup'),
    specialNeeds: column('specialNeeds', true),
    previousSchool: column('previousSchool'),
    version: column('version'),
    address: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const found = await file(ref, ctx)
      return found ? (await ctx.loaders.contacts.load(found.row.pupilId)).address : null
    },
    documents: async (ref: Ref, _: unknown, ctx: Ctx) => {
      const found = await file(ref, ctx)
      return found ? ctx.loaders.personalDocuments.load(found.row.pupilId) : []
    },
  },
}
