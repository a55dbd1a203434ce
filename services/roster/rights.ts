// The rights of the regulation's roles, once for all services: each policy.ts derives its sets from these. The table
// «Who may what» of docs/regulation.md says the same; services/roster/test/rights.test.ts compares the two.
import type { Role } from './events.js'

const staff = [
  'COORDINATOR',
  'JOURNAL_ADMIN',
  'DIRECTOR',
  'DEPUTY',
  'CLASS_TEACHER',
  'TEACHER',
  'SPECIALIST',
  'CLERK',
] as const satisfies readonly Role[]
const inCharge = ['COORDINATOR', 'JOURNAL_ADMIN', 'DIRECTOR', 'DEPUTY'] as const satisfies readonly Role[]

/** Named sets of roles. What a role is bound to (own class, own course, own child) each policy adds. */
export const rights = {
  /** Works at the school: specialists' groups and divisions are shown to them. */
  staff,
  /** Knows classes and pupils by name, sees the whole timetable (1.13, 3.4). */
  knowsSchool: [...staff, 'INSPECTOR'],
  /** Sets up years, classes, people, logins, settings (A1). */
  setsUp: ['COORDINATOR'],
  /** Divides classes into groups (A1.15, A4.9). */
  makesGroups: ['COORDINATOR', 'JOURNAL_ADMIN'],
  /** Proposes a division (A6.2). */
  proposesGroups: ['TEACHER'],
  /** Timetable and substitutions (A1.19, A1.26, A3.9, A4.10). */
  managesTimetable: ['COORDINATOR', 'JOURNAL_ADMIN', 'DEPUTY'],
  /** Courses of the teaching load (A1.14, A3.2). */
  keepsLoad: ['COORDINATOR', 'DEPUTY'],
  /** Prints any class's journal, follows the school's jobs (2.2, 3.2, A3.10). */
  inCharge,
  /** Reads every journal and diary, edits none (1.13, 2.2, 3.2, 4.2; the coordinator for 3.8 and the archive). */
  seesAllJournals: [...inCharge, 'INSPECTOR'],
  /** Keeps journals of what they teach (3.4, 6.2). */
  keepsJournals: ['CLASS_TEACHER', 'TEACHER', 'SPECIALIST'],
  /** Has a class: its pages, cards, logins, portfolios (5.2, A5). */
  hasOwnClass: ['CLASS_TEACHER'],
  /** Takes and checks snapshots (3.3, A1.23, A4.9). */
  keepsArchive: ['COORDINATOR', 'JOURNAL_ADMIN'],
  /** Answers for who comes in: second factor, stolen logins, who read personal data (1.8, 4.3, A2.7). */
  guardsAccess: ['COORDINATOR', 'DIRECTOR'],
  /** Appoints the coordinator, decides where the coordinator's own login is stolen (A2.1, 4.4). */
  directs: ['DIRECTOR'],
  /** The list of everybody, and who holds which role by which order (A2.1). */
  listsPeople: ['COORDINATOR', 'DIRECTOR', 'DEPUTY'],
  /** Reads any personal file but what is of health in it (A5.20). */
  readsPersonalFiles: ['DIRECTOR', 'DEPUTY'],
  /** Orders on the contingent and the alphabet book (A1.17). */
  seesOrders: [...inCharge, 'CLERK'],
  /** A pupil's current marks as a signed sheet on leaving (A1.17). */
  handsOverPupils: ['COORDINATOR', 'DIRECTOR', 'DEPUTY'],
  /** Looks and writes nothing; not at specialists' groups (1.13). */
  inspects: ['INSPECTOR'],
  /** Makes tokens for programs (1.13). */
  makesTokens: ['COORDINATOR', 'INSPECTOR'],
  /** Any pupil's portfolio (A3.3, A5.11, A5.15). */
  seesPortfolios: ['COORDINATOR', 'DIRECTOR', 'DEPUTY', 'TEACHER'],
  /** Confirms what stands in a portfolio, and adds to it (A6.4). */
  confirmsPortfolios: ['COORDINATOR', 'TEACHER'],
} as const satisfies Readonly<Record<string, readonly Role[]>>

export type Right = keyof typeof rights

/** True when one of the roles has the right. */
export const hasRight = (roles: readonly Role[] | undefined, right: Right): boolean => {
  const holders: readonly Role[] = rights[right]
  return roles?.some((role) => holders.includes(role)) ?? false
}
