// Who may what in the gradebook, on one page. Unknown means no.
import type { Role, SchoolViewer, Viewer } from '@zhurnal/roster/events'

/** Sees every journal of the school and edits none (2.2, 3.2, 4.2; the inspector by 1.13; the coordinator for 3.8 and the archive). */
const seesAll: readonly Role[] = ['COORDINATOR', 'JOURNAL_ADMIN', 'DIRECTOR', 'DEPUTY', 'INSPECTOR']
/** Keeps journals of what they teach (3.4, 6.2). */
const keeps: readonly Role[] = ['TEACHER', 'SPECIALIST', 'CLASS_TEACHER']

/** What the policy needs to know of a course. */
export type CourseFacts = {
  readonly schoolId: string
  readonly teacherId: string | null
  readonly classIds: readonly string[]
}
/** And of a lesson: who gives it. */
export type LessonFacts = CourseFacts & { readonly givenById: string | null; readonly substituted: boolean }

export function at(viewer: Viewer, schoolId: string): SchoolViewer | undefined {
  return viewer.schools.find((school) => school.id === schoolId)
}

const holds = (here: SchoolViewer | undefined, roles: readonly Role[]): boolean =>
  here?.roles.some((role) => roles.includes(role)) ?? false

/** Sees the whole school: every page, the log, the report of mark changes. */
export const seesWholeSchool = (viewer: Viewer, schoolId: string): boolean =>
  holds(at(viewer, schoolId), seesAll)

const teaches = (viewer: Viewer, course: CourseFacts): boolean => {
  const here = at(viewer, course.schoolId)
  return holds(here, keeps) && course.teacherId !== null && course.teacherId === here?.person
}

/** Classes of the viewer's own that the course has pupils of. */
export function ownClasses(viewer: Viewer, course: CourseFacts): readonly string[] {
  const here = at(viewer, course.schoolId)
  return holds(here, ['CLASS_TEACHER']) ? course.classIds.filter((id) => here?.classes.includes(id)) : []
}

/** How far a page is open: all of it; the rows of own classes; only lessons that the viewer gives as a substitute. */
export type PageReach = 'WHOLE' | 'OWN_CLASSES' | 'SUBSTITUTED_ONLY'

export function pageReach(viewer: Viewer, course: CourseFacts): PageReach {
  if (seesWholeSchool(viewer, course.schoolId) || teaches(viewer, course)) return 'WHOLE'
  const own = ownClasses(viewer, course)
  if (own.length === course.classIds.length && own.length > 0) return 'WHOLE'
  return own.length > 0 ? 'OWN_CLASSES' : 'SUBSTITUTED_ONLY'
}

/** Gives this lesson, instead of the course's teacher or as that teacher. */
export function givesLesson(viewer: Viewer, lesson: LessonFacts): boolean {
  const here = at(viewer, lesson.schoolId)
  return holds(here, keeps) && lesson.givenById !== null && lesson.givenById === here?.person
}

export const seesLesson = (viewer: Viewer, lesson: LessonFacts): boolean =>
  pageReach(viewer, lesson) !== 'SUBSTITUTED_ONLY' || givesLesson(viewer, lesson)

/** Keeps the record of a lesson: who gives it, and who teaches the course. Nobody else, whatever their rank. */
export const mayKeep = (viewer: Viewer, lesson: LessonFacts): boolean =>
  givesLesson(viewer, lesson) || teaches(viewer, lesson)

/** Sets period marks as their author (A6.10). */
export const maySetPeriodMarks = (viewer: Viewer, course: CourseFacts): boolean => teaches(viewer, course)
/** Fills period marks that are missing in the own class (A5.10). */
export const mayFillPeriodMarks = (viewer: Viewer, course: CourseFacts): boolean =>
  ownClasses(viewer, course).length > 0
export const mayClosePeriod = (viewer: Viewer, course: CourseFacts): boolean =>
  teaches(viewer, course) || holds(at(viewer, course.schoolId), ['COORDINATOR'])
export const maySetWindow = (viewer: Viewer, schoolId: string): boolean =>
  holds(at(viewer, schoolId), ['COORDINATOR'])

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
  return holds(here, ['CLASS_TEACHER']) && pupil.classIds.some((id) => here.classes.includes(id))
}

/** The pupil themselves or a guardian. The passport lists children only for who holds the role. */
export const isFamily = (viewer: Viewer, pupil: { id: string; schoolId: string }): boolean =>
  at(viewer, pupil.schoolId)?.pupils.includes(pupil.id) ?? false
