// The school as it stands, asked of the graph with the authority of who brings the file.
import { addDays } from '@zhurnal/kit/time'
import type { Asker } from '../graph.js'
import { everybody, standingOrders } from './state-people.js'

export type KnownClass = {
  readonly id: string
  readonly name: string
  readonly grade: number
  readonly letter: string | null
  readonly teacherId: string | null
}
export type KnownPerson = {
  readonly id: string
  readonly kind: 'PUPIL' | 'STAFF' | 'GUARDIAN'
  readonly lastName: string
  readonly firstName: string
  readonly patronymic: string | null
  readonly birthDate: string | null
  readonly position: string | null
  readonly classId: string | null
  /** Pupils whose guardian this is. */
  readonly children: readonly string[]
  /** Roles in force and to come. */
  readonly roles: readonly string[]
  /** What the card holds; undefined: this kind of file does not ask. */
  readonly card?: KnownCard | undefined
}
export type KnownCard = {
  readonly phone: string | null
  readonly email: string | null
  readonly address: string | null
  readonly hasSnils: boolean
  readonly consents: readonly { readonly purpose: string; readonly from: string; readonly inForce: boolean }[]
  /** What a guardian is to each child. */
  readonly ties: readonly {
    readonly pupilId: string
    readonly relation: string | null
    readonly legalRepresentative: boolean
  }[]
}
export type KnownOrder = {
  readonly number: string
  readonly date: string
  readonly movements: readonly { readonly kind: string; readonly pupilId: string }[]
}
/** What of the school a kind of file is compared with beside its plain names. */
export type Looks = { readonly cards?: true; readonly orders?: true; readonly lessons?: true }
/** A lesson of the timetable on its day. */
export type KnownLesson = {
  readonly id: string
  readonly day: string
  readonly number: number
  readonly courseId: string
  readonly cancelled: boolean
}
export type KnownGroup = {
  readonly id: string
  readonly name: string
  readonly classIds: readonly string[]
  readonly memberIds: readonly string[]
}
export type KnownNamed = { readonly id: string; readonly name: string; readonly shortName?: string | null }
export type KnownBells = {
  readonly id: string
  readonly name: string
  readonly bells: readonly { readonly number: number; readonly startsAt: string; readonly endsAt: string }[]
}
export type KnownCourse = {
  readonly id: string
  readonly subjectId: string
  readonly classId: string | null
  readonly groupId: string | null
  readonly teacherId: string | null
  readonly weeklyHours: number
}
export type KnownSlot = {
  readonly courseId: string
  readonly weekday: number
  readonly number: number
  readonly bellsId: string
  readonly roomId: string | null
  readonly weeks: string | null
}
export type SchoolState = {
  readonly id: string
  readonly today: string
  readonly year: {
    readonly id: string
    readonly startsOn: string
    readonly endsOn: string
    readonly periods: readonly { readonly kind: string; readonly startsOn: string; readonly endsOn: string }[]
  } | null
  readonly classes: readonly KnownClass[]
  readonly people: readonly KnownPerson[]
  /** Whose the numbers (СНИЛС) of the file are. */
  readonly bySnils?: ReadonlyMap<string, string>
  /** Orders that stand. */
  readonly orders?: readonly KnownOrder[]
  /** Lessons of the classes and days that the file names. */
  readonly lessons?: readonly KnownLesson[]
  readonly groups: readonly KnownGroup[]
  readonly subjects: readonly KnownNamed[]
  readonly rooms: readonly KnownNamed[]
  readonly bells: readonly KnownBells[]
  readonly courses: readonly KnownCourse[]
  /** The published timetable that is in force, or comes into force last. */
  readonly timetable: {
    readonly id: string
    readonly validFrom: string
    readonly slots: readonly KnownSlot[]
  } | null
}

type Ref = { readonly id: string } | null
type SetUpAnswer = {
  school: {
    today: string
    currentYear: NonNullable<SchoolState['year']> | null
    classes: (Omit<KnownClass, 'teacherId'> & { classTeacher: Ref })[]
    groups: { id: string; name: string; schoolClasses: { id: string }[]; members: { id: string }[] }[]
  } | null
}

