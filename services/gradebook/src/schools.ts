import { GraphQLError } from 'graphql'
import type { Ctx } from './context.js'
import { at } from './policy.js'

/** The school meant by a root field: the one named, else the viewer's only one. */
export function schoolMeant(ctx: Ctx, id: string | null | undefined): string | null {
  if (id) return at(ctx.viewer, id) ? id : null
  if (ctx.viewer.schools.length > 1) {
    throw new GraphQLError('У вас несколько школ: назовите schoolId.', {
      extensions: { code: 'SCHOOL_REQUIRED' },
    })
  }
  return ctx.viewer.schools[0]?.id ?? null
}
