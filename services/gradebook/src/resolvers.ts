import { readingAnew } from '@zhurnal/kit/mutation'
import type { Ctx } from './context.js'
import { diaryResolvers } from './diary/diary.resolvers.js'
import { journalResolvers } from './journal/journal.resolvers.js'
import { logResolvers } from './log/log.resolvers.js'
import { markResolvers } from './marks/marks.resolvers.js'
import { recordResolvers } from './records/records.resolvers.js'

export const resolvers = {
  ...recordResolvers,
  ...markResolvers,
  ...journalResolvers,
  ...logResolvers,
  Query: {
    ...recordResolvers.Query,
    ...journalResolvers.Query,
    ...logResolvers.Query,
    ...diaryResolvers.Query,
  },
  Mutation: readingAnew<Ctx>({
    ...recordResolvers.Mutation,
    ...markResolvers.Mutation,
    ...journalResolvers.Mutation,
  }),
  Pupil: { ...markResolvers.Pupil, ...diaryResolvers.Pupil },
}
