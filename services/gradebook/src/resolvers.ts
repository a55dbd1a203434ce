import { readingAnew } from '@zhurnal/kit/mutation'
import { attendanceResolvers } from './attendance/attendance.resolvers.js'
import { compromiseResolvers } from './compromise/compromise.resolvers.js'
import type { Ctx } from './context.js'
import { diaryResolvers } from './diary/diary.resolvers.js'
import { claimResolvers } from './claims/claims.resolvers.js'
import { forecast } from './forecast/forecast.js'
import { journalResolvers, pageNamed } from './journal/journal.resolvers.js'
import { logResolvers } from './log/log.resolvers.js'
import { foreignResolvers } from './foreign/foreign.resolvers.js'
import { lockResolvers } from './locks/locks.resolvers.js'
import { markResolvers } from './marks/marks.resolvers.js'
import { periodResolvers } from './periods/periods.resolvers.js'
import { recordResolvers } from './records/records.resolvers.js'

export const resolvers = {
  ...recordResolvers,
  ...markResolvers,
  ...journalResolvers,
  ...logResolvers,
  ...attendanceResolvers,
  ...lockResolvers,
  ...claimResolvers,
  ...compromiseResolvers,
  ...periodResolvers,
  UnlockPayload: { ...lockResolvers.UnlockPayload, journal: pageNamed },
  Query: {
    ...attendanceResolvers.Query,
    ...recordResolvers.Query,
    ...journalResolvers.Query,
    ...logResolvers.Query,
    ...diaryResolvers.Query,
    ...lockResolvers.Query,
    ...claimResolvers.Query,
    ...periodResolvers.Query,
    forecast: (_: unknown, args: { courseId: string; periodId: string }, ctx: Ctx) => forecast(ctx, args),
  },
  Mutation: readingAnew<Ctx>({
    ...attendanceResolvers.Mutation,
    ...recordResolvers.Mutation,
    ...markResolvers.Mutation,
    ...journalResolvers.Mutation,
    ...foreignResolvers.Mutation,
    ...lockResolvers.Mutation,
    ...claimResolvers.Mutation,
    ...compromiseResolvers.Mutation,
    ...periodResolvers.Mutation,
  }),
  DiarySubject: diaryResolvers.DiarySubject,
  Absence: { ...markResolvers.Absence, ...attendanceResolvers.Absence },
  Pupil: { ...markResolvers.Pupil, ...diaryResolvers.Pupil, ...periodResolvers.Pupil },
}
