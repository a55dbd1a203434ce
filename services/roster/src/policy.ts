// Who may what in roster, on one page. Sets of ids in, sets of ids out; unknown means no.
import { hasRight, type Right, type Role, type SchoolViewer, type Viewer } from '../events.js'

export function at(viewer: Viewer, schoolId: string): SchoolViewer | undefined {
  return viewer.schools.find((school) => school.id === schoolId)
}

const has = (viewer: Viewer, schoolId: string, right: Right): boolean =>
  hasRight(at(viewer, schoolId)?.roles, right)

export const mayCreateSchools = (viewer: Viewer): boolean => viewer.operator
export const maySetUp = (viewer: Viewer, schoolId: string): boolean => has(viewer, schoolId, 'setsUp')
export const mayMakeGroups = (viewer: Viewer, schoolId: string): boolean =>
  has(viewer, schoolId, 'makesGroups')

/** Staff and inspector: knows the school's people by name. */
export const seesSchool = (viewer: Viewer, schoolId: string): boolean => has(viewer, schoolId, 'knowsSchool')

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
    hasRight(here.roles, 'setsUp') ||
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
  return at(viewer, person.schoolId)?.person === person.id || has(viewer, person.schoolId, 'setsUp')
}

export type Holder = {
  readonly schoolId: string
  /** True of who is a pupil or a guardian and nothing else. */
  readonly familyOnly: boolean
  /** Own classes of the pupil, or of the guardian's children. */
  readonly classIds: readonly string[]
}

/** Issues, resets, locks logins: the coordinator; the class teacher for families of the own class (A5.7). */
export function managesAccount(viewer: Viewer, holder: Holder): boolean {
  if (has(viewer, holder.schoolId, 'setsUp')) return true
  const own = teachesClass(viewer, holder.schoolId)
  return holder.familyOnly && holder.classIds.some((id) => own.includes(id))
}

/** Classes of the viewer's own as class teacher. */
export const teachesClass = (viewer: Viewer, schoolId: string): readonly string[] =>
  has(viewer, schoolId, 'hasOwnClass') ? (at(viewer, schoolId)?.classes ?? []) : []

/** Says which roles need a second factor. */
export const maySetSecondFactor = (viewer: Viewer, schoolId: string): boolean =>
  has(viewer, schoolId, 'guardsAccess')
/** Sees who holds which role by which order (A2.1). */
export const seesAppointments = (viewer: Viewer, schoolId: string): boolean =>
  has(viewer, schoolId, 'listsPeople')
/** Follows all reports of stolen logins (4.3). */
export const seesCompromises = (viewer: Viewer, schoolId: string): boolean =>
  has(viewer, schoolId, 'guardsAccess')
/** Makes tokens for programs (1.13). */
export const mayMakeTokens = (viewer: Viewer, schoolId: string): boolean =>
  has(viewer, schoolId, 'makesTokens')

/**
 * Who gives which role (A2.1): the director the coordinator, deputy, journal administrator and clerk; the coordinator
 * anybody but a coordinator, director and inspector.
 */
export function mayAppoint(viewer: Viewer, schoolId: string, role: Role): boolean {
  const byDirector: readonly Role[] = ['COORDINATOR', 'DEPUTY', 'JOURNAL_ADMIN', 'CLERK']
  const notByCoordinator: readonly Role[] = ['COORDINATOR', 'DIRECTOR', 'INSPECTOR']
  return (
    (has(viewer, schoolId, 'directs') && byDirector.includes(role)) ||
    (has(viewer, schoolId, 'setsUp') && !notByCoordinator.includes(role))
  )
}

/**
 * Decides about the acts of a stolen login: the coordinator; where the login is a coordinator's own, the director or
 * another coordinator, never the login itself (4.4).
 */
export function decidesCompromise(
  viewer: Viewer,
  report: { schoolId: string; accountId: string; ofCoordinator: boolean },
): boolean {
  if (viewer.account === report.accountId) return false
  if (has(viewer, report.schoolId, 'setsUp')) return true
  return report.ofCoordinator && has(viewer, report.schoolId, 'directs')
}

