// The school as it stands, asked of the graph with the authority of who brings the file.
import type { Asker } from '../graph.js'

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
type Person = {
  id: string
  lastName: string
  firstName: string
  patronymic: string | null
}
type PupilAnswer = Person & {
  birthDate: string | null
  guardians: { id: string; person: Person | null }[] | null
}
type PeopleAnswer = {
  school: {
    today: string
    currentYear: NonNullable<SchoolState['year']> | null
    staff: { id: string; position: string | null; person: Person | null }[]
    classes: (Omit<KnownClass, 'teacherId'> & {
      classTeacher: Ref
      pupils: PupilAnswer[]
      groups: { id: string; name: string; schoolClasses: { id: string }[]; members: { id: string }[] }[]
    })[]
  } | null
}

const peopleQuery = `query($id: ID!) { school(id: $id) { today currentYear { id startsOn endsOn periods { kind startsOn endsOn } }
  staff { id position person { id lastName firstName patronymic } }
  classes { id name grade letter classTeacher { id }
    pupils { id lastName firstName patronymic birthDate guardians { id person { id lastName firstName patronymic } } }
    groups { id name schoolClasses { id } members { id } } } } }`

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

const planQuery = `query($id: ID!) { school(id: $id) { subjects { id name shortName } rooms { id name }
  bellSchedules { id name bells { number startsAt endsAt } }
  currentTimetable { id validFrom slots { course { id } weekday number bellSchedule { id } room { id } weeks } }
  classes { courses { id subject { id } schoolClass { id } group { id } teacher { id } weeklyHours } } } }`

/** Null: the school is not the asker's. */
export async function schoolState(ask: Asker, schoolId: string): Promise<SchoolState | null> {
  const { school: people } = await ask<PeopleAnswer>(peopleQuery, { id: schoolId })
  const { school: plan } = await ask<PlanAnswer>(planQuery, { id: schoolId })
  if (!people || !plan) return null
  return {
    id: schoolId,
    today: people.today,
    year: people.currentYear,
    classes: people.classes.map(({ id, name, grade, letter, classTeacher }) => ({
      id,
      name,
      grade,
      letter,
      teacherId: classTeacher?.id ?? null,
    })),
    people: peopleOf(people),
    groups: unique(people.classes.flatMap((one) => one.groups)).map((group) => ({
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

function peopleOf(answer: NonNullable<PeopleAnswer['school']>): KnownPerson[] {
  const children = new Map<string, { person: Person; of: string[] }>()
  const pupils = answer.classes.flatMap((schoolClass) =>
    schoolClass.pupils.map((pupil): KnownPerson => {
      for (const { id, person } of pupil.guardians ?? []) {
        const known = children.get(id)
        if (known) known.of.push(pupil.id)
        else if (person) children.set(id, { person, of: [pupil.id] })
      }
      return {
        ...nameOf(pupil),
        kind: 'PUPIL',
        birthDate: pupil.birthDate,
        position: null,
        classId: schoolClass.id,
        children: [],
      }
    }),
  )
  const staff = answer.staff.flatMap(({ position, person }): KnownPerson[] =>
    person
      ? [{ ...nameOf(person), kind: 'STAFF', birthDate: null, position, classId: null, children: [] }]
      : [],
  )
  const guardians = [...children.values()].map(({ person, of }): KnownPerson => ({
    ...nameOf(person),
    kind: 'GUARDIAN',
    birthDate: null,
    position: null,
    classId: null,
    children: of,
  }))
  return [...staff, ...pupils, ...guardians]
}

const nameOf = ({ id, lastName, firstName, patronymic }: Person) => ({ id, lastName, firstName, patronymic })

function unique<T extends { id: string }>(list: readonly T[]): T[] {
  return [...new Map(list.map((one) => [one.id, one])).values()]
}
