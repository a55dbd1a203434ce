import { readingAnew } from '@zhurnal/kit/mutation'
import { compromiseResolvers } from './compromise/compromise.resolvers.js'
import { courseResolvers } from './courses/courses.resolvers.js'
import { directoryResolvers } from './directories/directories.resolvers.js'
import { lessonResolvers } from './lessons/lessons.resolvers.js'
import { timetableResolvers } from './timetable/timetable.resolvers.js'
import type { Ctx } from './context.js'

export const resolvers = {
  ...directoryResolvers,
  ...courseResolvers,
  ...timetableResolvers,
  ...lessonResolvers,
  ...compromiseResolvers,
  School: { ...directoryResolvers.School, ...timetableResolvers.School },
  Query: { ...courseResolvers.Query, ...timetableResolvers.Query, ...lessonResolvers.Query },
  Mutation: readingAnew<Ctx>({
    ...directoryResolvers.Mutation,
    ...courseResolvers.Mutation,
    ...timetableResolvers.Mutation,
    ...lessonResolvers.Mutation,
    ...compromiseResolvers.Mutation,
  }),
}
