// Who may what in reporting, on one page. Unknown means no.
import {
  hasRight,
  rights,
  roleSchema,
  type Right,
  type SchoolViewer,
  type Viewer,
} from '@zhurnal/roster/events'
import { z } from 'zod'

export function at(viewer: Viewer, schoolId: string): SchoolViewer | undefined {
  return viewer.schools.find((school) => school.id === schoolId)
}

const has = (viewer: Viewer, schoolId: string, right: Right): boolean =>
  hasRight(at(viewer, schoolId)?.roles, right)

/** Prints any class's journal and follows the school's jobs (A3.10, 2.2, 3.2). */
export const seesJobs = (viewer: Viewer, schoolId: string): boolean => has(viewer, schoolId, 'inCharge')
/** Takes and checks snapshots (3.3, A1.23, A4.9). */
export const mayKeepArchive = (viewer: Viewer, schoolId: string): boolean =>
  has(viewer, schoolId, 'keepsArchive')
export const seesSnapshots = (viewer: Viewer, schoolId: string): boolean =>
  has(viewer, schoolId, 'seesAllJournals')
/** Brings in timetables and lists (A1.11, A1.17, A1.20). */
export const mayImport = (viewer: Viewer, schoolId: string): boolean => has(viewer, schoolId, 'setsUp')
/** Issues logins: the coordinator, class teachers to families of their own class (A1.3, A5.7); roster says of whom. */
export const mayIssueAccounts = (viewer: Viewer, schoolId: string): boolean =>
  has(viewer, schoolId, 'setsUp') || has(viewer, schoolId, 'hasOwnClass')
export const mayAddStores = (viewer: Viewer, schoolId: string): boolean => has(viewer, schoolId, 'setsUp')

/** The whole journal of a class: those in charge, and the class teacher of the class. */
export const mayPrintClass = (viewer: Viewer, schoolId: string, classId: string): boolean =>
  seesJobs(viewer, schoolId) ||
  (has(viewer, schoolId, 'hasOwnClass') && (at(viewer, schoolId)?.classes.includes(classId) ?? false))

/** A job is followed by who started it and by those in charge. */
export const seesJob = (viewer: Viewer, job: { schoolId: string; startedById: string }): boolean =>
  seesJobs(viewer, job.schoolId) || at(viewer, job.schoolId)?.person === job.startedById

/** Who may read a document, frozen when it is made: roles of its school, class teachers of its class, who asked for it. */
export const readersSchema = z.object({
  roles: z.array(roleSchema),
  classes: z.array(z.uuid()),
  persons: z.array(z.uuid()),
})
export type Readers = z.infer<typeof readersSchema>

export const readersOfClassJournal = (classId: string, startedById: string): Readers => ({
  roles: [...rights.seesAllJournals],
  classes: [classId],
  persons: [startedById],
})

/** Blank pages name pupils of their classes and hold no entries: those in charge, the class teachers, who asked for them. */
export const readersOfBlankPages = (classIds: readonly string[], startedById: string): Readers => ({
  roles: [...rights.inCharge],
  classes: [...classIds],
  persons: [startedById],
})

/** A pupil's current marks for another school: coordinator, director, deputy, the class teacher. The family gets the paper by hand. */
export const mayPrintSheet = (viewer: Viewer, pupil: PupilPlace): boolean =>
  has(viewer, pupil.schoolId, 'handsOverPupils') ||
  (has(viewer, pupil.schoolId, 'hasOwnClass') && teachesClassOf(viewer, pupil))
export const readersOfSheet = (classIds: readonly string[], startedById: string): Readers => ({
  roles: [...rights.handsOverPupils],
  classes: [...classIds],
  persons: [startedById],
})
/** The report of mark changes as files (3.8). */
export const readersOfMarkChanges = (startedById: string): Readers => ({
  roles: [...rights.inCharge],
  classes: [],
  persons: [startedById],
})

