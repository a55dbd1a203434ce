import { accountResolvers } from './accounts/accounts.resolvers.js'
import { classResolvers } from './classes/classes.resolvers.js'
import { peopleResolvers } from './people/people.resolvers.js'
import { schoolResolvers } from './schools/schools.resolvers.js'
import { yearResolvers } from './years/years.resolvers.js'

export const resolvers = {
  ...schoolResolvers,
  ...yearResolvers,
  ...classResolvers,
  ...peopleResolvers,
  ...accountResolvers,
  Query: {
    ...schoolResolvers.Query,
    ...classResolvers.Query,
    ...peopleResolvers.Query,
    ...accountResolvers.Query,
  },
  Mutation: {
    ...schoolResolvers.Mutation,
    ...yearResolvers.Mutation,
    ...classResolvers.Mutation,
    ...peopleResolvers.Mutation,
    ...accountResolvers.Mutation,
  },
}