const setUpQuery = `query($id: ID!) { school(id: $id) { today currentYear { id startsOn endsOn periods { kind startsOn endsOn } }
  classes { id name grade letter classTeacher { id } } groups { id name schoolClasses { id } members { id } } } }`

type PlanAnswer = {
  school: {
    subjects: KnownNamed[]
    rooms: KnownNamed[]
    bellSchedules: KnownBells[]
    currentTimetable: {
      id: string
      validFrom: string
      slots: {
        course: Ref
        weekday: number
        number: number
        bellSchedule: Ref
        room: Ref
        weeks: string | null
      }[]
    } | null
    classes: {
      courses: {
        id: string
        subject: Ref
        schoolClass: Ref
        group: Ref
        teacher: Ref
        weeklyHours: number | null
      }[]
    }[]
  } | null
}

const planQuery = `query($id: ID!, $on: Date!) { school(id: $id) { subjects { id name shortName } rooms { id name }
  bellSchedules { id name bells { number startsAt endsAt } }
  currentTimetable(on: $on) { id validFrom slots { course { id } weekday number bellSchedule { id } room { id } weeks } }
  classes { courses { id subject { id } schoolClass { id } group { id } teacher { id } weeklyHours } } } }`

/** Null: the school is not the asker's, or people of it are not the asker's to see. */
export async function schoolState(
  ask: Asker,
  schoolId: string,
  looks: Looks = {},
): Promise<SchoolState | null> {
  const { school: setUp } = await ask<SetUpAnswer>(setUpQuery, { id: schoolId })
  if (!setUp) return null
  // A timetable that is brought in stands beside the one that would be in force on its first day.
  const on = firstDayOf(setUp)
  const { school: plan } = await ask<PlanAnswer>(planQuery, { id: schoolId, on })
  const people = await everybody(ask, schoolId, looks.cards)
  const orders = looks.orders ? await standingOrders(ask, schoolId) : []
  if (!plan || !people) return null
  return {
    id: schoolId,
    today: setUp.today,
    year: setUp.currentYear,
    classes: setUp.classes.map(({ classTeacher, ...one }) => ({
      ...one,
      teacherId: classTeacher?.id ?? null,
    })),
    people,
    orders,
    groups: setUp.groups.map((group) => ({
      id: group.id,
      name: group.name,
      classIds: group.schoolClasses.map(({ id }) => id),
      memberIds: group.members.map(({ id }) => id),
    })),
    subjects: plan.subjects,
    rooms: plan.rooms,
    bells: plan.bellSchedules,
    courses: unique(plan.classes.flatMap((one) => one.courses)).flatMap((course) =>
      course.subject
        ? [
            {
              id: course.id,
              subjectId: course.subject.id,
              classId: course.schoolClass?.id ?? null,
              groupId: course.group?.id ?? null,
              teacherId: course.teacher?.id ?? null,
              weeklyHours: course.weeklyHours ?? 0,
            },
          ]
        : [],
    ),
    timetable: plan.currentTimetable && {
      id: plan.currentTimetable.id,
      validFrom: plan.currentTimetable.validFrom,
      slots: plan.currentTimetable.slots.flatMap((slot) =>
        slot.course && slot.bellSchedule
          ? [
              {
                courseId: slot.course.id,
                weekday: slot.weekday,
                number: slot.number,
                bellsId: slot.bellSchedule.id,
                roomId: slot.room?.id ?? null,
                weeks: slot.weeks,
              },
            ]
          : [],
      ),
    },
  }
}

/** Tomorrow, or the first day of a year that has not begun. */
function firstDayOf(setUp: SetUpAnswer['school']): string {
  const [today, start] = [setUp?.today ?? '', setUp?.currentYear?.startsOn ?? '']
  return start > today ? start : addDays(today, 1)
}

function unique<T extends { id: string }>(list: readonly T[]): T[] {
  return [...new Map(list.map((one) => [one.id, one])).values()]
}
