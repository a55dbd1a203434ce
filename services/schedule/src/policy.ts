// Who may what in schedule, on one page. Unknown means no.
import { hasRight, type Right, type SchoolViewer, type Viewer } from '@zhurnal/roster/events'

export function at(viewer: Viewer, schoolId: string): SchoolViewer | undefined {
  return viewer.schools.find((school) => school.id === schoolId)
}

const has = (viewer: Viewer, schoolId: string, right: Right): boolean =>
  hasRight(at(viewer, schoolId)?.roles, right)

/** Sees every lesson and course of the school; the inspector all but those of specialists' groups (design §3). */
export const seesPlan = (viewer: Viewer, schoolId: string): boolean => has(viewer, schoolId, 'knowsSchool')
export const mayPlan = (viewer: Viewer, schoolId: string): boolean =>
  has(viewer, schoolId, 'managesTimetable')
export const maySetUp = (viewer: Viewer, schoolId: string): boolean => has(viewer, schoolId, 'setsUp')
export const mayAddCourses = (viewer: Viewer, schoolId: string): boolean => has(viewer, schoolId, 'keepsLoad')

/** Follows all reports of stolen logins (4.3). */
export const seesCompromises = (viewer: Viewer, schoolId: string): boolean =>
  has(viewer, schoolId, 'guardsAccess')

/**
 * Decides about the acts of a stolen login: the coordinator; where the login is a coordinator's own, the director or
 * another coordinator, never the login itself (4.4).
 */
export function decidesCompromise(
  viewer: Viewer,
  report: { readonly schoolId: string; readonly accountId: string; readonly ofCoordinator: boolean },
): boolean {
  if (viewer.account === report.accountId) return false
  if (maySetUp(viewer, report.schoolId)) return true
  return report.ofCoordinator && has(viewer, report.schoolId, 'directs')
}

/** How far the viewer sees plans. */
export type Reach = {
  /** Schools whose whole plan is seen. */
  readonly schools: readonly string[]
  /** Schools whose plan is seen but for specialists' groups: there the viewer inspects and does not work. */
  readonly inspected: readonly string[]
  /** Pupils through whom the family sees its own. */
  readonly pupils: readonly string[]
}

export function reach(viewer: Viewer): Reach {
  const works = (school: SchoolViewer) => hasRight(school.roles, 'staff')
  return {
    schools: viewer.schools.filter(works).map((school) => school.id),
    inspected: viewer.schools
      .filter((school) => !works(school) && seesPlan(viewer, school.id))
      .map((school) => school.id),
    pupils: viewer.schools.flatMap((school) => school.pupils),
  }
}
