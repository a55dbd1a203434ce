import type { Ctx } from './context.js'
import { diaryResolvers } from './diary/diary.resolvers.js'
import { journalResolvers } from './journal/journal.resolvers.js'
import { logResolvers } from './log/log.resolvers.js'
import { markResolvers } from './marks/marks.resolvers.js'
import { recordResolvers } from './records/records.resolvers.js'

type Act = (parent: unknown, args: never, ctx: Ctx) => Promise<unknown>

/** What a request has read before an act is forgotten by it: the answer to its second act shows what both did. */
function readingAnew(acts: Readonly<Record<string, Act>>): Record<string, Act> {
  const anew = (act: Act): Act => async (parent, args, ctx) => {
    const answer = await act(parent, args, ctx)
    for (const loader of Object.values(ctx.loaders)) loader.clearAll()
    return answer
  }
  return Object.fromEntries(Object.entries(acts).map(([name, act]) => [name, anew(act)]))
}

export const resolvers = {
  ...recordResolvers,
  ...markResolvers,
  ...journalResolvers,
  ...logResolvers,
  Query: { ...recordResolvers.Query, ...journalResolvers.Query, ...logResolvers.Query, ...diaryResolvers.Query },
  Mutation: readingAnew({ ...recordResolvers.Mutation, ...markResolvers.Mutation, ...journalResolvers.Mutation }),
  Pupil: { ...markResolvers.Pupil, ...diaryResolvers.Pupil },
}
