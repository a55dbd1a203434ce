// A whole school as it is written through the commands of the services: the invented one and one from a timetable file.
import type { Role } from '@zhurnal/roster/events'
import type { YearPlan } from './year.js'

export type ClassPlan = {
  readonly id: string
  readonly name: string
  readonly grade: number
  readonly letter: string | null
  readonly teacherId: string | null
}
export type PersonPlan = {
  readonly id: string
  readonly lastName: string
  readonly firstName: string
  readonly patronymic: string | null
  readonly birthDate?: string
  readonly pupil?: { readonly schoolClassId: string; readonly from: string }
  readonly staff?: { readonly position: string }
  readonly guardianOf?: readonly string[]
  readonly relation?: 'MOTHER' | 'FATHER'
  readonly phone?: string
  readonly consent?: {
    readonly purpose: 'EDUCATION'
    readonly from: string
    readonly givenByName: string
  }
}
export type GroupPlan = {
  readonly id: string
  readonly name: string
  readonly schoolClassIds: readonly string[]
  readonly pupilIds: readonly string[]
  readonly from: string
  /** The division that it is a part of; a group of its own without it. */
  readonly division?: {
    readonly id: string
    readonly name: string
    readonly kind: 'DIVISION' | 'SPECIALIST'
  }
}
export type GrantPlan = {
  readonly id: string
  readonly personId: string
  readonly role: Role
  readonly schoolClassId?: string
  readonly from: string
  readonly orderNumber: string
  readonly orderDate: string
}
export type LoginPlan = { readonly personId: string; readonly username: string }
export type SubjectLine = {
  readonly id: string
  readonly name: string
  readonly shortName: string
  readonly withoutAttestation: boolean
}
export type RoomLine = { readonly id: string; readonly name: string; readonly capacity: number | null }
export type BellsPlan = {
  readonly id: string
  readonly name: string
  readonly bells: readonly { readonly number: number; readonly startsAt: string; readonly endsAt: string }[]
}
export type CoursePlan = {
  readonly id: string
  readonly subjectId: string
  readonly subjectName: string
  readonly withoutAttestation: boolean
  readonly grade: number
  /** The class, or the group: one of them. */
  readonly schoolClassId: string | null
  readonly groupId: string | null
  readonly teacherId: string | null
  readonly weeklyHours: number
}
export type SlotPlan = {
  readonly id: string
  readonly courseId: string
  readonly weekday: number
  readonly number: number
  readonly bellScheduleId: string
  readonly roomId: string | null
  readonly weeks: string | null
}
export type TimetablePlan = {
  readonly id: string
  readonly name: string
  readonly validFrom: string
  readonly validUntil: string
  readonly slots: readonly SlotPlan[]
}
export type SchoolPlan = {
  readonly id: string
  readonly name: string
  readonly shortName: string
  readonly timeZone: string
  readonly studyDays: readonly number[]
  readonly year: YearPlan
  readonly classes: readonly ClassPlan[]
  readonly people: readonly PersonPlan[]
  readonly groups: readonly GroupPlan[]
  readonly grants: readonly GrantPlan[]
  readonly logins: readonly LoginPlan[]
  readonly subjects: readonly SubjectLine[]
  readonly rooms: readonly RoomLine[]
  readonly bells: readonly BellsPlan[]
  readonly courses: readonly CoursePlan[]
  readonly timetable: TimetablePlan
}

/** Who belongs to a course on a day, in the order of the plan. */
export function membersOf(plan: SchoolPlan): (course: CoursePlan, day: string) => readonly PersonPlan[] {
  const pupils = new Map(plan.people.flatMap((one) => (one.pupil ? [[one.id, one] as const] : [])))
  const ofClass = new Map<string, PersonPlan[]>()
  for (const one of pupils.values()) {
    const id = one.pupil?.schoolClassId ?? ''
    const list = ofClass.get(id)
    if (list) list.push(one)
    else ofClass.set(id, [one])
  }
  const ofGroup = new Map(
    plan.groups.map((group) => [group.id, group.pupilIds.flatMap((id) => pupils.get(id) ?? [])] as const),
  )
  return (course, day) =>
    (course.groupId ? ofGroup.get(course.groupId) : ofClass.get(course.schoolClassId ?? ''))?.filter(
      (one) => (one.pupil?.from ?? '') <= day,
    ) ?? []
}

/** Somebody of the plan by id. Throws when there is nobody. */
export function peopleById(plan: SchoolPlan): (id: string) => PersonPlan {
  const people = new Map(plan.people.map((one) => [one.id, one]))
  return (id) => {
    const one = people.get(id)
    if (!one) throw new Error(`nobody in the plan has the id ${id}`)
    return one
  }
}