export function mayRead(viewer: Viewer, document: { schoolId: string; readers: Readers }): boolean {
  const here = at(viewer, document.schoolId)
  if (!here) return false
  return (
    here.roles.some((role) => document.readers.roles.includes(role)) ||
    (hasRight(here.roles, 'hasOwnClass') &&
      document.readers.classes.some((id) => here.classes.includes(id))) ||
    document.readers.persons.includes(here.person)
  )
}

/** Prints the act about a stolen login (4.4). */
export const mayPrintActs = (viewer: Viewer, schoolId: string): boolean =>
  has(viewer, schoolId, 'guardsAccess')
export const readersOfAct = (): Readers => ({ roles: [...rights.guardsAccess], classes: [], persons: [] })

/** Brings files to be attached: everybody of the school but who only looks at it (1.13). */
export const mayUpload = (viewer: Viewer, schoolId: string): boolean =>
  at(viewer, schoolId)?.roles.some((role) => !hasRight([role], 'inspects')) ?? false

export type PupilPlace = {
  readonly id: string
  readonly schoolId: string
  /** The class that the pupil is in, or was last in each year. */
  readonly ownClassIds: readonly string[]
}

const isFamily = (viewer: Viewer, pupil: PupilPlace): boolean =>
  at(viewer, pupil.schoolId)?.pupils.includes(pupil.id) ?? false
const teachesClassOf = (viewer: Viewer, pupil: PupilPlace): boolean =>
  pupil.ownClassIds.some((id) => at(viewer, pupil.schoolId)?.classes.includes(id))

/** A pupil's portfolio (A5.11, A5.15): the pupil, the family, class teacher, teachers of the school, those in charge of it. */
export const seesPortfolio = (viewer: Viewer, pupil: PupilPlace): boolean =>
  isFamily(viewer, pupil) || teachesClassOf(viewer, pupil) || has(viewer, pupil.schoolId, 'seesPortfolios')
/** Confirms an item: not the family whose it is, unless they teach here too. */
export const confirmsPortfolio = (viewer: Viewer, pupil: PupilPlace): boolean =>
  teachesClassOf(viewer, pupil) || has(viewer, pupil.schoolId, 'confirmsPortfolios')
export const addsToPortfolio = (viewer: Viewer, pupil: PupilPlace): boolean =>
  isFamily(viewer, pupil) || confirmsPortfolio(viewer, pupil)
/** Takes any item out; who added one takes it out while it is not confirmed. */
export const keepsPortfolio = (viewer: Viewer, pupil: PupilPlace): boolean =>
  teachesClassOf(viewer, pupil) || has(viewer, pupil.schoolId, 'setsUp')
/** Gathers all that is held on one person (152-ФЗ, ст. 14). */
export const mayExportPerson = (viewer: Viewer, schoolId: string): boolean => has(viewer, schoolId, 'setsUp')

/** What gradebook says of a file of homework, and whether a pupil of the viewer's belonged on the lesson's day. */
export type HomeworkReaders = {
  readonly schoolId: string
  readonly classIds: readonly string[]
  readonly teacherIds: readonly string[]
  readonly ofSpecialist: boolean
  readonly ofPupil: boolean
}

/** A file of homework: who sees the lesson in the journal, and families of pupils of the class or group. */
export function readsHomework(viewer: Viewer, file: HomeworkReaders): boolean {
  const here = at(viewer, file.schoolId)
  if (!here) return false
  const whole = hasRight(here.roles, 'seesAllJournals')
  const specialists = hasRight(here.roles, 'staff') || !hasRight(here.roles, 'inspects')
  return (
    file.ofPupil ||
    (whole && (!file.ofSpecialist || specialists)) ||
    (hasRight(here.roles, 'keepsJournals') && file.teacherIds.includes(here.person)) ||
    (hasRight(here.roles, 'hasOwnClass') && file.classIds.some((id) => here.classes.includes(id)))
  )
}