export type CardPlace = {
  readonly id: string
  readonly schoolId: string
  /** Own classes of the pupil, or of the guardian's children; none of staff. */
  readonly classIds: readonly string[]
  /** Children of a guardian. */
  readonly childIds: readonly string[]
}

/** Keeps a card true: the coordinator, anyone's; a class teacher, own pupils' and their guardians' (A5.5, A5.14). */
export function keepsCard(viewer: Viewer, card: CardPlace): boolean {
  if (has(viewer, card.schoolId, 'setsUp')) return true
  const own = at(viewer, card.schoolId)?.classes ?? []
  return card.classIds.some((id) => own.includes(id))
}

/** Contacts and consents: oneself, and who keeps the card. Not the inspector (design §3). */
export const seesCard = (viewer: Viewer, card: CardPlace): boolean =>
  at(viewer, card.schoolId)?.person === card.id || keepsCard(viewer, card)

/** The personal file (A5.20) but health in it: who keeps the card; director and deputy read. */
export const seesPersonalFile = (viewer: Viewer, card: CardPlace): boolean =>
  keepsCard(viewer, card) || has(viewer, card.schoolId, 'readsPersonalFiles')

/** The list of everybody: coordinator, director, deputy; a class teacher sees own pupils and their guardians in it. */
export const listsPeople = (viewer: Viewer, schoolId: string): boolean => has(viewer, schoolId, 'listsPeople')

/** Who has read personal data across the school (152-ФЗ, 1.8). */
export const seesAccessLog = (viewer: Viewer, schoolId: string): boolean =>
  has(viewer, schoolId, 'guardsAccess')

/** Corrects orders and takes them back. */
export const mayCorrectOrders = maySetUp
/** Orders on the contingent and the alphabet book. */
export const seesOrders = (viewer: Viewer, schoolId: string): boolean => has(viewer, schoolId, 'seesOrders')
/** The movement book: as orders, and the inspector. */
export const seesMovementBook = (viewer: Viewer, schoolId: string): boolean =>
  seesOrders(viewer, schoolId) || has(viewer, schoolId, 'inspects')

/** Whose reading is not logged: oneself, the family of a pupil, the class teacher of the pupil or of a guardian's child. */
export function isCloseTo(viewer: Viewer, card: CardPlace): boolean {
  const here = at(viewer, card.schoolId)
  return (
    here !== undefined &&
    (here.person === card.id ||
      here.pupils.includes(card.id) ||
      card.childIds.some((id) => here.pupils.includes(id)) ||
      card.classIds.some((id) => here.classes.includes(id)))
  )
}

/** Divides these classes: coordinator, journal administrator, and the class teacher where all of them are the own ones. */
export const mayDivide = (viewer: Viewer, schoolId: string, classIds: readonly string[]): boolean => {
  if (mayMakeGroups(viewer, schoolId)) return true
  const own = has(viewer, schoolId, 'hasOwnClass') ? (at(viewer, schoolId)?.classes ?? []) : []
  return classIds.length > 0 && classIds.every((id) => own.includes(id))
}
/** Proposes a division: any teacher too (settled.md, A6.2). */
export const mayProposeDivision = (viewer: Viewer, schoolId: string, classIds: readonly string[]): boolean =>
  mayDivide(viewer, schoolId, classIds) || has(viewer, schoolId, 'proposesGroups')
/** The staff; not the inspector. */
export const seesDivisions = (viewer: Viewer, schoolId: string): boolean => has(viewer, schoolId, 'staff')
/** A group: staff and inspector; a specialist's group the staff only (design §3). */
export const seesGroup = (viewer: Viewer, group: { schoolId: string; kind: string }): boolean =>
  group.kind === 'SPECIALIST' ? seesDivisions(viewer, group.schoolId) : seesSchool(viewer, group.schoolId)
