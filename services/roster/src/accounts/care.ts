import type { Ctx } from '../context.js'
import type { PersonRow } from '../loaders.js'
import { managesAccount } from '../policy.js'
import { familyRoles } from '../roles/family-roles.js'

/**
 * Of the ids those whose login is in the viewer's care: for the coordinator everybody of the school; for a class teacher
 * pupils of the own class and their guardians, and of those nobody who is staff or holds another role: a class teacher
 * who could set the password of a colleague whose child sits in the class would hold the colleague's rights.
 */
export async function inCare(ctx: Ctx, personIds: readonly string[]): Promise<Map<string, PersonRow>> {
  const rows = await Promise.all(personIds.map((id) => careOf(ctx, id)))
  return new Map(rows.flatMap((row) => (row ? [[row.id, row] as const] : [])))
}

export async function careOf(ctx: Ctx, personId: string): Promise<PersonRow | null> {
  const row = await ctx.loaders.person.load(personId)
  if (!row) return null
  const [children, grants] = await Promise.all([
    Promise.all(row.childIds.map((id) => ctx.loaders.person.load(id))),
    ctx.loaders.grants.load(row.id),
  ])
  const holder = {
    schoolId: row.schoolId,
    familyOnly: row.position === null && grants.every((grant) => familyRoles.includes(grant.role)),
    classIds: [row, ...children].flatMap((one) => one?.ownClassIds ?? []),
  }
  return managesAccount(ctx.viewer, holder) ? row : null
}
