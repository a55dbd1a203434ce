import type { Ctx } from '../context.js'
import type { PersonRow } from '../loaders.js'
import type { CardPlace } from '../policy.js'

/** Where a person's card belongs, for the policy: a guardian is in the care of who teaches a child of theirs. */
export async function placeOf(ctx: Ctx, row: PersonRow): Promise<CardPlace> {
  const children = await Promise.all(row.childIds.map((id) => ctx.loaders.person.load(id)))
  const classIds = [row, ...children].flatMap((one) => one?.ownClassIds ?? [])
  return { id: row.id, schoolId: row.schoolId, classIds, childIds: row.childIds }
}

/** As `placeOf`, by id; null when there is no such person in the viewer's schools. */
export async function cardPlace(ctx: Ctx, personId: string): Promise<CardPlace | null> {
  const row = await ctx.loaders.person.load(personId)
  return row ? placeOf(ctx, row) : null
}
