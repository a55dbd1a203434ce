// Who may what in the gradebook, on one page. Unknown means no.
import { hasRight, rights, type SchoolViewer, type Viewer } from '@zhurnal/roster/events'

/** What the policy needs to know of a course. */
export type CourseFacts = {
  readonly schoolId: string
  readonly teacherId: string | null
  readonly classIds: readonly string[]
}
/** What reading needs beside: a specialist's group, or one of which it is not known yet, is not the inspector's (design §3). */
export type ReadFacts = CourseFacts & { readonly ofSpecialist: boolean }
/** And of a lesson: who gives it. */
export type LessonFacts = CourseFacts & { readonly givenById: string | null; readonly substituted: boolean }

export function at(viewer: Viewer, schoolId: string): SchoolViewer | undefined {
  return viewer.schools.find((school) => school.id === schoolId)
}

/** Sees the whole school: every page, the log, the report of mark changes. Of specialists' groups `seesSpecialists` says. */
export const seesWholeSchool = (viewer: Viewer, schoolId: string): boolean =>
  hasRight(at(viewer, schoolId)?.roles, 'seesAllJournals')

/** Whether records of specialists' groups are shown: to who works at the school and to families; not to who only inspects. */
export function seesSpecialists(viewer: Viewer, schoolId: string): boolean {
  const roles = at(viewer, schoolId)?.roles
  return hasRight(roles, 'staff') || !hasRight(roles, 'inspects')
}

/** By which role somebody sees the whole school: of several the first in the order of `rights`. */
export const overseerRole = (viewer: Viewer, schoolId: string) =>
  rights.seesAllJournals.find((role) => at(viewer, schoolId)?.roles.includes(role))

const seesCourse = (viewer: Viewer, course: ReadFacts): boolean =>
  seesWholeSchool(viewer, course.schoolId) &&
  (!course.ofSpecialist || seesSpecialists(viewer, course.schoolId))

const teaches = (viewer: Viewer, course: CourseFacts): boolean => {
  const here = at(viewer, course.schoolId)
  return (
    hasRight(here?.roles, 'keepsJournals') && course.teacherId !== null && course.teacherId === here?.person
  )
}

/** Classes of the viewer's own that the course has pupils of. */
export function ownClasses(viewer: Viewer, course: CourseFacts): readonly string[] {
  const here = at(viewer, course.schoolId)
  return hasRight(here?.roles, 'hasOwnClass')
    ? course.classIds.filter((id) => here?.classes.includes(id))
    : []
}

/** How far a page is open: all of it; the rows of own classes; only lessons that the viewer gives as a substitute. */
export type PageReach = 'WHOLE' | 'OWN_CLASSES' | 'SUBSTITUTED_ONLY'

export function pageReach(viewer: Viewer, course: ReadFacts): PageReach {
  if (seesCourse(viewer, course) || teaches(viewer, course)) return 'WHOLE'
  const own = ownClasses(viewer, course)
  if (own.length === course.classIds.length && own.length > 0) return 'WHOLE'
  return own.length > 0 ? 'OWN_CLASSES' : 'SUBSTITUTED_ONLY'
}

/** Reads the page by the right to see the whole school alone: neither as its teacher, nor all of it as class teacher. */
export const overseesCourse = (viewer: Viewer, course: ReadFacts): boolean =>
  seesCourse(viewer, course) &&
  !teaches(viewer, course) &&
  !(course.classIds.length > 0 && ownClasses(viewer, course).length === course.classIds.length)

/** Gives this lesson, instead of the course's teacher or as that teacher. */
export function givesLesson(viewer: Viewer, lesson: LessonFacts): boolean {
  const here = at(viewer, lesson.schoolId)
  return (
    hasRight(here?.roles, 'keepsJournals') && lesson.givenById !== null && lesson.givenById === here?.person
  )
}

export const seesLesson = (viewer: Viewer, lesson: LessonFacts & ReadFacts): boolean =>
  pageReach(viewer, lesson) !== 'SUBSTITUTED_ONLY' || givesLesson(viewer, lesson)

/** Keeps works out of lessons: who teaches the course. */
export const mayKeepCourse = (viewer: Viewer, course: CourseFacts): boolean => teaches(viewer, course)

/** Keeps the record of a lesson: who gives it, and who teaches the course. Nobody else, whatever their rank. */
export const mayKeep = (viewer: Viewer, lesson: LessonFacts): boolean =>
  givesLesson(viewer, lesson) || teaches(viewer, lesson)

