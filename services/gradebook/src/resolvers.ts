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
  Query: { ...recordResolvers.Query, ...journalResolvers.Query, ...logResolvers.Query, ...diaryResolvers.Query },
  Mutation: { ...recordResolvers.Mutation, ...markResolvers.Mutation, ...journalResolvers.Mutation },
  Pupil: { ...markResolvers.Pupil, ...diaryResolvers.Pupil },
}
