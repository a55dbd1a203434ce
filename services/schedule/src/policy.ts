// Who may what in schedule, on one page. Unknown means no.
import type { Role, SchoolViewer, Viewer } from '@zhurnal/roster/events'

const staffAndInspector: readonly Role[] = [
  'COORDINATOR',
  'JOURNAL_ADMIN',
  'DIRECTOR',
  'DEPUTY',
  'CLASS_TEACHER',
  'TEACHER',
  'SPECIALIST',
  'CLERK',
  'INSPECTOR',
]
/** Timetable and substitutions (A1.19, A3.9, A4.10; settled.md). */
const plans: readonly Role[] = ['DEPUTY', 'JOURNAL_ADMIN', 'COORDINATOR']
const setsUp: readonly Role[] = ['COORDINATOR']
const addsCourses: readonly Role[] = ['COORDINATOR', 'DEPUTY']

export function at(viewer: Viewer, schoolId: string): SchoolViewer | undefined {
  return viewer.schools.find((school) => school.id === schoolId)
}

const hasOneOf = (viewer: Viewer, schoolId: string, roles: readonly Role[]) =>
  at(viewer, schoolId)?.roles.some((role) => roles.includes(role)) ?? false

/** Sees every lesson and course of the school. */
export const seesPlan = (viewer: Viewer, schoolId: string): boolean =>
  hasOneOf(viewer, schoolId, staffAndInspector)
export const mayPlan = (viewer: Viewer, schoolId: string): boolean => hasOneOf(viewer, schoolId, plans)
export const maySetUp = (viewer: Viewer, schoolId: string): boolean => hasOneOf(viewer, schoolId, setsUp)
export const mayAddCourses = (viewer: Viewer, schoolId: string): boolean =>
  hasOneOf(viewer, schoolId, addsCourses)

/** Schools whose whole plan the viewer sees, and pupils through whom the family sees its own. */
export function reach(viewer: Viewer): { schools: string[]; pupils: string[] } {
  return {
    schools: viewer.schools.filter((school) => seesPlan(viewer, school.id)).map((school) => school.id),
    pupils: viewer.schools.flatMap((school) => school.pupils),
  }
}
