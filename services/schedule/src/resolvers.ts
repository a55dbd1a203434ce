import { courseResolvers } from './courses/courses.resolvers.js'
import { directoryResolvers } from './directories/directories.resolvers.js'
import { lessonResolvers } from './lessons/lessons.resolvers.js'
import { timetableResolvers } from './timetable/timetable.resolvers.js'

export const resolvers = {
  ...directoryResolvers,
  ...courseResolvers,
  ...timetableResolvers,
  ...lessonResolvers,
  Query: { ...courseResolvers.Query, ...timetableResolvers.Query, ...lessonResolvers.Query },
  Mutation: {
    ...directoryResolvers.Mutation,
    ...courseResolvers.Mutation,
    ...timetableResolvers.Mutation,
    ...lessonResolvers.Mutation,
  },
}
