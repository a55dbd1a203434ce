// From the shared load to courses, study groups, rooms and the slots of a week.
import { hoursOf, isInGroups, type SubjectPlan } from './curriculum.js'
import type { Ids } from './ids.js'
import { placeWeek, type Unit } from './place.js'
import type { CoursePlan, GroupPlan, PersonPlan, RoomLine, SlotPlan } from './school-plan.js'
import type { ClassSeed, LoadLine, Staff, Teacher } from './staff.js'

const groupNames: Readonly<Record<string, readonly [string, string]>> = {
  eng: ['англ. 1', 'англ. 2'],
  craft: ['труд 1', 'труд 2'],
}

const groupKey = (line: Pick<LoadLine, 'seed' | 'subject' | 'group'>): readonly [string, string, number] => [
  line.seed.name,
  line.subject.key,
  line.group,
]

/** Courses of the load, in its order. */
export function coursesOf(ids: Ids, load: readonly LoadLine[]): CoursePlan[] {
  return load.map((line) => ({
    id: ids.of('course', ...groupKey(line)),
    subjectId: ids.of('subject', line.subject.key),
    subjectName: line.subject.name,
    withoutAttestation: line.subject.withoutAttestation ?? false,
    grade: line.seed.grade,
    schoolClassId: line.group === 0 ? ids.of('class', line.seed.name) : null,
    groupId: line.group === 0 ? null : ids.of('group', ...groupKey(line)),
    teacherId: ids.of('person', line.teacher.key),
    weeklyHours: line.hours,
  }))
}

/** Two groups of a class for each subject that is taught so, by halves of the list by name. */
export function groupsOf(
  ids: Ids,
  seeds: readonly ClassSeed[],
  taught: readonly SubjectPlan[],
  people: readonly PersonPlan[],
  from: string,
): GroupPlan[] {
  return seeds.flatMap((seed) => {
    const classId = ids.of('class', seed.name)
    const pupils = people
      .filter((one) => one.pupil?.schoolClassId === classId)
      .sort((a, b) => `${a.lastName} ${a.firstName}`.localeCompare(`${b.lastName} ${b.firstName}`, 'ru'))
      .map((one) => one.id)
    const half = Math.ceil(pupils.length / 2)
    return taught
      .filter((subject) => isInGroups(subject, seed.grade) && hoursOf(subject, seed.grade) > 0)
      .flatMap((subject) =>
        ([1, 2] as const).map((group) => ({
          id: ids.of('group', seed.name, subject.key, group),
          name: groupNames[subject.key]?.[group - 1] ?? `группа ${group}`,
          schoolClassIds: [classId],
          pupilIds: group === 1 ? pupils.slice(0, half) : pupils.slice(half),
          from,
          division: {
            id: ids.of('division', seed.name, subject.key),
            name: subject.name,
            kind: 'DIVISION' as const,
          },
        })),
      )
  })
}

/** A room for each teacher: gyms, workshops, a classroom for the others; and who is in which. */
export function roomsOf(
  ids: Ids,
  teachers: readonly Teacher[],
): { rooms: RoomLine[]; roomOf: Map<Teacher, string> } {
  const rooms: RoomLine[] = []
  const roomOf = new Map<Teacher, string>()
  const special: Readonly<Record<string, readonly string[]>> = {
    sport: ['Большой спортзал', 'Малый спортзал', 'Гимнастический зал', 'Спортплощадка'],
    craft: ['Столярная мастерская', 'Швейная мастерская'],
    music: ['Музыкальный класс'],
  }
  const counts = new Map<string, number>()
  for (const teacher of teachers) {
    const n = counts.get(teacher.pool) ?? 0
    counts.set(teacher.pool, n + 1)
    const plain = rooms.filter((room) => /^\d/.test(room.name)).length
    const name = special[teacher.pool]?.[n] ?? String(101 + Math.floor(plain / 18) * 100 + (plain % 18))
    const id = ids.of('room', name)
    rooms.push({ id, name, capacity: teacher.pool === 'sport' ? 60 : 32 })
    roomOf.set(teacher, id)
  }
  return { rooms, roomOf }
}

/** The week: every line of the load on its hours. */
export function slotsOf(
  ids: Ids,
  seeds: readonly ClassSeed[],
  staff: Staff,
  roomOf: ReadonlyMap<Teacher, string>,
  bellScheduleId: string,
): SlotPlan[] {
  const units = unitsOf(seeds, staff)
  const hours = placeWeek(
    units,
    seeds.map((seed) => seed.grade),
  )
  return units.flatMap((unit, i) =>
    unit.lines.map((index) => {
      const [line, hour] = [staff.load[index], hours[i]]
      if (!line || !hour) throw new Error('a lesson without its hour')
      return {
        id: ids.of('slot', ...groupKey(line), hour.weekday, hour.number),
        courseId: ids.of('course', ...groupKey(line)),
        ...hour,
        bellScheduleId,
        roomId: roomOf.get(line.teacher) ?? null,
        weeks: null,
      }
    }),
  )
}

function unitsOf(seeds: readonly ClassSeed[], staff: Staff): Unit[] {
  return seeds.flatMap((seed, classIndex) => {
    const lines = staff.load.flatMap((line, index) => (line.seed === seed ? [{ line, index }] : []))
    return [...new Set(lines.map(({ line }) => line.subject))].flatMap((subject) => {
      const own = lines.filter(({ line }) => line.subject === subject)
      const unit: Unit = {
        classIndex,
        subjectKey: subject.key,
        hours: own[0]?.line.hours ?? 0,
        teachers: own.map(({ line }) => staff.teachers.indexOf(line.teacher)),
        lines: own.map(({ index }) => index),
      }
      return Array.from({ length: unit.hours }, () => ({ ...unit }))
    })
  })
}