/** Sets period marks as their author (A6.10). */
export const maySetPeriodMarks = (viewer: Viewer, course: CourseFacts): boolean => teaches(viewer, course)
/** Fills period marks that are missing in the own class (A5.10). */
export const mayFillPeriodMarks = (viewer: Viewer, course: CourseFacts): boolean =>
  ownClasses(viewer, course).length > 0
export const mayClosePeriod = (viewer: Viewer, course: CourseFacts): boolean =>
  teaches(viewer, course) || hasRight(at(viewer, course.schoolId)?.roles, 'setsUp')
export const maySetWindow = (viewer: Viewer, schoolId: string): boolean =>
  hasRight(at(viewer, schoolId)?.roles, 'setsUp')

/** Brings in what was kept elsewhere before (A1.12). */
export const mayEnterForeign = (viewer: Viewer, schoolId: string): boolean =>
  hasRight(at(viewer, schoolId)?.roles, 'setsUp')

export type PupilFacts = {
  readonly id: string
  readonly schoolId: string
  readonly classIds: readonly string[]
}

/** A pupil's own results in all subjects: the family, the class teacher, who sees the whole school. */
export function seesPupilResults(viewer: Viewer, pupil: PupilFacts): boolean {
  const here = at(viewer, pupil.schoolId)
  if (!here) return false
  if (seesWholeSchool(viewer, pupil.schoolId) || isFamily(viewer, pupil)) return true
  return hasRight(here.roles, 'hasOwnClass') && pupil.classIds.some((id) => here.classes.includes(id))
}

/** Reads the pupil's results by the right to see the whole school alone. */
export const overseesPupil = (viewer: Viewer, pupil: PupilFacts): boolean =>
  seesWholeSchool(viewer, pupil.schoolId) &&
  !isFamily(viewer, pupil) &&
  !pupil.classIds.some((id) => hasClass(viewer, { id, schoolId: pupil.schoolId }))

/** The pupil themselves or a guardian. The passport lists children only for who holds the role. */
export const isFamily = (viewer: Viewer, pupil: { id: string; schoolId: string }): boolean =>
  at(viewer, pupil.schoolId)?.pupils.includes(pupil.id) ?? false

/** The section «Посещаемость» of a class, and who of it is absent: its class teacher, who sees the whole school. */
export function seesAttendance(viewer: Viewer, schoolClass: { id: string; schoolId: string }): boolean {
  return seesWholeSchool(viewer, schoolClass.schoolId) || hasClass(viewer, schoolClass)
}

/** The viewer's own class, as its class teacher. */
export function hasClass(viewer: Viewer, schoolClass: { id: string; schoolId: string }): boolean {
  const here = at(viewer, schoolClass.schoolId)
  return hasRight(here?.roles, 'hasOwnClass') && (here?.classes.includes(schoolClass.id) ?? false)
}

/** Classes of the viewer's own in a school. */
export function classesOf(viewer: Viewer, schoolId: string): readonly string[] {
  const here = at(viewer, schoolId)
  return hasRight(here?.roles, 'hasOwnClass') ? (here?.classes ?? []) : []
}

/** Sets reasons of absences: the class teacher of the pupil, in the own class (A5.19). */
export const maySetReasons = (viewer: Viewer, pupil: PupilFacts): boolean =>
  pupil.classIds.some((id) => hasClass(viewer, { id, schoolId: pupil.schoolId }))

/** Of what paper a note speaks may be of health: not shown to who only inspects, nor to who merely teaches a subject. */
export const seesNoteDocument = (viewer: Viewer, pupil: PupilFacts): boolean =>
  seesPupilResults(viewer, pupil) && (isFamily(viewer, pupil) || seesSpecialists(viewer, pupil.schoolId))

/** Follows all reports of stolen logins (4.3). */
export const seesCompromises = (viewer: Viewer, schoolId: string): boolean =>
  hasRight(at(viewer, schoolId)?.roles, 'guardsAccess')

/**
 * Decides about the acts of a stolen login: the coordinator; where the login is a coordinator's own, the director or
 * another coordinator, never the login itself (4.4).
 */
export function decidesCompromise(
  viewer: Viewer,
  report: { readonly schoolId: string; readonly accountId: string; readonly ofCoordinator: boolean },
): boolean {
  const roles = at(viewer, report.schoolId)?.roles
  if (viewer.account === report.accountId) return false
  return hasRight(roles, 'setsUp') || (report.ofCoordinator && hasRight(roles, 'directs'))
}
