import { readingAnew } from '@zhurnal/kit/mutation'
import { accessLogResolvers } from './access-log/access-log.js'
import { accountResolvers, accountsOfSchool } from './accounts/accounts.resolvers.js'
import { appointmentResolvers } from './appointments/appointments.resolvers.js'
import { cardResolvers } from './cards/cards.resolvers.js'
import { classResolvers } from './classes/classes.resolvers.js'
import { consentResolvers } from './consents/consents.resolvers.js'
import { compromiseResolvers } from './compromise/compromise.resolvers.js'
import { contingentResolvers } from './contingent/contingent.resolvers.js'
import { divisionResolvers } from './divisions/divisions.resolvers.js'
import { mergeResolvers } from './merge/merge.resolvers.js'
import { newYearResolvers } from './new-year/new-year.resolvers.js'
import { erasureResolvers } from './erasure/erasure.resolvers.js'
import { peopleResolvers } from './people/people.resolvers.js'
import { personalFileResolvers } from './personal-files/personal-files.resolvers.js'
import { schoolResolvers } from './schools/schools.resolvers.js'
import { yearResolvers } from './years/years.resolvers.js'
import type { Ctx } from './context.js'

export const resolvers = {
  ...schoolResolvers,
  ...yearResolvers,
  ...classResolvers,
  ...peopleResolvers,
  ...accountResolvers,
  ...accessLogResolvers,
  ...cardResolvers,
  ...consentResolvers,
  ...personalFileResolvers,
  Person: { ...peopleResolvers.Person, ...cardResolvers.Person, ...consentResolvers.Person },
  Guardian: { ...peopleResolvers.Guardian, ...cardResolvers.Guardian },
  ...appointmentResolvers,
  ...compromiseResolvers,
  ...contingentResolvers,
  ...divisionResolvers,
  ...newYearResolvers,
  StudyGroup: { ...classResolvers.StudyGroup, ...divisionResolvers.StudyGroup },
  School: {
    ...schoolResolvers.School,
    ...contingentResolvers.School,
    ...cardResolvers.School,
    ...divisionResolvers.School,
    ...newYearResolvers.School,
    ...mergeResolvers.School,
    ...accountsOfSchool,
    ...appointmentResolvers.School,
    ...compromiseResolvers.School,
  },
  Pupil: {
    ...peopleResolvers.Pupil,
    ...contingentResolvers.Pupil,
    ...cardResolvers.Pupil,
    ...personalFileResolvers.Pupil,
  },
  Query: {
    ...schoolResolvers.Query,
    ...classResolvers.Query,
    ...peopleResolvers.Query,
    ...accountResolvers.Query,
    ...compromiseResolvers.Query,
    ...contingentResolvers.Query,
    ...accessLogResolvers.Query,
  },
  Mutation: readingAnew<Ctx>({
    ...schoolResolvers.Mutation,
    ...yearResolvers.Mutation,
    ...classResolvers.Mutation,
    ...peopleResolvers.Mutation,
    ...accountResolvers.Mutation,
    ...appointmentResolvers.Mutation,
    ...compromiseResolvers.Mutation,
    ...contingentResolvers.Mutation,
    ...cardResolvers.Mutation,
    ...consentResolvers.Mutation,
    ...personalFileResolvers.Mutation,
    ...erasureResolvers.Mutation,
    ...divisionResolvers.Mutation,
    ...newYearResolvers.Mutation,
    ...mergeResolvers.Mutation,
  }),
}
