// Who may what in roster, on one page. Sets of ids in, sets of ids out; unknown means no.
import type { Role, SchoolViewer, Viewer } from '../events.js'

/** Sees every pupil of the school by name and class. */
const wholeSchool: readonly Role[] = [
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
/** Sets up years, classes, people (A1). */
const setsUp: readonly Role[] = ['COORDINATOR']
/** Divides classes into groups (settled.md, A1.15). */
const makesGroups: readonly Role[] = ['COORDINATOR', 'JOURNAL_ADMIN']

export function at(viewer: Viewer, schoolId: string): SchoolViewer | undefined {
  return viewer.schools.find((school) => school.id === schoolId)
}

const hasOneOf = (viewer: Viewer, schoolId: string, roles: readonly Role[]) =>
  at(viewer, schoolId)?.roles.some((role) => roles.includes(role)) ?? false

export const mayCreateSchools = (viewer: Viewer): boolean => viewer.operator
export const maySetUp = (viewer: Viewer, schoolId: string): boolean => hasOneOf(viewer, schoolId, setsUp)
export const mayMakeGroups = (viewer: Viewer, schoolId: string): boolean =>
  hasOneOf(viewer, schoolId, makesGroups)

/** Staff and inspector: knows the school's people by name. */
export const seesSchool = (viewer: Viewer, schoolId: string): boolean =>
  hasOneOf(viewer, schoolId, wholeSchool)

export type PupilPlace = {
  readonly id: string
  readonly schoolId: string
  /** The class that the pupil is in now, or was last in each year: who had them earlier has no say any more. */
  readonly ownClassIds: readonly string[]
}

/** Pupils that the viewer may know of: own child, oneself, every pupil for the school's staff and the inspector. */
export function visiblePupils(viewer: Viewer, pupils: readonly PupilPlace[]): Set<string> {
  return new Set(
    pupils
      .filter(
        (pupil) =>
          seesSchool(viewer, pupil.schoolId) || at(viewer, pupil.schoolId)?.pupils.includes(pupil.id),
      )
      .map((pupil) => pupil.id),
  )
}

/** Birth date and guardians: the family, the class teacher, the coordinator. Not the inspector (design §3). */
export function seesPersonalData(viewer: Viewer, pupil: PupilPlace): boolean {
  const here = at(viewer, pupil.schoolId)
  if (!here) return false
  return (
    here.roles.includes('COORDINATOR') ||
    here.pupils.includes(pupil.id) ||
    pupil.ownClassIds.some((id) => here.classes.includes(id))
  )
}

/** A person: oneself, staff for everybody of the school, anyone for the school's staff, and the viewer's own pupils. */
export function seesPerson(
  viewer: Viewer,
  person: { id: string; schoolId: string; staff: boolean },
): boolean {
  const here = at(viewer, person.schoolId)
  if (!here) return false
  return (
    person.staff ||
    here.person === person.id ||
    here.pupils.includes(person.id) ||
    seesSchool(viewer, person.schoolId)
  )
}

/** The login of a person: one's own, anyone's for the coordinator. */
export function seesAccount(viewer: Viewer, person: { id: string; schoolId: string }): boolean {
  return at(viewer, person.schoolId)?.person === person.id || hasOneOf(viewer, person.schoolId, setsUp)
}
