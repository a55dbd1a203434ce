import type { Ctx } from '../context.js'
import { erasePerson, type ErasePersonInput } from './erase-person.js'

export const erasureResolvers = {
  Mutation: {
    erasePerson: (_: unknown, { input }: { input: ErasePersonInput }, ctx: Ctx) => erasePerson(ctx, input),
  },
}
