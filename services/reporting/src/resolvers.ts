import { documentResolvers } from './documents/documents.resolvers.js'
import { jobResolvers } from './jobs/jobs.resolvers.js'
import { snapshotResolvers } from './snapshots/snapshots.resolvers.js'

export const resolvers = {
  ...jobResolvers,
  ...documentResolvers,
  ...snapshotResolvers,
  Query: { ...jobResolvers.Query, ...documentResolvers.Query, ...snapshotResolvers.Query },
  Mutation: { ...jobResolvers.Mutation, ...snapshotResolvers.Mutation },
}
